#pragma once

#include "protocol/base/ids.h"

#include <deque>
#include <unordered_set>

namespace pushscope {

// Which pushes a receiver has handled already. Remembers the last `window` ids, none for longer than `horizon`, across
// reconnects: a push that comes again within both is acknowledged again and not shown again.
class Dedup {
 public:
  // True if the id is new; it is remembered then.
  bool admit(const Uuid& uuid, MonoTime now);
  size_t size() const { return m_order.size(); }

  static constexpr size_t window = 1024;                          // 3-behaviour, part 1
  static constexpr Duration horizon = std::chrono::hours(7 * 24); // ditto

 private:
  struct Entry {
    Uuid uuid;
    MonoTime at;
  };
  std::deque<Entry> m_order;
  std::unordered_set<Uuid> m_seen;
};

} // namespace pushscope
