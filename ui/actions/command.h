#pragma once

#include <QList>
#include <QString>

#include <functional>

class QMainWindow;
class QWidget;

namespace pushscope {

// A line of the command palette.
struct Command {
  QString key;   // the same for the same thing the next time it is asked for
  QString name;  // what it is called
  QString place; // where it is otherwise found: a menu, a page
  QString keys;  // its shortcut
  QString tip;   // what it does
  QString whyNot;
  bool here = true; // can be done without leaving the page that is shown
  std::function<void()> run;
};

// A part of the window of which one at a time is shown, with its actions.
struct CommandPlace {
  QWidget* root;
  QString title;
  bool isShown;
  std::function<void()> show;
};

// The window's declared actions as they are now: those whose owner can be seen, or could be on another place, which is
// shown first then. What stands in a menu has its title for a place.
QList<Command> commandsOf(const QMainWindow& window, const QList<CommandPlace>& places);

// How well a command fits what was typed, 0 if it does not: each word of it has to be found, best at the beginning of
// the name, then of a word in it, anywhere in it, letter by letter in order, in the place, in what it does.
int fitOf(const Command& command, const QString& typed);

} // namespace pushscope
