#pragma once

#include "protocol/base/result.h"

#include <QString>

class QFileDevice;
class QSaveFile;

namespace pushscope {

enum class Existing : uint8_t { refuse, replace };

// Whether a file can be made there, found out by making one beside it: asked before anything long begins whose outcome
// the file is to hold. `file` with the path, the cause and the next step.
Status checkFile(const QString& path, Existing existing);
// Puts what was written in its place, whole; what was there before stays if that fails. The last bytes go to the disk
// here: QSaveFile::commit() of Qt 6.4 alone does not notice that there is no room for them. `file` with the path and
// the cause.
Status commitFile(QSaveFile& file);
// What Qt says is wrong with a file, with its path.
Error fileError(const QFileDevice& file);
// The same as checkFile() of a folder for files, which is made if it is missing.
Status checkFolder(const QString& path);

} // namespace pushscope
