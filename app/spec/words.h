#pragma once

#include <string>
#include <vector>

namespace pushscope {

std::string joined(const std::vector<std::string>& words, const std::string& between);

// The word of a list that a person may have meant, at most a third of its letters away by leaving out, adding,
// changing or swapping letters; empty if there is none.
std::string nearest(const std::string& word, const std::vector<std::string>& list);

} // namespace pushscope
