#include "models/items/arrangement.h"

#include <algorithm>
#include <iterator>

namespace pushscope {
namespace {

constexpr uint32_t noPlace = ~uint32_t{0};

// Source rows lie close together, so a bit for each is smaller and faster than a hash of them.
class RowSet {
 public:
  explicit RowSet(const std::vector<uint64_t>& rows) {
    if (rows.empty())
      return;
    const auto [least, most] = std::minmax_element(rows.begin(), rows.end());
    m_first = *least;
    m_bits.resize(size_t(*most - m_first) + 1);
    for (uint64_t row : rows)
      m_bits[size_t(row - m_first)] = true;
  }
  bool contains(uint64_t row) const {
    return row >= m_first && row - m_first < m_bits.size() && m_bits[size_t(row - m_first)];
  }

 private:
  uint64_t m_first = 0;
  std::vector<bool> m_bits;
};

std::vector<uint64_t> without(const std::vector<uint64_t>& rows, const std::vector<uint64_t>& others) {
  const RowSet set(others);
  std::vector<uint64_t> rest;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(rest), [&](uint64_t row) { return !set.contains(row); });
  return rest;
}

std::vector<uint64_t> joined(std::vector<uint64_t> rows, const std::vector<uint64_t>& more) {
  rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

} // namespace

Arrangement::Arrangement(std::vector<uint64_t> rows) : m_rows(std::move(rows)) {
  if (m_rows.empty())
    return;
  const auto [least, most] = std::minmax_element(m_rows.begin(), m_rows.end());
  m_first = *least;
  m_places.assign(size_t(*most - m_first) + 1, noPlace);
  for (size_t i = 0; i < m_rows.size(); ++i)
    m_places[size_t(m_rows[i] - m_first)] = uint32_t(i);
}

int Arrangement::placeOf(uint64_t sourceRow) const {
  if (m_places.empty()) {
    const auto found = std::find(m_rows.begin(), m_rows.end(), sourceRow);
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
  }
  if (sourceRow < m_first || sourceRow - m_first >= m_places.size())
    return -1;
  const uint32_t place = m_places[size_t(sourceRow - m_first)];
  return place < m_rows.size() && m_rows[place] == sourceRow ? int(place) : -1;
}

void Arrangement::append(std::span<const uint64_t> rows) {
  if (m_rows.empty())
    m_first = rows.front();
  const bool placed = m_rows.empty() || !m_places.empty();
  for (const uint64_t row : rows) {
    if (placed) {
      m_places.resize(size_t(row - m_first) + 1, noPlace);
      m_places.back() = uint32_t(m_rows.size());
    }
    m_rows.push_back(row);
  }
}

void Arrangement::prepend(std::span<const uint64_t> rows) {
  m_rows.insert(m_rows.begin(), rows.begin(), rows.end());
  m_places.clear();
}

Rearrangement rearrange(const Arrangement& before, std::vector<uint64_t> after, bool newestFirst) {
  const std::vector<uint64_t> fresh = without(after, before.rows());
  Rearrangement change;
  change.fresh = fresh.size();
  // They belong at the top, and inserting them there spares the move.
  change.atTop = newestFirst;
  if (!fresh.empty())
    change.grown = Arrangement(newestFirst ? joined(fresh, before.rows()) : joined(before.rows(), fresh));
  const std::vector<uint64_t>& grown = fresh.empty() ? before.rows() : change.grown.rows();
  change.staying = after.size();
  // As many rows stay as there were: none goes.
  change.mixed = Arrangement(grown.size() == after.size() ? std::move(after) : joined(after, without(grown, after)));
  change.moved = change.mixed.rows() != grown;
  return change;
}

} // namespace pushscope
