#include "protocol/machine/session.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;
using Step = Session::Step;
using End = Session::End;
using Role = Heartbeat::Role;

constexpr MonoTime at(Duration d) {
  return MonoTime(d);
}

constexpr uint32_t hello = command(Port::device, Common::hello), welcome = answerTo(hello);
constexpr uint32_t ping = command(Port::device, Common::ping), pong = answerTo(ping);
constexpr uint32_t goodbye = command(Port::device, Common::goodbye);

struct Admission {
  const char* what;
  uint32_t command;
  ErrorCode inHandshake, whenOpen;
};

constexpr Admission atServer[] = {
    {"hello", hello, ErrorCode::ok, ErrorCode::conflict},
    {"ping", ping, ErrorCode::unauthenticated, ErrorCode::ok},
    {"acknowledge", device::acknowledge, ErrorCode::unauthenticated, ErrorCode::ok},
    {"report", device::report, ErrorCode::unauthenticated, ErrorCode::ok},
    {"goodbye", goodbye, ErrorCode::unauthenticated, ErrorCode::ok},
    {"hello of the admin port", command(Port::admin, Common::hello), ErrorCode::unauthenticated,
     ErrorCode::unknownCommand},
    {"command of the admin port", admin::inject, ErrorCode::unauthenticated, ErrorCode::unknownCommand},
    {"answer of the admin port", answerTo(admin::inject), ErrorCode::unauthenticated, ErrorCode::unknownCommand},
    {"command of no port", 0x0010, ErrorCode::unauthenticated, ErrorCode::unknownCommand},
    {"zero", 0, ErrorCode::unauthenticated, ErrorCode::unknownCommand},
    {"hello with a high bit", hello | 0x10000, ErrorCode::unauthenticated, ErrorCode::unknownCommand},
    {"ping with the highest bit", ping | 0x80000000, ErrorCode::unauthenticated, ErrorCode::unknownCommand},
    // What a port's command means is the shell's business; an unknown one is answered, not a reason to close.
    {"unknown command of this port", 0x01ff, ErrorCode::unauthenticated, ErrorCode::ok},
};

constexpr Admission atClient[] = {
    {"welcome", welcome, ErrorCode::ok, ErrorCode::conflict},
    {"goodbye", goodbye, ErrorCode::ok, ErrorCode::ok},
    {"pong", pong, ErrorCode::unauthenticated, ErrorCode::ok},
    {"push", device::push, ErrorCode::unauthenticated, ErrorCode::ok},
    {"welcome of the admin port", answerTo(command(Port::admin, Common::hello)), ErrorCode::unauthenticated,
     ErrorCode::unknownCommand},
    {"goodbye of the fleet port", command(Port::fleet, Common::goodbye), ErrorCode::unauthenticated,
     ErrorCode::unknownCommand},
};

TEST(Session, ServerAdmitsByTheTable) {
  for (const Admission& a : atServer) {
    Session session(Port::device, End::server, at(0s));
    EXPECT_EQ(session.admit(a.command), a.inHandshake) << a.what << " in handshake";
    session.open({}, at(1s));
    EXPECT_EQ(session.admit(a.command), a.whenOpen) << a.what << " when open";
  }
}

TEST(Session, ClientAdmitsByTheTable) {
  for (const Admission& a : atClient) {
    Session session(Port::device, End::client, at(0s));
    EXPECT_EQ(session.admit(a.command), a.inHandshake) << a.what << " in handshake";
    session.open({}, at(1s));
    EXPECT_EQ(session.admit(a.command), a.whenOpen) << a.what << " when open";
  }
}

TEST(Session, EveryPortAdmitsItsOwnHelloOnly) {
  for (Port own : {Port::device, Port::admin, Port::fleet})
    for (Port other : {Port::device, Port::admin, Port::fleet}) {
      const Session session(own, End::server, at(0s));
      const ErrorCode expected = own == other ? ErrorCode::ok : ErrorCode::unauthenticated;
      EXPECT_EQ(session.admit(command(other, Common::hello)), expected);
    }
}

TEST(Session, HandshakeEndsAfterTenSeconds) {
  for (End end : {End::client, End::server}) {
    Session session(Port::device, end, at(5s));
    EXPECT_EQ(session.deadline(), at(15s));
    EXPECT_EQ(session.tick(at(15s) - 1us), Step::none);
    EXPECT_EQ(session.tick(at(15s)), Step::handshakeLate);
  }
}

TEST(Session, BytesThatAreNoHelloBuyNoTime) {
  Session session(Port::device, End::server, at(0s));
  EXPECT_FALSE(session.heard(at(9s)));
  EXPECT_EQ(session.deadline(), at(10s));
}

TEST(Session, AHandshakeThatThisProcessSleptThroughGetsItsTimeAgain) {
  Session session(Port::device, End::server, at(0s));
  session.forgive(at(300s));
  EXPECT_EQ(session.deadline(), at(310s));
}

