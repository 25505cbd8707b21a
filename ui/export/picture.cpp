#include "ui/export/picture.h"

#include "models/export/destination.h"
#include "ui/theme/theme.h"

#include <QAbstractScrollArea>
#include <QBuffer>
#include <QCoreApplication>
#include <QEvent>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>

#include <algorithm>

namespace pushscope {
namespace {

constexpr int stampHeight = 26;

// A label that has just got a longer text is given its room by the layout, which comes later in the loop.
void settleLayouts() {
  QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
}

void paintWidget(QPainter& painter, QWidget& widget) {
  widget.render(&painter, QPoint(), QRegion(), QWidget::DrawWindowBackground | QWidget::DrawChildren);
}

void paintStamp(QPainter& painter, const QSize& size, const QWidget& look, const QString& stamp) {
  painter.setPen(Theme::faintText(look.palette()));
  painter.setFont(Theme::caption(look.font()));
  const QRect line(2 * Theme::unit, size.height(), size.width() - 4 * Theme::unit, stampHeight);
  painter.drawText(line, Qt::AlignVCenter | Qt::AlignLeft,
                   painter.fontMetrics().elidedText(stamp, Qt::ElideRight, line.width()));
}

// What scrolls: it paints beyond its edge, and is cut off there.
struct Viewport {
  QWidget* widget;
  QPoint at;
};

// Each widget by itself, in the order in which they lie upon each other, but without viewports.
void paintAround(QPainter& painter, QWidget& widget, QPoint at, QWidget::RenderFlags flags,
                 QList<Viewport>& viewports) {
  widget.render(&painter, at, QRegion(), flags);
  const auto* area = qobject_cast<const QAbstractScrollArea*>(&widget);
  for (QObject* object : widget.children()) {
    auto* child = qobject_cast<QWidget*>(object);
    if (!child || child->isWindow() || !child->isVisibleTo(&widget))
      continue;
    if (area && child == area->viewport())
      viewports << Viewport{child, at + child->pos()};
    else
      paintAround(painter, *child, at + child->pos(), {}, viewports);
  }
}

QByteArray generated(const QSize& size, double scale, const QWidget& look,
                     const std::function<void(QPainter&)>& paint) {
  QByteArray svg;
  QBuffer out(&svg);
  QSvgGenerator generator;
  generator.setOutputDevice(&out);
  generator.setResolution(look.logicalDpiX()); // fonts as large as on the screen
  generator.setSize((QSizeF(size) * scale).toSize());
  generator.setViewBox(QRect(QPoint(), size));
  // Some versions of Qt write what they are given here as it is, others escape it: so they are given no text.
  generator.setTitle(QStringLiteral("@title@"));
  generator.setDescription(QStringLiteral("@stamp@"));
  QPainter painter(&generator);
  paint(painter);
  painter.end();
  // XML knows no way to write them.
  const auto isControl = [](char c) { return uchar(c) < 0x20 && c != '\n' && c != '\r' && c != '\t'; };
  std::replace_if(svg.begin(), svg.end(), isControl, '?');
  return svg;
}

// QSvgGenerator knows no clipping, so each viewport is a picture of its own, put where it belongs. What has a name in
// it gets another one, because every picture of Qt's has the same names.
QByteArray clipped(const QList<Viewport>& viewports, int& number) {
  QByteArray svg;
  for (const auto& [widget, at] : viewports) {
    const QByteArray name = "v" + QByteArray::number(++number);
    QList<Viewport> within;
    QByteArray own = generated(widget->size(), 1, *widget, [&, viewport = widget](QPainter& painter) {
      paintAround(painter, *viewport, QPoint(), QWidget::DrawWindowBackground, within);
    });
    own = own.mid(own.indexOf("<defs>"));
    own.truncate(own.lastIndexOf("</svg>"));
    for (const char* reference : {" id=\"", "=\"url(#", "href=\"#"})
      own.replace(reference, reference + name);
    svg += QStringLiteral("<defs><clipPath id=\"%1\"><rect width=\"%2\" height=\"%3\"/></clipPath></defs>\n"
                          "<g transform=\"translate(%4,%5)\" clip-path=\"url(#%1)\">\n")
               .arg(QString::fromLatin1(name))
               .arg(widget->width())
               .arg(widget->height())
               .arg(at.x())
               .arg(at.y())
               .toLatin1() +
           own + clipped(within, number) + "</g>\n";
  }
  return svg;
}

} // namespace

QImage pictureOf(QWidget& widget, const PictureStamp& stamp, double scale) {
  settleLayouts();
  QImage image((QSizeF(widget.width(), widget.height() + stampHeight) * scale).toSize(), QImage::Format_RGB32);
  image.setDevicePixelRatio(scale);
  image.fill(widget.palette().color(QPalette::Window));
  QPainter painter(&image);
  paintWidget(painter, widget);
  paintStamp(painter, widget.size(), widget, stamp.line);
  return image;
}

QByteArray svgOf(const QSize& size, const QWidget& look, const PictureStamp& stamp, double scale,
                 const std::function<void(QPainter&, const QRect&)>& paint) {
  const QSize whole(size.width(), size.height() + stampHeight);
  QByteArray svg = generated(whole, scale, look, [&](QPainter& painter) {
    painter.fillRect(QRect(QPoint(), whole), look.palette().color(QPalette::Window));
    painter.save();
    paint(painter, QRect(QPoint(), size));
    painter.restore();
    paintStamp(painter, size, look, stamp.line);
  });
  svg.replace("<title>@title@", "<title>" + stamp.title.toHtmlEscaped().toUtf8());
  svg.replace("<desc>@stamp@", "<desc>" + stamp.line.toHtmlEscaped().toUtf8());
  return svg;
}

QByteArray svgOf(QWidget& widget, const PictureStamp& stamp, double scale) {
  settleLayouts();
  QList<Viewport> viewports;
  QByteArray svg = svgOf(widget.size(), widget, stamp, scale, [&](QPainter& painter, const QRect&) {
    paintAround(painter, widget, QPoint(), QWidget::DrawWindowBackground, viewports);
  });
  int number = 0;
  svg.insert(svg.lastIndexOf("</svg>"), clipped(viewports, number));
  return svg;
}

QByteArray pngOf(const QImage& picture) {
  QByteArray png;
  QBuffer out(&png);
  picture.save(&out, "png");
  return png;
}

Status saveBytes(const QByteArray& bytes, const QString& path) {
  QSaveFile file(path);
  if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size())
    return commitFile(file);
  return fileError(file);
}

} // namespace pushscope
