#include "ui/chart/tile.h"

#include "ui/chart/sparkline.h"
#include "ui/theme/icons.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace pushscope {

Tile::Tile(const QString& name, const QString& tip, QWidget* parent) : QAbstractButton(parent) {
  setText(name);
  setToolTip(asToolTip(tip));
  setAccessibleName(name);
  setCursor(Qt::PointingHandCursor);
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void Tile::show(const QString& number, const QString& detail, Tone tone, std::vector<std::optional<double>> history) {
  m_number = number;
  m_detail = detail;
  m_tone = tone;
  m_history = std::move(history);
  setAccessibleDescription(number + QLatin1Char(' ') + detail);
  update();
}

void Tile::setCompact(bool compact) {
  if (compact == m_compact)
    return;
  m_compact = compact;
  updateGeometry();
}

void Tile::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
  painter.setPen(hasFocus() || underMouse() ? palette().color(QPalette::Highlight) : Theme::grid(palette()));
  painter.setBrush(palette().base());
  painter.drawRoundedRect(frame, 4, 4);

  const QRect inner = rect().adjusted(12, 8, -12, -8);
  painter.setPen(Theme::faintText(palette()));
  painter.setFont(Theme::caption(font()));
  painter.drawText(inner, Qt::AlignTop | Qt::AlignLeft, text());
  if (m_tone != Tone::neutral)
    toneIcon(m_tone, palette()).paint(&painter, QRect(inner.right() - 13, inner.top(), 14, 14));

  painter.setPen(palette().color(QPalette::Text));
  painter.setFont(Theme::tileNumber(font()));
  painter.drawText(QRect(inner.left(), inner.top() + 16, inner.width(), 28), Qt::AlignVCenter | Qt::AlignLeft,
                   m_number);

  painter.setPen(Theme::faintText(palette()));
  painter.setFont(Theme::caption(font()));
  const QRect caption(inner.left(), inner.top() + 47, inner.width(), 15);
  painter.drawText(caption, Qt::AlignVCenter | Qt::AlignLeft,
                   painter.fontMetrics().elidedText(m_detail, Qt::ElideRight, caption.width()));
  if (m_compact)
    return;
  paintSparkline(painter, QRectF(inner.left(), inner.bottom() - 22, inner.width(), 21), m_history,
                 Theme::tone(Tone::info, palette()));
}

} // namespace pushscope
