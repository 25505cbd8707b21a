#pragma once

#include "models/scenario/push_verdicts.h"
#include "ui/page.h"
#include "ui/table/table_view.h"

#include <QList>

#include <memory>

class QLabel;
class QVBoxLayout;

namespace pushscope {

// One delivery, from composer to notification: outcome and verdict, picture, table. Or two of them: outcomes, and a
// table of how they differ. Follows them while they go on.
class LadderView : public QWidget {
  Q_OBJECT
 public:
  // The verdicts outlive it.
  explicit LadderView(const PushVerdicts& verdicts, QWidget* parent = nullptr);

  // One or none.
  void show(const World& world, const std::optional<DeliveryTable::Number>& delivery, WallTime now);
  // None, one, or two: more are not compared.
  void show(const World& world, const QList<DeliveryTable::Number>& deliveries, WallTime now);
  void refresh(const World& world, const World::Changes& changes, WallTime now);
  void setEmptyText(const QString& text);
  TableView* table() const { return m_table; }

 private:
  class Canvas;
  void rebuildTable(const World& world, WallTime now);
  QString outcome(const DeliveryRow& delivery) const;

  const PushVerdicts& m_verdicts;
  QList<DeliveryTable::Number> m_deliveries;
  QLabel* m_outcome;
  Canvas* m_canvas;
  QVBoxLayout* m_layout;
  QLabel* m_empty;
  std::unique_ptr<TableModel> m_model;
  TableView* m_table = nullptr;
};

} // namespace pushscope
