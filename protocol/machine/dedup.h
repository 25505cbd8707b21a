#pragma once

#include "protocol/base/ids.h"

#include <vector>

namespace pushscope {

// Which pushes a receiver has handled already. Remembers the last `window` ids, none for longer than `horizon`, across
// reconnects: a push that comes again within both is acknowledged again and not shown again.
//
// A list that is searched from its end: duplicates come soon after the first, and a full one is 24 KiB, a microsecond.
// A set beside it would cost each of many idle phones more than that saves.
class Dedup {
 public:
  // True if the id is new; it is remembered then.
  bool admit(const Uuid& uuid, MonoTime now);
  // What admit() would deny.
  bool knows(const Uuid& uuid, MonoTime now) const;
  size_t size() const { return m_entries.size(); }

  static constexpr size_t window = 1024;                          // 3-behaviour, part 1
  static constexpr Duration horizon = std::chrono::hours(7 * 24); // ditto

 private:
  struct Entry {
    Uuid uuid;
    MonoTime at;
  };
  std::vector<Entry> m_entries; // oldest first
};

} // namespace pushscope
