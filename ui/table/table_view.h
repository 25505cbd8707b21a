#pragma once

#include "models/items/table_model.h"
#include "models/settings/table_state.h"

#include <QTableView>
#include <QTimer>

namespace pushscope {

// Every table of the console: dense rows without grid, sorting by header, whole rows selected, columns chosen by a menu
// on the header, copy as text. When it is empty it says why. While a person points at its rows their order is held, and
// that is said.
class TableView : public QTableView {
  Q_OBJECT
 public:
  explicit TableView(TableModel* model, QWidget* parent = nullptr);

  TableModel* tableModel() const { return m_model; }
  // Hides all but these, in this order.
  void showOnly(const QStringList& columnIds);
  // Columns, their order and widths, and the sorting, as they are now; no query, which is its bar's.
  TableState state() const;
  // Takes over what it can of them; the ids of columns that this table does not have.
  QStringList take(const TableState& state);
  // Columns are as wide as their content but the first, which takes the rest, and nothing scrolls sideways: for small
  // tables with few rows and columns. A long id is cut rather than a number.
  void fitColumns();
  // Said in the middle while there is no row.
  void setEmptyText(const QString& text);
  QString emptyText() const { return m_emptyText; }
  // In the order in which they stand on the screen.
  std::vector<int> visibleColumns() const;
  QList<uint64_t> selectedSourceRows() const;
  void selectSourceRow(uint64_t row);

 signals:
  void selectedRowsChanged();
  void rowActivated(quint64 sourceRow);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool viewportEvent(QEvent* event) override;

 private:
  void headerMenu(const QPoint& position);
  void copySelection() const;
  void hold();
  void letGo();
  void drawOrderPaused();

  TableModel* m_model;
  QString m_emptyText;
  QTimer m_pointing; // runs while somebody does
};

} // namespace pushscope
