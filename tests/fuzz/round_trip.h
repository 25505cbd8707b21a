#pragma once

#include "protocol/base/result.h"
#include "protocol/frame/header.h"
#include "tests/fuzz/fuzz.h"

namespace pushscope {

// What was decoded, encoded again, is decoded to the same: after one turn nothing changes any more.
template <class Decode, class Encode>
void checkRoundTrip(BytesView body, Decode decode, Encode encode) {
  const auto first = decode(body);
  if (!first.ok()) {
    FUZZ_CHECK(first.error().code != ErrorCode::ok);
    return;
  }
  const Bytes once = encode(first.value());
  const auto second = decode(BytesView(once).subspan(headerBytes));
  FUZZ_CHECK(second.ok());
  FUZZ_CHECK(encode(second.value()) == once);
}

} // namespace pushscope
