#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QHeaderView>
#include <QPainter>
#include <QPlainTextEdit>
#include <QProxyStyle>
#include <QStyleFactory>
#include <QStyleHints>
#include <QStyleOptionToolButton>

#include <algorithm>
#include <cmath>

namespace pushscope {
namespace {

// Fusion puts the text of a cell three pixels from its edge, so that a number would touch the word beside it, and lets
// the words of a button touch its sides. Its outlines are the window's colour made darker, which cannot be seen on a
// dark one.
class RoomyStyle : public QProxyStyle {
 public:
  RoomyStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}
  int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override {
    const bool inTable = qobject_cast<const QAbstractItemView*>(widget) || qobject_cast<const QHeaderView*>(widget);
    if (inTable && (metric == PM_FocusFrameHMargin || metric == PM_HeaderMargin))
      return 5;
    return QProxyStyle::pixelMetric(metric, option, widget);
  }

  // The arrow of a button that opens a menu stands beside its words, not over their end.
  QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                         const QWidget* widget) const override {
    const QSize usual = QProxyStyle::sizeFromContents(type, option, size, widget);
    if (type == CT_PushButton)
      return usual + QSize(2 * sideRoom, 0);
    return type == CT_ToolButton && isMenuButton(option) ? usual + QSize(arrowRoom, 0) : usual;
  }
  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override {
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    if (element == PE_FrameLineEdit || element == PE_IndicatorCheckBox || element == PE_IndicatorRadioButton ||
        (element == PE_Frame && qobject_cast<const QPlainTextEdit*>(widget)))
      drawOutline(*option, element == PE_IndicatorRadioButton, *painter);
  }
  void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                          const QWidget* widget) const override {
    if (control != CC_ToolButton || !isMenuButton(option)) {
      QProxyStyle::drawComplexControl(control, option, painter, widget);
      if (control == CC_SpinBox)
        drawOutline(*option, false, *painter);
      return;
    }
    const auto& button = *static_cast<const QStyleOptionToolButton*>(option);
    QStyleOptionToolButton ground(button), label(button), arrow(button);
    ground.features &= ~QStyleOptionToolButton::HasMenu;
    ground.text.clear();
    ground.icon = {};
    QProxyStyle::drawComplexControl(control, &ground, painter, widget);
    label.rect.adjust(2, 0, -arrowRoom, 0);
    QProxyStyle::drawControl(CE_ToolButtonLabel, &label, painter, widget);
    arrow.rect = QRect(button.rect.right() - arrowRoom, button.rect.center().y() - 4, 8, 8);
    QProxyStyle::drawPrimitive(PE_IndicatorArrowDown, &arrow, painter, widget);
  }

 private:
  static constexpr int arrowRoom = 12, sideRoom = 5;
  static void drawOutline(const QStyleOption& option, bool round, QPainter& painter) {
    if (!Theme::isDark(option.palette))
      return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(option.palette.color(option.state & State_HasFocus ? QPalette::Highlight : QPalette::Light));
    const QRectF edge = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5);
    round ? painter.drawEllipse(edge) : painter.drawRoundedRect(edge, 2, 2);
    painter.restore();
  }
  static bool isMenuButton(const QStyleOption* option) {
    const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option);
    return button && button->features.testFlag(QStyleOptionToolButton::HasMenu) &&
           !button->features.testFlag(QStyleOptionToolButton::MenuButtonPopup);
  }
};

QPalette lightPalette() {
  QPalette p;
  p.setColor(QPalette::Window, QColor(0xf3f4f6));
  p.setColor(QPalette::WindowText, QColor(0x1b1f24));
  p.setColor(QPalette::Base, QColor(0xffffff));
  p.setColor(QPalette::AlternateBase, QColor(0xf7f8fa));
  p.setColor(QPalette::Text, QColor(0x1b1f24));
  p.setColor(QPalette::Button, QColor(0xeceef1));
  p.setColor(QPalette::ButtonText, QColor(0x1b1f24));
  p.setColor(QPalette::ToolTipBase, QColor(0xffffff));
  p.setColor(QPalette::ToolTipText, QColor(0x1b1f24));
  p.setColor(QPalette::PlaceholderText, QColor(0x646b78));
  p.setColor(QPalette::Highlight, QColor(0x0072b2));
  p.setColor(QPalette::HighlightedText, QColor(0xffffff));
  p.setColor(QPalette::Link, QColor(0x0072b2));
  p.setColor(QPalette::Mid, QColor(0xd4d7dd));
  return p;
}

