#include "protocol/codec/session_codec.h"

#include "tests/protocol/codec/body.h"
#include "tests/support/hex.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

constexpr Port allPorts[] = {Port::device, Port::admin, Port::fleet};

Hello sampleHello() {
  Hello hello;
  hello.versionMax = 3;
  hello.credential = std::string("s3cret\0\xff", 8);
  hello.capabilities = {"telemetry", "trace"};
  hello.device = "手机-7";
  hello.profile = "ios-chat";
  hello.client = "pushfleet 0.1";
  hello.appState = AppState::suspended;
  return hello;
}

Hello sampleReturn() {
  Hello hello = sampleHello();
  hello.session = 0xfedcba9876543210;
  hello.handled = {0xffffffffffffffff};
  hello.sleep = {true, 15, 300s, 10s};
  hello.heartbeat = HeartbeatPolicy{30s, 15s, 3};
  hello.backgroundHeartbeat = HeartbeatPolicy{240s, 15s, 3};
  hello.collections = {{"friends", 41}, {"群组", 0}};
  hello.gateway = "vendor";
  hello.lastEnd = Cause::wakeLimit;
  return hello;
}

Welcome sampleWelcome() {
  return {1, {"inject"}, {240s, 15s, 3}, "node-a", {0xfedcba9876543210}, "pushnode 0.1", true};
}

Exchange sampleExchange() {
  return {wallFromMicros(1), wallFromMicros(2), wallFromMicros(3), wallFromMicros(4), wallFromMicros(5)};
}

TEST(HelloCodec, KeepsEveryField) {
  const Hello sent = sampleHello();
  const Hello read = decodeHello(bodyOf(encodeHello(Port::device, 1, sent), 1, 0x101)).value();
  EXPECT_EQ(read.versionMin, sent.versionMin);
  EXPECT_EQ(read.versionMax, sent.versionMax);
  EXPECT_EQ(read.credential, sent.credential);
  EXPECT_EQ(read.capabilities, sent.capabilities);
  EXPECT_EQ(read.device, sent.device);
  EXPECT_EQ(read.profile, sent.profile);
  EXPECT_EQ(read.client, sent.client);
  EXPECT_EQ(read.appState, sent.appState);
}

TEST(HelloCodec, KeepsEveryFieldOfAPhone) {
  const Hello sent = sampleReturn();
  const Hello read = decodeHello(bodyOf(encodeHello(Port::device, 1, sent), 1, 0x101)).value();
  EXPECT_EQ(read.session, sent.session);
  EXPECT_EQ(read.handled, sent.handled);
  EXPECT_EQ(read.sleep, sent.sleep);
  EXPECT_EQ(read.heartbeat, sent.heartbeat);
  EXPECT_EQ(read.backgroundHeartbeat, sent.backgroundHeartbeat);
  EXPECT_EQ(read.collections, sent.collections);
  EXPECT_EQ(read.gateway, sent.gateway);
  EXPECT_EQ(read.lastEnd, sent.lastEnd);
}

TEST(HelloCodec, OfAPhoneThatSaysNoneOfItHasNone) {
  const Hello read = decodeHello(bodyOf(encodeHello(Port::device, 1, sampleHello()), 1, 0x101)).value();
  EXPECT_EQ(read.session, 0u);
  EXPECT_EQ(read.handled, Sequence{});
  EXPECT_EQ(read.sleep, Sleep{});
  EXPECT_FALSE(read.heartbeat.has_value());
  EXPECT_FALSE(read.backgroundHeartbeat.has_value());
  EXPECT_TRUE(read.collections.empty());
  EXPECT_EQ(read.lastEnd, Cause::unknown);
}

TEST(HelloCodec, RefusesTooManyCollections) {
  Hello hello = sampleHello();
  hello.collections.assign(maxCollections, {std::string(maxCollectionName, 'x'), 1});
  EXPECT_TRUE(decodeHello(bodyOf(encodeHello(Port::device, 1, hello), 1, 0x101)).ok());
  hello.collections.push_back({"x", 1});
  EXPECT_EQ(decodeHello(bodyOf(encodeHello(Port::device, 1, hello), 1, 0x101)).error(),
            (Error{ErrorCode::limit, "collections"}));
}

TEST(HelloCodec, RefusesACollectionWithoutAProperName) {
  for (const std::string& name : {std::string(), std::string(maxCollectionName + 1, 'x')}) {
    Hello hello = sampleHello();
    hello.collections = {{name, 1}};
    EXPECT_EQ(decodeHello(bodyOf(encodeHello(Port::device, 1, hello), 1, 0x101)).error(),
              (Error{ErrorCode::malformed, "collections"}));
  }
}

TEST(HelloCodec, ReadsACauseOfANewerPeerAsUnknown) {
  EXPECT_EQ(decodeHello(fromHex("80 01 0d")).value().lastEnd, Cause::loggedOut);
  EXPECT_EQ(decodeHello(fromHex("80 01 0e")).value().lastEnd, Cause::unknown);
}

