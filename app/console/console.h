#pragma once

#include "app/sandbox/sandbox.h"
#include "models/settings/recent_servers.h"
#include "ui/main_window.h"

#include <QSettings>

namespace pushscope {

// The console put together: feed, window, sandbox. Only connects.
class Console : public QObject {
  Q_OBJECT
 public:
  static constexpr int sandboxPhones = 200;

  explicit Console(const QString& version);
  ~Console() override;

  void startSandbox(int phones);
  // The sentence that says what is wrong with the request; empty if the connection is being made.
  QString connectTo(const ConnectRequest& request);

  MainWindow& window() { return m_window; }
  Feed& feed() { return m_feed; }

 signals:
  void sandboxFailed(const QString& sentence);

 private:
  static QString open(const QString& address, const QString& tokenFile, const QString& trust, LinkKind kind,
                      QList<LinkTarget>& targets);
  void showRecent();
  void keepAlerts();

  QSettings m_settings;
  RecentServers m_recent;
  Feed m_feed;
  MainWindow m_window;
  std::unique_ptr<Sandbox> m_sandbox;
};

} // namespace pushscope
