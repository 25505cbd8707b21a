#pragma once

#include "models/store/text_pool.h"

#include <string>

namespace pushscope {

// Where a device connected from, in 8 bytes. Each of a million phones has another port at least, so their addresses are
// not kept as texts: one of IPv4 with a port is its six bytes; any other is a text of the pool.
class StoredAddress {
 public:
  StoredAddress() = default;
  StoredAddress(std::string_view text, TextPool& texts);
  // As it was told.
  std::string text(const TextPool& texts) const;

 private:
  static constexpr uint64_t isPacked = uint64_t{1} << 63; // host in bits 16 to 47, port below; else a TextId
  uint64_t m_value = 0;
};

} // namespace pushscope