TEST(Session, ClientPingsOnceOpen) {
  Session session(Port::device, End::client, at(0s));
  session.open({}, at(1s));
  EXPECT_TRUE(session.isOpen());
  EXPECT_EQ(session.deadline(), at(31s));
  EXPECT_EQ(session.tick(at(31s)), Step::sendPing);
}

TEST(Session, ClientMaySpreadItsFirstPing) {
  Session session(Port::device, End::client, at(0s));
  session.open({}, at(1s), at(4s));
  EXPECT_EQ(session.tick(at(4s)), Step::sendPing);
}

TEST(Session, ServerListensOnceOpen) {
  Session session(Port::device, End::server, at(0s));
  session.open({}, at(1s));
  EXPECT_EQ(session.tick(at(46s)), Step::miss);
  EXPECT_TRUE(session.suspect());
  EXPECT_EQ(session.misses(), 1u);
  EXPECT_TRUE(session.heard(at(47s)));
  EXPECT_FALSE(session.suspect());
}

TEST(Session, IsLostWhenItsHeartbeatIs) {
  Session session(Port::device, End::server, at(0s));
  session.open({}, at(0s));
  EXPECT_EQ(session.tick(at(45s)), Step::miss);
  EXPECT_EQ(session.tick(at(60s)), Step::miss);
  EXPECT_EQ(session.tick(at(75s)), Step::heartbeatLost);
  EXPECT_EQ(session.tick(at(75s)), Step::none);
}

TEST(Session, PassesForgivenessOn) {
  Session session(Port::device, End::server, at(0s));
  session.open({}, at(0s));
  session.forgive(at(100s));
  EXPECT_EQ(session.deadline(), at(115s));
}

TEST(Session, ServerPingsAPhoneThatSleeps) {
  Session session(Port::device, End::server, at(0s));
  session.open({}, at(0s));
  session.change({240s, 15s, 3}, Role::keeper, at(10s));
  EXPECT_EQ(session.deadline(), at(250s));
  EXPECT_EQ(session.tick(at(250s)), Step::sendPing);
  session.heard(at(251s));
  session.change({}, Role::listener, at(260s));
  EXPECT_EQ(session.tick(at(305s)), Step::miss);
}

TEST(Session, AChangedHeartbeatHasMissedNothing) {
  for (Role role : {Role::pinger, Role::listener, Role::keeper}) {
    Session session(Port::device, End::server, at(0s));
    session.open({}, at(0s));
    session.tick(at(45s));
    session.tick(at(60s));
    ASSERT_EQ(session.misses(), 2u);
    session.change({}, role, at(60s));
    EXPECT_FALSE(session.suspect());
    EXPECT_GE(session.deadline(), at(90s));
  }
}

TEST(Session, JitterOfAChangeIsAFunctionOfItsSeed) {
  const auto deadline = [](uint64_t seed) {
    Session session(Port::device, End::server, at(0s));
    session.open({}, at(0s));
    session.change({240s, 15s, 3}, Role::keeper, at(0s), seed);
    return session.deadline();
  };
  EXPECT_EQ(deadline(5), deadline(5));
  EXPECT_NE(deadline(5), deadline(6));
}

TEST(Session, ExpectsThePingThatWasPromised) {
  Session session(Port::device, End::server, at(0s));
  session.expectWithin(1h, at(0s));
  EXPECT_EQ(session.deadline(), at(10s));
  session.open({}, at(0s));
  session.expectWithin(270s, at(1s));
  EXPECT_EQ(session.deadline(), at(286s));
}

TEST(Session, OnlyAnOpenOneChangesItsHeartbeat) {
  Session session(Port::device, End::server, at(0s));
  session.change({240s, 15s, 3}, Role::keeper, at(0s));
  EXPECT_EQ(session.deadline(), at(10s));
  session.close();
  session.change({240s, 15s, 3}, Role::keeper, at(0s));
  session.expectWithin(1h, at(0s));
  EXPECT_EQ(session.deadline(), never);
}

TEST(Session, ClosedExpectsNothing) {
  Session session(Port::device, End::server, at(0s));
  session.open({}, at(0s));
  session.tick(at(45s));
  session.close();
  EXPECT_EQ(session.state(), Session::State::closed);
  EXPECT_EQ(session.deadline(), never);
  EXPECT_EQ(session.tick(at(1h)), Step::none);
  EXPECT_FALSE(session.heard(at(1h)));
  EXPECT_FALSE(session.suspect());
}

TEST(Session, ClosedInItsHandshakeIsNotLate) {
  Session session(Port::device, End::server, at(0s));
  session.close();
  EXPECT_EQ(session.deadline(), never);
  EXPECT_EQ(session.tick(at(1h)), Step::none);
}

TEST(Session, CountsSerialsFromOne) {
  Session session(Port::device, End::client, at(0s));
  EXPECT_EQ(session.takeSerial(), 1u);
  EXPECT_EQ(session.takeSerial(), 2u);
}

} // namespace
} // namespace pushscope
