#include "ui/sessions/device_actions.h"

#include "ui/actions/action.h"

#include <QAction>
#include <QCoreApplication>
#include <QMenu>
#include <QPushButton>

#include <algorithm>
#include <span>

namespace pushscope {
namespace {

struct Entry {
  const char* text;
  const char* tip;
  PhoneAction action;
  uint64_t value;
};

constexpr uint64_t percent = 10'000; // of a million

constexpr Entry ofApp[] = {
    {QT_TRANSLATE_NOOP("PhoneMenu", "To foreground"), QT_TRANSLATE_NOOP("PhoneMenu", "The user opens the app"),
     PhoneAction::foreground, 0},
    {QT_TRANSLATE_NOOP("PhoneMenu", "To background"), QT_TRANSLATE_NOOP("PhoneMenu", "The user leaves the app"),
     PhoneAction::background, 0},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Lock screen"), QT_TRANSLATE_NOOP("PhoneMenu", "The user locks the phone"),
     PhoneAction::screen, 0},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Unlock screen"),
     QT_TRANSLATE_NOOP("PhoneMenu", "The user takes the phone up again"), PhoneAction::screen, 1},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Swipe away"),
     QT_TRANSLATE_NOOP("PhoneMenu", "The user ends the app: many systems do not start it again by themselves"),
     PhoneAction::swipeAway, 0},
    {QT_TRANSLATE_NOOP("PhoneMenu", "End by the system"),
     QT_TRANSLATE_NOOP("PhoneMenu", "The system ends the app, for example for memory"), PhoneAction::systemKill, 0},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Crash"), QT_TRANSLATE_NOOP("PhoneMenu", "The app crashes"), PhoneAction::crash, 0},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Freeze"),
     QT_TRANSLATE_NOOP("PhoneMenu", "The app does nothing any more, while its phone's system answers for it"),
     PhoneAction::freeze, 1},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Unfreeze"), QT_TRANSLATE_NOOP("PhoneMenu", "The app goes on"), PhoneAction::freeze,
     0},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Reboot phone"), QT_TRANSLATE_NOOP("PhoneMenu", "The phone starts anew"),
     PhoneAction::reboot, 0},
};
constexpr Entry ofNetwork[] = {
    {QT_TRANSLATE_NOOP("PhoneMenu", "Airplane mode on"), QT_TRANSLATE_NOOP("PhoneMenu", "No network at all"),
     PhoneAction::airplane, 1},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Airplane mode off"), QT_TRANSLATE_NOOP("PhoneMenu", "The network is back"),
     PhoneAction::airplane, 0},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Wi-Fi off"), QT_TRANSLATE_NOOP("PhoneMenu", "The phone goes to cellular"),
     PhoneAction::wifi, 0},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Wi-Fi on"), QT_TRANSLATE_NOOP("PhoneMenu", "The phone goes to Wi-Fi"),
     PhoneAction::wifi, 1},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Forget NAT mapping"),
     QT_TRANSLATE_NOOP("PhoneMenu", "A NAT on the way forgets the connection and tells nobody"), PhoneAction::forgetNat,
     0},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Make half-open"),
     QT_TRANSLATE_NOOP("PhoneMenu", "Nothing passes any more in either direction, and nobody is told"),
     PhoneAction::halfOpen, 0},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Reset connection"),
     QT_TRANSLATE_NOOP("PhoneMenu", "The connection ends in view of both sides"), PhoneAction::resetLink, 0},
};
constexpr Entry ofFaults[] = {
    {QT_TRANSLATE_NOOP("PhoneMenu", "Lose 30 % on the way"),
     QT_TRANSLATE_NOOP("PhoneMenu", "Of what is sent in either direction 30 % is lost and sent again later"),
     PhoneAction::loss, 30 * percent},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Lose nothing"), QT_TRANSLATE_NOOP("PhoneMenu", "Everything comes through again"),
     PhoneAction::loss, 0},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Delay by 500 ms"),
     QT_TRANSLATE_NOOP("PhoneMenu", "The way to the server takes half a second more in each direction"),
     PhoneAction::delay, 500},
    {QT_TRANSLATE_NOOP("PhoneMenu", "No delay"), QT_TRANSLATE_NOOP("PhoneMenu", "The way takes no time of its own"),
     PhoneAction::delay, 0},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Read slowly"),
     QT_TRANSLATE_NOOP("PhoneMenu", "The phone takes 100 bytes a second, so its server has to wait"),
     PhoneAction::slowReader, 100},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Read at full speed"),
     QT_TRANSLATE_NOOP("PhoneMenu", "The phone takes what comes at once"), PhoneAction::slowReader, 0},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Drop acknowledgements"),
     QT_TRANSLATE_NOOP("PhoneMenu", "The app handles pushes and its acknowledgements are lost, so they are sent again"),
     PhoneAction::dropAcknowledgements, 100 * percent},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Keep acknowledgements"),
     QT_TRANSLATE_NOOP("PhoneMenu", "Acknowledgements arrive again"), PhoneAction::dropAcknowledgements, 0},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Refuse pushes"),
     QT_TRANSLATE_NOOP("PhoneMenu", "The app cannot take any push and tells its server so"), PhoneAction::refuse,
     100 * percent},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Take pushes"), QT_TRANSLATE_NOOP("PhoneMenu", "The app takes every push again"),
     PhoneAction::refuse, 0},
};
constexpr Entry ofAccount[] = {
    {QT_TRANSLATE_NOOP("PhoneMenu", "Log out"),
     QT_TRANSLATE_NOOP("PhoneMenu", "The app disconnects and does not come back by itself"), PhoneAction::loggedIn, 0},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Log in"), QT_TRANSLATE_NOOP("PhoneMenu", "The app connects again"),
     PhoneAction::loggedIn, 1},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Alerts off"),
     QT_TRANSLATE_NOOP("PhoneMenu", "The user wants to see no notification of this app"), PhoneAction::alertStyle, 0},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Alerts as banners"),
     QT_TRANSLATE_NOOP("PhoneMenu", "Notifications are shown as banners"), PhoneAction::alertStyle, 1},
};

