#include "models/items/table_model.h"

#include <QElapsedTimer>

#include <algorithm>
#include <unordered_map>

namespace pushscope {
namespace {

constexpr Duration resortInterval = std::chrono::seconds(1);
// Of a full table sorted by a text, that takes a fifth of a second: then it is done less often, a tenth of the time.
constexpr int resortShare = 10;

// Unknown values come last in either direction.
bool before(const QVariant& a, const QVariant& b, Kind kind, Qt::SortOrder order) {
  if (a.isValid() != b.isValid())
    return a.isValid();
  if (!a.isValid())
    return false;
  const int comparison = kind == Kind::text                ? QString::localeAwareCompare(a.toString(), b.toString())
                         : a.toLongLong() < b.toLongLong() ? -1
                         : a.toLongLong() > b.toLongLong() ? 1
                                                           : 0;
  return order == Qt::AscendingOrder ? comparison < 0 : comparison > 0;
}

// Source rows lie close together, so a bit for each is smaller and faster than a hash of them.
class RowSet {
 public:
  explicit RowSet(const std::vector<uint64_t>& rows) {
    if (rows.empty())
      return;
    const auto [least, most] = std::minmax_element(rows.begin(), rows.end());
    m_first = *least;
    m_bits.resize(size_t(*most - m_first) + 1);
    for (uint64_t row : rows)
      m_bits[size_t(row - m_first)] = true;
  }
  bool contains(uint64_t row) const {
    return row >= m_first && row - m_first < m_bits.size() && m_bits[size_t(row - m_first)];
  }

