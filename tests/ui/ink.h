#pragma once

#include <QImage>
#include <QPainter>
#include <QRect>

namespace pushscope {

// What a painter left on a white picture: how many pixels are not white, and where.
struct Ink {
  int count = 0;
  QRect bounds;
};

inline Ink inkOf(const QImage& image) {
  Ink ink;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x)
      if (image.pixel(x, y) != 0xffffffff) {
        ++ink.count;
        ink.bounds |= QRect(x, y, 1, 1);
      }
  return ink;
}

template <class Paint>
QImage paintOn(QSize size, Paint&& paint) {
  QImage image(size, QImage::Format_RGB32);
  image.fill(Qt::white);
  QPainter painter(&image);
  paint(painter);
  return image;
}

} // namespace pushscope
