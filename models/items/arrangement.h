#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace pushscope {

// Source rows in the order in which a table shows them, and back.
class Arrangement {
 public:
  Arrangement() = default;
  explicit Arrangement(std::vector<uint64_t> rows);

  const std::vector<uint64_t>& rows() const { return m_rows; }
  size_t size() const { return m_rows.size(); }
  // -1 if it is not shown.
  int placeOf(uint64_t sourceRow) const;

  // Only of rows that are greater than all that are shown.
  void append(std::span<const uint64_t> rows);
  void prepend(std::span<const uint64_t> rows);
  void truncate(size_t size) { m_rows.resize(size); }

 private:
  std::vector<uint64_t> m_rows;
  // By row, counted from the first; may say a place that holds another row, for rows that are not shown any more.
  // Empty while it is not known, after a prepend.
  std::vector<uint32_t> m_places;
  uint64_t m_first = 0;
};

// How one arrangement becomes another in three steps at most, however many rows there are, that views and persistent
// indexes understand: new rows are added, all move to their places with those that are not wanted any more at the end,
// and these go.
struct Rearrangement {
  size_t fresh = 0;   // rows that are added
  bool atTop = false; // there, else at the end
  Arrangement grown;  // after that, if there are any
  bool moved = false; // whether any changes its place then
  Arrangement mixed;  // all in their places
  size_t staying = 0; // the first so many of `mixed` stay

  bool changesNothing() const { return fresh == 0 && !moved && staying == mixed.size(); }
};
Rearrangement rearrange(const Arrangement& before, std::vector<uint64_t> after, bool newestFirst);

} // namespace pushscope
