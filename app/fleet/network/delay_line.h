#pragma once

#include "protocol/base/random.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <utility>

namespace pushscope {

// One direction of a link: what goes in comes out later, in the same order, as TCP has it.
template <class T>
class DelayLine {
 public:
  struct Delay {
    Duration base, jitter;
  };

  explicit DelayLine(const Delay& delay) : m_delay(delay) {}

  void put(T item, MonoTime now, Random& random) {
    m_lastDue = std::max(m_lastDue, now + m_delay.base + random.between(Duration::zero(), m_delay.jitter));
    m_items.emplace_back(m_lastDue, std::move(item));
  }
  std::optional<T> take(MonoTime now) {
    if (m_items.empty() || m_items.front().first > now)
      return std::nullopt;
    T item = std::move(m_items.front().second);
    m_items.pop_front();
    return item;
  }
  MonoTime deadline() const { return m_items.empty() ? never : m_items.front().first; }
  void clear() { m_items.clear(); }

 private:
  Delay m_delay;
  MonoTime m_lastDue{};
  std::deque<std::pair<MonoTime, T>> m_items;
};

} // namespace pushscope
