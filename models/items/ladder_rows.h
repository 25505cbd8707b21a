#pragma once

#include "models/items/column.h"

namespace pushscope {

// What a stage means, in the table and in the picture.
Tone stageTone(const LadderStage& stage);

// The ladder of one delivery: a row for each stage that is known, by time. Never fewer rows later than before.
class LadderRows : public RowSource {
 public:
  explicit LadderRows(DeliveryTable::Number delivery);

  DeliveryTable::Number delivery() const { return m_delivery; }
  std::span<const Column> columns() const override { return m_columns; }
  uint64_t first(const World&) const override { return 0; }
  uint64_t end(const World& world) const override;
  bool concerns(const World::Changes& changes) const override { return changes.deliveries; }

 private:
  DeliveryTable::Number m_delivery;
  std::vector<Column> m_columns;
};

} // namespace pushscope
