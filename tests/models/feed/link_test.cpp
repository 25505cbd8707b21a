#include "models/feed/link.h"
#include "tests/models/feed/fake_server.h"
#include "tests/models/sample_world.h"
#include "tests/support/wait.h"

#include <gtest/gtest.h>

#include <numeric>

namespace pushscope {
namespace {

using namespace std::chrono_literals;
using State = LinkStatus::State;

Inject injectOf(std::vector<std::string> devices = {"phone"}, WallTime composed = {}, WallTime notBefore = {}) {
  Inject inject;
  inject.uuid = uuidOf(1);
  inject.devices = std::move(devices);
  inject.composed = composed;
  inject.notBefore = notBefore;
  return inject;
}

class LinkTest : public ::testing::Test {
 protected:
  explicit LinkTest(LinkKind kind = LinkKind::node)
      : server(kind == LinkKind::node ? Port::admin : Port::fleet),
        link(std::make_unique<Link>(
            LinkId{0}, LinkTarget{kind, "127.0.0.1", server.tcpPort(), "secret"},
            [this](Batch& batch, const RecordedFrame*) { return take(batch); }, 1)) {}

  FakeServer server;
  std::vector<Batch> batches;
  bool hasRoom = true;
  std::unique_ptr<Link> link;

  bool take(Batch& batch) {
    if (hasRoom)
      batches.push_back(std::move(batch));
    return hasRoom;
  }

  const LinkStatus* status() const {
    for (auto it = batches.rbegin(); it != batches.rend(); ++it)
      if (it->status)
        return &*it->status;
    return nullptr;
  }
  bool is(State state) const { return status() && status()->state == state; }
  bool saw(State state, ErrorCode code) const {
    return std::any_of(batches.begin(), batches.end(), [&](const Batch& b) {
      return b.status && b.status->state == state && b.status->error.code == code;
    });
  }
  std::vector<Answer> answers() const {
    std::vector<Answer> all;
    for (const Batch& b : batches)
      all.insert(all.end(), b.answers.begin(), b.answers.end());
    return all;
  }
  size_t deviceCount() const {
    return std::accumulate(batches.begin(), batches.end(), size_t{0},
                           [](size_t n, const Batch& b) { return n + b.devices.size(); });
  }
  int completions() const {
    return int(std::count_if(batches.begin(), batches.end(), [](const Batch& b) { return b.snapshotEnds; }));
  }

