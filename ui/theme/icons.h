#pragma once

#include "models/items/column.h"

#include <QIcon>
#include <QPalette>

namespace pushscope {

// An icon from resources/icons in the palette's text colour, crisp at every scale.
QIcon pageIcon(const QString& name, const QPalette& palette);

// The shape that stands for a tone: ● alive, ▲ late, ■ dead, ◆ retried, ○ faint. Null for neutral.
QIcon toneIcon(Tone tone, const QPalette& palette);

} // namespace pushscope
