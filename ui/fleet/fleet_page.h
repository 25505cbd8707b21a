#pragma once

#include "ui/console_context.h"
#include "ui/page.h"
#include "ui/table/query_bar.h"

class QMenu;
class QPushButton;

namespace pushscope {

// The phones of connected fleets: what is true of each beside what its server believes, its network, its last local
// notification, and what can be done to it.
class FleetPage : public Page {
  Q_OBJECT
 public:
  explicit FleetPage(ConsoleContext& context, QWidget* parent = nullptr);

  QString id() const override { return QStringLiteral("fleet"); }
  QString title() const override { return tr("Fleet"); }
  QString icon() const override { return QStringLiteral("fleet"); }
  void refresh(const World& world, const World::Changes& changes, WallTime now) override;
  void reset(const World& world, WallTime now) override;
  TableView* table() const override { return m_view; }

 private:
  void selectionChanged();
  void contextMenu(const QPoint& position);
  void showNewestNotifications();

  ConsoleContext& m_context;
  TableModel m_model;
  QueryBar* m_query;
  TableView* m_view;
  QPushButton* m_phone;
  QMenu* m_phoneMenu;
};

} // namespace pushscope
