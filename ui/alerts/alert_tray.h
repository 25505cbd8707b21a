#pragma once

#include "ui/alerts/alert_desk.h"

class QSystemTrayIcon;

namespace pushscope {

// Tells the desktop of alerts, where it has a place for that. The icon is there from the first notice on.
class AlertTray : public QObject {
  Q_OBJECT
 public:
  explicit AlertTray(AlertDesk& desk, QWidget* window);

 signals:
  // The notice was clicked.
  void activated();

 private:
  void show(const QString& title, const QString& text, AlertSeverity severity);

  QWidget* m_window;
  QSystemTrayIcon* m_icon = nullptr;
};

// Without what some desktops take for markup.
QString noticeText(QString text);

} // namespace pushscope