// What phones of our fleets say at most.
TEST(HelloCodec, OfAReturningPhoneFitsTheLimitBeforeAuthentication) {
  Hello hello = sampleReturn();
  hello.device.assign(64, 'x');
  hello.credential.assign(64, 'y');
  hello.gateway.assign(64, 'z');
  hello.collections.assign(maxCollections, {std::string(16, 'x'), 0xffffffff});
  EXPECT_LE(encodeHello(Port::device, 1, hello).size(), size_t{helloLimit});
}

TEST(HelloCodec, IsTheseBytes) {
  Hello hello;
  hello.device = "a";
  hello.appState = AppState::foreground;
  EXPECT_EQ(hexText(encodeHello(Port::device, 1, hello)), "00000019"
                                                          "00000001"
                                                          "00000101"
                                                          "00000000"
                                                          "0801"
                                                          "1001"
                                                          "2a0161"
                                                          "4001");
}

TEST(HelloCodec, FitsTheLimitBeforeAuthenticationWithTheLongestDeviceId) {
  Hello hello = sampleHello();
  hello.device.assign(maxDeviceIdBytes, 'x');
  hello.credential.assign(256, 'y');
  EXPECT_LE(encodeHello(Port::device, 1, hello).size(), size_t{helloLimit});
}

TEST(HelloCodec, ReadsAnAppStateOfANewerPeerAsUnknown) {
  EXPECT_EQ(decodeHello(fromHex("40 63")).value().appState, AppState::unknown);
  EXPECT_EQ(decodeHello(fromHex("40 07")).value().appState, AppState::unknown);
  EXPECT_EQ(decodeHello(fromHex("40 ffffffffffffffffff01")).value().appState, AppState::unknown);
  EXPECT_EQ(decodeHello(fromHex("40 06")).value().appState, AppState::terminated);
}

TEST(HelloCodec, SkipsFieldsOfANewerPeer) {
  const Hello read = decodeHello(fromHex("2a 01 61 fa 3e 03 616263 a8 3f 07")).value();
  EXPECT_EQ(read.device, "a");
}

TEST(HelloCodec, ReadsAnEmptyBodyAsNothingSaid) {
  const Hello read = decodeHello({}).value();
  EXPECT_EQ(read.versionMin, 0u);
  EXPECT_EQ(read.versionMax, 0u);
  EXPECT_EQ(read.device, "");
}

TEST(WelcomeCodec, KeepsEveryField) {
  const Welcome sent = sampleWelcome();
  const Welcome read = decodeWelcome(bodyOf(encodeWelcome(Port::admin, 9, sent), 9, 0x8201)).value();
  EXPECT_EQ(read.version, sent.version);
  EXPECT_EQ(read.capabilities, sent.capabilities);
  EXPECT_EQ(read.heartbeat, sent.heartbeat);
  EXPECT_EQ(read.node, sent.node);
  EXPECT_EQ(read.incarnation, sent.incarnation);
  EXPECT_EQ(read.server, sent.server);
  EXPECT_EQ(read.openDoor, sent.openDoor);
}

TEST(WelcomeCodec, RefusesAHeartbeatOutsideTheLimits) {
  Welcome welcome = sampleWelcome();
  welcome.heartbeat.interval = 99ms;
  const auto read = decodeWelcome(bodyOf(encodeWelcome(Port::device, 1, welcome), 1, 0x8101));
  EXPECT_EQ(read.error(), (Error{ErrorCode::limit, "heartbeat interval"}));
  EXPECT_FALSE(decodeWelcome({}).ok());
}

TEST(WelcomeCodec, KeepsEveryFieldOfTheDevicePort) {
  Welcome sent = sampleWelcome();
  sent.session = 0x8000000000000001;
  sent.resumed = true;
  sent.backgroundHeartbeat = {1800s, 100ms, 100};
  sent.synced = true;
  const Welcome read = decodeWelcome(bodyOf(encodeWelcome(Port::device, 9, sent), 9, 0x8101)).value();
  EXPECT_EQ(read.session, sent.session);
  EXPECT_EQ(read.resumed, sent.resumed);
  EXPECT_EQ(read.backgroundHeartbeat, sent.backgroundHeartbeat);
  EXPECT_EQ(read.synced, sent.synced);
}

TEST(WelcomeCodec, WithoutABackgroundHeartbeatHasOne) {
  const Welcome read = decodeWelcome(bodyOf(encodeWelcome(Port::fleet, 9, sampleWelcome()), 9, 0x8301)).value();
  EXPECT_EQ(read.backgroundHeartbeat, sampleWelcome().heartbeat);
  EXPECT_EQ(read.session, 0u);
}

