#pragma once

#include "protocol/base/time.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace pushscope {

// One direction of a link: what goes in comes out later, in the same order, as TCP has it. Costs nothing while empty.
template <class T>
class DelayLine {
 public:
  // Not before `due`, and not before what went in earlier.
  void put(T item, MonoTime due) {
    m_lastDue = std::max(m_lastDue, due);
    m_items.emplace_back(m_lastDue, std::move(item));
  }
  std::optional<T> take(MonoTime now) {
    if (empty() || m_items[m_first].first > now)
      return std::nullopt;
    T item = std::move(m_items[m_first++].second);
    if (empty()) {
      m_items.clear();
      m_first = 0;
    } else if (m_first >= 32 && m_first * 2 >= m_items.size()) {
      m_items.erase(m_items.begin(), m_items.begin() + std::ptrdiff_t(m_first));
      m_first = 0;
    }
    return item;
  }
  bool empty() const { return m_first == m_items.size(); }
  size_t size() const { return m_items.size() - m_first; }
  MonoTime deadline() const { return empty() ? never : m_items[m_first].first; }
  MonoTime lastDue() const { return m_lastDue; }
  void clear() {
    m_items.clear();
    m_first = 0;
    m_lastDue = {};
  }

 private:
  MonoTime m_lastDue{};
  size_t m_first = 0;
  std::vector<std::pair<MonoTime, T>> m_items;
};

} // namespace pushscope