QPalette darkPalette() {
  QPalette p;
  p.setColor(QPalette::Window, QColor(0x1f2226));
  p.setColor(QPalette::WindowText, QColor(0xe4e7eb));
  p.setColor(QPalette::Base, QColor(0x17191c));
  p.setColor(QPalette::AlternateBase, QColor(0x1c1f23));
  p.setColor(QPalette::Text, QColor(0xe4e7eb));
  p.setColor(QPalette::Button, QColor(0x2b2f35));
  p.setColor(QPalette::ButtonText, QColor(0xe4e7eb));
  p.setColor(QPalette::ToolTipBase, QColor(0x2b2f35));
  p.setColor(QPalette::ToolTipText, QColor(0xe4e7eb));
  p.setColor(QPalette::PlaceholderText, QColor(0x90989f));
  p.setColor(QPalette::Highlight, QColor(0x2474ab));
  p.setColor(QPalette::HighlightedText, QColor(0xffffff));
  p.setColor(QPalette::Link, QColor(0x56b4e9));
  p.setColor(QPalette::Mid, QColor(0x3a3f46));
  p.setColor(QPalette::Light, QColor(0x565d66)); // outlines; what is not set would be that of a light palette
  p.setColor(QPalette::Midlight, QColor(0x3a3f46));
  p.setColor(QPalette::Dark, QColor(0x121417));
  p.setColor(QPalette::Shadow, QColor(0x0b0c0e));
  return p;
}

void fadeDisabled(QPalette& p) {
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
    p.setColor(QPalette::Disabled, role, p.color(QPalette::PlaceholderText));
}

} // namespace

bool Theme::isDark(const QPalette& palette) {
  return palette.color(QPalette::Window).lightness() < 128;
}

bool Theme::isDark() {
  return isDark(QApplication::palette());
}

bool Theme::isDesktopDark() {
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
  if (const Qt::ColorScheme scheme = QGuiApplication::styleHints()->colorScheme(); scheme != Qt::ColorScheme::Unknown)
    return scheme == Qt::ColorScheme::Dark;
#endif
  // Without ours the desktop's is left.
  QApplication::setPalette(QPalette());
  return isDark();
}

QPalette Theme::palette(bool dark) {
  QPalette palette = dark ? darkPalette() : lightPalette();
  fadeDisabled(palette);
  return palette;
}

void Theme::show(bool dark) {
  QApplication::setPalette(palette(dark));
}

void Theme::apply(QApplication& app, Choice choice) {
  const bool dark = choice == Choice::dark || (choice == Choice::system && isDesktopDark());
  QApplication::setStyle(new RoomyStyle);
  show(dark);
  QFont font = app.font();
  font.setPixelSize(13);
  QApplication::setFont(font);
}

QColor Theme::tone(Tone tone, const QPalette& palette) {
  const bool dark = isDark(palette);
  switch (tone) {
  case Tone::alive:
    return dark ? QColor(0x25b080) : QColor(0x119a70);
  case Tone::late:
    return dark ? QColor(0xf0a500) : QColor(0xb67d00);
  case Tone::dead:
    return dark ? QColor(0xe17735) : QColor(0xb24b00);
  case Tone::retried:
    return dark ? QColor(0xeaaad3) : QColor(0xd04593);
  case Tone::info:
    return dark ? QColor(0x40bbfb) : QColor(0x0577c7);
  case Tone::faint:
    return palette.color(QPalette::PlaceholderText);
  case Tone::neutral:
    break;
  }
  return palette.color(QPalette::Text);
}

QColor Theme::faintText(const QPalette& palette) {
  return isDark(palette) ? QColor(0xa2aab4) : QColor(0x565e69);
}
QColor Theme::wrongText(const QPalette& palette) {
  return isDark(palette) ? QColor(0xf08c4e) : QColor(0xa84600);
}
QColor Theme::grid(const QPalette& palette) {
  return palette.color(QPalette::Mid);
}

QColor Theme::heat(double share, const QPalette& palette) {
  // The ends that come too close to the ground are left out.
  constexpr double darkest = 0.3, lightest = 0.85;
  share = std::clamp(share, 0.0, 1.0);
  const double t = isDark(palette) ? darkest + (1 - darkest) * share : lightest * (1 - share);
  // A polynomial through the published table, within 2 of 255 of it (d3-scale-chromatic).
  const auto part = [](double value) { return std::clamp(int(std::lround(value)), 0, 255); };
  return {part(-4.54 - t * (35.34 - t * (2381.73 - t * (6402.7 - t * (7024.72 - t * 2710.57))))),
          part(32.49 + t * (170.73 + t * (52.82 - t * (131.46 - t * (176.58 - t * 67.37))))),
          part(81.24 + t * (442.36 - t * (2482.43 - t * (6167.24 - t * (6614.94 - t * 2475.67)))))};
}

QColor Theme::line(int index, const QPalette& palette) {
  switch (index) {
  case 0:
    return tone(Tone::info, palette);
  case 1:
    return tone(Tone::dead, palette);
  case 2:
    return tone(Tone::alive, palette);
  case 3:
    return tone(Tone::retried, palette);
  case 4:
    return tone(Tone::late, palette);
  case 5:
    return palette.color(QPalette::Text);
  case 6:
    return isDark(palette) ? QColor(0xb5835a) : QColor(0x7f5539);
  case 7:
    return isDark(palette) ? QColor(0x9d8df1) : QColor(0x5b46c8);
  }
  return faintText(palette);
}

QFont Theme::caption(const QFont& base) {
  QFont font = base;
  font.setPixelSize(11);
  return font;
}

QFont Theme::tileNumber(const QFont& base) {
  QFont font = base;
  font.setPixelSize(24);
  return font;
}

} // namespace pushscope
