#pragma once

#include <algorithm>
#include <cstddef>

namespace pushscope {

// Which of several servers to connect to: one after the other, round and round, beginning with `first`, so that a fleet
// spreads over them. One that welcomed stays the first choice for the next time.
class ServerChoice {
 public:
  // `count` of 0 is taken for 1.
  ServerChoice(size_t count, size_t first) : m_count(std::max<size_t>(count, 1)), m_first(first % m_count) {}

  size_t current() const { return (m_first + m_failures) % m_count; }
  // It could not be reached, or did not welcome.
  void failed() { m_failures = (m_failures + 1) % m_count; }
  void succeeded() {
    m_first = current();
    m_failures = 0;
  }

 private:
  size_t m_count;
  size_t m_first;
  size_t m_failures = 0; // since the last welcome, whole rounds left out
};

} // namespace pushscope
