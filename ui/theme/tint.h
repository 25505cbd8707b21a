#pragma once

class QWidget;

namespace pushscope {

// What a widget's words and ground mean, in colours of the look that there is, also after that has changed.
enum class Tint {
  none,    // as everything else
  faint,   // words of less weight
  wrong,   // words about a mistake, or with one
  badge,   // on a ground that cannot be overlooked
  blended, // a list on the ground of the window
};

void setTint(QWidget* widget, Tint tint);

} // namespace pushscope
