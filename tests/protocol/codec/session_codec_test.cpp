#include "protocol/codec/session_codec.h"

#include "tests/protocol/codec/body.h"
#include "tests/support/hex.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

constexpr Port allPorts[] = {Port::device, Port::admin, Port::fleet};

Hello sampleHello() {
  return {1,
          3,
          std::string("s3cret\0\xff", 8),
          {"telemetry", "trace"},
          "手机-7",
          "ios-chat",
          "pushfleet 0.1",
          AppState::suspended};
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
