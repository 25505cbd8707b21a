#include "models/items/table_model.h"

#include <algorithm>

namespace pushscope {
namespace {

constexpr Duration renewInterval = std::chrono::seconds(1);
// With a million rows it takes a fifth of a second: then it is done less often, a tenth of the time.
constexpr int renewShare = 10;

} // namespace

TableModel::TableModel(const RowSource& rows, QObject* parent)
    : QAbstractTableModel(parent), m_rows(&rows), m_arranger(rows) {
  connect(&m_arranger, &Arranger::arranged, this, &TableModel::take);
}

TableModel::TableModel(std::unique_ptr<RowSource> rows, QObject* parent) : TableModel(*rows, parent) {
  m_owned = std::move(rows);
}

void TableModel::setWorld(const World* world, WallTime now) {
  beginResetModel();
  m_arranger.cancel();
  m_world = world;
  m_now = now;
  m_shown = std::make_shared<Arrangement>();
  m_total = m_end = 0;
  endResetModel();
  setPaused(false);
  renew();
}

void TableModel::refresh(const World::Changes& changes, WallTime now) {
  const bool concerned = m_rows->concerns(changes);
  const bool due = now - m_renewed >= std::max(renewInterval, m_cost * renewShare) || now < m_renewed;
  if (!m_world || (!concerned && !due))
    return;
  m_now = now;
  if (isNatural() && !m_arranger.isBusy() && !(m_held && m_wish.naturalOrder == Qt::DescendingOrder))
    addNew();
  if (due && m_held)
    setPaused(true);
  else if (due && !m_arranger.isBusy())
    renew();
  // Views draw what they show of it anew; nobody looks at each cell.
  if (rowCount() > 0)
    emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void TableModel::renew() {
  m_renewed = m_now;
  if (m_world)
    m_arranger.start(*m_world, m_wish, m_now, m_shown);
}

// Rows that no order and no query has to place belong at an end, and are there with the tick that brought them.
void TableModel::addNew() {
  std::vector<uint64_t> fresh;
  const uint64_t end = m_rows->end(*m_world);
  for (m_end = std::max(m_end, m_rows->first(*m_world)); m_end < end; ++m_end)
    if (m_rows->shown(*m_world, m_end))
      fresh.push_back(m_end);
  if (fresh.empty())
    return;
  const bool atTop = m_wish.naturalOrder == Qt::DescendingOrder;
  if (atTop)
    std::reverse(fresh.begin(), fresh.end());
  const int at = atTop ? 0 : rowCount();
  beginInsertRows({}, at, at + int(fresh.size()) - 1);
  atTop ? shown().prepend(fresh) : shown().append(fresh);
  m_total += fresh.size();
  endInsertRows();
}

// Nobody else reads it while it is changed: a worker whose result is not wanted any more may still hold it.
Arrangement& TableModel::shown() {
  if (m_shown.use_count() > 1)
    m_shown = std::make_shared<Arrangement>(*m_shown);
  return *m_shown;
}

void TableModel::take(Arranged& result) {
  m_cost = result.cost;
  m_total = result.total;
  m_end = result.end;
  setPaused(false);
  Rearrangement& change = result.change;
  if (change.changesNothing())
    return;
  if (change.fresh > 0) {
    const int at = change.atTop ? 0 : rowCount();
    beginInsertRows({}, at, at + int(change.fresh) - 1);
    m_shown = std::make_shared<Arrangement>(std::move(change.grown));
    endInsertRows();
  }
  if (change.moved)
    move(std::move(change.mixed));
  if (m_shown->size() == change.staying)
    return;
  beginRemoveRows({}, int(change.staying), rowCount() - 1);
  shown().truncate(change.staying);
  endRemoveRows();
}

// `to` holds the same rows.
void TableModel::move(Arrangement to) {
  emit layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
  const QModelIndexList before = persistentIndexList();
  QModelIndexList after;
  for (const QModelIndex& old : before)
    after << index(to.placeOf(sourceRow(old.row())), old.column());
  m_shown = std::make_shared<Arrangement>(std::move(to));
  changePersistentIndexList(before, after);
  emit layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

std::optional<QueryMistake> TableModel::setQuery(const QString& text) {
  Condition::Made made = Condition::of(text, columns());
  m_wish.condition = std::move(made.condition);
  renew();
  return made.mistake;
}

void TableModel::sort(int column, Qt::SortOrder order) {
  m_wish.sortColumn = column < int(columns().size()) ? column : -1;
  m_wish.sortOrder = order;
  renew();
}

void TableModel::setNaturalOrder(Qt::SortOrder order) {
  m_wish.naturalOrder = order;
  renew();
}

void TableModel::setLimit(size_t rows) {
  m_wish.limit = rows;
  renew();
}

void TableModel::holdOrder(bool held) {
  m_held = held;
  if (!held && m_paused)
    renew();
}

void TableModel::setPaused(bool paused) {
  if (std::exchange(m_paused, paused) != paused)
    emit orderPausedChanged();
}

int TableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : int(m_shown->size());
}
int TableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : int(columns().size());
}

QVariant TableModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || !m_world || index.row() >= rowCount())
    return {};
  const Column& column = columns()[size_t(index.column())];
  const uint64_t row = sourceRow(index.row());
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