TEST(WelcomeCodec, RefusesABackgroundHeartbeatOutsideTheLimits) {
  Welcome welcome = sampleWelcome();
  welcome.backgroundHeartbeat.misses = 101;
  const auto read = decodeWelcome(bodyOf(encodeWelcome(Port::device, 1, welcome), 1, 0x8101));
  EXPECT_EQ(read.error(), (Error{ErrorCode::limit, "heartbeat misses"}));
}

TEST(PingCodec, KeepsWhenTheNextComes) {
  const Bytes frame = encodePing(Port::device, 3, {wallFromMicros(1), false, {}, 264s});
  EXPECT_EQ(decodePing(bodyOf(frame, 3, 0x102)).value().next, 264s);
  EXPECT_EQ(decodePing({}).value().next, 0s);
}

TEST(PingCodec, KeepsEveryStamp) {
  const Ping first{wallFromMicros(1'700'000'000'123'456), false, {}};
  const Ping read = decodePing(bodyOf(encodePing(Port::device, 3, first), 3, 0x102)).value();
  EXPECT_EQ(read.sent, first.sent);
  EXPECT_FALSE(read.hasPrevious);
}

// No sum or difference of two stamps overflows, whatever a peer sends.
TEST(PingCodec, HoldsAStampBelowTheYear2256) {
  const WallTime latest = wallFromMicros(int64_t{1} << 53);
  EXPECT_EQ(decodePing(fromHex("08 ffffffffffffffffff01")).value().sent, latest);
  EXPECT_EQ(decodePing(fromHex("08 8080808080808010")).value().sent, latest);
  EXPECT_EQ(decodePing(fromHex("08 ffffffffffffff0f")).value().sent, latest - 1us);
}

TEST(PingCodec, KeepsTheExchangeBefore) {
  const Ping later{wallFromMicros(6), true, sampleExchange()};
  const Ping read = decodePing(bodyOf(encodePing(Port::fleet, 4, later), 4, 0x302)).value();
  ASSERT_TRUE(read.hasPrevious);
  EXPECT_EQ(read.previous.sent, later.previous.sent);
  EXPECT_EQ(read.previous.arrived, later.previous.arrived);
  EXPECT_EQ(read.previous.running, later.previous.running);
  EXPECT_EQ(read.previous.answered, later.previous.answered);
  EXPECT_EQ(read.previous.received, later.previous.received);
}

TEST(PongCodec, KeepsEveryStamp) {
  const Pong sent{wallFromMicros(1), wallFromMicros(2), wallFromMicros(3), wallFromMicros(4)};
  const Pong read = decodePong(bodyOf(encodePong(Port::device, 5, sent), 5, 0x8102)).value();
  EXPECT_EQ(read.sent, sent.sent);
  EXPECT_EQ(read.arrived, sent.arrived);
  EXPECT_EQ(read.running, sent.running);
  EXPECT_EQ(read.answered, sent.answered);
}

TEST(GoodbyeCodec, KeepsReasonAndPatience) {
  for (Port port : allPorts) {
    const Bytes frame = encodeGoodbye(port, ErrorCode::draining, {"shutdown", 1500ms});
    const uint32_t expected = command(port, Common::goodbye);
    const Goodbye read = decodeGoodbye(bodyOf(frame, 0, expected, ErrorCode::draining)).value();
    EXPECT_EQ(read.detail, "shutdown");
    EXPECT_EQ(read.retryAfter, 1500ms);
  }
}

TEST(GoodbyeCodec, KeepsTheCause) {
  for (size_t i = 0; i < causeCount; ++i) {
    const auto cause = static_cast<Cause>(i);
    const Bytes frame = encodeGoodbye(Port::device, ErrorCode::ok, {"", 0s, cause});
    EXPECT_EQ(decodeGoodbye(bodyOf(frame, 0, 0x103)).value().cause, cause);
  }
  EXPECT_EQ(decodeGoodbye(fromHex("18 0e")).value().cause, Cause::unknown);
}

TEST(RefusalCodec, AnswersTheRequestWithItsSerial) {
  const Bytes frame = encodeRefusal({20, 77, 0x0220, 0}, ErrorCode::busy, {"connections", 250ms});
  const Refusal read = decodeRefusal(bodyOf(frame, 77, 0x8220, ErrorCode::busy));
  EXPECT_EQ(read.detail, "connections");
  EXPECT_EQ(read.retryAfter, 250ms);
}

TEST(RefusalCodec, WithoutAReadableBodyHasNoDetails) {
  const Refusal read = decodeRefusal(fromHex("ff"));
  EXPECT_EQ(read.detail, "");
  EXPECT_EQ(read.retryAfter, 0ms);
}

TEST(Exchange, TakesTheOtherSidesDelayOutOfTheRoundTrip) {
  const Exchange e{wallFromMicros(1000), wallFromMicros(90'000), wallFromMicros(95'000), wallFromMicros(96'000),
                   wallFromMicros(17'000)};
  EXPECT_EQ(e.roundTrip(), 10ms);
}

} // namespace
} // namespace pushscope
