#include "ui/sessions/phone_menu.h"

#include <QMenu>

#include <algorithm>

namespace pushscope {
namespace {

struct Entry {
  const char* text; // null: a line between groups
  const char* tip;
  PhoneAction action;
  uint64_t value;
};

constexpr Entry line{nullptr, nullptr, PhoneAction::unknown, 0};
constexpr Entry entries[] = {
    {QT_TRANSLATE_NOOP("PhoneMenu", "To foreground"), QT_TRANSLATE_NOOP("PhoneMenu", "The user opens the app"),
     PhoneAction::foreground, 0},
    {QT_TRANSLATE_NOOP("PhoneMenu", "To background"), QT_TRANSLATE_NOOP("PhoneMenu", "The user leaves the app"),
     PhoneAction::background, 0},
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
    {QT_TRANSLATE_NOOP("PhoneMenu", "Refuse pushes"),
     QT_TRANSLATE_NOOP("PhoneMenu", "The app cannot take any push and tells its server so"), PhoneAction::refuse,
     1'000'000},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Take pushes"), QT_TRANSLATE_NOOP("PhoneMenu", "The app takes every push again"),
     PhoneAction::refuse, 0},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Reboot phone"), QT_TRANSLATE_NOOP("PhoneMenu", "The phone starts anew"),
     PhoneAction::reboot, 0},
    line,
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
    line,
    {QT_TRANSLATE_NOOP("PhoneMenu", "Log out"),
     QT_TRANSLATE_NOOP("PhoneMenu", "The app disconnects and does not come back by itself"), PhoneAction::loggedIn, 0},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Log in"), QT_TRANSLATE_NOOP("PhoneMenu", "The app connects again"),
     PhoneAction::loggedIn, 1},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Alerts off"),
     QT_TRANSLATE_NOOP("PhoneMenu", "The user wants to see no notification of this app"), PhoneAction::alertStyle, 0},
    {QT_TRANSLATE_NOOP("PhoneMenu", "Alerts as banners"),
     QT_TRANSLATE_NOOP("PhoneMenu", "Notifications are shown as banners"), PhoneAction::alertStyle, 1},
};

QString text(const char* source) {
  return QCoreApplication::translate("PhoneMenu", source);
}

} // namespace

void addPhoneActions(QMenu* menu, ConsoleContext& context) {
  const DeviceTable& devices = context.world().devices();
  const bool simulated = std::any_of(context.devices().begin(), context.devices().end(),
                                     [&](Row row) { return row < devices.size() && devices.truth(row).known; });
  const QString why = !context.isLive() ? text(QT_TRANSLATE_NOOP("PhoneMenu", "Not in a replay: go back to live first"))
                      : simulated       ? QString()
                                        : text(QT_TRANSLATE_NOOP("PhoneMenu", "Only for simulated phones"));
  menu->setToolTipsVisible(true);
  for (const Entry& entry : entries) {
    if (!entry.text) {
      menu->addSeparator();
      continue;
    }
    const QString name = text(entry.text);
    QAction* action = menu->addAction(name);
    action->setToolTip(why.isEmpty() ? text(entry.tip) : why);
    action->setEnabled(why.isEmpty());
    QObject::connect(action, &QAction::triggered, &context, [&context, name, &entry] {
      context.control({name, entry.action, entry.value}, context.devices());
    });
  }
}

} // namespace pushscope
