#pragma once

#include "protocol/base/bytes.h"
#include "protocol/base/error.h"
#include "protocol/base/time.h"
#include "protocol/frame/decoder.h"
#include "protocol/message/device.h"

#include <cstdint>
#include <string>

namespace pushscope {

// A number for a connection, given by the shell and reused by it.
using ConnectionKey = uint32_t;

// What a shard does to the world outside.
class Outlet {
 public:
  virtual ~Outlet() = default;
  virtual void send(ConnectionKey connection, Bytes frame) = 0;
  // After what was sent. `why` and `detail` are for the log.
  virtual void close(ConnectionKey connection, ErrorCode why, const std::string& detail) = 0;
  virtual void setFrameLimit(ConnectionKey connection, uint32_t bytes) = 0;
  virtual Now clocks() = 0; // for stamps on answers, and for what the store answers later
  // The connection belongs to another shard (shardOf()), which is told of it and its hello; nothing more is told here.
  virtual void handOver(ConnectionKey connection, uint32_t shard, const FrameView& hello) = 0;
  // To the vendor's channel under this device id, which may live on another shard: Shard::nudged() there.
  virtual void nudge(const std::string& gateway, const Nudge& nudge) = 0;
};

} // namespace pushscope
