#include "tests/app/server/core/shard_fixture.h"

namespace pushscope {
namespace {

using namespace std::chrono_literals;

TEST_F(ShardTest, WelcomesADeviceAndPingsItOnceToKnowItsClock) {
  hello(1, "a");
  ASSERT_EQ(sent[1].size(), 2u);
  const auto welcome = decodeWelcome(sent[1][0].body);
  ASSERT_TRUE(welcome.ok());
  EXPECT_EQ(welcome.value().heartbeat, config.heartbeat);
  EXPECT_TRUE(welcome.value().openDoor);
  EXPECT_EQ(limits[1], deviceLimit);
  const auto ping = decodePing(sent[1][1].body);
  now.wall += 80ms, now.mono += 80ms;
  const WallTime phone = ping.value().sent + 40ms + 3s;
  receive(1, encodePong(Port::device, sent[1][1].header.serial, {ping.value().sent, phone, phone, phone}));
  EXPECT_TRUE(facts.has("beat a 80000"));
  EXPECT_EQ(facts.clockOffsets.begin()->second, 3s);
}

TEST_F(ShardTest, LearnsTheRoundTripThatThePhoneMeasured) {
  hello(1, "a");
  const WallTime phone = now.wall - 2s; // its clock is two seconds behind
  Ping ping{phone, true, {phone - 100ms, now.wall - 70ms, now.wall - 70ms, now.wall - 60ms, phone - 30ms}};
  receive(1, encodePing(Port::device, 2, ping));
  EXPECT_TRUE(facts.has("beat a 60000"));
  EXPECT_NEAR(double(facts.clockOffsets.begin()->second.count()), -2'000'000.0, 1000.0);
}

TEST_F(ShardTest, APingWithImpossibleStampsIsAnsweredAndNotBelieved) {
  hello(1, "a");
  const WallTime far = wallFromMicros(int64_t{1} << 53);
  receive(1, encodePing(Port::device, 2, {far, true, {far, WallTime{}, far, WallTime{}, WallTime{}}}));
  EXPECT_EQ(sent[1].back().header.command, answerTo(command(Port::device, Common::ping)));
  for (const std::string& line : facts.lines)
    EXPECT_EQ(line.find("beat"), std::string::npos) << line;
}

struct Refusal {
  const char* name;
  Bytes frame;
  ErrorCode code;
};

TEST_F(ShardTest, RefusesEachWrongFirstFrameWithItsReason) {
  Hello noVersion;
  noVersion.device = "a";
  noVersion.versionMin = noVersion.versionMax = 9;
  Hello noId;
  Hello longId;
  longId.device = std::string(200, 'x');
  Hello controlId;
  controlId.device = "a\nb";
  const std::vector<Refusal> refusals{
      {"push before hello", encodeReport({}), ErrorCode::unauthenticated},
      {"another port's hello", encodeHello(Port::admin, 1, noId), ErrorCode::unauthenticated},
      {"no common version", encodeHello(Port::device, 1, noVersion), ErrorCode::version},
      {"no device id", encodeHello(Port::device, 1, noId), ErrorCode::malformed},
      {"device id too long", encodeHello(Port::device, 1, longId), ErrorCode::tooLarge},
      {"device id with a line break", encodeHello(Port::device, 1, controlId), ErrorCode::malformed},
      {"broken body", encodeFrame(1, command(Port::device, Common::hello), ErrorCode::ok, Bytes{0xff, 0xff, 0xff}),
       ErrorCode::malformed},
  };
  ConnectionKey key = 10;
  for (const Refusal& refusal : refusals) {
    SCOPED_TRACE(refusal.name);
    shard->connected(++key, "test", now);
    receive(key, refusal.frame);
    EXPECT_EQ(goodbyeTo(key), refusal.code);
    EXPECT_EQ(closed[key], refusal.code);
  }
  EXPECT_EQ(shard->connectionCount(), 0u);
  EXPECT_EQ(shard->deviceCount(), 0u);
}

TEST_F(ShardTest, ASecondHelloEndsTheConnection) {
  hello(1, "a");
  Hello again;
  again.device = "a";
  receive(1, encodeHello(Port::device, 2, again));
  EXPECT_EQ(goodbyeTo(1), ErrorCode::conflict);
}

TEST_F(ShardTest, AnUnknownCommandIsRefusedAndTheConnectionGoesOn) {
  hello(1, "a");
  receive(1, encodeFrame(7, 0x01ee, ErrorCode::ok, {}));
  EXPECT_EQ(sent[1].back().header.code, uint32_t(ErrorCode::unknownCommand));
  EXPECT_EQ(sent[1].back().header.serial, 7u);
  EXPECT_FALSE(closed.contains(1));
}

TEST_F(ShardTest, SilenceBeforeHelloEndsAfterTenSeconds) {
  shard->connected(1, "test", now);
  pass(9'999ms);
  EXPECT_FALSE(closed.contains(1));
  pass(1ms);
  EXPECT_EQ(closed[1], ErrorCode::busy);
}

TEST_F(ShardTest, ASilentPhoneIsSuspectAfter45AndDeadAfter75Seconds) {
  hello(1, "a");
  pass(45s - 1us);
  EXPECT_FALSE(facts.has("link a suspect"));
  pass(1us);
  EXPECT_TRUE(facts.has("link a suspect"));
  pass(30s - 1us);
  EXPECT_FALSE(closed.contains(1));
  pass(1us);
  EXPECT_TRUE(facts.has("link a offline by server heartbeat_lost goodbye"));
  EXPECT_EQ(goodbyeTo(1), ErrorCode::heartbeatLost);
}

TEST_F(ShardTest, ASignOfLifeEndsASuspicion) {
  hello(1, "a");
  pass(46s);
  report(1, AppState::background, Cause::user);
  EXPECT_TRUE(facts.has("link a online"));
  EXPECT_TRUE(facts.has("app a background user"));
}

TEST_F(ShardTest, AServerThatStoodStillGrantsOneMoreTimeout) {
  hello(1, "a");
  now.mono += 300s, now.wall += 300s;
  shard->stalled(290s, now);
  shard->tick(now);
  EXPECT_TRUE(facts.has("stall"));
  EXPECT_FALSE(closed.contains(1));
  pass(15s);
  EXPECT_TRUE(facts.has("link a suspect"));
}

TEST_F(ShardTest, TheSameDeviceElsewhereEndsTheOlderConnection) {
  hello(1, "a");
  hello(2, "a");
  EXPECT_EQ(goodbyeTo(1), ErrorCode::superseded);
  EXPECT_FALSE(closed.contains(2));
  EXPECT_EQ(shard->connectionCount(), 1u);
  // The loser's end, which the shell may still tell, changes nothing.
  shard->disconnected(1, ErrorCode::connectionClosed, now);
  EXPECT_EQ(push(pushOf(1, "a")).deliveries[0].code, ErrorCode::ok);
  EXPECT_EQ(pushesTo(2).size(), 1u);
}

TEST_F(ShardTest, TellsHowAConnectionEnded) {
  hello(1, "a");
  shard->disconnected(1, ErrorCode::connectionClosed, now);
  EXPECT_TRUE(facts.has("link a offline by phone ok"));
  hello(2, "b");
  receive(2, encodeGoodbye(Port::device, ErrorCode::ok, {}));
  EXPECT_TRUE(facts.has("link b offline by phone ok goodbye"));
}

TEST_F(ShardTest, DeliversAPushAndTellsEveryStage) {
  hello(1, "a");
  const Injected answer = push(pushOf(1, "a"));
  ASSERT_EQ(answer.deliveries.size(), 1u);
  EXPECT_EQ(answer.deliveries[0].code, ErrorCode::ok);
  ASSERT_EQ(pushesTo(1).size(), 1u);
  const Push received = pushesTo(1)[0];
  EXPECT_EQ(received.attempt, 1u);
  receive(1, encodeAcknowledge({received.sequence, {}}));
  for (Stage stage : {Stage::accepted, Stage::routed, Stage::written, Stage::acknowledged})
    EXPECT_EQ(facts.count(stage), 1u) << stageName(stage);
  EXPECT_TRUE(store->read("a", {}, 10).empty());
  EXPECT_TRUE(facts.has("waiting a 0"));
}

TEST_F(ShardTest, ResendsThreeTimesThenWaitsForTheNextHello) {
  hello(1, "a");
  push("a");
  for (int i = 0; i < 4; ++i) {
    report(1, AppState::foreground); // alive, but it does not acknowledge
    pass(15s);
  }
  EXPECT_EQ(pushesTo(1).size(), 4u);
  EXPECT_EQ(facts.count(Stage::offline), 1u);
  shard->disconnected(1, ErrorCode::connectionClosed, now);
  hello(2, "a");
  ASSERT_EQ(pushesTo(2).size(), 1u);
  receive(2, encodeAcknowledge({pushesTo(2)[0].sequence, {}}));
  EXPECT_EQ(facts.count(Stage::acknowledged), 1u);
}

TEST_F(ShardTest, KeepsAPushForADeviceThatIsNotConnected) {
  hello(1, "a");
  shard->disconnected(1, ErrorCode::connectionClosed, now);
  push("a");
  EXPECT_EQ(facts.count(Stage::queued), 1u);
  pass(31s);
  EXPECT_EQ(facts.count(Stage::offline), 1u);
  hello(2, "a");
  EXPECT_EQ(pushesTo(2).size(), 1u);
}

TEST_F(ShardTest, ExpiresAPushWhenItsTimeToLiveEnds) {
  hello(1, "a");
  shard->disconnected(1, ErrorCode::connectionClosed, now);
  push("a", 1, 5s);
  pass(5s);
  EXPECT_EQ(facts.count(Stage::expired), 1u);
  hello(2, "a");
  EXPECT_TRUE(pushesTo(2).empty());
}

TEST_F(ShardTest, TheSameUuidIsTheSamePush) {
  hello(1, "a");
  const Sequence first = push(pushOf(7, "a")).deliveries[0].sequence;
  const InjectedDelivery second = push(pushOf(7, "a")).deliveries[0];
  EXPECT_TRUE(second.known);
  EXPECT_EQ(second.sequence, first);
  EXPECT_EQ(pushesTo(1).size(), 1u);
}

TEST_F(ShardTest, AnUnknownDeviceIsRefusedAndTheOthersAreServed) {
  hello(1, "a");
  Inject both = pushOf(1, "nobody");
  both.devices.push_back("a");
  const Injected answer = push(both);
  EXPECT_EQ(answer.deliveries[0].code, ErrorCode::notFound);
  EXPECT_EQ(answer.deliveries[1].code, ErrorCode::ok);
}

TEST_F(ShardTest, AnAcknowledgementOfWhatWasNeverWrittenSettlesNothing) {
  hello(1, "a");
  receive(1, encodeAcknowledge({{999}, {{{999}, now.wall, now.wall, now.wall, false}}}));
  push("a");
  EXPECT_EQ(facts.count(Stage::acknowledged), 0u);
  EXPECT_EQ(pushesTo(1).size(), 1u);
}

TEST_F(ShardTest, PutsThePhonesStagesOnTheNodesClock) {
  hello(1, "a");
  const Ping opening = decodePing(sent[1][1].body).value();
  const WallTime phone = opening.sent + 5s; // five seconds ahead, no delay at all
  now.wall += 2ms, now.mono += 2ms;
  receive(1, encodePong(Port::device, sent[1][1].header.serial, {opening.sent, phone + 1ms, phone + 1ms, phone + 1ms}));
  push("a");
  const Sequence sequence = pushesTo(1)[0].sequence;
  receive(1, encodeAcknowledge({sequence, {{sequence, now.wall + 5s, now.wall + 5s, now.wall + 5s, false}}}));
  EXPECT_EQ(facts.count(Stage::woken), 1u);
  EXPECT_EQ(facts.count(Stage::handled), 1u);
  EXPECT_EQ(facts.count(Stage::shown), 1u);
}

TEST_F(ShardTest, ADeviceWithoutTheCredentialIsRefused) {
  CoreConfig guarded = config;
  guarded.admitsDevice = [](std::string_view text) { return text == "secret"; };
  Shard closedDoor(guarded, *store, facts, *this);
  const auto knock = [&](ConnectionKey key, const std::string& credential) {
    closedDoor.connected(key, "test", now);
    Hello hello;
    hello.device = "a";
    hello.credential = credential;
    const Bytes frame = encodeHello(Port::device, 1, hello);
    closedDoor.frame(key, {readHeader(frame), BytesView(frame).subspan(headerBytes)}, now);
  };
  knock(1, "guess");
  EXPECT_EQ(goodbyeTo(1), ErrorCode::unauthenticated);
  knock(2, "secret");
  EXPECT_FALSE(closed.contains(2));
}

TEST_F(ShardTest, DrainingSaysGoodbyeToEveryDevice) {
  hello(1, "a");
  hello(2, "b");
  shard->drain(now);
  EXPECT_EQ(goodbyeTo(1), ErrorCode::draining);
  EXPECT_EQ(goodbyeTo(2), ErrorCode::draining);
  EXPECT_EQ(shard->connectionCount(), 0u);
}

} // namespace
} // namespace pushscope
