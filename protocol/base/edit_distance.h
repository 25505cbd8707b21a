#pragma once

#include <cstddef>
#include <string_view>

namespace pushscope {

// How many letters must be left out, added, changed or swapped with their neighbour until one word is the other, at
// least. Byte by byte; takes time by the product of both lengths, so whoever asks bounds them.
size_t editDistance(std::string_view a, std::string_view b);

} // namespace pushscope
