#pragma once

#include "models/items/column.h"
#include "models/query/row_filter.h"

#include <QAbstractTableModel>

#include <memory>

namespace pushscope {

// Shows the rows of a RowSource in an order and through a filter of its own, straight from the world: no copy, and text
// is made only for cells that are drawn. Signals once a tick. Selection and scroll position survive updates, because
// rows are identities; the order by a live column is renewed once a second, so that rows do not dance under the mouse
// (less often if that takes long).
class TableModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Role {
    ToneRole = Qt::UserRole, // int(Tone)
    SourceRowRole,           // qulonglong
    RawRole,                 // the value as it is, for sorting and export
    KindRole,                // int(Kind)
  };

  explicit TableModel(const RowSource& rows, QObject* parent = nullptr);
  explicit TableModel(std::unique_ptr<RowSource> rows, QObject* parent = nullptr);

  // The world outlives its use here; null shows nothing.
  void setWorld(const World* world, WallTime now);
  // After each change of the world, and at least once a second for relative times.
  void refresh(const World::Changes& changes, WallTime now);

  // Returns what is wrong with the text, if anything; nothing is filtered then.
  RowFilter::Problem setFilter(const QString& text);
  void sort(int column, Qt::SortOrder order) override;
  // Newest rows first, the order in which things happened otherwise.
  void setNaturalOrder(Qt::SortOrder order);
  // Shows no more than the first so many; 0 is all.
  void setLimit(size_t rows);

  std::span<const Column> columns() const { return m_rows->columns(); }
  const World* world() const { return m_world; }
  WallTime now() const { return m_now; }
  uint64_t sourceRow(int row) const { return m_order[size_t(row)]; }
  // -1 if it is not shown.
  int rowOf(uint64_t sourceRow) const;
  // How many there are before filtering.
  uint64_t unfilteredCount() const;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  using Order = std::vector<uint64_t>;
  Order wanted() const;
  void sortOrder(Order& order) const;
  void become(Order order);
  void insertNew(const Order& order);
  void arrange(Order order);
  void rebuild();
  QVariant tooltip(const Column& column, uint64_t row) const;

  std::unique_ptr<RowSource> m_owned;
  const RowSource* m_rows;
  const World* m_world = nullptr;
  WallTime m_now{};
  WallTime m_lastRebuild{};
  Duration m_sortCost{};
  Order m_order;
  RowFilter m_filter;
  size_t m_limit = 0;
  int m_sortColumn = -1;
  Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
  Qt::SortOrder m_naturalOrder = Qt::AscendingOrder;
};

} // namespace pushscope