struct Group {
  const char* title; // of a menu of its own; null: in the menu itself
  std::span<const Entry> entries;
};
constexpr Group groups[] = {{nullptr, ofApp},
                            {QT_TRANSLATE_NOOP("PhoneMenu", "&Network"), ofNetwork},
                            {QT_TRANSLATE_NOOP("PhoneMenu", "&Faults"), ofFaults},
                            {QT_TRANSLATE_NOOP("PhoneMenu", "&Account and alerts"), ofAccount}};

QString text(const char* source) {
  return QCoreApplication::translate("PhoneMenu", source);
}

} // namespace

DeviceActions::DeviceActions(ConsoleContext& context, QWidget* window) : QObject(window), m_context(context) {
  m_push = makeAction(window,
                      {"pushToSelection", tr("Push…"), tr("Compose a push to the selected devices"),
                       QKeySequence(Qt::CTRL | Qt::Key_P)},
                      [this] { emit m_context.composeWanted(m_context.deviceIds()); });
  m_history = makeAction(
      window, {"historyOfDevice", tr("History of this device"), tr("Its sessions that are over, as servers know them")},
      [this] { emit m_context.historyWanted(m_context.deviceIds().value(0)); });
  for (const Group& group : groups)
    for (const Entry& entry : group.entries) {
      const QString name = text(entry.text);
      const QByteArray id = "phone" + QByteArray(entry.text).replace(' ', "").replace('%', "");
      m_phone << makeAction(window, {id.constData(), name, text(entry.tip)}, [this, name, &entry] {
        m_context.control({name, entry.action, entry.value}, m_context.devices());
      });
    }
  connect(&m_context, &ConsoleContext::devicesSelected, this, &DeviceActions::refresh);
  connect(&m_context, &ConsoleContext::sourceChanged, this, &DeviceActions::refresh);
  connect(&m_context, &ConsoleContext::changed, this, [this](const World::Changes& changes) {
    if (changes.links) // a fleet came or went
      refresh();
  });
  refresh();
}

void DeviceActions::refresh() {
  const qsizetype count = m_context.devices().size();
  m_push->setText(count > 1 ? tr("Push to %1…").arg(count) : tr("Push…"));
  allow(m_history, count == 1 ? QString() : tr("Select one device first"));
  const DeviceTable& devices = m_context.world().devices();
  m_simulated = std::any_of(m_context.devices().begin(), m_context.devices().end(),
                            [&](Row row) { return row < devices.size() && devices.truth(row).known; });
  const QString why = !m_context.isLive() ? tr("Not in a replay: go back to live first (Ctrl+L)")
                      : m_simulated       ? QString()
                                          : tr("Only for simulated phones: select one first");
  for (QAction* action : m_phone)
    allow(action, why);
  emit simulatedChanged(m_simulated);
}

void DeviceActions::addPhoneTo(QMenu* menu) const {
  auto next = m_phone.begin();
  for (const Group& group : groups) {
    QMenu* into = group.title ? menu->addMenu(text(group.title)) : menu;
    into->setToolTipsVisible(true);
    for (size_t i = 0; i < group.entries.size(); ++i)
      into->addAction(*next++);
    if (!group.title)
      menu->addSeparator();
  }
}

QPushButton* DeviceActions::makePhoneButton(const char* objectName, QWidget* parent) const {
  auto* button = new QPushButton(tr("Phone"), parent);
  button->setObjectName(QLatin1String(objectName));
  button->setToolTip(tr("What can be done to the selected simulated phones; also by the right button or the menu key "
                        "in the table"));
  auto* menu = new QMenu(tr("Phone"), button);
  addPhoneTo(menu);
  button->setMenu(menu);
  button->setEnabled(m_simulated);
  connect(this, &DeviceActions::simulatedChanged, button, &QWidget::setEnabled);
  return button;
}

} // namespace pushscope
