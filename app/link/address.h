#pragma once

#include "protocol/base/result.h"

#include <asio/ip/tcp.hpp>

#include <string>
#include <string_view>

namespace pushscope {

// "127.0.0.1:7000", "[::1]:7000", "localhost:7000"; port 0 lets the system choose. `malformed` with the text as detail.
Result<asio::ip::tcp::endpoint> parseAddress(std::string_view text);
std::string addressText(const asio::ip::tcp::endpoint& endpoint);

} // namespace pushscope
