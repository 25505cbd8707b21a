#pragma once

#include "ui/theme/theme.h"

#include <QObject>

#include <functional>

namespace pushscope {

// The look of the application, chosen while it runs; as long as that is "system" it follows the desktop, which says by
// an event (ThemeChange of a window that is watched) that it has changed between light and dark, or by a signal from Qt
// 6.5 on.
class ThemeSwitch : public QObject {
  Q_OBJECT
 public:
  using IsDesktopDark = std::function<bool()>;
  explicit ThemeSwitch(QObject* parent = nullptr, IsDesktopDark isDark = Theme::isDesktopDark);

  Theme::Choice choice() const { return m_choice; }
  void choose(Theme::Choice choice);
  void watch(QObject& window) { window.installEventFilter(this); }

 signals:
  void chosen(pushscope::Theme::Choice choice);

 protected:
  bool eventFilter(QObject* window, QEvent* event) override;

 private:
  void followDesktop();

  IsDesktopDark m_isDark;
  Theme::Choice m_choice = Theme::Choice::system;
  bool m_following = false; // asking the desktop may itself be told as a change
};

} // namespace pushscope
