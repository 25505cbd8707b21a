#pragma once

#include "models/items/event_log.h"
#include "models/items/table_model.h"

#include <QWidget>

namespace pushscope {

class TableView;

// Below the page: what happened, the newest first. Of the live feed, whatever is watched.
class LogPanel : public QWidget {
  Q_OBJECT
 public:
  explicit LogPanel(const EventLog& log, QWidget* parent = nullptr); // which outlives it
  // The live world; it may be another one than before.
  void refresh(const World& world, WallTime now);

 private:
  TableModel m_model;
  TableView* m_table;
};

} // namespace pushscope
