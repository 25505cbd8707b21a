#pragma once

#include "models/items/column.h"

#include <QIcon>
#include <QPalette>

namespace pushscope {

// An icon from resources/icons in the colour of text of the look that there is when it is drawn, crisp at every scale.
QIcon pageIcon(const QString& name);

// The shape that stands for a tone: ● alive, ▲ late, ■ dead, ◆ retried, ○ faint. Null for neutral.
QIcon toneIcon(Tone tone, const QPalette& palette);

} // namespace pushscope
