#include "models/feed/feed.h"
#include "tests/models/feed/fake_server.h"
#include "tests/models/sample_world.h"
#include "tests/support/wait.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using State = LinkStatus::State;

class FeedTest : public ::testing::Test {
 protected:
  FeedTest() {
    server.onSubscribe = [this] { server.sendPage({"a", "b"}, true, true); };
    QObject::connect(&feed, &Feed::changed, &feed, [this](const World::Changes& changes) {
      ++signalCount;
      answers.insert(answers.end(), changes.answers.begin(), changes.answers.end());
    });
  }

  FakeServer server;
  Feed feed;
  int signalCount = 0;
  std::vector<Answer> answers;

  LinkId open() { return feed.open({LinkKind::node, "127.0.0.1", server.tcpPort(), "secret"}); }
  const World::LinkInfo& info(LinkId link) const { return feed.world().links()[link.value]; }
  bool complete(LinkId link) {
    return waitUntil([&] { return info(link).snapshotComplete; });
  }
};

TEST_F(FeedTest, FillsTheWorldAndSaysSo) {
  const LinkId link = open();
  EXPECT_EQ(info(link).status.state, State::connecting) << "there from the first moment";
  ASSERT_TRUE(complete(link));
  EXPECT_EQ(info(link).status.state, State::online);
  EXPECT_EQ(info(link).status.name, "fake");
  EXPECT_EQ(feed.world().countByLink()[size_t(LinkState::online)], 2u);
  EXPECT_GT(signalCount, 0);
  EXPECT_EQ(feed.lag(), 0u);
}

TEST_F(FeedTest, MarksWhatALostServerSaidAsStaleUntilItIsBack) {
  const LinkId link = open();
  ASSERT_TRUE(complete(link));
  server.stopListening();
  server.drop();
  ASSERT_TRUE(waitUntil([&] { return info(link).status.state == State::waiting; }));
  EXPECT_EQ(feed.world().countByLink()[size_t(LinkState::unknown)], 2u);
  ASSERT_TRUE(server.listenAgain());
  ASSERT_TRUE(complete(link));
  EXPECT_EQ(feed.world().countByLink()[size_t(LinkState::online)], 2u);
}

TEST_F(FeedTest, BringsTheAnswerOfARequestOnce) {
  const LinkId link = open();
  ASSERT_TRUE(complete(link));
  const RequestId first = feed.ask(link, Trace{uuidOf(1)});
  const RequestId second = feed.ask(link, Trace{uuidOf(2)});
  EXPECT_NE(first, second);
  ASSERT_TRUE(waitUntil([&] { return server.requests.size() == 2; }));
  server.answer(server.requests[1], ErrorCode::notFound);
  server.answer(server.requests[0], ErrorCode::busy);
  ASSERT_TRUE(waitUntil([&] { return answers.size() == 2; }));
  EXPECT_EQ(answers[0].request, second);
  EXPECT_EQ(answers[1].request, first);
}

TEST_F(FeedTest, ARequestOfALinkThatIsNotThereIsAnsweredWithAnError) {
  const RequestId toNobody = feed.ask({7}, Trace{uuidOf(1)});
  ASSERT_TRUE(waitUntil([&] { return !answers.empty(); }));
  EXPECT_EQ(answers[0].request, toNobody);
  EXPECT_EQ(std::get<Error>(answers[0].outcome).code, ErrorCode::cannotConnect);
  const LinkId link = open();
  ASSERT_TRUE(complete(link));
  feed.closeAll();
  feed.ask(link, Touch{{"phone"}, "friends", 1});
  ASSERT_TRUE(waitUntil([&] { return answers.size() == 2; }));
}

