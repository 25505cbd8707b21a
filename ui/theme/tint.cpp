#include "ui/theme/tint.h"

#include "ui/theme/theme.h"

#include <QEvent>
#include <QWidget>

namespace pushscope {
namespace {

// Only what differs from the look.
QPalette paletteOf(Tint tint) {
  const QPalette look = Theme::palette(Theme::isDark());
  QPalette palette;
  palette.setResolveMask(0);
  switch (tint) {
  case Tint::none:
    break;
  case Tint::faint:
    palette.setColor(QPalette::WindowText, Theme::faintText(look));
    break;
  case Tint::wrong:
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::PlaceholderText})
      palette.setColor(role, Theme::wrongText(look));
    break;
  case Tint::badge:
    palette.setColor(QPalette::WindowText, look.color(QPalette::Base));
    palette.setColor(QPalette::Window, Theme::tone(Tone::info, look));
    break;
  case Tint::blended:
    palette.setColor(QPalette::Base, look.color(QPalette::Window));
    break;
  }
  return palette;
}

// Hears of a new look and tints anew.
class Tinter : public QObject {
 public:
  explicit Tinter(QWidget* widget) : QObject(widget) { widget->installEventFilter(this); }

  Tint tint = Tint::none;

  void apply() {
    auto* widget = static_cast<QWidget*>(parent());
    m_applying = true;
    widget->setPalette(paletteOf(tint));
    m_applying = false;
  }

 protected:
  bool eventFilter(QObject* widget, QEvent* event) override {
    const bool isNewLook = event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationPaletteChange;
    if (isNewLook && !m_applying && tint != Tint::none)
      apply();
    return QObject::eventFilter(widget, event);
  }

 private:
  bool m_applying = false;
};

} // namespace

void setTint(QWidget* widget, Tint tint) {
  Tinter* tinter = nullptr;
  for (QObject* child : widget->children())
    if (auto* each = dynamic_cast<Tinter*>(child))
      tinter = each;
  if (!tinter && tint == Tint::none)
    return;
  if (!tinter)
    tinter = new Tinter(widget);
  if (std::exchange(tinter->tint, tint) != tint)
    tinter->apply();
}

} // namespace pushscope
