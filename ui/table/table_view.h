#pragma once

#include "models/items/table_model.h"
#include "models/settings/table_state.h"

#include <QPointer>
#include <QTableView>
#include <QTimer>

class QAction;
class QMenu;

namespace pushscope {

// Every table of the console: dense rows without grid, sorting by header, whole rows selected, columns and order chosen
// by a menu on the header or by Alt+Down, copy as text. When it is empty it says why. While a person points at its
// rows, has frozen them, or has selected more than 500 of them, their order is held, and that is said; such a selection
// is given up when they are sorted anew.
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
  QList<uint64_t> selectedSourceRows() const; // in the order of the table
  void selectSourceRow(uint64_t row);
  // Those of them that are shown, and no others.
  void selectSourceRows(const QList<uint64_t>& rows);

 signals:
  void selectedRowsChanged();
  void rowActivated(quint64 sourceRow);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool viewportEvent(QEvent* event) override;

 private:
  void showColumnsMenu(const QPoint& where);
  void addSorting(QMenu* menu);
  void copySelection();
  void copySome();
  void hold();
  void letGo();
  void freeze(bool frozen);
  QString whyPaused() const;
  void giveUpManyMoving();
  qsizetype selectedRowCount() const;
  // In the corner, for a while; empty: nothing.
  void note(const QString& text);
  void drawNote(const QString& text);

  QPointer<TableModel> m_model; // may go before its view does: who owns both as members
  QAction* m_freeze;            // checked: the order is held until it is not
  const World* m_frozenWorld = nullptr;
  QString m_emptyText;
  QTimer m_pointing; // runs while somebody does
  QString m_note;
  QTimer m_noted;
  struct Copied {
    QList<uint64_t> rows;
    qsizetype all = 0, next = 0;
    std::vector<int> columns;
    QString text;
  };
  Copied m_copied;
  QTimer m_copying;
};

} // namespace pushscope
