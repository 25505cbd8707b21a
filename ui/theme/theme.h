#pragma once

#include "models/items/column.h"

#include <QColor>
#include <QFont>
#include <QPalette>

class QApplication;

namespace pushscope {

// One look, by meaning. Colours have the hues of Okabe and Ito's set, in a lightness by which colour-blind eyes tell
// them apart on our grounds; every one of them comes with a shape and a word.
class Theme {
 public:
  enum class Choice { system, light, dark };
  // Fusion under our palette, once at the start; afterwards show() changes between the two looks.
  static void apply(QApplication& app, Choice choice);
  static void show(bool dark);
  static QPalette palette(bool dark);
  // Before Qt 6.5 its palette alone tells.
  static bool isDesktopDark();

  static bool isDark(const QPalette& palette);
  static bool isDark(); // the look that there is
  // For shapes and lines: at least 3:1 on every ground in both looks, and apart from each other for colour-blind eyes,
  // by their lightness where their hue does not tell.
  static QColor tone(Tone tone, const QPalette& palette);
  // For words: at least 4.5:1 on every ground.
  static QColor faintText(const QPalette& palette);
  static QColor wrongText(const QPalette& palette);
  static QColor grid(const QPalette& palette);

  // How much, from 0 to 1: the sequence cividis, which is as even to the eye at every step, to colour-blind ones too
  // (Nuñez, Anderton, Renslow 2018). What is more stands out more from the ground, so light and dark run it in opposite
  // directions.
  static QColor heat(double share, const QPalette& palette);
  // One of so many lines that have no meaning of their own; beyond these they are faint.
  static constexpr int lineColours = 8;
  static QColor line(int index, const QPalette& palette);

  static QFont caption(const QFont& base);
  static QFont tileNumber(const QFont& base);

  static constexpr int unit = 8; // everything sits on this grid
  static constexpr int rowHeight = 23;
};

} // namespace pushscope
