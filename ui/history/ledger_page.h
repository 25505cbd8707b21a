#pragma once

#include "ui/page.h"
#include "ui/queues/list_panel.h"

class QLineEdit;
class QTabWidget;

namespace pushscope {

// What is over: the sessions of devices, also of those that are gone, and what people did.
class LedgerPage : public Page {
  Q_OBJECT
 public:
  explicit LedgerPage(ConsoleContext& context, QWidget* parent = nullptr);

  QString id() const override { return QStringLiteral("history"); }
  QString title() const override { return tr("History"); }
  QString icon() const override { return QStringLiteral("history"); }
  void refresh(const World& world, const World::Changes& changes, WallTime now) override;
  void reset(const World& world, WallTime now) override;
  std::any handOver() const override;
  void takeOver(const std::any& before) override;
  bool isReading() const override { return shown().isReading(); }
  TableView* table() const override { return shown().view(); }

 private:
  QWidget* makeSessions();
  void makeAudit();
  ListPanel& shown() const;
  void showDevice(const QString& device);
  void showLadder();

  ConsoleContext& m_context;
  QTabWidget* m_tabs;
  QLineEdit* m_device;
  ListPanel *m_sessions, *m_audit;
  QWidget* m_sessionsTab;
};

} // namespace pushscope
