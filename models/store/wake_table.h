#pragma once

#include "models/store/device_table.h"

#include <deque>

namespace pushscope {

// A wake by one of the two roads: the same wake of a simulated phone comes by both, as a row each.
struct WakeRow {
  Row device = 0;
  // `reported` by the phone in band, `truth` of its fleet; `server` only says that it could not wake a phone.
  Source source = Source::reported;
  Wake wake;
};

// The newest wakes of all devices, in the order in which they became known. Numbers are never reused; when the table is
// full the oldest are dropped.
class WakeTable {
 public:
  static constexpr size_t capacity = 200'000; // some 16 MiB

  using Number = uint64_t;
  Number add(const WakeRow& row) {
    m_rows.push_back(row);
    if (m_rows.size() > capacity) {
      m_rows.pop_front();
      ++m_firstNumber;
    }
    return endNumber() - 1;
  }

  size_t size() const { return m_rows.size(); }
  Number firstNumber() const { return m_firstNumber; }
  Number endNumber() const { return m_firstNumber + m_rows.size(); }
  const WakeRow* find(Number number) const {
    return number >= m_firstNumber && number < endNumber() ? &m_rows[size_t(number - m_firstNumber)] : nullptr;
  }

 private:
  friend class WorldImage;
  std::deque<WakeRow> m_rows;
  Number m_firstNumber = 0;
};

} // namespace pushscope
