#include "models/export/destination.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>
#include <QTemporaryFile>

namespace pushscope {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Destination)
};

Error refusal(const QString& sentence) {
  return {ErrorCode::file, sentence.toStdString()};
}

// Rights alone do not tell: disks are full, and some file systems have other rules.
Status tryIn(const QString& folder) {
  QTemporaryFile probe(QDir(folder).filePath(QStringLiteral(".pushscope-XXXXXX")));
  if (!probe.open())
    return refusal(Words::tr("%1: no file can be made there: %2. Name another folder, or make this one.")
                       .arg(QDir::toNativeSeparators(folder), probe.errorString()));
  return Done{};
}

} // namespace

Status checkFile(const QString& path, Existing existing) {
  const QFileInfo info(path);
  const QString shown = QDir::toNativeSeparators(path);
  if (info.isDir())
    return refusal(Words::tr("%1 is a folder. Name a file in it.").arg(shown));
  if ((info.exists() && !info.isFile()) || (info.isSymLink() && !info.exists()))
    return refusal(Words::tr("%1 is not an ordinary file. Name another file.").arg(shown));
  if (info.exists() && existing == Existing::refuse)
    return refusal(
        Words::tr("%1 exists already, and is left alone. Name another file, or replace it with --force.").arg(shown));
  if (info.exists() && !info.isWritable())
    return refusal(Words::tr("%1 may not be written. Name another file.").arg(shown));
  return tryIn(info.path());
}

Status commitFile(QSaveFile& file) {
  return file.flush() && file.error() == QFileDevice::NoError && file.commit() ? Status(Done{})
                                                                               : Status(fileError(file));
}

Error fileError(const QFileDevice& file) {
  return refusal(QDir::toNativeSeparators(file.fileName()) + QStringLiteral(": ") + file.errorString());
}

Status checkFolder(const QString& path) {
  if (!QDir().mkpath(path))
    return refusal(Words::tr("%1: this folder cannot be made. Name another.").arg(QDir::toNativeSeparators(path)));
  return tryIn(path);
}

} // namespace pushscope
