#pragma once

#include <QString>

namespace pushscope {

// How many cells of a terminal a text takes: two for each letter of East Asian writing and each emoji, none for marks
// that stand on another letter, one for the rest. Unicode's East Asian Width "W" and "F", in ranges that are a little
// coarser; what a font makes of sequences that are joined is not known.
int displayWidth(QStringView text);

// As it is, or cut so that it takes at most `most` cells with "…" as its last.
QString fitted(const QString& text, int most);

} // namespace pushscope
