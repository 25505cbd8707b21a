#include "ui/alerts/alert_tray.h"

#include "ui/theme/icons.h"

#include <QSystemTrayIcon>
#include <QWidget>

namespace pushscope {
namespace {

constexpr std::chrono::milliseconds shownFor = std::chrono::seconds(10);

} // namespace

QString noticeText(QString text) {
  return text.replace('<', QChar(0x2039)).replace('>', QChar(0x203a)).replace('&', '+');
}

AlertTray::AlertTray(AlertDesk& desk, QWidget* window) : QObject(window), m_window(window) {
  connect(&desk, &AlertDesk::noticeWanted, this, &AlertTray::show);
}

void AlertTray::show(const QString& title, const QString& text, AlertSeverity severity) {
  if (!QSystemTrayIcon::isSystemTrayAvailable())
    return;
  if (!m_icon) {
    m_icon = new QSystemTrayIcon(pageIcon(QStringLiteral("alerts")), this);
    m_icon->setToolTip(QStringLiteral("Pushscope"));
    connect(m_icon, &QSystemTrayIcon::messageClicked, this, &AlertTray::activated);
    connect(m_icon, &QSystemTrayIcon::activated, this, &AlertTray::activated);
    m_icon->show();
  }
  const auto kind = severity == AlertSeverity::critical  ? QSystemTrayIcon::Critical
                    : severity == AlertSeverity::warning ? QSystemTrayIcon::Warning
                                                         : QSystemTrayIcon::Information;
  m_icon->showMessage(noticeText(title), noticeText(text), kind, int(shownFor.count()));
}

} // namespace pushscope
