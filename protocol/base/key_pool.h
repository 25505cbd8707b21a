#pragma once

#include <cstdint>
#include <vector>

namespace pushscope {

// Small numbers for things that come and go: the greatest is bounded by how many were there at once.
class KeyPool {
 public:
  uint32_t take() {
    if (m_free.empty())
      return m_next++;
    const uint32_t key = m_free.back();
    m_free.pop_back();
    return key;
  }
  void give(uint32_t key) { m_free.push_back(key); }

 private:
  uint32_t m_next = 0;
  std::vector<uint32_t> m_free;
};

} // namespace pushscope
