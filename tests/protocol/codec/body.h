#pragma once

#include "protocol/frame/decoder.h"

#include <gtest/gtest.h>

namespace pushscope {

// The body of one encoded frame, after its header has been checked against what was asked for.
inline Bytes bodyOf(const Bytes& frame, uint32_t serial, uint32_t command, ErrorCode code = ErrorCode::ok) {
  Decoder decoder(adminLimit);
  decoder.feed(frame);
  const auto found = decoder.next();
  EXPECT_TRUE(found.has_value());
  if (!found)
    return {};
  EXPECT_EQ(found->header, (Header{uint32_t(frame.size()), serial, command, static_cast<uint32_t>(code)}));
  const Bytes body(found->body.begin(), found->body.end());
  EXPECT_FALSE(decoder.next().has_value());
  EXPECT_TRUE(decoder.atEdge());
  return body;
}

} // namespace pushscope
