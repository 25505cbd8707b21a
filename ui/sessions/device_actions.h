#pragma once

#include "ui/console_context.h"

class QAction;
class QMenu;
class QPushButton;

namespace pushscope {

// What can be done to the devices that are selected, wherever that was: a push, their history, and to simulated phones
// all that may happen to their apps, their network, their account.
class DeviceActions : public QObject {
  Q_OBJECT
 public:
  DeviceActions(ConsoleContext& context, QWidget* window);

  QAction* push() const { return m_push; }
  QAction* history() const { return m_history; }
  QAction* toForeground() const { return m_phone.first(); }
  QAction* toBackground() const { return m_phone[1]; }
  void addPhoneTo(QMenu* menu) const;
  // With that menu; can be pressed while a simulated phone is selected.
  QPushButton* makePhoneButton(const char* objectName, QWidget* parent) const;

 signals:
  void simulatedChanged(bool simulated);

 private:
  void refresh();

  ConsoleContext& m_context;
  QAction* m_push;
  QAction* m_history;
  QList<QAction*> m_phone; // group by group
  bool m_simulated = false;
};

} // namespace pushscope
