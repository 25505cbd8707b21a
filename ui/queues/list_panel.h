#pragma once

#include "models/feed/list_puller.h"
#include "ui/console_context.h"
#include "ui/table/query_bar.h"

class QLabel;

namespace pushscope {

// One of the lists that servers hand out in pages: query, table, and below it how new it is, from whom, and what is
// wrong. It is asked for while it can be seen, and live; what was told stays when it cannot be asked for any more, and
// is called stale.
class ListPanel : public QWidget {
  Q_OBJECT
 public:
  // `list`: see ListPuller. `page`: its query is found by the page's id. `thing`: "The queue", for sentences.
  ListPanel(ConsoleContext& context, uint32_t list, const QString& page, const QString& thing,
            QWidget* parent = nullptr);

  TableView* view() const { return m_view; }
  TableModel& model() { return m_model; }
  QueryBar* query() const { return m_query; }
  // Said when there is nothing in the list.
  void setEmptyText(const QString& text) { m_emptyText = text; }
  // Of this device alone; empty: of all.
  void setDevice(const QString& device);
  // At once, because something was done.
  void pullNow();
  // It was never told whole, and is being asked for.
  bool isReading() const;

  void refresh(const World::Changes& changes, WallTime now);
  void reset(const World& world, WallTime now);

 private:
  void step(const World::Changes& changes);
  QString state(WallTime now) const;
  QString stateOf(const World::LinkInfo& info, LinkId link, WallTime now) const;
  QString emptyText(const QString& state) const;

  ConsoleContext& m_context;
  QString m_thing, m_emptyText;
  TableModel m_model;
  QueryBar* m_query;
  TableView* m_view;
  QLabel* m_state;
  ListPuller m_puller;
  uint64_t m_feedWorld = 0; // that was asked
};

} // namespace pushscope
