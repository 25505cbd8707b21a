#pragma once

#include "models/store/device_table.h"
#include "models/store/ring.h"

#include <algorithm>
#include <vector>

namespace pushscope {

// A wake by one of the two roads: the same wake of a simulated phone comes by both, as a row each.
struct WakeRow {
  Row device = 0;
  // `reported` by the phone in band, `truth` of its fleet; `server` only says that it could not wake a phone.
  Source source = Source::reported;
  Wake wake;
  uint64_t previous = Ring<WakeRow>::none; // of the same device by the same road
};

// The newest wakes of all devices, in the order in which they became known. Numbers are never reused; when the table is
// full the oldest are dropped.
class WakeTable : public Ring<WakeRow> {
 public:
  static constexpr size_t capacity = 200'000; // some 14 MiB

  WakeTable() : Ring(capacity) {}

  // The newest wakes of a device by one road that are still here, in the order in which they were told.
  std::vector<Number> of(const Activity& activity) const {
    std::vector<Number> numbers;
    for (Number n = activity.newestWake; numbers.size() < Activity::wakesKept; n = find(n)->previous) {
      if (!find(n))
        break;
      numbers.push_back(n);
    }
    std::reverse(numbers.begin(), numbers.end());
    return numbers;
  }
};

} // namespace pushscope
