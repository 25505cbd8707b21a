#include "app/link/program.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <asio/posix/stream_descriptor.hpp>
#include <asio/post.hpp>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <memory>
#include <sys/resource.h>
#include <unistd.h>

namespace pushscope {
namespace {

// The message without what could end or forge a line; as JSON, escaped.
void appendMessage(spdlog::string_view_t message, LogFormat format, spdlog::memory_buf_t& out) {
  for (const char c : message) {
    if (format == LogFormat::json && (c == '"' || c == '\\'))
      out.push_back('\\');
    out.push_back(static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c);
  }
}

void append(std::string_view text, spdlog::memory_buf_t& out) {
  out.append(text.data(), text.data() + text.size());
}

class LineFormatter : public spdlog::formatter {
 public:
  explicit LineFormatter(LogFormat format) : m_format(format) {}
  std::unique_ptr<spdlog::formatter> clone() const override { return std::make_unique<LineFormatter>(m_format); }

  void format(const spdlog::details::log_msg& line, spdlog::memory_buf_t& out) override {
    const bool json = m_format == LogFormat::json;
    const auto level = spdlog::level::to_string_view(line.level);
    append(json ? "{\"time\":\"" : "", out);
    append(timeText(line.time), out);
    append(json ? "\",\"level\":\"" : " ", out);
    if (!json) {
      append({line.logger_name.data(), line.logger_name.size()}, out);
      out.push_back(' ');
    }
    line.color_range_start = out.size();
    append({level.data(), level.size()}, out);
    line.color_range_end = out.size();
    if (json) {
      append("\",\"program\":\"", out);
      append({line.logger_name.data(), line.logger_name.size()}, out);
    }
    append(json ? "\",\"message\":\"" : ": ", out);
    appendMessage(line.payload, m_format, out);
    append(json ? "\"}\n" : "\n", out);
  }

 private:
  // RFC 3339, UTC, with milliseconds.
  static std::string timeText(std::chrono::system_clock::time_point at) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
    const std::time_t seconds = std::time_t(ms / 1000);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 40> text{};
    const size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    std::snprintf(text.data() + length, text.size() - length, ".%03dZ", int(ms % 1000));
    return text.data();
  }

  LogFormat m_format;
};

struct StdinWatch : std::enable_shared_from_this<StdinWatch> {
  StdinWatch(const asio::any_io_executor& executor, std::function<void()> whenClosed)
      : input(executor, ::dup(STDIN_FILENO)), closed(std::move(whenClosed)) {}

  void read() {
    input.async_read_some(asio::buffer(ignored), [self = shared_from_this()](const asio::error_code& error, size_t) {
      if (!error)
        return self->read();
      if (error != asio::error::operation_aborted)
        self->closed();
    });
  }

  asio::posix::stream_descriptor input;
  std::function<void()> closed;
  std::array<char, 64> ignored{};
};

} // namespace

void setUpLog(const std::string& program, LogFormat format) {
  spdlog::set_default_logger(spdlog::stderr_color_mt(program));
  // https://no-color.org; what is no terminal gets none anyway.
  if (const char* noColor = std::getenv("NO_COLOR"); noColor && *noColor)
    static_cast<spdlog::sinks::stderr_color_sink_mt&>(*spdlog::default_logger()->sinks().front())
        .set_color_mode(spdlog::color_mode::never);
  spdlog::set_formatter(std::make_unique<LineFormatter>(format));
  spdlog::flush_on(spdlog::level::info);
  std::signal(SIGPIPE, SIG_IGN); // a peer that went away is an error code, not the end of the process
}

void printReady(const std::string& members) {
  std::printf("{\"ready\":{%s}}\n", members.c_str());
  std::fflush(stdout);
}

void whenStdinCloses(asio::any_io_executor executor, std::function<void()> closed) {
  if (::fcntl(STDIN_FILENO, F_GETFD) < 0)
    return asio::post(executor, std::move(closed)); // there never was one
  std::make_shared<StdinWatch>(executor, std::move(closed))->read();
}

void raiseFileLimit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max)
    return;
  limit.rlim_cur = limit.rlim_max;
  if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) {
    limit.rlim_cur = 10'240; // macOS refuses "unlimited" and takes its OPEN_MAX
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }
}

int openFileLimit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur > 1u << 30)
    return 1 << 30;
  return int(limit.rlim_cur);
}

} // namespace pushscope
