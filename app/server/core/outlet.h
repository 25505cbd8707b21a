#pragma once

#include "protocol/base/bytes.h"
#include "protocol/base/error.h"
#include "protocol/base/time.h"

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
  virtual WallTime wallNow() = 0; // for stamps on answers
};

} // namespace pushscope
