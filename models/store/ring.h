#pragma once

#include "models/store/chunks.h"

#include <cstdint>

namespace pushscope {

// The newest values of a kind, numbered from 0 in the order in which they came. Numbers are never reused; when the ring
// is full the oldest are dropped.
template <class T>
class Ring {
 public:
  using Number = uint64_t;
  static constexpr Number none = ~Number{0}; // finds nothing

  explicit Ring(size_t capacity) : m_capacity(capacity) {}

  Number add(const T& value) {
    m_values.make(size_t(m_end % m_capacity)) = value;
    return m_end++;
  }

  size_t size() const { return size_t(m_end - firstNumber()); }
  Number firstNumber() const { return m_end > m_capacity ? m_end - m_capacity : 0; }
  Number endNumber() const { return m_end; }
  const T* find(Number number) const { return holds(number) ? &m_values[size_t(number % m_capacity)] : nullptr; }
  T* find(Number number) { return holds(number) ? &m_values.make(size_t(number % m_capacity)) : nullptr; }

 private:
  friend class WorldImage;
  bool holds(Number number) const { return number >= firstNumber() && number < m_end; }

  size_t m_capacity;
  Chunks<T> m_values; // by number modulo capacity
  Number m_end = 0;
};

} // namespace pushscope
