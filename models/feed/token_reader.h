#pragma once

#include "protocol/base/result.h"

#include <QString>

namespace pushscope {

// The token on the first line of a file that is its owner's alone. `file` with the path and the cause.
Result<std::string> readToken(const QString& path);

struct HostPort {
  std::string host;
  uint16_t port = 0;
};
// "127.0.0.1:7802", "[::1]:7802", "push.example.com:7802". `malformed` with the text as detail.
Result<HostPort> parseHostPort(const QString& text);

} // namespace pushscope
