#pragma once

#include <QKeySequence>
#include <QString>

#include <functional>

class QAction;
class QPushButton;
class QWidget;

// What a person can do is a QAction, and nothing else: its button, its menu, its key, its tooltip and its line in the
// command palette are all made of that one.
namespace pushscope {

struct ActionSpec {
  const char* name; // objectName: by this the palette and tests know it
  QString text;     // as on a button, with an ellipsis if something is asked first
  QString tip;      // what it does, in a sentence
  QKeySequence key = {};
  // Where the key is heard: in the window as long as the owner can be seen, or only in the owner.
  Qt::ShortcutContext scope = Qt::WindowShortcut;
};

// Belongs to `owner`, which says where it can be done: it is listed, and its key is heard, while the owner can be seen.
QAction* makeAction(QWidget* owner, const ActionSpec& spec, std::function<void()> act);
// The same for an action that Qt has made, such as that of a dock.
void declareAction(QAction* action, const char* name, const QString& tip);
bool isDeclared(const QAction& action);

// It can be done if `whyNot` is empty; else that is what its tooltip and the palette say.
void allow(QAction* action, const QString& whyNot);
// What it does, without its key; also while it cannot be done.
QString tipOf(const QAction& action);
void setTip(QAction* action, const QString& tip);
// Empty if it can be done.
QString whyNot(const QAction& action);
// Its text without mnemonics.
QString nameOf(const QAction& action);

// Has the action's name, text, tooltip and state, and follows them.
QPushButton* makeButton(QAction* action, QWidget* parent);

} // namespace pushscope
