#include "ui/actions/action.h"

#include "ui/theme/parts.h"

#include <QAction>
#include <QPushButton>

namespace pushscope {
namespace {

constexpr char tipProperty[] = "tip", whyNotProperty[] = "whyNot";

void showTip(QAction* action) {
  const QString why = whyNot(*action), key = action->shortcut().toString(QKeySequence::NativeText);
  const QString tip = !why.isEmpty()  ? why
                      : key.isEmpty() ? tipOf(*action)
                                      : QStringLiteral("%1 (%2)").arg(tipOf(*action), key);
  action->setToolTip(asToolTip(tip));
}

} // namespace

QAction* makeAction(QWidget* owner, const ActionSpec& spec, std::function<void()> act) {
  auto* action = new QAction(spec.text, owner);
  action->setShortcut(spec.key);
  action->setShortcutContext(spec.scope);
  declareAction(action, spec.name, spec.tip);
  owner->addAction(action);
  QObject::connect(action, &QAction::triggered, owner, std::move(act));
  return action;
}

void declareAction(QAction* action, const char* name, const QString& tip) {
  action->setObjectName(QLatin1String(name));
  action->setMenuRole(QAction::NoRole); // macOS guesses one by the text otherwise
  setTip(action, tip);
}

bool isDeclared(const QAction& action) {
  return action.property(tipProperty).isValid();
}

void allow(QAction* action, const QString& whyNot) {
  action->setProperty(whyNotProperty, whyNot);
  action->setEnabled(whyNot.isEmpty());
  showTip(action);
}

QString tipOf(const QAction& action) {
  return action.property(tipProperty).toString();
}

void setTip(QAction* action, const QString& tip) {
  action->setProperty(tipProperty, tip);
  showTip(action);
}

QString whyNot(const QAction& action) {
  return action.property(whyNotProperty).toString();
}

QString nameOf(const QAction& action) {
  QString name;
  const QString text = action.text();
  for (qsizetype i = 0; i < text.size(); ++i)
    if (text[i] != QLatin1Char('&') || (++i < text.size() && text[i] == QLatin1Char('&')))
      name += text[i];
    else if (i < text.size())
      name += text[i];
  return name;
}

QPushButton* makeButton(QAction* action, QWidget* parent) {
  auto* button = new QPushButton(parent);
  button->setObjectName(action->objectName());
  // In a menu of the window its letter is underlined, beside others than on a page.
  const auto* owner = qobject_cast<const QWidget*>(action->parent());
  const bool inMenu = owner && owner->isWindow();
  const auto take = [action, button, inMenu] {
    const QString text = inMenu ? literally(nameOf(*action)) : action->text();
    if (button->text() != text)
      button->setText(text);
    button->setToolTip(action->toolTip());
    button->setEnabled(action->isEnabled());
  };
  take();
  if (!action->isVisible())
    button->hide();
  QObject::connect(action, &QAction::visibleChanged, button,
                   [action, button] { button->setVisible(action->isVisible()); });
  QObject::connect(action, &QAction::changed, button, take);
  QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
  return button;
}

} // namespace pushscope
