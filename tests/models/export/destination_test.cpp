#include "models/export/destination.h"

#include "tests/support/files.h"

#include <QDir>
#include <QSaveFile>
#include <QTemporaryDir>

#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>

namespace pushscope {
namespace {

QString refusal(const Status& status) {
  if (status.ok())
    return {};
  EXPECT_EQ(status.error().code, ErrorCode::file);
  return QString::fromStdString(status.error().detail);
}

class Destination : public ::testing::Test {
 protected:
  QTemporaryDir folder;
  QString path(const char* name) const { return folder.filePath(QLatin1String(name)); }
};

TEST_F(Destination, OfAFileIsAFolderInWhichOneCanBeMade) {
  EXPECT_EQ(refusal(checkFile(path("new.csv"), Existing::refuse)), QString());
  EXPECT_TRUE(QDir(folder.path()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)) << "nothing is left";
  EXPECT_TRUE(refusal(checkFile(path("no/such/new.csv"), Existing::refuse)).contains(path("no/such")));
  EXPECT_TRUE(refusal(checkFile(folder.path(), Existing::replace)).contains("is a folder"));
}

TEST_F(Destination, WhatExistsIsLeftAloneUnlessItMayBeReplaced) {
  writeFile(path("old.csv"), "old");
  const QString sentence = refusal(checkFile(path("old.csv"), Existing::refuse));
  EXPECT_TRUE(sentence.contains(path("old.csv")) && sentence.contains("exists already") &&
              sentence.contains("--force"));
  EXPECT_EQ(refusal(checkFile(path("old.csv"), Existing::replace)), QString());
  EXPECT_EQ(contentOf(path("old.csv")), "old") << "asking changes nothing";
}

TEST_F(Destination, WhatIsNoOrdinaryFileIsRefused) {
  ASSERT_EQ(::mkfifo(path("pipe").toLocal8Bit().constData(), 0600), 0);
  ASSERT_TRUE(QFile::link(path("nowhere"), path("dangling")));
  for (const char* name : {"pipe", "dangling"})
    for (const Existing existing : {Existing::refuse, Existing::replace})
      EXPECT_TRUE(refusal(checkFile(path(name), existing)).contains("not an ordinary file")) << name;
  writeFile(path("file"), "x");
  ASSERT_TRUE(QFile::link(path("file"), path("link")));
  EXPECT_EQ(refusal(checkFile(path("link"), Existing::replace)), QString());
}

// The last bytes are in a buffer until the file is put in its place.
TEST_F(Destination, AFileForWhichThereIsNoRoomLeavesTheOldOneAlone) {
  writeFile(path("old.csv"), "old");
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  for (const qint64 size : {100, 5'000}) { // larger ones, write() itself tells of
    QSaveFile file(path("old.csv"));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    rlimit small = before;
    small.rlim_cur = rlim_t(size / 2);
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    file.write(QByteArray(size, 'x'));
    const QString sentence = refusal(commitFile(file));
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
    EXPECT_TRUE(sentence.contains(path("old.csv"))) << size << sentence.toStdString();
    EXPECT_EQ(contentOf(path("old.csv")), "old") << size;
  }
  std::signal(SIGXFSZ, handler);
  QSaveFile file(path("old.csv"));
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write("new");
  EXPECT_EQ(refusal(commitFile(file)), QString());
  EXPECT_EQ(contentOf(path("old.csv")), "new");
}

TEST_F(Destination, OfSeveralFilesIsAFolderThatIsMadeIfItIsMissing) {
  EXPECT_EQ(refusal(checkFolder(path("a/b"))), QString());
  EXPECT_TRUE(QDir(path("a/b")).exists());
  EXPECT_EQ(refusal(checkFolder(path("a/b"))), QString());
  writeFile(path("file"), "x");
  EXPECT_TRUE(refusal(checkFolder(path("file"))).contains(path("file")));
}

} // namespace
} // namespace pushscope
