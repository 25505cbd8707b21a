#pragma once

#include "models/items/column.h"
#include "models/query/heartbeat_lines.h"

namespace pushscope {

// The round trips of a time as rows: one of all devices, and one of each group if there are groups. They are worked out
// when show() is called, and do not follow the world.
class BeatGroupRows : public RowSource {
 public:
  BeatGroupRows();

  // `from` to `to`, in seconds since 1970, without the last.
  void show(const World& world, std::optional<GroupBy> by, int64_t from, int64_t to);

  std::span<const Column> columns() const override { return m_columns; }
  uint64_t first(const World&) const override { return 0; }
  uint64_t end(const World&) const override { return m_lines.size(); }
  bool concerns(const World::Changes&) const override { return false; }

 private:
  struct Line {
    std::string group;
    std::optional<uint64_t> beats;         // nothing: only some of them were looked at, see GroupLines
    std::optional<uint64_t> missed, ended; // of all devices alone: the store does not keep them by group
    FineHistogram trips;
  };
  std::vector<Line> m_lines;
  std::vector<Column> m_columns;
};

} // namespace pushscope
