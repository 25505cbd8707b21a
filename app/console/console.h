#pragma once

#include "app/console/sandbox_life.h"
#include "app/sandbox/sandbox.h"
#include "models/settings/connection_profiles.h"
#include "models/settings/push_templates.h"
#include "models/settings/saved_views.h"
#include "ui/main_window.h"
#include "ui/window_state.h"

#include <QTemporaryFile>

namespace pushscope {

// The console put together: feed, window, sandbox, what is kept of a person's. Only connects.
class Console : public QObject {
  Q_OBJECT
 public:
  static constexpr int sandboxPhones = 200;

  // The settings must outlive it.
  Console(QSettings& settings, const QString& version);
  ~Console() override;

  // The language that was chosen last by the window's menu; the system's at first.
  static Language::Choice keptLanguage(const QSettings& settings);
  // From now on the window is kept, and is as it was: see WindowState.
  void keepWindow();
  // With pushes and some trouble of its own, or quiet: for programs that count.
  enum class Going { quiet, lively };
  void startSandbox(int phones, Going going = Going::quiet);
  // What is wrong with the profile; nothing if the connections are being made. What is connected already stays so.
  QList<ProfileMistake> connectTo(const ConnectionProfile& profile);
  std::optional<ConnectionProfile> profileNamed(const QString& name) const { return m_profiles.find(name); }

  MainWindow& window() { return m_window; }
  Feed& feed() { return m_feed; }

 signals:
  void sandboxFailed(const QString& sentence);

 private:
  void keepAlerts();
  void connectPages();
  void keepScenarios();
  void startScenario();
  void showLife();
  // In place of what is connected.
  Sandbox& makeSandbox(Sandbox::Setup setup);
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
  PushTemplates m_templates;
  Feed m_feed;
  MainWindow m_window;
  std::unique_ptr<WindowState> m_windowState;
  QList<OpenLink> m_links;
  QString m_profile; // empty: none
  std::unique_ptr<Sandbox> m_sandbox;
  std::unique_ptr<SandboxLife> m_life;            // of a lively one
  std::unique_ptr<QTemporaryFile> m_scenarioFile; // until the fleet has read it
};

} // namespace pushscope
