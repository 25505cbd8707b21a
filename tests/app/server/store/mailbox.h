#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

namespace pushscope {

// The thread that a store belongs to, for tests: what was posted runs when it is waited for.
class Mailbox {
 public:
  std::function<void(std::function<void()>)> post() {
    return [this](std::function<void()> call) {
      {
        std::lock_guard lock(m_mutex);
        m_calls.push_back(std::move(call));
      }
      m_wake.notify_one();
    };
  }

  // Everything that is there now.
  void run() {
    std::unique_lock lock(m_mutex);
    while (!m_calls.empty())
      runFirst(lock);
  }
  // False after the limit, which is there for broken code, not for slow machines.
  bool runUntil(const std::function<bool()>& done, std::chrono::seconds limit = std::chrono::seconds(60)) {
    const auto until = std::chrono::steady_clock::now() + limit;
    while (!done()) {
      std::unique_lock lock(m_mutex);
      if (!m_wake.wait_until(lock, until, [this] { return !m_calls.empty(); }))
        return false;
      runFirst(lock);
    }
    return true;
  }

 private:
  void runFirst(std::unique_lock<std::mutex>& lock) {
    const std::function<void()> call = std::move(m_calls.front());
    m_calls.pop_front();
    lock.unlock();
    call();
    lock.lock();
  }

  std::mutex m_mutex;
  std::condition_variable m_wake;
  std::deque<std::function<void()>> m_calls;
};

} // namespace pushscope
