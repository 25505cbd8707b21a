#include "models/export/bug_report.h"
#include "models/export/table_writer.h"
#include "models/export/zip_reader.h"
#include "models/feed/replay.h"
#include "models/query/row_order.h"
#include "tests/models/recording/random_feed.h"
#include "tests/models/recording/recording_test.h"
#include "tests/models/recording/world_dump.h"
#include "tests/support/seed.h"
#include "tests/support/wait.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QJsonDocument>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

namespace pushscope {
namespace {

const std::string secret = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

class BugReportTest : public ::testing::Test {
 protected:
  QTemporaryDir folder;
  Feed feed;
  std::unique_ptr<Replay> replay;
  std::unique_ptr<BugReport> report;
  Error error;
  int percent = 0;

  void SetUp() override {
    const std::string path = folder.filePath("seen.psrec").toStdString();
    RandomFeed random(testSeed("BugReport"));
    RecordBlockWriter block;
    RecordingWriter writer =
        RecordingWriter::create(path, {protocolVersion, "test " + secret, random.now.wall}).value();
    World live;
    random.begin(live, block);
    for (int i = 0; i < 2000; ++i)
      random.next(live, block);
    LinkStatus status;
    status.error = {ErrorCode::connectionClosed, "phone-1 from 10.0.0.7 with " + secret};
    status.server = "pushnode 0.1.0";
    block.add(Record::Kind::status, random.now, {0}, encode(status));
    block.add(Record::Kind::mark, random.now, noLink, asBytes("phone-2 used " + secret));
    const auto finished = block.finish();
    ASSERT_TRUE(writer.append(sealBlock(finished.head, finished.content, finished.seams)).ok());
    ASSERT_TRUE(writer.finish().ok());
    replay = std::make_unique<Replay>(RecordingReader::open(path).value());
    replay->seek(replay->playback().end());
    ASSERT_GT(replay->world().deliveries().size(), 0u);
  }
  BugReport::Request request(Redaction::Choice choice = {}) {
    BugReport::Request request;
    request.salt = "salt";
    request.made = wallFromMicros(1'700'000'000'000'000);
    request.choice = choice;
    request.from = replay->playback().begin();
    request.to = replay->playback().end();
    request.recording = folder.filePath("seen.psrec");
    request.delivery = chosen();
    const std::pair<const char*, const RowSource*> tables[]{
        {"sessions", &deviceRows()}, {"deliveries", &deliveryRows()}, {"wakes", &wakeRows()}};
    for (const auto& [name, rows] : tables)
      request.tables.push_back({QLatin1String(name), allOf(rows->columns()),
                                std::make_shared<Arrangement>(orderOf(*rows, replay->world(), {}, replay->now()))});
    request.log = QStringList{"12:00  phone-3 refused, 10.0.0.9:1234", QStringLiteral("token ") + secret.c_str()};
    request.shown = {{"queries", QJsonObject{{"sessions", "id:phone-4"}}},
                     {"devices", QJsonArray{"phone-5"}},
                     {"push", QString::fromStdString(delivery().uuid.text())}};
    return request;
  }
  // The one that has most to tell.
  DeliveryTable::Number chosen() const {
    const DeliveryTable& all = replay->world().deliveries();
    DeliveryTable::Number most = all.firstNumber();
    for (DeliveryTable::Number n = all.firstNumber(); n < all.endNumber(); ++n)
      if (all.find(n)->stages.size() > all.find(most)->stages.size())
        most = n;
    return most;
  }
  const DeliveryRow& delivery() const { return *replay->world().deliveries().find(chosen()); }

  bool prepare(BugReport::Request&& wish) {
    bool done = false;
    error = {};
    report = std::make_unique<BugReport>(nullptr, *replay, std::move(wish));
    QObject context;
    QObject::connect(report.get(), &BugReport::prepared, &context, [&] { done = true; });
    QObject::connect(report.get(), &BugReport::failed, &context, [&](const Error& e) { error = e, done = true; });
    QObject::connect(report.get(), &BugReport::progressed, &feed, [this](int p, const QString&) { percent = p; });
    report->prepare();
    EXPECT_TRUE(waitUntil([&] { return done; }));
    return error.code == ErrorCode::ok;
  }
  bool write(const QString& name, const QString& note = {}) {
    bool done = false;
    error = {};
    QObject context;
    QObject::connect(report.get(), &BugReport::written, &context, [&] { done = true; });
    QObject::connect(report.get(), &BugReport::failed, &context, [&](const Error& e) { error = e, done = true; });
    report->write(folder.filePath(name), note);
    EXPECT_TRUE(waitUntil([&] { return done; }));
    return error.code == ErrorCode::ok;
  }
  QByteArray read(const QString& path) const {
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
    return file.readAll();
  }
  // By somebody else's program.
  QString unpacked(const QString& name) {
    const QString unzip = QStandardPaths::findExecutable("unzip");
    if (unzip.isEmpty())
      return {};
    EXPECT_EQ(QProcess::execute(unzip, {"-tqq", folder.filePath(name)}), 0);
    const QString out = folder.filePath("out");
    QDir(out).removeRecursively();
    EXPECT_EQ(QProcess::execute(unzip, {"-qq", folder.filePath(name), "-d", out}), 0);
    return out;
  }
  // Everything that the archive tells, each way that it can be read.
  QByteArray everything(const QString& name) {
    QByteArray all = read(folder.filePath(name));
    const QString out = unpacked(name);
    for (QDirIterator each(out, QDir::Files, QDirIterator::Subdirectories); !out.isEmpty() && each.hasNext();)
      all += read(each.next());
    RecordingReader reader = openRecording(folder.filePath(name)).value();
    all += reader.about().program.c_str();
    for (size_t i = 0; i < reader.blocks().size(); ++i) {
      const Bytes content = reader.read(i).value();
      all.append(reinterpret_cast<const char*>(content.data()), qsizetype(content.size()));
      for (const Mark& mark : reader.blocks()[i].head.marks)
        all += mark.text.c_str();
    }
    Playback playback(std::move(reader));
    while (!playback.atEnd()) {
      playback.step();
      for (const World::LinkInfo& link : playback.world().links())
        all += link.status.error.detail.c_str();
    }
    return all + dumpOf(playback.world()).toUtf8();
  }
};

TEST_F(BugReportTest, HoldsWhatItListsWithHashes) {
  if (QStandardPaths::findExecutable("unzip").isEmpty())
    GTEST_SKIP() << "unzip is not installed";
  ASSERT_TRUE(prepare(request())) << error.detail;
  QStringList names;
  for (const BugReport::File& file : report->files())
    names << file.name;
  EXPECT_EQ(names, (QStringList{"README.txt", "ladder.txt", "log.txt", "manifest.json", "recording.psrec",
                                "tables/deliveries.csv", "tables/sessions.csv", "tables/wakes.csv"}));
  EXPECT_GE(percent, 60);
  ASSERT_EQ(report->remarks().size(), 1);
  EXPECT_TRUE(report->remarks()[0].contains("pushscope is missing")) << report->remarks()[0].toStdString();
  ASSERT_TRUE(write("a.zip", "it rang \"twice\"")) << error.detail;
  const QDir out(unpacked("a.zip"));
  const QJsonObject manifest = QJsonDocument::fromJson(read(out.filePath("manifest.json"))).object();
  EXPECT_EQ(manifest["note"], "it rang \"twice\"");
  EXPECT_EQ(manifest["made"], rfc3339(wallFromMicros(1'700'000'000'000'000)));
  EXPECT_EQ(manifest["protocol"], int(protocolVersion));
  EXPECT_FALSE(manifest["qt"].toString().isEmpty());
  EXPECT_EQ(manifest["links"].toArray()[0].toObject()["program"], "pushnode 0.1.0");
  EXPECT_EQ(manifest["shown"].toObject()["push"], QString::fromStdString(delivery().uuid.text()));
  EXPECT_EQ(manifest["remarks"].toArray().size(), 1);
  EXPECT_EQ(manifest["files"].toArray().size(), names.size() - 1) << "all but itself";
  for (const QJsonValue& each : manifest["files"].toArray()) {
    const QByteArray content = read(out.filePath(each["name"].toString()));
    EXPECT_EQ(each["bytes"].toInteger(), content.size());
    EXPECT_EQ(each["sha256"].toString().toLatin1(),
              QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex());
  }
  const QString readMe = read(out.filePath("README.txt"));
  EXPECT_TRUE(readMe.contains("pushscope --replay"));
  EXPECT_TRUE(readMe.contains("Ids of devices are replaced"));
  EXPECT_EQ(read(out.filePath("tables/sessions.csv")).count("\r\n"), qsizetype(request().tables[0].rows->size()) + 1);
}

// 6-trust TE7.
TEST_F(BugReportTest, NamesNobody) {
  ASSERT_TRUE(prepare(request()));
  ASSERT_TRUE(write("a.zip", QStringLiteral("phone-6 at 10.0.0.8 with ") + secret.c_str()));
  const QByteArray all = everything("a.zip");
  for (const char* name : {"phone-", "10.0.0.", "127.0.0.1", "client/", secret.c_str()})
    EXPECT_FALSE(all.contains(name)) << name << " in " << all.mid(all.indexOf(name) - 60, 160).toStdString();
  EXPECT_TRUE(all.contains("device-") && all.contains("address-") && all.contains("client-") && all.contains("token-"));
  // The same one in each file.
  const QString device = report->redaction().sample(Redaction::Kind::device).second;
  EXPECT_GT(all.count(device.toUtf8()), 1);
  EXPECT_GE(report->redaction().count(Redaction::Kind::device).values, replay->world().devices().size());
}

TEST_F(BugReportTest, KeepsIdsIfItIsToldToAndSaysSo) {
  ASSERT_TRUE(prepare(request({false, false})));
  ASSERT_TRUE(write("a.zip"));
  const QByteArray all = everything("a.zip");
  EXPECT_TRUE(all.contains("phone-1") && all.contains("10.0.0."));
  EXPECT_FALSE(all.contains(secret.c_str())) << "never";
  if (const QString out = unpacked("a.zip"); !out.isEmpty()) {
    EXPECT_TRUE(read(QDir(out).filePath("README.txt")).contains("Ids of devices are in it as they are"));
  }
}

TEST_F(BugReportTest, ItsRecordingShowsTheSameLadder) {
  ASSERT_TRUE(prepare(request()));
  ASSERT_TRUE(write("a.zip"));
  Playback playback(openRecording(folder.filePath("a.zip")).value());
  EXPECT_TRUE(playback.recording().flaws().empty());
  while (!playback.atEnd())
    playback.step();
  const DeliveryTable& deliveries = playback.world().deliveries();
  ASSERT_EQ(deliveries.size(), replay->world().deliveries().size());
  const DeliveryRow& was = delivery();
  const DeliveryRow* is = deliveries.find(chosen());
  ASSERT_NE(is, nullptr);
  EXPECT_EQ(is->uuid, was.uuid);
  EXPECT_EQ(is->state, was.state);
  ASSERT_EQ(is->stages.size(), was.stages.size());
  for (size_t i = 0; i < was.stages.size(); ++i) {
    EXPECT_EQ(is->stages[i].stage, was.stages[i].stage);
    EXPECT_EQ(is->stages[i].at, was.stages[i].at);
    EXPECT_EQ(is->stages[i].source, was.stages[i].source);
  }
  EXPECT_EQ(playback.marks().size(), 1u);
}

TEST_F(BugReportTest, IsTheSameToTheByteForTheSameInput) {
  QByteArray first;
  for (const char* name : {"a.zip", "b.zip"}) {
    ASSERT_TRUE(prepare(request()));
    ASSERT_TRUE(write(name, "a note"));
    const QByteArray bytes = read(folder.filePath(name));
    EXPECT_TRUE(first.isEmpty() || bytes == first);
    first = bytes;
  }
}

TEST_F(BugReportTest, EndedOrFailedItLeavesNothing) {
  const auto files = [&] { return QDir(folder.path()).entryList(QDir::Files); };
  ASSERT_TRUE(prepare(request()));
  EXPECT_FALSE(write("no/such/folder.zip"));
  EXPECT_EQ(error.code, ErrorCode::file);
  EXPECT_TRUE(write("a.zip")) << "and can be tried again";
  QFile::remove(folder.filePath("a.zip"));
  report->write(folder.filePath("b.zip"));
  report.reset(); // while it is written
  EXPECT_EQ(files(), QStringList{"seen.psrec"});

  report = std::make_unique<BugReport>(nullptr, *replay, request());
  report->prepare();
  BugReport* ended = report.release();
  bool isGone = false;
  QObject::connect(ended, &QObject::destroyed, [&] { isGone = true; });
  ended->end();
  EXPECT_TRUE(waitUntil([&] {
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete); // which no loop does here
    return isGone;
  }));

  BugReport::Request wish = request();
  wish.recording = folder.filePath("missing.psrec");
  EXPECT_FALSE(prepare(std::move(wish)));
  EXPECT_EQ(error.code, ErrorCode::file);
  EXPECT_TRUE(error.detail.find("missing.psrec") != std::string::npos) << error.detail;
}

TEST_F(BugReportTest, AWorldThatIsReplacedMeanwhileFailsIt) {
  report = std::make_unique<BugReport>(nullptr, *replay, request());
  bool failed = false;
  QObject::connect(report.get(), &BugReport::failed, [&] { failed = true; });
  report->prepare();
  replay->seek(replay->playback().begin());
  EXPECT_TRUE(waitUntil([&] { return failed; }));
}

TEST_F(BugReportTest, WithNothingConnectedItSaysThatThereIsNoRecording) {
  BugReport::Request wish;
  wish.salt = "salt";
  wish.log = QStringList{"nothing happened"};
  report = std::make_unique<BugReport>(&feed, feed, std::move(wish));
  bool prepared = false;
  QObject context;
  QObject::connect(report.get(), &BugReport::prepared, &context, [&] { prepared = true; });
  report->prepare();
  ASSERT_TRUE(waitUntil([&] { return prepared; }));
  EXPECT_TRUE(report->remarks().join(' ').contains("nothing was connected"));
  EXPECT_TRUE(write("a.zip"));
  EXPECT_FALSE(openRecording(folder.filePath("a.zip")).ok());
}

TEST(BugReport, ItsSpanIsAroundThePushAndBounded) {
  using namespace std::chrono_literals;
  const WallTime now = wallFromMicros(1'700'000'000'000'000);
  EXPECT_EQ(BugReport::spanOf(nullptr, now), std::pair(now - 10min, now));
  DeliveryRow row;
  row.stages.resize(2);
  row.stages[0].at = now - 5min;
  EXPECT_EQ(BugReport::spanOf(&row, now), std::pair(now - 6min, now));
  row.stages[0].at = now - 24h;
  EXPECT_EQ(BugReport::spanOf(&row, now), std::pair(now - 10min, now));
}

} // namespace
} // namespace pushscope
