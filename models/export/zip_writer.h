#pragma once

#include "protocol/base/result.h"

#include <QList>
#include <QString>

#include <functional>

namespace pushscope {

struct ZipEntry {
  QString name; // in the archive
  QString path; // of the file that becomes it
};

// The files as one archive, in their order; the same files make the same bytes, on any day and in any time zone. The
// archive is there as a whole or not at all: it is written beside its place and put there at the end, over one that is
// there already. `goOn` is told how much is done, 0 to 1; false ends it, as `timedOut`. `file` with path and cause.
// Takes long; for a worker.
Status writeZip(const QString& path, const QList<ZipEntry>& entries, const std::function<bool(double)>& goOn);

} // namespace pushscope
