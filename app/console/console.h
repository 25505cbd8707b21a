#pragma once

#include "app/sandbox/sandbox.h"
#include "models/settings/connection_profiles.h"
#include "models/settings/saved_views.h"
#include "ui/main_window.h"
#include "ui/window_state.h"

namespace pushscope {

// The console put together: feed, window, sandbox, what is kept of a person's. Only connects.
class Console : public QObject {
  Q_OBJECT
 public:
  static constexpr int sandboxPhones = 200;

  // The settings must outlive it.
  Console(QSettings& settings, const QString& version);
  ~Console() override;

  // From now on the window is kept, and is as it was: see WindowState.
  void keepWindow();
  void startSandbox(int phones);
  // What is wrong with the profile; nothing if the connections are being made. What is connected already stays so.
  QList<ProfileMistake> connectTo(const ConnectionProfile& profile);
  std::optional<ConnectionProfile> profileNamed(const QString& name) const { return m_profiles.find(name); }

  MainWindow& window() { return m_window; }
  Feed& feed() { return m_feed; }

 signals:
  void sandboxFailed(const QString& sentence);

 private:
  void keepAlerts();
  struct OpenLink {
    LinkId id;
    LinkTarget target;
    ProfileLink asWritten;
  };
  void open(const LinkTarget& target, const ProfileLink& asWritten);
  void closeAll();
  void disconnectFrom(LinkId link);
  void addLink();
  void rename(const QString& from, const QString& to);
  void forget(const QString& name);
  void setProfile(const QString& name);

  QSettings& m_settings;
  ConnectionProfiles m_profiles;
  SavedViews m_views;
  Feed m_feed;
  MainWindow m_window;
  std::unique_ptr<WindowState> m_windowState;
  QList<OpenLink> m_links;
  QString m_profile; // empty: none
  std::unique_ptr<Sandbox> m_sandbox;
};

} // namespace pushscope
