#include "protocol/base/edit_distance.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace pushscope {

size_t editDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> before, above, line(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j)
    line[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    before = std::exchange(above, line);
    line[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      line[j] = std::min({above[j] + 1, line[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        line[j] = std::min(line[j], before[j - 2] + 1);
    }
  }
  return line.back();
}

} // namespace pushscope
