#include "models/items/column.h"

#include <QCoreApplication>

#include <algorithm>

namespace pushscope {
namespace {

QVariant valueOf(const NumberCell& number, const World& world, uint64_t row) {
  const int64_t value = number(world, row);
  return value == unknownNumber ? QVariant() : QVariant(qint64(value));
}
QVariant valueOf(const CodedCell& coded, const World& world, uint64_t row) {
  const int64_t code = coded.code(world, row);
  return code == unknownNumber ? QVariant() : QVariant(coded.word(world, code));
}
QVariant valueOf(const TextCell& cell, const World& world, uint64_t row) {
  std::string room;
  const auto text = cell.text(world, row, room);
  return text ? QVariant(plain(*text, cell.longest)) : QVariant();
}

} // namespace

QVariant Column::value(const World& world, uint64_t row) const {
  return std::visit([&](const auto& c) { return valueOf(c, world, row); }, cell);
}

QString columnTitle(const Column& column) {
  return QCoreApplication::translate("Columns", column.title);
}
QString columnHelp(const Column& column) {
  return QCoreApplication::translate("Columns", column.help);
}

int columnWithId(std::span<const Column> columns, std::string_view id) {
  const auto found = std::find_if(columns.begin(), columns.end(), [id](const Column& c) { return id == c.id; });
  return found == columns.end() ? -1 : int(found - columns.begin());
}

} // namespace pushscope
