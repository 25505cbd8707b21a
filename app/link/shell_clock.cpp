#include "app/link/shell_clock.h"

#include <algorithm>
#include <random>

namespace pushscope {

using std::chrono::duration_cast;

Now readClocks() {
  return {MonoTime(duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch())),
          WallTime(duration_cast<Duration>(std::chrono::system_clock::now().time_since_epoch()))};
}

uint64_t systemRandom() {
  std::random_device device;
  return uint64_t{device()} << 32 | device();
}

DeadlineTimer::DeadlineTimer(asio::any_io_executor executor, std::function<void(Now, Duration)> woke)
    : m_timer(std::move(executor)), m_woke(std::move(woke)) {}

void DeadlineTimer::armFor(MonoTime due) {
  if (due >= m_armed)
    return;
  m_armed = due;
  wait();
}

void DeadlineTimer::wait() {
  m_timer.expires_at(std::chrono::steady_clock::time_point(m_armed.time_since_epoch()));
  m_timer.async_wait([this](const asio::error_code& error) {
    if (error)
      return; // re-armed or destroyed
    const MonoTime due = std::exchange(m_armed, never);
    const Now now = readClocks();
    m_woke(now, std::max(now.mono - due, Duration::zero()));
  });
}

} // namespace pushscope
