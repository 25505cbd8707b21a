#include "app/spec/words.h"

#include "protocol/base/edit_distance.h"

#include <algorithm>

namespace pushscope {
namespace {

constexpr size_t longest = 64; // nothing that a person may write is longer

} // namespace

std::string joined(const std::vector<std::string>& words, const std::string& between) {
  std::string out;
  for (const std::string& word : words)
    out += (out.empty() ? "" : between) + word;
  return out;
}

std::string nearest(const std::string& word, const std::vector<std::string>& list) {
  if (word.size() > longest)
    return {};
  std::string best;
  size_t least = std::max<size_t>(1, word.size() / 3) + 1;
  for (const std::string& each : list)
    if (const size_t far = editDistance(word, each); far < least)
      least = far, best = each;
  return best;
}

} // namespace pushscope
