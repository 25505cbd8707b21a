#include "app/ctl/rows.h"

#include "models/items/notice_rows.h"

#include <algorithm>

namespace pushscope::ctl {
namespace {

class WithColumns : public RowSource {
 public:
  WithColumns(const RowSource& all, std::vector<Column> columns) : m_all(all), m_columns(std::move(columns)) {}
  std::span<const Column> columns() const override { return m_columns; }
  uint64_t first(const World& world) const override { return m_all.first(world); }
  uint64_t end(const World& world) const override { return m_all.end(world); }
  bool shown(const World& world, uint64_t row) const override { return m_all.shown(world, row); }
  bool concerns(const World::Changes& changes) const override { return m_all.concerns(changes); }

 private:
  const RowSource& m_all;
  std::vector<Column> m_columns;
};

class From : public RowSource {
 public:
  From(const RowSource& all, uint64_t from) : m_all(all), m_from(from) {}
  std::span<const Column> columns() const override { return m_all.columns(); }
  uint64_t first(const World& world) const override { return std::max(m_from, m_all.first(world)); }
  uint64_t end(const World& world) const override { return m_all.end(world); }
  bool shown(const World& world, uint64_t row) const override { return m_all.shown(world, row); }
  bool concerns(const World::Changes& changes) const override { return m_all.concerns(changes); }

 private:
  const RowSource& m_all;
  uint64_t m_from;
};

QString noColumn(const char* flag, const QString& name, std::span<const Column> columns) {
  QStringList known;
  for (const Column& column : columns)
    known << QString::fromLatin1(column.id);
  return QStringLiteral("%1: there is no column “%2”; there are %3")
      .arg(QLatin1String(flag), plain(name.toStdString(), 60), known.join(QStringLiteral(", ")));
}

} // namespace

const RowSource* rowsNamed(const QString& name) {
  return name == QLatin1String("sessions")     ? &deviceRows()
         : name == QLatin1String("deliveries") ? &deliveryRows()
         : name == QLatin1String("wakes")      ? &wakeRows()
         : name == QLatin1String("notices")    ? &noticeRows()
                                               : nullptr;
}

ChosenRows::Made ChosenRows::of(const RowSource& source, const RowsWish& wish) {
  ChosenRows chosen;
  chosen.m_format = wish.format;
  std::vector<Column> columns;
  for (const QString& name : wish.columns) {
    const int at = queryColumn(source.columns(), name);
    if (at < 0)
      return noColumn("--columns", name, source.columns());
    columns.push_back(source.columns()[size_t(at)]);
    columns.back().shownAtFirst = true;
  }
  Condition::Made made = Condition::of(wish.filter, source.columns());
  if (made.mistake)
    return filterProblem(*made.mistake);
  chosen.m_order.condition = std::move(made.condition);
  chosen.m_order.limit = size_t(wish.limit);
  chosen.m_order.sortOrder = wish.descending ? Qt::DescendingOrder : Qt::AscendingOrder;
  chosen.m_order.naturalOrder = wish.sort.isEmpty() ? chosen.m_order.sortOrder : Qt::AscendingOrder;
  if (!wish.sort.isEmpty()) {
    chosen.m_order.sortColumn = queryColumn(source.columns(), wish.sort);
    if (chosen.m_order.sortColumn < 0)
      return noColumn("--sort", wish.sort, source.columns());
  }
  chosen.m_all = &source;
  if (columns.empty())
    chosen.m_source = std::shared_ptr<const RowSource>(&source, [](const RowSource*) {});
  else
    chosen.m_source = std::make_shared<WithColumns>(source, std::move(columns));
  return chosen;
}

std::vector<uint64_t> ChosenRows::select(const World& world, WallTime now, uint64_t from) const {
  return orderOf(From(*m_all, from), world, m_order, now);
}

size_t ChosenRows::print(const World& world, WallTime now) const {
  const std::vector<uint64_t> rows = select(world, now);
  if (!rows.empty() || m_format != Format::table)
    printRows(m_format, *m_source, world, rows, now);
  return rows.size();
}

} // namespace pushscope::ctl
