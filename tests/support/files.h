#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>

#include <gtest/gtest.h>

namespace pushscope {

// A file with this content for its owner alone, as one with a token must be; its path again.
inline QString writeFile(const QString& path, const QByteArray& content) {
  QFile file(path);
  EXPECT_TRUE(file.open(QIODevice::WriteOnly)) << path.toStdString();
  EXPECT_TRUE(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
  EXPECT_EQ(file.write(content), content.size());
  return path;
}

inline QByteArray contentOf(const QString& path) {
  QFile file(path);
  EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
  return file.readAll();
}

} // namespace pushscope
