#pragma once

#include "models/alerts/alert_watch.h"

namespace pushscope {

// The rules with their state, and what was raised, as rows like all others: for tables, queries, CSV and JSON. They
// come from a watch and not from the world that goes with them. Which watch that is may change when the world does.
using WatchOf = std::function<const AlertWatch&()>;

class AlertRuleRows : public RowSource {
 public:
  explicit AlertRuleRows(WatchOf watch);

  std::span<const Column> columns() const override { return m_columns; }
  uint64_t first(const World&) const override { return 0; }
  uint64_t end(const World&) const override { return m_watch().endRule(); }
  bool shown(const World&, uint64_t row) const override { return m_watch().find(row) != nullptr; }
  bool concerns(const World::Changes&) const override { return true; }

 private:
  WatchOf m_watch;
  std::vector<Column> m_columns;
};

class AlertRecordRows : public RowSource {
 public:
  explicit AlertRecordRows(WatchOf watch);

  std::span<const Column> columns() const override { return m_columns; }
  uint64_t first(const World&) const override { return m_watch().firstRecord(); }
  uint64_t end(const World&) const override { return m_watch().endRecord(); }
  bool concerns(const World::Changes&) const override { return true; }

 private:
  WatchOf m_watch;
  std::vector<Column> m_columns;
};

// "firing", "quiet", "not known", "cannot be read".
QString alertStateWord(const AlertWatch::Slot& slot);

} // namespace pushscope