TEST_F(FeedTest, ClosingOneEndsItForGoodAndLeavesTheOthersAlone) {
  FakeServer other;
  other.onSubscribe = [&] { other.sendPage({"c"}, true, true); };
  const LinkId first = open();
  const LinkId second = feed.open({LinkKind::node, "127.0.0.1", other.tcpPort(), "secret"});
  ASSERT_TRUE(complete(first) && complete(second));
  const RequestId unanswered = feed.ask(first, Trace{uuidOf(1)});
  ASSERT_TRUE(waitUntil([&] { return server.requests.size() == 1; }));
  feed.close(first);
  ASSERT_TRUE(waitUntil([&] { return info(first).status.state == State::closed; }));
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].request, unanswered);
  EXPECT_EQ(std::get<Error>(answers[0].outcome).code, ErrorCode::outcomeUnknown);
  EXPECT_TRUE(waitUntil([&] { return server.goodbyes.size() == 1; }));
  EXPECT_EQ(feed.world().countByLink()[size_t(LinkState::online)], 1u) << "what it said of devices is forgotten";
  const int connections = server.connections;
  feed.close(first);
  feed.retry(first);
  feed.ask(first, Trace{uuidOf(2)});
  ASSERT_TRUE(waitUntil([&] { return answers.size() == 2; })) << "what comes after is answered too";
  EXPECT_EQ(server.connections, connections);
  EXPECT_EQ(info(first).status.state, State::closed);
  EXPECT_TRUE(info(second).snapshotComplete);
  EXPECT_EQ(other.connections, 1);
}

TEST_F(FeedTest, OneThatWaitsOrWasRefusedIsClosedToo) {
  FakeServer silent;
  silent.welcomes = false;
  server.refusesWith = ErrorCode::unauthenticated;
  const LinkId refused = open();
  const LinkId waiting = feed.open({LinkKind::node, "127.0.0.1", 1, {}});
  const LinkId greeting = feed.open({LinkKind::node, "127.0.0.1", silent.tcpPort(), {}});
  ASSERT_TRUE(waitUntil([&] {
    return info(refused).status.state == State::refused && info(waiting).status.state == State::waiting &&
           !silent.hellos.empty();
  }));
  for (const LinkId link : {refused, waiting, greeting})
    feed.close(link);
  EXPECT_TRUE(waitUntil([&] {
    return info(refused).status.state == State::closed && info(waiting).status.state == State::closed &&
           info(greeting).status.state == State::closed;
  }));
}

TEST_F(FeedTest, ClosingAllBeginsWithAnEmptyWorld) {
  ASSERT_TRUE(complete(open()));
  const uint64_t before = feed.worldNumber();
  signalCount = 0;
  feed.closeAll();
  EXPECT_EQ(signalCount, 1);
  EXPECT_EQ(feed.worldNumber(), before + 1);
  EXPECT_TRUE(feed.world().links().empty());
  EXPECT_EQ(feed.world().devices().size(), 0u);
  ASSERT_TRUE(waitUntil([&] { return !server.goodbyes.empty(); }));
  const LinkId again = open();
  EXPECT_EQ(again.value, 0u);
  EXPECT_TRUE(complete(again));
}

TEST_F(FeedTest, ARefusedLinkIsTriedAgainWhenAPersonSaysSo) {
  server.refusesWith = ErrorCode::unauthenticated;
  const LinkId link = open();
  ASSERT_TRUE(waitUntil([&] { return info(link).status.state == State::refused; }));
  server.refusesWith = ErrorCode::ok;
  feed.retry(link);
  EXPECT_TRUE(complete(link));
}

TEST_F(FeedTest, EndsCleanlyWithLinksInEveryState) {
  FakeServer silent;
  silent.welcomes = false;
  Feed second;
  second.open({LinkKind::node, "127.0.0.1", silent.tcpPort(), {}});
  second.open({LinkKind::node, "127.0.0.1", 1, {}});
  second.open({LinkKind::node, "127.0.0.1", server.tcpPort(), {}});
  EXPECT_TRUE(waitUntil([&] {
    return !silent.hellos.empty() && second.world().links()[1].status.state == State::waiting &&
           second.world().links()[2].snapshotComplete;
  }));
}

} // namespace
} // namespace pushscope
