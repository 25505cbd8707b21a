#include "app/console/console.h"

#include "ui/scenario/scenarios_page.h"

#include <QRandomGenerator>
#include <QSettings>

#include <algorithm>

namespace pushscope {
namespace {

// Numbers of links are never used twice in a world. When so many were opened one by one, it begins anew.
constexpr size_t mostLinkNumbers = 1024;

const QString languageKey = QStringLiteral("language");

} // namespace

Console::Console(QSettings& settings, const QString& version)
    : m_settings(settings), m_profiles(settings), m_views(settings), m_templates(settings), m_window(m_feed, version) {
  m_window.offerViews(m_views);
  m_window.offerTemplates(m_templates);
  connect(&m_window, &MainWindow::sandboxWanted, this, [this] { startSandbox(sandboxPhones, Going::lively); });
  connect(&m_window, &MainWindow::sandboxLifeWanted, this, [this](bool going) {
    if (m_life)
      m_life->setGoing(going);
  });
  connect(&m_window, &MainWindow::addLinkWanted, this, &Console::addLink);
  connect(&m_window, &MainWindow::disconnectWanted, this, &Console::disconnectFrom);
  connect(&m_window, &MainWindow::contentsMade, this, &Console::connectPages);
  connect(&m_window, &MainWindow::languageChosen, this,
          [this](Language::Choice language) { m_settings.setValue(languageKey, Language::name(language)); });
  connect(this, &Console::sandboxFailed, this, [this](const QString& sentence) {
    m_window.showConnectPage();
    m_window.connectPage().setProblem(sentence);
  });
  keepAlerts();
  connect(&m_window.scenarios(), &ScenarioDesk::sandboxWanted, this, &Console::startScenario);
  connectPages();
}

void Console::connectPages() {
  ConnectPage& page = m_window.connectPage();
  connect(&page, &ConnectPage::connectWanted, this,
          [this](const ConnectionProfile& profile) { m_window.connectPage().setMistakes(connectTo(profile)); });
  connect(&page, &ConnectPage::renameWanted, this, &Console::rename);
  connect(&page, &ConnectPage::forgetWanted, this, &Console::forget);
  page.setKnown(m_profiles.read());
  keepScenarios();
  showLife();
}

void Console::showLife() {
  m_window.showSandboxLife(m_life ? std::optional(m_life->isGoing()) : std::nullopt);
}

Language::Choice Console::keptLanguage(const QSettings& settings) {
  return Language::named(settings.value(languageKey).toString());
}

// Rules as text, so that a person may mend what cannot be read.
void Console::keepAlerts() {
  const QString rules = QStringLiteral("alerts/rules"), notices = QStringLiteral("alerts/notices");
  AlertDesk& alerts = m_window.alerts();
  if (m_settings.contains(rules))
    alerts.load(m_settings.value(rules).toString());
  alerts.setGivesNotices(m_settings.value(notices, true).toBool());
  connect(&alerts, &AlertDesk::rulesEdited, this,
          [this, rules](const QString& text) { m_settings.setValue(rules, text); });
  connect(&alerts, &AlertDesk::noticesChanged, this,
          [this, notices](bool given) { m_settings.setValue(notices, given); });
}

// Paths of files that a person opened.
void Console::keepScenarios() {
  const QString recent = QStringLiteral("scenarios/recent");
  m_window.scenariosPage().setRecent(m_settings.value(recent).toStringList());
  connect(&m_window.scenariosPage(), &ScenariosPage::recentChanged, this,
          [this, recent](const QStringList& paths) { m_settings.setValue(recent, paths); });
}

Console::~Console() = default;

void Console::keepWindow() {
  m_windowState = std::make_unique<WindowState>(m_window, WindowSettings(m_settings));
}

void Console::setProfile(const QString& name) {
  m_profile = name;
  if (m_windowState)
    m_windowState->show(name);
}

void Console::open(const LinkTarget& target, const ProfileLink& asWritten) {
  m_links << OpenLink{m_feed.open(target), target, asWritten};
}

void Console::closeAll() {
  m_links.clear();
  m_life.reset();
  showLife();
  m_sandbox.reset();
  m_feed.closeAll();
}

Sandbox& Console::makeSandbox(Sandbox::Setup setup) {
  m_window.timeTravel().backToLive();
  closeAll();
  setProfile({});
  m_sandbox = std::make_unique<Sandbox>(std::move(setup));
  m_window.showPages();
  return *m_sandbox;
}

void Console::startSandbox(int phones, Going going) {
  Sandbox& sandbox = makeSandbox(Sandbox::ofPhones(phones));
  connect(&sandbox, &Sandbox::ready, this, [this, going](const LinkTarget& node, const LinkTarget& fleet) {
    open(node, {});
    open(fleet, {});
    if (going == Going::quiet)
      return;
    m_life =
        std::make_unique<SandboxLife>(m_feed, m_links[0].id, m_links[1].id, QRandomGenerator::system()->generate64());
    showLife();
  });
  connect(&sandbox, &Sandbox::failed, this, [this](const QString& sentence) {
    m_life.reset();
    showLife();
    m_links.clear();
    m_feed.closeAll();
    emit sandboxFailed(sentence);
  });
  sandbox.start();
}

// The scenario that is chosen, as it was read: its file may be another one by now, or none that a program can open.
void Console::startScenario() {
  ScenarioDesk& desk = m_window.scenarios();
  m_scenarioFile = std::make_unique<QTemporaryFile>();
  const QByteArray text = QByteArray::fromStdString(desk.text().text);
  if (!m_scenarioFile->open() || m_scenarioFile->write(text) != text.size() || !m_scenarioFile->flush())
    return desk.sandboxFailed(
        tr("The sandbox needs a temporary file: %1.").arg(plain(m_scenarioFile->errorString().toStdString())));
  Sandbox& sandbox =
      makeSandbox(Sandbox::ofScenario(*desk.scenario(), m_scenarioFile->fileName(), desk.seed(), desk.scale()));
  m_window.showPage(m_window.scenariosPage().id());
  connect(&sandbox, &Sandbox::ready, this, [this, &desk](const LinkTarget& node, const LinkTarget& fleet) {
    m_scenarioFile.reset();
    open(node, {});
    open(fleet, {});
    desk.begin(m_links[0].id, m_links[1].id);
  });
  connect(&sandbox, &Sandbox::failed, this, [this, &desk](const QString& sentence) {
    m_scenarioFile.reset();
    desk.sandboxFailed(sentence);
    m_links.clear();
    m_feed.closeAll();
  });
  sandbox.start();
}

QList<ProfileMistake> Console::connectTo(const ConnectionProfile& profile) {
  if (!profile.name.isEmpty())
    if (const QString problem = nameProblem(profile.name); !problem.isEmpty())
      return {{-1, ProfileMistake::Field::name, ErrorCode::usage, problem}};
  const OpenedProfile opened = openProfile(profile);
  if (!opened.mistakes.isEmpty())
    return opened.mistakes;
  const Result<QString> name = m_profiles.remember(profile);
  if (!name.ok())
    return {{-1, ProfileMistake::Field::name, ErrorCode::usage, QString::fromStdString(name.error().detail)}};
  m_window.timeTravel().backToLive();
  const auto isWanted = [&](const OpenLink& link) {
    return std::find(opened.targets.begin(), opened.targets.end(), link.target) != opened.targets.end();
  };
  const bool keepsSome = !m_sandbox && std::any_of(m_links.begin(), m_links.end(), isWanted) &&
                         m_feed.world().links().size() + opened.targets.size() <= mostLinkNumbers;
  if (!keepsSome)
    closeAll();
  for (const OpenLink& link : QList<OpenLink>(m_links))
    if (!isWanted(link))
      m_feed.close(link.id);
  m_links.removeIf([&](const OpenLink& link) { return !isWanted(link); });
  for (size_t i = 0; i < opened.targets.size(); ++i) {
    const auto known = std::find_if(m_links.begin(), m_links.end(),
                                    [&](const OpenLink& link) { return link.target == opened.targets[i]; });
    if (known == m_links.end())
      open(opened.targets[i], opened.links[qsizetype(i)]);
    else
      known->asWritten = opened.links[qsizetype(i)];
  }
  if (name.value() != m_profile)
    setProfile(name.value());
  m_window.connectPage().setKnown(m_profiles.read());
  m_window.showPages();
  return {};
}

// What is kept of the profile stays as it is: this is for now.
void Console::disconnectFrom(LinkId link) {
  m_life.reset(); // it needs both, the server and the fleet
  showLife();
  m_feed.close(link);
  m_links.removeIf([&](const OpenLink& open) { return open.id == link; });
  if (!m_links.isEmpty())
    return;
  closeAll();
  m_window.showConnectPage();
}

// A row more than what is connected, for a person to fill in.
void Console::addLink() {
  ConnectionProfile profile;
  for (const OpenLink& link : m_sandbox ? QList<OpenLink>() : m_links)
    profile.links << link.asWritten;
  for (const ConnectionProfiles::Known& known : m_profiles.read().profiles)
    if (known.named && known.profile.name == m_profile)
      profile.name = m_profile;
  m_window.showConnectPage();
  if (!profile.links.isEmpty())
    m_window.connectPage().edit(profile, true);
}

void Console::rename(const QString& from, const QString& to) {
  const QString problem = m_profiles.rename(from, to);
  if (problem.isEmpty() && from != to) {
    WindowSettings(m_settings).rename(from, to);
    if (m_profile == from) {
      m_profile = to;
      if (m_windowState)
        m_windowState->renamed(to);
    }
  }
  m_window.connectPage().setKnown(m_profiles.read());
  if (!problem.isEmpty())
    m_window.connectPage().setProblem(problem);
}

void Console::forget(const QString& name) {
  m_profiles.forget(name);
  WindowSettings(m_settings).forget(name);
  if (m_profile == name) {
    m_profile.clear();
    if (m_windowState)
      m_windowState->renamed({});
  }
  m_window.connectPage().setKnown(m_profiles.read());
}

} // namespace pushscope
