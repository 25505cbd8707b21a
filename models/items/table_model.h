#pragma once

#include "models/items/arranger.h"

#include <QAbstractTableModel>

#include <memory>

namespace pushscope {

// Shows the rows of a RowSource in an order and through a query of its own, straight from the world: no copy, and text
// is made only for cells that are drawn. Signals once a tick. Selection and scroll position survive updates, because
// rows are identities. The order is renewed once a second, so that rows do not dance under the mouse, less often if
// that takes long, and not at all while it is held; in a large table it is worked out beside the GUI (see Arranger),
// and what was shown before stays until then.
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
  std::optional<QueryMistake> setQuery(const QString& text);
  void sort(int column, Qt::SortOrder order) override;
  // Newest rows first, the order in which things happened otherwise.
  void setNaturalOrder(Qt::SortOrder order);
  // Shows no more than the first so many; 0 is all.
  void setLimit(size_t rows);
  // While held, no row changes its place because of what happens in the world; what a person asks for is done.
  void holdOrder(bool held);
  // The order would have been renewed, but it is held.
  bool isOrderPaused() const { return m_paused; }

  std::span<const Column> columns() const { return m_rows->columns(); }
  const RowSource& source() const { return *m_rows; }
  const World* world() const { return m_world; }
  WallTime now() const { return m_now; }
  uint64_t sourceRow(int row) const { return m_shown->rows()[size_t(row)]; }
  // As it is now, for whoever takes longer: it does not change with the table.
  std::shared_ptr<const Arrangement> arrangement() const { return m_shown; }
  // -1 if it is not shown.
  int rowOf(uint64_t sourceRow) const { return m_shown->placeOf(sourceRow); }
  // How many there are before filtering, when the order was last renewed.
  uint64_t unfilteredCount() const { return m_total; }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 signals:
  void orderPausedChanged();

 private:
  bool isNatural() const { return m_wish.sortColumn < 0 && m_wish.condition.isEmpty() && m_wish.limit == 0; }
  void renew();
  void take(Arranged& result);
  void addNew();
  void move(Arrangement to);
  Arrangement& shown();
  void setPaused(bool paused);
  QVariant tooltip(const Column& column, uint64_t row) const;

  std::unique_ptr<RowSource> m_owned;
  const RowSource* m_rows;
  const World* m_world = nullptr;
  WallTime m_now{};
  WallTime m_renewed{};
  Duration m_cost{};
  OrderWish m_wish;
  // Shared with those who read it, one of them a worker; never null.
  std::shared_ptr<Arrangement> m_shown = std::make_shared<Arrangement>();
  uint64_t m_total = 0, m_end = 0; // as of Arranged
  bool m_held = false, m_paused = false;
  Arranger m_arranger;
};

} // namespace pushscope
