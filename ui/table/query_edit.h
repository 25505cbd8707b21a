#pragma once

#include "models/query/query_completion.h"

#include <QLineEdit>

class QCompleter;
class QStandardItemModel;

namespace pushscope {

// Where a query is typed: completes what may come next (while typing, by the down key or by Ctrl+Space), and marks the
// place of a mistake.
class QueryEdit : public QLineEdit {
  Q_OBJECT
 public:
  explicit QueryEdit(const RowSource& rows, QWidget* parent = nullptr);

  // Values are those of this world; null: none.
  void setWorld(const World* world) { m_world = world; }
  // Nothing: there is no mistake.
  void mark(const std::optional<QueryPlace>& place);

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void complete();
  void insert(const QString& candidate);

  const RowSource& m_rows;
  const World* m_world = nullptr;
  QStandardItemModel* m_candidates;
  QCompleter* m_completer;
  QueryPlace m_replaces;
};

} // namespace pushscope
