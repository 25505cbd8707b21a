#pragma once

#include "models/items/column.h"
#include "models/scenario/scenario_desk.h"

namespace pushscope {

// What a scenario does and what it expects, with how far each is, as rows like all others: for tables, queries, CSV and
// JSON. They come from a desk, which outlives them, and not from the world that goes with them; when the desk says
// restarted(), rows are others.
class ScenarioStepRows : public RowSource {
 public:
  explicit ScenarioStepRows(const ScenarioDesk& desk);

  std::span<const Column> columns() const override { return m_columns; }
  uint64_t first(const World&) const override { return 0; }
  uint64_t end(const World&) const override { return m_desk.agenda().size(); }
  bool concerns(const World::Changes&) const override { return true; }

 private:
  const ScenarioDesk& m_desk;
  std::vector<Column> m_columns;
};

class ScenarioVerdictRows : public RowSource {
 public:
  explicit ScenarioVerdictRows(const ScenarioDesk& desk);

  std::span<const Column> columns() const override { return m_columns; }
  uint64_t first(const World&) const override { return 0; }
  uint64_t end(const World&) const override { return m_desk.standings().size(); }
  bool concerns(const World::Changes&) const override { return true; }

 private:
  const ScenarioDesk& m_desk;
  std::vector<Column> m_columns;
};

} // namespace pushscope
