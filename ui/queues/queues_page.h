#pragma once

#include "models/query/queue_summary.h"
#include "ui/page.h"
#include "ui/queues/list_panel.h"

class QAction;
class QLabel;
class QMenu;
class QPushButton;
class QTabWidget;

namespace pushscope {

class PayloadView;

// What is stuck: what waits on the servers, why and until when, and what was given up; and what can be done about it.
// Looking changes nothing. What is done to more than one delivery is asked about first.
class QueuesPage : public Page {
  Q_OBJECT
 public:
  explicit QueuesPage(ConsoleContext& context, QWidget* parent = nullptr);

  QString id() const override { return QStringLiteral("queues"); }
  QString title() const override { return tr("Queues"); }
  QString icon() const override { return QStringLiteral("queues"); }
  void refresh(const World& world, const World::Changes& changes, WallTime now) override;
  void reset(const World& world, WallTime now) override;
  std::any handOver() const override;
  void takeOver(const std::any& before) override;
  bool isReading() const override { return shown().isReading(); }
  TableView* table() const override { return shown().view(); }

 private:
  // One of the lists, with what can be done to what is selected in it.
  struct Part {
    ListPanel* panel = nullptr;
    QList<QAction*> actions;
    QMenu* menu = nullptr;
  };
  void makePart(Part& part, uint32_t list, const QString& thing, const QString& tableName);
  // Something that is done to the deliveries that are selected: in the menu and by a key.
  QAction* addAction(Part& part, const QString& text, const QString& tip, const QKeySequence& key,
                     const char* objectName, std::function<void()> act);
  QAction* addManage(Part& part, const QString& text, const QString& tip, const QKeySequence& key, QueueAction action,
                     const char* objectName);
  // What is done most is also a button.
  void addButton(Part& part, QAction* action);
  void manage(const QString& name, QueueAction action);
  void peek();
  void editAndResend();
  void showLadder();
  void purge();
  ListPanel& shown() const;
  std::vector<DeliveryName> selected() const;
  void selectionChanged();
  void allow();
  void contextMenu(const QPoint& position);
  void say(const QString& sentence, bool good);

  ConsoleContext& m_context;
  QTabWidget* m_tabs;
  QLabel* m_summary;
  QLabel* m_answer;
  PayloadView* m_payload;
  QString m_peeked; // whose payload is shown
  Part m_waiting, m_dead;
  QueueSummary m_sum; // looking at all that waits takes milliseconds, so only when the list has changed
  QAction* m_purge = nullptr;
};

} // namespace pushscope
