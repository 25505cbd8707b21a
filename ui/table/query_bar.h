#pragma once

#include "ui/table/query_edit.h"
#include "ui/table/table_view.h"

class QHBoxLayout;
class QLabel;

namespace pushscope {

// The query of a table: a line to type it, how many rows fulfil it, and below it what is wrong with it, if anything.
// What was typed stays, and a mistake hides no row. What is only not finished yet is not called a mistake before a
// pause.
class QueryBar : public QWidget {
  Q_OBJECT
 public:
  QueryBar(TableModel* model, const QString& editName, QWidget* parent = nullptr);

  QueryEdit* edit() const { return m_edit; }
  const TableModel* model() const { return m_model; }
  // At the right of the line.
  void addButton(QWidget* button);
  // Below the line until the query is edited; empty: nothing is said.
  void setNotice(const QString& sentence);
  // On each change of the model's world, and when it is another one.
  void refresh();

 private:
  void queryChanged(const QString& text);
  void showMistake(const std::optional<QueryMistake>& mistake);

  TableModel* m_model;
  QueryEdit* m_edit;
  QLabel* m_count;
  QLabel* m_mistake;
  QLabel* m_notice;
  QHBoxLayout* m_line;
  QTimer m_pause;
};

} // namespace pushscope
