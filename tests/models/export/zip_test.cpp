#include "models/export/zip_reader.h"
#include "models/export/zip_writer.h"
#include "protocol/base/random.h"
#include "tests/models/export/raw_zip.h"
#include "tests/models/recording/random_feed.h"
#include "tests/models/recording/recording_test.h"
#include "tests/support/seed.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <chrono>

namespace pushscope {
namespace {

class ZipTest : public ::testing::Test {
 protected:
  QTemporaryDir folder;

  QString path(const QString& name) const { return folder.filePath(name); }
  QString write(const QString& name, const QByteArray& bytes) const {
    QFile file(path(name));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    EXPECT_EQ(file.write(bytes), bytes.size());
    return file.fileName();
  }
  QByteArray read(const QString& name) const {
    QFile file(path(name));
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << name.toStdString();
    return file.readAll();
  }
  // A recording of one mark.
  QByteArray recording() const {
    const std::string at = path("made.psrec").toStdString();
    QFile::remove(path("made.psrec"));
    RecordingWriter writer = RecordingWriter::create(at, {}).value();
    RecordBlockWriter block;
    block.add(Record::Kind::mark, {MonoTime{}, wallFromMicros(1'700'000'000'000'000)}, noLink, asBytes("here"));
    const auto finished = block.finish();
    EXPECT_TRUE(writer.append(sealBlock(finished.head, finished.content, finished.seams)).ok());
    EXPECT_TRUE(writer.finish().ok());
    return read("made.psrec");
  }
  // What is said of an archive with a good recording and these.
  QString refusalOf(QList<RawEntry> entries) {
    entries.prepend({recordingInReport, recording()});
    const auto opened = openRecording(write("a.zip", rawZip(entries)));
    return opened.ok() ? QString() : QString::fromStdString(opened.error().detail);
  }
  static bool goOn(double) { return true; }
};

TEST_F(ZipTest, WhatWasWrittenIsReadBack) {
  const QString made = write("r", recording());
  ASSERT_TRUE(writeZip(path("a.zip"), {{"readme.txt", write("t", "text")}, {recordingInReport, made}}, goOn).ok());
  const auto opened = openRecording(path("a.zip"));
  ASSERT_TRUE(opened.ok()) << opened.error().detail;
  ASSERT_EQ(opened.value().blocks().size(), 1u);
  EXPECT_EQ(opened.value().blocks()[0].head.marks.at(0).text, "here");
  EXPECT_TRUE(openRecording(made).ok()) << "a recording itself is one, too";
}

TEST_F(ZipTest, TheSameFilesMakeTheSameBytesInAnyTimeZone) {
  const QList<ZipEntry> entries{{"b", write("b", QByteArray(5000, 'b'))}, {"a.png", write("a", "picture")}};
  ASSERT_TRUE(writeZip(path("one.zip"), entries, goOn).ok());
  const QByteArray zone = qgetenv("TZ");
  qputenv("TZ", "Pacific/Auckland");
  QFile::setPermissions(path("b"), QFileDevice::ReadOwner);
  ASSERT_TRUE(writeZip(path("two.zip"), entries, goOn).ok());
  zone.isNull() ? qunsetenv("TZ") : qputenv("TZ", zone);
  EXPECT_EQ(read("one.zip"), read("two.zip"));
}

TEST_F(ZipTest, IsThereAsAWholeOrNotAtAll) {
  const QList<ZipEntry> entries{{"b", write("b", QByteArray(5'000'000, 'b'))}};
  const Status cancelled = writeZip(path("no.zip"), entries, [](double) { return false; });
  ASSERT_FALSE(cancelled.ok());
  EXPECT_EQ(cancelled.error().code, ErrorCode::timedOut);
  EXPECT_EQ(QDir(folder.path()).entryList(QDir::Files), QStringList{"b"});
  const Status nowhere = writeZip(path("no/such/folder.zip"), entries, goOn);
  ASSERT_FALSE(nowhere.ok());
  EXPECT_EQ(nowhere.error().code, ErrorCode::file);
  const Status missing = writeZip(path("no.zip"), {{"c", path("c")}}, goOn);
  EXPECT_FALSE(missing.ok());
  EXPECT_EQ(QDir(folder.path()).entryList(QDir::Files), QStringList{"b"});
  // One that is there is replaced at the end alone.
  write("old.zip", "old");
  EXPECT_FALSE(writeZip(path("old.zip"), entries, [](double) { return false; }).ok());
  EXPECT_EQ(read("old.zip"), "old");
  EXPECT_TRUE(writeZip(path("old.zip"), entries, goOn).ok());
  EXPECT_TRUE(read("old.zip").startsWith("PK"));
}

// 6-trust TE10. The format has no hard links: what claims to be one has a type that is none of a file.
TEST_F(ZipTest, NamesThatLeadElsewhereAreRefused) {
  for (const char* name : {"../a", "a/../../b", "a/..", "./a", "/etc/passwd", "\\\\server\\share", "C:\\a", "C:/a",
                           "a\\..\\b", "con", "tables/NUL.csv", "Aux", "com1.txt", "lpt9", "x:y", ""})
    EXPECT_TRUE(refusalOf({{name, "x"}}).contains("name")) << name << ": " << refusalOf({{name, "x"}}).toStdString();
  for (const char* name : {"a", "tables/a.csv", "a..b", "..a", "console", "common", "tables/"})
    EXPECT_EQ(refusalOf({{name, "x"}}), QString()) << name;
}

TEST_F(ZipTest, LinksDevicesTwinsAndSecretsAreRefused) {
  for (const uint32_t type : {0120000u, 0010000u, 0060000u, 0020000u, 0140000u})
    EXPECT_TRUE(refusalOf({{"link", "/etc/passwd", false, type << 16}}).contains("link")) << type;
  EXPECT_TRUE(refusalOf({{"a.csv", "1"}, {"A.CSV", "2"}}).contains("same name"));
  EXPECT_TRUE(refusalOf({{"Recording.psrec", "2"}}).contains("same name"));
  EXPECT_TRUE(refusalOf({{"a", "x", false, 0, std::nullopt, 1}}).contains("encrypted"));
}

TEST_F(ZipTest, BombsAreRefused) {
  QList<RawEntry> many;
  for (int i = 0; i < 10'000; ++i)
    many << RawEntry{QByteArray::number(i), {}};
  EXPECT_TRUE(refusalOf(many).contains("entries"));
  many.removeLast();
  EXPECT_EQ(refusalOf(many), QString());
  EXPECT_TRUE(refusalOf({{"a", "x", true, 0, 300u << 20}}).contains("256 MiB"));
  EXPECT_TRUE(refusalOf({{"a", "x", true, 0, 200u << 20}, {"b", "x", true, 0, 100u << 20}}).contains("256 MiB"));
  // A thousand to one, and what it says of itself is not true.
  const QByteArray bomb(20 << 20, '\0');
  const auto opened = openRecording(write("b.zip", rawZip({{recordingInReport, bomb, true, 0, 1000u}})));
  EXPECT_FALSE(opened.ok());
  const auto honest = openRecording(write("b.zip", rawZip({{recordingInReport, bomb, true}})));
  ASSERT_FALSE(honest.ok());
  EXPECT_TRUE(honest.error().detail.find("not a recording") != std::string::npos) << honest.error().detail;
}

// More than its own count of 16 bits can say; what is beyond is named by the end record of ZIP64.
TEST_F(ZipTest, AMillionEntriesAreRefusedBeforeTheirNamesAreLookedAt) {
  constexpr uint32_t million = 1'000'000;
  const QString name = write("million.zip", zipOfEmptyEntries(million));
  const auto before = std::chrono::steady_clock::now();
  const auto opened = openRecording(name);
  ASSERT_FALSE(opened.ok());
  EXPECT_NE(opened.error().detail.find("more than 10000 entries"), std::string::npos) << opened.error().detail;
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(60)) << "and not by reading for ever";
  EXPECT_EQ(QDir(folder.path()).entryList(QDir::Files), QStringList{"million.zip"});
}

TEST_F(ZipTest, NothingIsEverUnpackedIntoAFile) {
  refusalOf({{"../outside", "x"}, {"inside", "y"}});
  EXPECT_EQ(refusalOf({{"inside", "y"}}), QString());
  EXPECT_EQ(QDir(folder.path()).entryList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot),
            (QStringList{"a.zip", "made.psrec"}));
}

TEST_F(ZipTest, OtherArchivesAndDamagedOnesSaySo) {
  const auto sentence = [this](const QByteArray& bytes) {
    const auto opened = openRecording(write("c.zip", bytes));
    return opened.ok() ? std::string() : opened.error().detail;
  };
  EXPECT_NE(sentence(rawZip({{"a", "x"}})).find("no recording"), std::string::npos);
  EXPECT_NE(sentence("PK").find("damaged"), std::string::npos);
  const QByteArray good = rawZip({{recordingInReport, recording()}});
  EXPECT_NE(sentence(good.left(good.size() / 2)).find("damaged"), std::string::npos);
  EXPECT_EQ(sentence(good), std::string());
  EXPECT_EQ(openRecording(path("missing.zip")).error().code, ErrorCode::file);
}

TEST_F(ZipTest, RandomErrorsOpenOrSaySo) {
  Random random(testSeed("ZipErrors"));
  const QByteArray good = rawZip({{"README.txt", "read me", true}, {recordingInReport, recording(), true}});
  for (uint64_t step = 0; step < testSteps(500); ++step) {
    QByteArray bad = good;
    for (uint64_t n = 1 + random.below(8); n > 0; --n)
      bad[qsizetype(random.below(uint64_t(bad.size())))] = char(random.below(256));
    if (random.below(4) == 0)
      bad.truncate(qsizetype(random.below(uint64_t(bad.size()))));
    const auto opened = openRecording(write("d.zip", bad));
    if (opened.ok())
      EXPECT_LE(opened.value().blocks().size(), 4u);
    else
      EXPECT_EQ(opened.error().code, ErrorCode::file);
  }
}

} // namespace
} // namespace pushscope
