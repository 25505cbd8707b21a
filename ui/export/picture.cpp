#include "ui/export/picture.h"

#include "ui/theme/theme.h"

#include <QImageWriter>
#include <QPainter>

namespace pushscope {

QImage pictureOf(QWidget& widget, const QString& stamp, double scale) {
  constexpr int stampHeight = 26;
  QImage image((QSizeF(widget.width(), widget.height() + stampHeight) * scale).toSize(), QImage::Format_RGB32);
  image.setDevicePixelRatio(scale);
  image.fill(widget.palette().color(QPalette::Window));
  QPainter painter(&image);
  widget.render(&painter, QPoint(), QRegion(), QWidget::DrawWindowBackground | QWidget::DrawChildren);
  painter.setPen(Theme::faintText(widget.palette()));
  painter.setFont(Theme::caption(widget.font()));
  const QRect line(2 * Theme::unit, widget.height(), widget.width() - 4 * Theme::unit, stampHeight);
  painter.drawText(line, Qt::AlignVCenter | Qt::AlignLeft,
                   painter.fontMetrics().elidedText(stamp, Qt::ElideRight, line.width()));
  return image;
}

Status savePicture(const QImage& picture, const QString& path) {
  QImageWriter writer(path, "png");
  if (!writer.write(picture))
    return {ErrorCode::file, (path + QStringLiteral(": ") + writer.errorString()).toStdString()};
  return Done{};
}

} // namespace pushscope
