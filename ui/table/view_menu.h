#pragma once

#include "models/settings/saved_views.h"

#include <QToolButton>

class QAction;

namespace pushscope {

class QueryBar;
class TableView;

// At a query bar: the views of its page by name. One that is chosen gives the table its columns, their order and
// widths, its order and the query; what this version does not know of it is said below the query.
class ViewMenu : public QToolButton {
  Q_OBJECT
 public:
  ViewMenu(SavedViews& views, const QString& page, QueryBar& bar, TableView& table);

  // What is shown now, as a view.
  static TableState stateOf(const QueryBar& bar, const TableView& table);
  QStringList names() const { return m_views.names(m_page); }
  void choose(const QString& name);

 private:
  void fill();
  void askName();
  void save(const QString& name);

  SavedViews& m_views;
  QString m_page;
  QueryBar& m_bar;
  TableView& m_table;
  QAction* m_save;
};

} // namespace pushscope
