#pragma once

#include "protocol/base/time.h"

#include <asio/steady_timer.hpp>

#include <functional>

namespace pushscope {

// The only place where server and fleet read the clocks.
Now readClocks();
// For seeds and incarnations: from the operating system.
uint64_t systemRandom();

// One timer for all deadlines of a thread. Tells its owner how late it woke, because a host that slept must not be
// taken for a fleet that died.
class DeadlineTimer {
 public:
  // `woke(now, late)`; late is zero if the timer was on time.
  DeadlineTimer(asio::any_io_executor executor, std::function<void(Now, Duration)> woke);

  // Wakes at `due` or earlier; `never` leaves it as it is.
  void armFor(MonoTime due);

 private:
  void wait();

  asio::steady_timer m_timer;
  std::function<void(Now, Duration)> m_woke;
  MonoTime m_armed = never;
};

} // namespace pushscope
