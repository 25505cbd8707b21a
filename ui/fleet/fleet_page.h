#pragma once

#include "models/items/notice_rows.h"
#include "ui/console_context.h"
#include "ui/page.h"
#include "ui/table/query_bar.h"

class QAction;
class QComboBox;
class QLabel;

namespace pushscope {

class DeviceActions;

// The phones of connected fleets: what is true of each beside what its server believes, its network, its last local
// notification, and what can be done to it. Below, the notification centre: what their users saw, newest first.
class FleetPage : public Page {
  Q_OBJECT
 public:
  FleetPage(ConsoleContext& context, const DeviceActions& actions, QWidget* parent = nullptr);

  QString id() const override { return QStringLiteral("fleet"); }
  QString title() const override { return tr("Fleet"); }
  QString icon() const override { return QStringLiteral("fleet"); }
  void refresh(const World& world, const World::Changes& changes, WallTime now) override;
  void reset(const World& world, WallTime now) override;
  TableView* table() const override { return m_view; }

 private:
  void contextMenu(const QPoint& position);
  void showNewestNotifications();
  QWidget* makePhones();
  QWidget* makeNotices();
  void chooseNotices();
  void arrangeNotices();
  void allowLadder();
  void noticeSelected();
  void openLadder();
  std::optional<DeliveryTable::Number> selectedCause() const;

  ConsoleContext& m_context;
  const DeviceActions& m_actions;
  TableModel m_model;
  QueryBar* m_query;
  TableView* m_view;
  PhoneNoticeRows m_noticeRows;
  bool m_noticesChosen = false; // others than those that are shown
  TableModel m_notices;
  TableView* m_noticeView;
  QComboBox* m_noticesOf;
  QLabel* m_noticesTitle;
  QAction* m_ladder;
};

} // namespace pushscope
