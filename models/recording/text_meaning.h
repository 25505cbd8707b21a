#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace pushscope {

// Whom or what a text in a recording names, for who makes a copy that names nobody.
enum class TextMeaning : uint8_t {
  device,
  address, // of a device, or of a server or fleet as the person wrote it
  client,  // what a device calls its program
  other,   // names of nodes and programs, kinds of phones, details of errors, marks
};

// What stands in the copy instead. Nothing to call: the text itself.
using TextRewriter = std::function<std::string(TextMeaning, std::string_view)>;

} // namespace pushscope
