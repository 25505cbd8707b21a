#pragma once

#include <QMenu>
#include <QTest>

namespace pushscope {

// Clicks a line of a menu that is open, or of one of its submenus, which a first click opens. The action, which the
// click has triggered; null: there is none.
inline QAction* clickLine(QMenu* menu, const QString& text) {
  const auto click = [](QMenu* in, QAction* action) {
    QTest::mouseClick(in, Qt::LeftButton, {}, in->actionGeometry(action).center());
  };
  for (QAction* action : menu->actions())
    if (action->text() == text) {
      click(menu, action);
      return action;
    }
  for (QAction* branch : menu->actions()) {
    QMenu* below = branch->menu();
    if (!below)
      continue;
    for (QAction* action : below->actions())
      if (action->text() == text) {
        click(menu, branch);
        if (QTest::qWaitFor([&] { return below->isVisible(); }, 20'000))
          click(below, action);
        return action;
      }
  }
  return nullptr;
}

} // namespace pushscope
