#include "app/link/program.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <asio/posix/stream_descriptor.hpp>
#include <asio/post.hpp>

#include <array>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <memory>
#include <sys/resource.h>
#include <unistd.h>

namespace pushscope {
namespace {

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

void setUpLog(const std::string& program) {
  spdlog::set_default_logger(spdlog::stderr_color_mt(program));
  spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %n %l: %v");
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

} // namespace pushscope