  bool subscribed(size_t times = 1) {
    return waitUntil([&] { return server.subscriptions.size() >= times; });
  }
  bool online() {
    link->open();
    return subscribed() && is(State::online);
  }
  bool onlineAndComplete() {
    if (!online())
      return false;
    server.sendPage({"phone"}, true, true);
    return waitUntil([&] { return completions() == 1; });
  }
  void turnALot() {
    int turns = 0;
    waitUntil([&] { return ++turns > 50; });
  }
  bool heardRequest() {
    return waitUntil([&] { return !server.requests.empty(); });
  }
  bool answered() {
    return waitUntil([&] { return !answers().empty(); });
  }
  Error answeredError() const { return std::get<Error>(answers().front().outcome); }
};

TEST_F(LinkTest, SaysHelloMeasuresTheClockSubscribesAndIsComplete) {
  link->open();
  EXPECT_TRUE(is(State::connecting));
  ASSERT_TRUE(subscribed());
  EXPECT_EQ(server.hellos.at(0).credential, "secret");
  EXPECT_EQ(server.subscriptions.at(0).incarnation.value, 0u);
  EXPECT_TRUE(is(State::online));
  EXPECT_EQ(status()->name, "fake");
  EXPECT_EQ(status()->server, "fake/1");
  EXPECT_GT(status()->clockError, Duration::zero());
  server.sendPage({"a", "b"}, true, false);
  server.sendPage({"c"}, false, true);
  server.sendBlock(8, {"d"});
  ASSERT_TRUE(waitUntil([&] { return deviceCount() == 4; }));
  EXPECT_EQ(completions(), 1);
}

TEST_F(LinkTest, BringsEveryTimeOntoOurClock) {
  server.clockAhead = 3h;
  ASSERT_TRUE(online());
  const WallTime here(std::chrono::duration_cast<Duration>(std::chrono::system_clock::now().time_since_epoch()));
  server.sendPage({"phone"}, true, true, here + 3h);
  ASSERT_TRUE(waitUntil([&] { return deviceCount() == 1; }));
  const Duration wrong = batches.back().devices.at(0).connected - here;
  EXPECT_LE(std::chrono::abs(wrong), status()->clockError + 1s);
}

TEST_F(LinkTest, AWrongTokenIsRefusedAndNotTriedAgain) {
  server.refusesWith = ErrorCode::unauthenticated;
  link->open();
  ASSERT_TRUE(waitUntil([&] { return is(State::refused); }));
  EXPECT_EQ(status()->error.code, ErrorCode::unauthenticated);
  const int longestFirstRetry = int(Link::backoffPolicy.base / 1ms);
  EXPECT_FALSE(waitUntil([&] { return server.connections > 1; }, longestFirstRetry + 100));
  server.refusesWith = ErrorCode::ok;
  link->retryNow();
  ASSERT_TRUE(subscribed()) << "a person may try again";
  EXPECT_EQ(server.connections, 2);
}

TEST_F(LinkTest, ARefusalInTheAnswerToHelloCountsLikeAGoodbye) {
  server.welcomes = false;
  link->open();
  ASSERT_TRUE(waitUntil([&] { return !server.hellos.empty(); }));
  server.answer({0, 1, command(Port::admin, Common::hello), 0}, ErrorCode::version, "version");
  ASSERT_TRUE(waitUntil([&] { return is(State::refused); }));
  EXPECT_EQ(status()->error, (Error{ErrorCode::version, "version"}));
}

TEST_F(LinkTest, ABanEndsByItselfSoItIsWaitedFor) {
  server.refusesWith = ErrorCode::banned;
  link->open();
  ASSERT_TRUE(waitUntil([&] { return saw(State::waiting, ErrorCode::banned); }));
  server.refusesWith = ErrorCode::ok;
  EXPECT_TRUE(subscribed());
}

TEST_F(LinkTest, AServerThatIsNotThereYetIsFoundWhenItComes) {
  server.stopListening();
  link->open();
  ASSERT_TRUE(waitUntil([&] { return saw(State::waiting, ErrorCode::cannotConnect); }));
  EXPECT_GE(status()->retryAt, WallTime{});
  ASSERT_TRUE(server.listenAgain());
  EXPECT_TRUE(subscribed());
  EXPECT_TRUE(is(State::online));
}

TEST_F(LinkTest, ALostConnectionComesBackByItselfAndResumes) {
  ASSERT_TRUE(onlineAndComplete());
  server.sendBlock(41, {"tablet"});
  ASSERT_TRUE(waitUntil([&] { return deviceCount() == 2; }));
  server.resumes = true;
  server.drop();
  ASSERT_TRUE(waitUntil([&] { return saw(State::waiting, ErrorCode::connectionClosed); }));
  ASSERT_TRUE(subscribed(2));
  EXPECT_EQ(server.subscriptions[1].incarnation, server.welcome.incarnation);
  EXPECT_EQ(server.subscriptions[1].sequence, 41u);
  EXPECT_TRUE(waitUntil([&] { return completions() == 2; })) << "what it knew is complete again";
}

TEST_F(LinkTest, AWholeSnapshotIsResumedFromThoughNoBlockFollowedIt) {
  ASSERT_TRUE(online());
  server.sendPage({"phone"}, true, true, {}, 17);
  ASSERT_TRUE(waitUntil([&] { return completions() == 1; }));
  server.drop();
  ASSERT_TRUE(subscribed(2));
  EXPECT_EQ(server.subscriptions[1].incarnation, server.welcome.incarnation);
  EXPECT_EQ(server.subscriptions[1].sequence, 17u);
}

TEST_F(LinkTest, AServerThatCannotResumeSendsASnapshotFirst) {
  ASSERT_TRUE(onlineAndComplete());
  server.sendBlock(41, {"tablet"});
  ASSERT_TRUE(waitUntil([&] { return deviceCount() == 2; }));
  server.drop();
  ASSERT_TRUE(subscribed(2));
  server.sendPage({"phone"}, true, false);
  ASSERT_TRUE(waitUntil([&] { return deviceCount() == 3; }));
  EXPECT_EQ(completions(), 1);
  server.sendPage({"tablet"}, false, true);
  EXPECT_TRUE(waitUntil([&] { return completions() == 2; }));
}

TEST_F(LinkTest, HalfASnapshotIsNeverResumed) {
  ASSERT_TRUE(online());
  server.sendPage({"phone"}, true, false);
  server.sendBlock(41, {"tablet"});
  ASSERT_TRUE(waitUntil([&] { return deviceCount() == 2; }));
  server.drop();
  ASSERT_TRUE(subscribed(2));
  EXPECT_EQ(server.subscriptions[1].incarnation.value, 0u);
  EXPECT_EQ(server.subscriptions[1].sequence, 0u);
}

TEST_F(LinkTest, AServerThatResumesWhatWasNeverSentIsNotBelieved) {
  server.resumes = true;
  ASSERT_TRUE(online());
  server.sendBlock(1, {"phone"});
  ASSERT_TRUE(waitUntil([&] { return deviceCount() == 1; }));
  EXPECT_EQ(completions(), 0);
}

TEST_F(LinkTest, AGapIsToldAndEndsOnlyWithTheSnapshotAfterIt) {
  ASSERT_TRUE(onlineAndComplete());
  server.sendGap(12);
  server.sendBlock(60, {"tablet"});
  ASSERT_TRUE(waitUntil([&] { return deviceCount() == 2; }));
  EXPECT_TRUE(std::any_of(batches.begin(), batches.end(), [](const Batch& b) { return b.missedBlocks == 12; }));
  server.drop();
  ASSERT_TRUE(subscribed(2));
  EXPECT_EQ(server.subscriptions[1].incarnation.value, 0u);
}

TEST_F(LinkTest, AnotherProtocolOnThePortIsMalformedAndNotASizeLimit) {
  server.welcomes = false;
  link->open();
  ASSERT_TRUE(waitUntil([&] { return !server.hellos.empty(); }));
  server.sendText("HTTP/1.1 400 Bad Request\r\n\r\n");
  ASSERT_TRUE(waitUntil([&] { return is(State::waiting); }));
  EXPECT_EQ(status()->error.code, ErrorCode::malformed);
}

TEST_F(LinkTest, GarbageEndsTheConnectionAndTheNextOneStartsClean) {
  ASSERT_TRUE(onlineAndComplete());
  server.send({0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
  ASSERT_TRUE(waitUntil([&] { return saw(State::waiting, ErrorCode::malformed); }));
  EXPECT_TRUE(subscribed(2));
}

TEST_F(LinkTest, ABlockThatCannotBeReadEndsTheConnectionAndAddsNothing) {
  ASSERT_TRUE(onlineAndComplete());
  const Bytes garbage{0x32, 0x7f, 1, 2, 3};
  server.send(encodeFrame(0, command(Port::admin, telemetry::block), ErrorCode::ok, garbage));
  ASSERT_TRUE(waitUntil([&] { return saw(State::waiting, ErrorCode::malformed); }));
  EXPECT_EQ(deviceCount(), 1u);
}

TEST_F(LinkTest, ASecondWelcomeIsMalformed) {
  ASSERT_TRUE(online());
  server.send(encodeWelcome(Port::admin, 1, server.welcome));
  EXPECT_TRUE(waitUntil([&] { return saw(State::waiting, ErrorCode::malformed); }));
}

TEST_F(LinkTest, AWelcomeWithAnImpossibleHeartbeatIsNotObeyed) {
  server.welcome.heartbeat.interval = 0s;
  link->open();
  EXPECT_TRUE(waitUntil([&] { return saw(State::waiting, ErrorCode::limit); }));
}

TEST_F(LinkTest, FramesThatItDoesNotKnowAreANewerServersBusiness) {
  ASSERT_TRUE(online());
  server.send(encodeFrame(0, command(Port::admin, 0x7fu), ErrorCode::ok, {}));
  server.send(encodeFrame(0, command(Port::device, 0x10u), ErrorCode::ok, {}));
  server.send(encodeFrame(900, answerTo(admin::trace), ErrorCode::ok, {}));
  server.sendBlock(1, {"phone"});
  EXPECT_TRUE(waitUntil([&] { return deviceCount() == 1; }));
  EXPECT_TRUE(is(State::online));
}

TEST_F(LinkTest, AServerThatGoesDownInGoodOrderSaysSo) {
  ASSERT_TRUE(onlineAndComplete());
  server.sendGoodbye(ErrorCode::draining);
  EXPECT_TRUE(waitUntil([&] { return saw(State::waiting, ErrorCode::draining); }));
}

TEST_F(LinkTest, AGoodbyeWithoutAReasonIsAClosedConnection) {
  ASSERT_TRUE(onlineAndComplete());
  server.sendGoodbye(ErrorCode::ok);
  EXPECT_TRUE(waitUntil([&] { return saw(State::waiting, ErrorCode::connectionClosed); }));
}

TEST_F(LinkTest, AServerThatStopsAnsweringIsLost) {
  server.welcome.heartbeat = {100ms, 100ms, 1};
  ASSERT_TRUE(online());
  server.answersPings = false;
  EXPECT_TRUE(waitUntil([&] { return saw(State::waiting, ErrorCode::heartbeatLost); }));
}

TEST_F(LinkTest, AServerIsNotSilentBecauseNobodyTakesBatches) {
  server.welcome.heartbeat = {100ms, 100ms, 1};
  ASSERT_TRUE(onlineAndComplete());
  hasRoom = false;
  server.sendBlock(1, {"tablet"});
  constexpr int longerThanItsPatience = 500; // ms
  EXPECT_FALSE(waitUntil([&] { return server.connections > 1; }, longerThanItsPatience));
  hasRoom = true;
  ASSERT_TRUE(waitUntil([&] { return deviceCount() == 2; }));
  EXPECT_FALSE(saw(State::waiting, ErrorCode::heartbeatLost));
}

TEST_F(LinkTest, KeepsPingingAtTheIntervalOfTheWelcome) {
  server.welcome.heartbeat = {100ms, 1s, 3};
  ASSERT_TRUE(online());
  EXPECT_TRUE(waitUntil([&] { return server.pings >= 4; }));
  EXPECT_TRUE(is(State::online));
}

TEST_F(LinkTest, SaysGoodbyeWhenItEnds) {
  ASSERT_TRUE(online());
  link.reset();
  ASSERT_TRUE(waitUntil([&] { return !server.goodbyes.empty(); }));
  EXPECT_EQ(server.goodbyes[0], ErrorCode::ok);
}

TEST_F(LinkTest, RetryingWhatIsOnlineDoesNothing) {
  ASSERT_TRUE(onlineAndComplete());
  link->retryNow();
  server.sendBlock(1, {"tablet"});
  ASSERT_TRUE(waitUntil([&] { return deviceCount() == 2; }));
  EXPECT_EQ(server.connections, 1);
}

TEST_F(LinkTest, ARequestGetsTheAnswerWithItsSerial) {
  ASSERT_TRUE(online());
  link->ask({{5}, injectOf()});
  ASSERT_TRUE(heardRequest());
  EXPECT_EQ(server.requests[0].command, admin::inject);
  server.send(encodeInjected(server.requests[0].serial + 1, {}));
  server.send(encodeInjected(server.requests[0].serial, {{{"phone", {9}, ErrorCode::ok, false}}}));
  ASSERT_TRUE(answered());
  ASSERT_EQ(answers().size(), 1u);
  EXPECT_EQ(answers()[0].request.value, 5u);
  EXPECT_EQ(std::get<Injected>(answers()[0].outcome).deliveries.at(0).sequence.value, 9u);
}

TEST_F(LinkTest, APushIsComposedByTheServersClock) {
  server.clockAhead = 3h;
  ASSERT_TRUE(online());
  const WallTime here = wallFromMicros(1'700'000'000'000'000);
  link->ask({{5}, injectOf({"phone"}, here, here + 1h)});
  ASSERT_TRUE(heardRequest());
  EXPECT_LE(std::chrono::abs(server.injects.at(0).composed - here - 3h), status()->clockError + 1s);
  EXPECT_LE(std::chrono::abs(server.injects.at(0).notBefore - here - 4h), status()->clockError + 1s);
}

TEST_F(LinkTest, APushThatIsToGoAtOnceHasNoTimeOnAnyClock) {
  server.clockAhead = 3h;
  ASSERT_TRUE(online());
  link->ask({{5}, injectOf()});
  ASSERT_TRUE(heardRequest());
  EXPECT_EQ(server.injects.at(0).composed, WallTime{});
  EXPECT_EQ(server.injects.at(0).notBefore, WallTime{});
}

TEST_F(LinkTest, ChangesOfAQueueAndOfACollectionAreCounted) {
  server.clockAhead = 3h;
  ASSERT_TRUE(online());
  const WallTime until = wallFromMicros(1'700'000'000'000'000);
  link->ask({{5}, Manage{uuidOf(1), {"phone"}, QueueAction::postpone, until, {}}});
  link->ask({{6}, Touch{{"phone"}, "friends", 3}});
  ASSERT_TRUE(waitUntil([&] { return server.requests.size() == 2; }));
  EXPECT_EQ(server.requests[0].command, admin::manage);
  EXPECT_LE(std::chrono::abs(server.manages.at(0).until - until - 3h), status()->clockError + 1s);
  EXPECT_EQ(server.requests[1].command, admin::touch);
  server.send(encodeChanged(server.requests[0].serial, admin::manage, {2, 1}));
  server.send(encodeChanged(server.requests[1].serial, admin::touch, {1, 0}));
  ASSERT_TRUE(waitUntil([&] { return answers().size() == 2; }));
  EXPECT_EQ(std::get<Changed>(answers()[0].outcome).changed, 2u);
  EXPECT_EQ(std::get<Changed>(answers()[0].outcome).unknown, 1u);
  EXPECT_EQ(answers()[1].request.value, 6u);
  EXPECT_EQ(std::get<Changed>(answers()[1].outcome).changed, 1u);
}

TEST_F(LinkTest, ARefusedRequestSaysWhy) {
  ASSERT_TRUE(online());
  link->ask({{5}, Trace{uuidOf(1)}});
  ASSERT_TRUE(heardRequest());
  server.answer(server.requests[0], ErrorCode::notFound, "uuid");
  ASSERT_TRUE(answered());
  EXPECT_EQ(answeredError(), (Error{ErrorCode::notFound, "uuid"}));
  EXPECT_TRUE(is(State::online));
}

TEST_F(LinkTest, AnAnswerThatCannotBeReadIsMalformed) {
  ASSERT_TRUE(online());
  link->ask({{5}, Trace{uuidOf(1)}});
  ASSERT_TRUE(heardRequest());
  const Bytes garbage{0xff, 0xff};
  server.send(encodeFrame(server.requests[0].serial, answerTo(admin::trace), ErrorCode::ok, garbage));
  ASSERT_TRUE(answered());
  EXPECT_EQ(answeredError().code, ErrorCode::malformed);
}

TEST_F(LinkTest, AnAnswerToAnotherQuestionIsMalformed) {
  ASSERT_TRUE(online());
  link->ask({{5}, Trace{uuidOf(1)}});
  ASSERT_TRUE(heardRequest());
  server.send(encodeInjected(server.requests[0].serial, {}));
  ASSERT_TRUE(answered());
  EXPECT_EQ(answeredError().code, ErrorCode::malformed);
}

TEST_F(LinkTest, ARequestThatWasOpenWhenTheConnectionEndedHasAnUnknownOutcome) {
  ASSERT_TRUE(online());
  link->ask({{5}, injectOf()});
  ASSERT_TRUE(heardRequest());
  server.drop();
  ASSERT_TRUE(answered());
  EXPECT_EQ(answeredError().code, ErrorCode::outcomeUnknown);
}

TEST_F(LinkTest, ARequestWithoutAConnectionIsAnsweredAtOnce) {
  link->ask({{5}, Trace{uuidOf(1)}});
  ASSERT_EQ(answers().size(), 1u);
  EXPECT_EQ(answeredError().code, ErrorCode::cannotConnect);
}

TEST_F(LinkTest, ARequestLargerThanAFrameIsNotSent) {
  ASSERT_TRUE(online());
  const std::vector<std::string> devices(maxTargets, std::string(600, 'x'));
  link->ask({{5}, injectOf(devices)});
  ASSERT_EQ(answers().size(), 1u);
  EXPECT_EQ(answeredError().code, ErrorCode::tooLarge);
  EXPECT_TRUE(is(State::online));
}

TEST_F(LinkTest, WhileNobodyTakesBatchesItLosesNoneAndKeepsTheirOrder) {
  ASSERT_TRUE(onlineAndComplete());
  hasRoom = false;
  constexpr size_t count = 3000;
  for (size_t i = 1; i <= count; ++i)
    server.sendBlock(i, {"phone-" + std::to_string(i)});
  server.sendGoodbye(ErrorCode::draining);
  turnALot();
  hasRoom = true;
  ASSERT_TRUE(waitUntil([&] { return saw(State::waiting, ErrorCode::draining); }));
  ASSERT_EQ(deviceCount(), count + 1);
  size_t next = 1;
  for (const Batch& b : batches)
    for (const DeviceRecord& d : b.devices)
      if (d.device != "phone") {
        EXPECT_EQ(d.device, "phone-" + std::to_string(next++));
      }
}

TEST_F(LinkTest, WhileNobodyTakesBatchesItLeavesTheRestToTheServer) {
  ASSERT_TRUE(onlineAndComplete());
  hasRoom = false;
  constexpr size_t count = 40, bytes = 1'000'000; // more than two sockets hold
  for (size_t i = 1; i <= count; ++i)
    server.sendLongBlock(i, bytes);
  turnALot();
  EXPECT_GT(server.unwritten(), qint64(bytes));
  const size_t before = batches.size();
  hasRoom = true;
  EXPECT_TRUE(waitUntil([&] { return batches.size() == before + count; }));
  EXPECT_EQ(server.unwritten(), 0);
}

class FleetLinkTest : public LinkTest {
 protected:
  FleetLinkTest() : LinkTest(LinkKind::fleet) {}
};

TEST_F(FleetLinkTest, SpeaksWithTheCommandsOfTheFleetPort) {
  ASSERT_TRUE(onlineAndComplete());
  EXPECT_EQ(batches.back().kind, LinkKind::fleet);
  link->ask({{5}, Control{{"phone"}, PhoneAction::airplane, 1, {}}});
  ASSERT_TRUE(heardRequest());
  EXPECT_EQ(server.requests[0].command, fleet::control);
  server.send(encodeControlled(server.requests[0].serial, {1, 0}));
  ASSERT_TRUE(answered());
  EXPECT_EQ(std::get<Controlled>(answers()[0].outcome).changed, 1u);
}

} // namespace
} // namespace pushscope
