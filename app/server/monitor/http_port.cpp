#include "app/server/monitor/http_port.h"

#include <asio/buffer.hpp>
#include <asio/read_until.hpp>
#include <asio/steady_timer.hpp>
#include <asio/write.hpp>

#include <algorithm>
#include <optional>

namespace pushscope {
namespace {

constexpr size_t mostExchanges = 32;
constexpr size_t longestRequest = 4096;
constexpr std::chrono::seconds patience{5};

struct Request {
  std::string method, path, host;
};

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return char(std::tolower(c)); });
  return text;
}

std::string trimmed(const std::string& text) {
  const size_t first = text.find_first_not_of(" \t");
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<Request> parse(const std::string& head) {
  const size_t line = head.find("\r\n");
  const size_t space = head.find(' ');
  const size_t second = space == std::string::npos ? space : head.find(' ', space + 1);
  if (line == std::string::npos || second == std::string::npos || second > line ||
      head.compare(second + 1, 7, "HTTP/1.") != 0)
    return std::nullopt;
  Request request{head.substr(0, space), head.substr(space + 1, second - space - 1), {}};
  for (size_t at = line + 2; at < head.size();) {
    const size_t end = std::min(head.find("\r\n", at), head.size());
    const std::string field = head.substr(at, end - at);
    const size_t colon = field.find(':');
    if (colon != std::string::npos && lower(field.substr(0, colon)) == "host")
      request.host = lower(trimmed(field.substr(colon + 1)));
    at = end + 2;
  }
  return request;
}

// "name:port", "[::1]:port", "name".
std::string withoutPort(const std::string& host) {
  if (!host.empty() && host.front() == '[')
    return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find(':'));
}

const char* phraseOf(int status) {
  switch (status) {
  case 200:
    return "OK";
  case 400:
    return "Bad Request";
  case 404:
    return "Not Found";
  case 405:
    return "Method Not Allowed";
  case 421:
    return "Misdirected Request";
  case 503:
    return "Service Unavailable";
  }
  return "Error";
}

} // namespace

struct HttpPort::Shared {
  std::set<std::string> hosts;
  Get get;
  size_t exchanges = 0;
  bool stopped = false;
};

class HttpPort::Exchange : public std::enable_shared_from_this<Exchange> {
 public:
  Exchange(asio::ip::tcp::socket socket, std::shared_ptr<Shared> shared)
      : m_socket(std::move(socket)), m_timer(m_socket.get_executor()), m_shared(std::move(shared)) {
    ++m_shared->exchanges;
  }
  ~Exchange() { --m_shared->exchanges; }

  void start() {
    m_timer.expires_after(patience);
    m_timer.async_wait([weak = weak_from_this()](const asio::error_code& error) {
      if (const auto self = weak.lock(); self && !error)
        self->end();
    });
    asio::async_read_until(m_socket, asio::dynamic_buffer(m_head, longestRequest), "\r\n\r\n",
                           [self = shared_from_this()](const asio::error_code& error, size_t) {
                             if (error == asio::error::not_found)
                               return self->answer({400, {}, "the request is too long\n"});
                             if (error)
                               return self->end();
                             self->read();
                           });
  }

 private:
  void read() {
    const std::optional<Request> request = parse(m_head);
    if (!request)
      return answer({400, {}, "this is not HTTP/1\n"});
    if (request->method != "GET")
      return answer({405, {}, "GET alone\n"});
    if (!m_shared->hosts.contains(withoutPort(request->host)))
      return answer({421, {}, "this host name is not known here\n"});
    if (m_shared->stopped)
      return end();
    m_shared->get(request->path, [self = shared_from_this()](Answer answer) { self->answer(std::move(answer)); });
  }

  void answer(Answer answer) {
    const std::string type = answer.type.empty() ? "text/plain; charset=utf-8" : answer.type;
    m_answer =
        "HTTP/1.1 " + std::to_string(answer.status) + " " + phraseOf(answer.status) + "\r\nContent-Type: " + type +
        "\r\nContent-Length: " + std::to_string(answer.body.size()) + (answer.status == 405 ? "\r\nAllow: GET" : "") +
        "\r\nConnection: close\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\r\n" + answer.body;
    asio::async_write(m_socket, asio::buffer(m_answer),
                      [self = shared_from_this()](const asio::error_code&, size_t) { self->end(); });
  }

  void end() {
    m_timer.cancel();
    asio::error_code ignored;
    m_socket.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
    m_socket.close(ignored);
  }

  asio::ip::tcp::socket m_socket;
  asio::steady_timer m_timer;
  std::shared_ptr<Shared> m_shared;
  std::string m_head, m_answer;
};

HttpPort::HttpPort(asio::any_io_executor executor, std::set<std::string> hosts, Get get)
    : m_shared(std::make_shared<Shared>()),
      m_listener(executor, [shared = m_shared](asio::ip::tcp::socket socket, const asio::ip::tcp::endpoint&) {
        if (shared->exchanges < mostExchanges && !shared->stopped)
          std::make_shared<Exchange>(std::move(socket), shared)->start();
      }) {
  m_shared->hosts = std::move(hosts);
  m_shared->hosts.insert({"localhost", "127.0.0.1", "[::1]"});
  m_shared->get = std::move(get);
}

HttpPort::~HttpPort() {
  stop();
}

void HttpPort::stop() {
  m_shared->stopped = true;
  m_listener.stop();
}

} // namespace pushscope
