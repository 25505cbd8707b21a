#pragma once

#include "models/items/column.h"

namespace pushscope {

// Two deliveries stage by stage: a row for each stage that either came to, in the order of the first, then of the
// second; how long after its own start, and by how much later the second was. Never fewer rows later than before.
class LadderComparison : public RowSource {
 public:
  LadderComparison(DeliveryTable::Number one, DeliveryTable::Number other);

  std::span<const Column> columns() const override { return m_columns; }
  uint64_t first(const World&) const override { return 0; }
  uint64_t end(const World& world) const override;
  bool concerns(const World::Changes& changes) const override { return changes.deliveries; }

 private:
  DeliveryTable::Number m_one, m_other;
  std::vector<Column> m_columns;
};

} // namespace pushscope
