#pragma once

#include "ui/console_context.h"
#include "ui/page.h"
#include "ui/table/query_bar.h"

namespace pushscope {

class DeviceActions;

// Every device and its session, live.
class SessionsPage : public Page {
  Q_OBJECT
 public:
  SessionsPage(ConsoleContext& context, const DeviceActions& actions, QWidget* parent = nullptr);

  QString id() const override { return QStringLiteral("sessions"); }
  QString title() const override { return tr("Sessions"); }
  QString icon() const override { return QStringLiteral("sessions"); }
  void refresh(const World& world, const World::Changes& changes, WallTime now) override;
  void reset(const World& world, WallTime now) override;
  TableView* table() const override { return m_view; }

 private:
  void showWorstFirst();
  void contextMenu(const QPoint& position);

  ConsoleContext& m_context;
  const DeviceActions& m_actions;
  TableModel m_model;
  TableView* m_view;
  QueryBar* m_query;
};

} // namespace pushscope