 private:
  uint64_t m_first = 0;
  std::vector<bool> m_bits;
};

} // namespace

TableModel::TableModel(const RowSource& rows, QObject* parent) : QAbstractTableModel(parent), m_rows(&rows) {}

TableModel::TableModel(std::unique_ptr<RowSource> rows, QObject* parent)
    : QAbstractTableModel(parent), m_owned(std::move(rows)), m_rows(m_owned.get()) {}

void TableModel::setWorld(const World* world, WallTime now) {
  beginResetModel();
  m_world = world;
  m_now = m_lastRebuild = now;
  m_order = wanted();
  endResetModel();
}

TableModel::Order TableModel::wanted() const {
  Order order;
  if (!m_world)
    return order;
  for (uint64_t row = m_rows->first(*m_world), end = m_rows->end(*m_world); row < end; ++row)
    if (m_rows->shown(*m_world, row) && m_filter.matches(*m_world, row, m_now))
      order.push_back(row);
  sortOrder(order);
  if (m_limit > 0 && order.size() > m_limit)
    order.resize(m_limit);
  return order;
}

void TableModel::sortOrder(Order& order) const {
  if (m_naturalOrder == Qt::DescendingOrder)
    std::reverse(order.begin(), order.end());
  if (m_sortColumn < 0)
    return;
  const Column& column = columns()[size_t(m_sortColumn)];
  std::vector<std::pair<QVariant, uint64_t>> keyed;
  keyed.reserve(order.size());
  for (uint64_t row : order)
    keyed.emplace_back(column.value(*m_world, row), row);
  std::stable_sort(keyed.begin(), keyed.end(),
                   [&](const auto& a, const auto& b) { return before(a.first, b.first, column.kind, m_sortOrder); });
  std::transform(keyed.begin(), keyed.end(), order.begin(), [](const auto& key) { return key.second; });
}

void TableModel::refresh(const World::Changes& changes, WallTime now) {
  const bool concerned = m_rows->concerns(changes);
  const bool secondPassed =
      now - m_lastRebuild >= std::max(resortInterval, m_sortCost * resortShare) || now < m_lastRebuild;
  if (!m_world || (!concerned && !secondPassed))
    return;
  m_now = now;
  const bool added = m_rows->end(*m_world) != 0 && m_sortColumn < 0 && m_filter.isEmpty();
  if (secondPassed || added)
    rebuild();
  if (!m_order.empty())
    emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void TableModel::rebuild() {
  m_lastRebuild = m_now;
  QElapsedTimer spent;
  spent.start();
  Order order = wanted();
  m_sortCost = Duration(spent.nsecsElapsed() / 1000);
  become(std::move(order));
}

// New rows are added, all move to their places with those that are not wanted any more at the end, and these go: three
// steps at most, however many rows there are, that views and persistent indexes understand.
void TableModel::become(Order order) {
  if (order == m_order)
    return;
  insertNew(order);
  const RowSet wantedRows(order);
  const size_t staying = order.size();
  std::copy_if(m_order.begin(), m_order.end(), std::back_inserter(order),
               [&](uint64_t row) { return !wantedRows.contains(row); });
  arrange(std::move(order));
  if (m_order.size() == staying)
    return;
  beginRemoveRows({}, int(staying), int(m_order.size()) - 1);
  m_order.resize(staying);
  endRemoveRows();
}

void TableModel::insertNew(const Order& order) {
  const RowSet present(m_order);
  Order fresh;
  std::copy_if(order.begin(), order.end(), std::back_inserter(fresh),
               [&](uint64_t row) { return !present.contains(row); });
  if (fresh.empty())
    return;
  // Newest first: they belong at the top, and inserting them there spares the move.
  const bool atTop = m_sortColumn < 0 && m_naturalOrder == Qt::DescendingOrder;
  const int at = atTop ? 0 : int(m_order.size());
  beginInsertRows({}, at, at + int(fresh.size()) - 1);
  m_order.insert(m_order.begin() + at, fresh.begin(), fresh.end());
  endInsertRows();
}

// `order` holds the same rows as the model.
void TableModel::arrange(Order order) {
  if (order == m_order)
    return;
  emit layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
  const QModelIndexList from = persistentIndexList();
  QModelIndexList to;
  if (!from.isEmpty()) {
    std::unordered_map<uint64_t, int> place;
    for (size_t i = 0; i < order.size(); ++i)
      place[order[i]] = int(i);
    for (const QModelIndex& old : from)
      to << index(place.at(m_order[size_t(old.row())]), old.column());
  }
  m_order = std::move(order);
  changePersistentIndexList(from, to);
  emit layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

RowFilter::Problem TableModel::setFilter(const QString& text) {
  m_filter = RowFilter(text, columns());
  rebuild();
  return m_filter.problem();
}

void TableModel::sort(int column, Qt::SortOrder order) {
  m_sortColumn = column < int(columns().size()) ? column : -1;
  m_sortOrder = order;
  rebuild();
}

void TableModel::setNaturalOrder(Qt::SortOrder order) {
  m_naturalOrder = order;
  rebuild();
}

void TableModel::setLimit(size_t rows) {
  m_limit = rows;
  rebuild();
}

int TableModel::rowOf(uint64_t sourceRow) const {
  const auto found = std::find(m_order.begin(), m_order.end(), sourceRow);
  return found == m_order.end() ? -1 : int(found - m_order.begin());
}

uint64_t TableModel::unfilteredCount() const {
  uint64_t count = 0;
  if (m_world)
    for (uint64_t row = m_rows->first(*m_world), end = m_rows->end(*m_world); row < end; ++row)
      count += m_rows->shown(*m_world, row);
  return count;
}

int TableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : int(m_order.size());
}
int TableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : int(columns().size());
}

QVariant TableModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || !m_world || index.row() >= rowCount())
    return {};
  const Column& column = columns()[size_t(index.column())];
  const uint64_t row = m_order[size_t(index.row())];
  switch (role) {
  case Qt::DisplayRole:
    return forPeople(column.kind, column.value(*m_world, row), m_now);
  case Qt::ToolTipRole:
    return tooltip(column, row);
  case Qt::TextAlignmentRole:
    return QVariant::fromValue(
        Qt::Alignment(isNumeric(column.kind) ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter));
  case ToneRole:
    return int(column.tone ? column.tone(*m_world, row) : Tone::neutral);
  case SourceRowRole:
    return qulonglong(row);
  case RawRole:
    return column.value(*m_world, row);
  case KindRole:
    return int(column.kind);
  }
  return {};
}

QVariant TableModel::tooltip(const Column& column, uint64_t row) const {
  const QVariant value = column.value(*m_world, row);
  if (column.kind == Kind::time && value.isValid())
    return absoluteTime(wallFromMicros(value.toLongLong()));
  // In full what the cell may cut off. Escaped, because a tooltip takes what looks like it for rich text.
  if (column.kind == Kind::text && value.toString().size() > column.width)
    return QStringLiteral("<p>%1</p>").arg(value.toString().toHtmlEscaped());
  return {};
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
    return {};
  const Column& column = columns()[size_t(section)];
  switch (role) {
  case Qt::DisplayRole:
    return columnTitle(column);
  case Qt::ToolTipRole:
    return columnHelp(column);
  case Qt::TextAlignmentRole:
    return QVariant::fromValue(
        Qt::Alignment(isNumeric(column.kind) ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter));
  }
  return {};
}

} // namespace pushscope
