#pragma once

#include <QSize>
#include <QString>

#include <functional>
#include <vector>

class QWidget;

namespace pushscope {

// What the console draws by itself, each in the states that it can be in. The name begins with the painter's, or the
// widget's.
struct GalleryEntry {
  QString name;
  QSize size;
  std::function<QWidget*(QWidget* parent)> make; // in the look that there is
};
std::vector<GalleryEntry> galleryEntries();

} // namespace pushscope
