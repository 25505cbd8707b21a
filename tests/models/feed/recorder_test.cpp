#include "models/feed/feed.h"
#include "models/feed/playback.h"
#include "protocol/codec/operator_codec.h"
#include "tests/models/feed/fake_server.h"
#include "tests/models/recording/recording_test.h"
#include "tests/models/recording/world_dump.h"
#include "tests/models/sample_world.h"
#include "tests/support/wait.h"

namespace pushscope {
namespace {

class RecorderTest : public ::testing::Test {
 protected:
  RecorderTest() {
    server.onSubscribe = [this] { server.sendPage({"a", "b"}, true, true); };
    QObject::connect(&feed, &Feed::recordingSaved, &feed, [this](const QString&, const Error& error) {
      ++savedCount;
      saveError = error;
    });
  }

  LinkId open() {
    const LinkId link = feed.open({LinkKind::node, "127.0.0.1", server.tcpPort(), "canary-of-a-token"});
    EXPECT_TRUE(waitUntil([&] { return feed.world().links()[link.value].snapshotComplete; }));
    return link;
  }
  QString path(const char* name) const { return QString::fromStdString(folder.path(name)); }
  void save(const char* name, WallTime since) {
    const int before = savedCount;
    feed.saveRecent(path(name), since);
    EXPECT_TRUE(waitUntil([&] { return savedCount > before; }));
  }
  Playback played(const char* name) const {
    Playback playback(RecordingReader::open(folder.path(name)).value());
    playback.seek(playback.end());
    return playback;
  }

  TemporaryFolder folder;
  FakeServer server;
  Feed feed;
  int savedCount = 0;
  Error saveError;
};

TEST_F(RecorderTest, WhatWasKeptIsSavedAsAWholeRecording) {
  open();
  server.sendBlock(1, {"c", "d"});
  ASSERT_TRUE(waitUntil([&] { return feed.world().devices().size() == 4; }));
  save("a", {});
  EXPECT_EQ(saveError, Error{});
  const Playback playback = played("a");
  EXPECT_TRUE(playback.recording().flaws().empty());
  EXPECT_EQ(playback.recording().blocks().front().head.kind, BlockHead::Kind::image);
  EXPECT_EQ(playback.world().devices().size(), 4u);
  EXPECT_EQ(playback.world().links()[0].status.name, "fake");
  EXPECT_EQ(playback.world().factCount(), feed.world().factCount());
}

TEST_F(RecorderTest, ARecordingBeginsWithWhatTheWorldWasAndGoesOnUntilItIsStopped) {
  open();
  feed.startRecording(path("a"), feed.now());
  ASSERT_TRUE(waitUntil([&] { return feed.recording().recording; }));
  server.sendBlock(1, {"c"});
  ASSERT_TRUE(waitUntil([&] { return feed.world().devices().size() == 3; }));
  feed.mark(QStringLiteral("now it happened"));
  feed.stopRecording();
  ASSERT_TRUE(waitUntil([&] { return !feed.recording().recording; }));
  EXPECT_EQ(feed.recording().error, Error{});
  EXPECT_EQ(feed.recording().bytes, std::filesystem::file_size(folder.path("a")));
  const Playback playback = played("a");
  EXPECT_TRUE(playback.recording().flaws().empty());
  EXPECT_EQ(playback.world().devices().size(), 3u);
  ASSERT_EQ(playback.marks().size(), 1u);
  EXPECT_EQ(playback.marks()[0].text, "now it happened");
}

TEST_F(RecorderTest, AFileThatCannotBeWrittenIsSaidAndTheFeedGoesOn) {
  open();
  feed.startRecording(QStringLiteral("/nowhere/a.psrec"), {});
  ASSERT_TRUE(waitUntil([&] { return feed.recording().error.code == ErrorCode::file; }));
  EXPECT_NE(feed.recording().error.detail.find("/nowhere/a.psrec: "), std::string::npos);
  EXPECT_FALSE(feed.recording().recording);
  server.sendBlock(1, {"c"});
  EXPECT_TRUE(waitUntil([&] { return feed.world().devices().size() == 3; }));
  save("b", {});
  save("b", {});
  EXPECT_NE(saveError.detail.find("exists"), std::string::npos);
}

TEST_F(RecorderTest, AnotherWorldEndsTheFileAndEmptiesTheRing) {
  open();
  feed.startRecording(path("a"), {});
  ASSERT_TRUE(waitUntil([&] { return feed.recording().recording; }));
  feed.closeAll();
  ASSERT_TRUE(waitUntil([&] { return !feed.recording().recording; }));
  EXPECT_EQ(played("a").world().devices().size(), 2u);
  save("b", {});
  EXPECT_EQ(played("b").world().devices().size(), 0u);
}

TEST_F(RecorderTest, HoldsNoCredentialAndNoPayload) {
  const LinkId link = open();
  feed.ask(link, Peek{"a", uuidOf(1)});
  ASSERT_TRUE(waitUntil([&] { return server.requests.size() == 1; }));
  Peeked peeked;
  peeked.payload = Bytes(64, 'P');
  server.send(encodePeeked(server.requests[0].serial, peeked));
  Inject inject;
  inject.uuid = uuidOf(2);
  inject.payload = Bytes(64, 'Q');
  feed.ask(link, inject);
  ASSERT_TRUE(waitUntil([&] { return server.requests.size() == 2; }));
  save("a", {});
  RecordingReader reader = RecordingReader::open(folder.path("a")).value();
  std::string all = contentOf(folder.path("a"));
  for (size_t i = 0; i < reader.blocks().size(); ++i)
    all += asText(reader.read(i).value());
  for (const char* canary : {"canary", "PPPPPPPP", "QQQQQQQQ"})
    EXPECT_EQ(all.find(canary), std::string::npos) << canary;
  EXPECT_NE(all.find("fake"), std::string::npos) << "what is recorded can be found";
}

} // namespace
} // namespace pushscope
