#pragma once

#include "models/items/column.h"

#include <set>

namespace pushscope {

// What the users of phones saw: one row for each local notification, as the phone's fleet tells it, or its server where
// there is no fleet.
const RowSource& noticeRows();

// The same of some phones only. Whoever chooses others has the table arranged anew.
class PhoneNoticeRows : public RowSource {
 public:
  // None: of all phones.
  void choose(std::set<Row> phones) { m_phones = std::move(phones); }

  std::span<const Column> columns() const override { return noticeRows().columns(); }
  uint64_t first(const World& world) const override { return noticeRows().first(world); }
  uint64_t end(const World& world) const override { return noticeRows().end(world); }
  bool shown(const World& world, uint64_t row) const override;
  bool concerns(const World::Changes& changes) const override { return noticeRows().concerns(changes); }

 private:
  std::set<Row> m_phones;
};

} // namespace pushscope
