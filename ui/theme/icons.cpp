#include "ui/theme/icons.h"

#include "ui/theme/theme.h"

#include <QApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPolygonF>
#include <QResource>
#include <QSvgRenderer>

namespace pushscope {
namespace {

// Drawn at the size that is asked for, so that no scale is blurred.
class PaintedIcon : public QIconEngine {
 public:
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paint(&painter, QRect(QPoint(), size), mode, state);
    return pixmap;
  }
};

class SvgInk : public PaintedIcon {
 public:
  explicit SvgInk(QByteArray svg) : m_svg(std::move(svg)) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
    const QColor ink =
        QApplication::palette().color(mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active,
                                      mode == QIcon::Selected ? QPalette::HighlightedText : QPalette::Text);
    QByteArray svg = m_svg;
    QSvgRenderer(svg.replace("currentColor", ink.name().toLatin1())).render(painter, rect);
  }
  QIconEngine* clone() const override { return new SvgInk(*this); }

 private:
  QByteArray m_svg;
};

class Shape : public PaintedIcon {
 public:
  Shape(Tone tone, QColor normal, QColor selected) : m_tone(tone), m_normal(normal), m_selected(selected) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
    const QColor color = mode == QIcon::Selected ? m_selected : m_normal;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(m_tone == Tone::faint ? QPen(color, 1.2) : QPen(Qt::NoPen));
    painter->setBrush(m_tone == Tone::faint ? QBrush(Qt::NoBrush) : QBrush(color));
    const double side = std::min(rect.width(), rect.height()) * 0.62;
    QRectF box(0, 0, side, side);
    box.moveCenter(QRectF(rect).center());
    switch (m_tone) {
    case Tone::late:
      painter->drawPolygon(QPolygonF({{box.center().x(), box.top()}, box.bottomRight(), box.bottomLeft()}));
      break;
    case Tone::dead:
      painter->drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5));
      break;
    case Tone::retried:
      painter->drawPolygon(QPolygonF({{box.center().x(), box.top()},
                                      {box.right(), box.center().y()},
                                      {box.center().x(), box.bottom()},
                                      {box.left(), box.center().y()}}));
      break;
    default:
      painter->drawEllipse(box);
    }
    painter->restore();
  }
  QIconEngine* clone() const override { return new Shape(*this); }

 private:
  Tone m_tone;
  QColor m_normal, m_selected;
};

} // namespace

QIcon pageIcon(const QString& name) {
  const QResource file(QStringLiteral(":/icons/%1.svg").arg(name));
  if (!file.isValid())
    return {};
  return QIcon(new SvgInk(file.uncompressedData()));
}

QIcon toneIcon(Tone tone, const QPalette& palette) {
  return tone == Tone::neutral
             ? QIcon()
             : QIcon(new Shape(tone, Theme::tone(tone, palette), palette.color(QPalette::HighlightedText)));
}

} // namespace pushscope
