#pragma once

#include "protocol/base/bytes.h"

#include <cassert>
#include <string_view>

namespace pushscope {

// "00ff 10" → three bytes; spaces are for the reader.
inline Bytes fromHex(std::string_view text) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  Bytes out;
  int high = -1;
  for (char c : text) {
    if (c == ' ')
      continue;
    if (high < 0) {
      high = digit(c);
      continue;
    }
    out.push_back(uint8_t(high << 4 | digit(c)));
    high = -1;
  }
  assert(high < 0);
  return out;
}

} // namespace pushscope
