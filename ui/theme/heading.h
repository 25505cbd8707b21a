#pragma once

#include <QString>

class QLabel;
class QWidget;

namespace pushscope {

// What stands above a part of a page: plain text, bold.
QLabel* heading(const QString& text, QWidget* parent);

} // namespace pushscope
