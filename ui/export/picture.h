#pragma once

#include "protocol/base/result.h"

#include <QImage>
#include <QString>
#include <QWidget>

namespace pushscope {

// A widget as it is now, with a line below that says what it shows, of which server, when, and by which version.
QImage pictureOf(QWidget& widget, const QString& stamp, double scale);
Status savePicture(const QImage& picture, const QString& path);

} // namespace pushscope
