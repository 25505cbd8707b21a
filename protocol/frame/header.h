#pragma once

#include "protocol/base/bytes.h"
#include "protocol/base/error.h"

#include <array>
#include <cstdint>

namespace pushscope {

// The 16 bytes before every body, big-endian:
//
//   0        4        8        12       16
//   +--------+--------+--------+--------+------ …
//   | length | serial |command | code   | body
//   +--------+--------+--------+--------+------ …
//
// length counts the whole frame, header included, and is unsigned. Serials count per direction and per connection
// from 1 and skip 0 when they wrap; serial 0 is a one-way frame. See protocol/README.md.
struct Header {
  uint32_t length = 0;
  uint32_t serial = 0;
  uint32_t command = 0;
  uint32_t code = 0;

  friend bool operator==(const Header&, const Header&) = default;
};

inline constexpr uint32_t headerBytes = 16;

// Limits on `length`, per state of a connection. Before authentication a peer can make us hold 1 KiB and no more.
inline constexpr uint32_t helloLimit = 1024;
inline constexpr uint32_t deviceLimit = 64 * 1024;
inline constexpr uint32_t adminLimit = 1024 * 1024; // admin and fleet ports: a telemetry block or a snapshot page

using HeaderBytes = std::array<uint8_t, headerBytes>;
HeaderBytes writeHeader(const Header& header);
Header readHeader(BytesView bytes); // at least headerBytes long

// One whole frame: header and body.
Bytes encodeFrame(uint32_t serial, uint32_t command, ErrorCode code, BytesView body);

} // namespace pushscope
