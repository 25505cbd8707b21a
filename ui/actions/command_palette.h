#pragma once

#include "ui/actions/command.h"

#include <QFrame>
#include <QPointer>

class QLabel;
class QLineEdit;
class QListWidget;
class QListWidgetItem;

namespace pushscope {

// All that can be done, by name: a line to type in and a list, over the window. What was done last comes first, then
// what can be done here, then the rest. The list is made anew each time it is opened. While it is open the keyboard is
// its own: arrows choose, Return does it, Escape or a click beside it closes. What cannot be done now stays, and says
// why.
class CommandPalette : public QFrame {
  Q_OBJECT
 public:
  // What there is; asked once when it is opened.
  using Commands = std::function<QList<Command>()>;
  // What there is besides for what was typed, few and at once.
  using Finder = std::function<QList<Command>(const QString& typed)>;

  CommandPalette(QWidget* window, Commands commands, Finder finder);

  void open();
  // Only what has a key, by its place.
  void openShortcuts();

  static constexpr qsizetype longestTyped = 200;
  static constexpr int mostRecent = 16;

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void appear(bool shortcutsOnly);
  void leave();
  void list();
  void add(const Command& command);
  void choose(int by);
  void runCurrent();
  void describe();
  void place();

  QWidget* m_window;
  Commands m_commands;
  Finder m_finder;
  QLineEdit* m_line;
  QListWidget* m_list;
  QLabel* m_none;
  QLabel* m_tip;
  QList<Command> m_all;
  QList<Command> m_shown; // as in the list
  QStringList m_recent;   // keys, the newest first
  QPointer<QWidget> m_focusBefore;
  bool m_shortcutsOnly = false;
};

} // namespace pushscope
