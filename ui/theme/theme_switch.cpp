#include "ui/theme/theme_switch.h"

#include <QEvent>
#include <QGuiApplication>
#include <QScopedValueRollback>
#include <QStyleHints>

namespace pushscope {

ThemeSwitch::ThemeSwitch(QObject* parent, IsDesktopDark isDark) : QObject(parent), m_isDark(std::move(isDark)) {
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
  connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, &ThemeSwitch::followDesktop);
#endif
}

void ThemeSwitch::choose(Theme::Choice choice) {
  if (std::exchange(m_choice, choice) == choice)
    return;
  if (choice == Theme::Choice::system)
    followDesktop();
  else
    Theme::show(choice == Theme::Choice::dark);
  emit chosen(choice);
}

bool ThemeSwitch::eventFilter(QObject* window, QEvent* event) {
  if (event->type() == QEvent::ThemeChange)
    followDesktop();
  return QObject::eventFilter(window, event);
}

void ThemeSwitch::followDesktop() {
  if (m_choice != Theme::Choice::system || m_following)
    return;
  const QScopedValueRollback guard(m_following, true);
  Theme::show(m_isDark());
}

} // namespace pushscope
