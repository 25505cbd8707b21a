#include "app/link/address.h"

#include <charconv>

namespace pushscope {

Result<asio::ip::tcp::endpoint> parseAddress(std::string_view text) {
  const Error bad{ErrorCode::malformed, std::string(text.substr(0, 100))};
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos)
    return bad;
  std::string host(text.substr(0, colon));
  const std::string_view digits = text.substr(colon + 1);
  uint16_t port = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (failure != std::errc{} || end != digits.data() + digits.size())
    return bad;
  if (host.size() > 2 && host.front() == '[' && host.back() == ']')
    host = host.substr(1, host.size() - 2);
  if (host == "localhost")
    host = "127.0.0.1";
  asio::error_code error;
  const auto address = asio::ip::make_address(host, error);
  if (error)
    return bad;
  return asio::ip::tcp::endpoint(address, port);
}

std::string addressText(const asio::ip::tcp::endpoint& endpoint) {
  const std::string host = endpoint.address().to_string();
  const std::string port = std::to_string(endpoint.port());
  return endpoint.address().is_v6() ? "[" + host + "]:" + port : host + ":" + port;
}

} // namespace pushscope
