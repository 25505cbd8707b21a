#include "ui/actions/command.h"

#include "ui/actions/action.h"

#include <QAction>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QPointer>

#include <algorithm>

namespace pushscope {
namespace {

QWidget* ownerOf(const QAction& action) {
  return qobject_cast<QWidget*>(action.parent());
}

bool isWithin(const QWidget* widget, const QWidget* root) {
  return widget == root || root->isAncestorOf(widget);
}

// That of the menu bar, else another that has a title.
QString menuOf(const QAction& action, const QMenuBar& bar) {
  QString title;
  for (const QObject* with : action.associatedObjects())
    if (const auto* menu = qobject_cast<const QMenu*>(with)) {
      if (bar.actions().contains(menu->menuAction()))
        return nameOf(*menu->menuAction());
      title = title.isEmpty() ? nameOf(*menu->menuAction()) : title;
    }
  return title;
}

QString joined(const QString& a, const QString& b) {
  return a.isEmpty() ? b : b.isEmpty() || a == b ? a : QStringLiteral("%1 › %2").arg(a, b);
}

bool isWordStart(const QString& text, qsizetype at) {
  return at == 0 || (!text[at - 1].isLetterOrNumber() && text[at].isLetterOrNumber());
}

bool hasInOrder(const QString& text, const QString& letters) {
  qsizetype found = 0;
  for (const QChar letter : text)
    if (found < letters.size() && letter == letters[found])
      ++found;
  return found == letters.size();
}

// Of one word of what was typed.
int fitOfWord(const Command& command, const QString& word) {
  const QString name = command.name.toLower(), place = command.place.toLower();
  if (name.startsWith(word))
    return 100;
  for (qsizetype at = name.indexOf(word); at >= 0; at = name.indexOf(word, at + 1))
    if (isWordStart(name, at))
      return 80;
  if (name.contains(word))
    return 60;
  if (place.contains(word))
    return 40;
  if (word.size() > 1 && hasInOrder(name, word))
    return 20;
  return word.size() > 1 && command.tip.toLower().contains(word) ? 10 : 0;
}

} // namespace

QList<Command> commandsOf(const QMainWindow& window, const QList<CommandPlace>& places) {
  QList<Command> commands;
  for (QAction* action : window.findChildren<QAction*>()) {
    QWidget* owner = ownerOf(*action);
    if (!isDeclared(*action) || !action->isVisible() || !owner)
      continue;
    const auto place = std::find_if(places.begin(), places.end(),
                                    [&](const CommandPlace& each) { return isWithin(owner, each.root); });
    const QWidget* root = place == places.end() ? &window : place->root;
    if (owner != root && !owner->isVisibleTo(root))
      continue;
    const QString menu = menuOf(*action, *window.menuBar());
    Command command;
    command.name = nameOf(*action);
    command.place =
        place == places.end() ? menu : joined(place->title, owner == root ? QString() : owner->accessibleName());
    command.key = QStringLiteral("%1 %2").arg(command.place, action->objectName());
    command.keys = action->shortcut().toString(QKeySequence::NativeText);
    command.tip = tipOf(*action);
    command.whyNot = whyNot(*action);
    command.here = place == places.end() || place->isShown;
    const auto show = command.here ? std::function<void()>() : place->show;
    command.run = [act = QPointer(action), show] {
      if (show)
        show();
      if (act)
        act->trigger(); // nothing if that cannot be done there now
    };
    commands << command;
  }
  return commands;
}

int fitOf(const Command& command, const QString& typed) {
  int fit = 1;
  for (const QString& word : typed.toLower().split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
    const int one = fitOfWord(command, word);
    if (one == 0)
      return 0;
    fit += one;
  }
  return fit;
}

} // namespace pushscope
