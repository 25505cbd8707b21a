#include "models/items/phone_rows.h"

namespace pushscope {
namespace {

class PhoneRows : public RowSource {
 public:
  std::span<const Column> columns() const override { return deviceRows().columns(); }
  uint64_t first(const World& world) const override { return deviceRows().first(world); }
  uint64_t end(const World& world) const override { return deviceRows().end(world); }
  bool shown(const World& world, uint64_t row) const override { return world.devices().truth(Row(row)).known; }
  bool concerns(const World::Changes& changes) const override { return deviceRows().concerns(changes); }
};

} // namespace

const RowSource& phoneRows() {
  static const PhoneRows rows;
  return rows;
}

} // namespace pushscope
