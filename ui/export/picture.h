#pragma once

#include "protocol/base/result.h"

#include <QImage>
#include <QString>
#include <QWidget>

#include <functional>

class QPainter;

namespace pushscope {

// What stands below a picture: what it shows, of which server, when, and by which version made.
struct PictureStamp {
  QString title;
  QString line;
};

// A widget as it is now, with the line below. `scale` 1 to 4.
QImage pictureOf(QWidget& widget, const PictureStamp& stamp, double scale);
// The same as SVG: lines are lines and text is text, and nothing is fetched from elsewhere.
QByteArray svgOf(QWidget& widget, const PictureStamp& stamp, double scale);
// Of anything that paints itself: `paint` is given a painter and the area.
QByteArray svgOf(const QSize& size, const QWidget& look, const PictureStamp& stamp, double scale,
                 const std::function<void(QPainter&, const QRect&)>& paint);
// Whole or not at all.
Status saveBytes(const QByteArray& bytes, const QString& path);
QByteArray pngOf(const QImage& picture);

} // namespace pushscope
