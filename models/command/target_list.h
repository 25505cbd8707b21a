#pragma once

#include "protocol/base/result.h"

#include <QString>
#include <QStringList>

namespace pushscope {

// The device ids of a file, one a line; blank lines and those that begin with # are left out, as is what is named
// twice. At most maxTargets. Errors are `file`, with the file and the line in the detail.
Result<QStringList> readTargetList(const QString& path);

} // namespace pushscope
