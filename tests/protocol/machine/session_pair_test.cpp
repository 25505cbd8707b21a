#include "protocol/base/random.h"
#include "protocol/codec/device_codec.h"
#include "protocol/codec/session_codec.h"
#include "protocol/frame/decoder.h"
#include "protocol/machine/session.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>

namespace pushscope {
namespace {

using namespace std::chrono_literals;
using End = Session::End;
using Role = Heartbeat::Role;
using Step = Session::Step;

// One direction: bytes in the pieces in which they arrive, in order.
struct Wire {
  struct Piece {
    MonoTime at;
    Bytes bytes;
  };
  std::deque<Piece> pieces;
  MonoTime last;
  size_t frames = 0;

  MonoTime next() const { return pieces.empty() ? never : pieces.front().at; }
};

struct Peer {
  explicit Peer(End end) : session(Port::device, end, MonoTime{}) {}

  Session session;
  Decoder decoder{helloLimit};
  Wire out;
  size_t framesRead = 0;
  size_t misses = 0;
  Step gaveUp = Step::none; // why this side thought the connection dead
  MonoTime gaveUpAt;
};

// A phone and its server on virtual time. The phone's app runs or sleeps, and whoever should ping pings.
class Conversation {
 public:
  explicit Conversation(Random& random) : m_random(random) {
    m_foreground = randomPolicy(1000, 40'000);
    m_background = randomPolicy(30'000, 300'000);
    m_mostDelay = std::min(m_foreground.timeout, m_background.timeout) / 4;
    Hello hello;
    hello.device = "phone";
    hello.appState = AppState::foreground;
    hello.sleep = {true, 15, 300s, 10s};
    send(m_phone, encodeHello(Port::device, m_phone.session.takeSerial(), hello));
  }

  void run(MonoTime until) {
    while (true) {
      const MonoTime next = std::min({m_phone.session.deadline(), m_server.session.deadline(), m_phone.out.next(),
                                      m_server.out.next(), m_nextIdea, until});
      m_now = std::max(m_now, next);
      deliver(m_phone, m_server);
      deliver(m_server, m_phone);
      tick(m_phone);
      tick(m_server);
      if (m_now >= m_nextIdea)
        haveAnIdea();
      if (m_now >= until)
        return;
    }
  }

  void sayGoodbye(bool phoneFirst) {
    Peer& peer = phoneFirst ? m_phone : m_server;
    send(peer, encodeGoodbye(Port::device, ErrorCode::ok, {}));
    peer.session.close();
    m_nextIdea = never;
  }

  // Nothing arrives any more, and nobody is told.
  void cut() {
    m_cut = true;
    m_nextIdea = never;
    m_phone.out.pieces.clear();
    m_server.out.pieces.clear();
  }

  // Until what is on its way has arrived and every ping has its answer.
  void comeToRest() {
    m_nextIdea = never;
    while (m_pingsOpen > 0 || m_phone.out.next() != never || m_server.out.next() != never)
      run(std::min({m_phone.out.next(), m_server.out.next(), m_phone.session.deadline(), m_server.session.deadline()}));
  }

  void expectSameState() const { EXPECT_EQ(m_phone.session.state(), m_server.session.state()); }
  void expectOnePings() const {
    EXPECT_EQ(m_phoneRole == Role::pinger, m_serverRole == Role::listener);
    EXPECT_EQ(m_phoneRole == Role::listener, m_serverRole == Role::keeper);
  }
  void expectEverythingRead() const {
    for (const Peer* peer : {&m_phone, &m_server}) {
      EXPECT_TRUE(peer->decoder.atEdge());
      EXPECT_EQ(peer->decoder.bufferedBytes(), size_t{0});
    }
    EXPECT_EQ(m_phone.out.frames, m_server.framesRead);
    EXPECT_EQ(m_server.out.frames, m_phone.framesRead);
  }
  void expectEverythingAcknowledged() const { EXPECT_EQ(m_pushed, m_acknowledged); }
  // While nothing was cut nobody had a reason to doubt.
  void expectNoDoubt() const {
    for (const Peer* peer : {&m_phone, &m_server}) {
      EXPECT_EQ(peer->misses, size_t{0});
      EXPECT_EQ(peer->gaveUp, Step::none);
    }
  }
  void expectBothGaveUp(MonoTime cutAt) const {
    for (const Peer* peer : {&m_phone, &m_server}) {
      EXPECT_FALSE(peer->session.isOpen());
      EXPECT_TRUE(peer->gaveUp == Step::heartbeatLost || peer->gaveUp == Step::handshakeLate);
      EXPECT_LE(peer->gaveUpAt, cutAt + patience());
    }
  }
  Duration patience() const {
    const auto of = [](const HeartbeatPolicy& policy) { return longest(policy) + policy.timeout * policy.misses; };
    return std::max({of(m_foreground), of(m_background), Session::handshakeLimit});
  }
  MonoTime now() const { return m_now; }
  bool isOpen() const { return m_phone.session.isOpen(); }

 private:
  // In whole milliseconds, as it travels.
  HeartbeatPolicy randomPolicy(uint64_t shortest, uint64_t longestInterval) {
    const auto between = [&](uint64_t low, uint64_t high) {
      return std::chrono::milliseconds(low + m_random.below(high - low + 1));
    };
    return {between(shortest, longestInterval), between(2000, 15'000), uint32_t(1 + m_random.below(4))};
  }

  void send(Peer& from, const Bytes& frame) {
    if (m_cut)
      return;
    ++from.out.frames;
    for (size_t at = 0; at < frame.size();) {
      const size_t size = std::min<size_t>(1 + m_random.below(m_random.below(2) ? 8 : 3000), frame.size() - at);
      from.out.last = std::max(from.out.last, m_now + m_random.between(0us, m_mostDelay));
      const auto begin = frame.begin() + std::ptrdiff_t(at);
      from.out.pieces.push_back({from.out.last, Bytes(begin, begin + std::ptrdiff_t(size))});
      at += size;
    }
  }

  // What has arrived is read in one or in several goes.
  void deliver(Peer& from, Peer& to) {
    while (from.out.next() <= m_now) {
      Bytes read;
      do {
        const Bytes& piece = from.out.pieces.front().bytes;
        read.insert(read.end(), piece.begin(), piece.end());
        from.out.pieces.pop_front();
      } while (from.out.next() <= m_now && m_random.below(2) == 0);
      to.decoder.feed(read);
      while (const auto frame = to.decoder.next())
        take(to, *frame);
      ASSERT_FALSE(to.decoder.failed());
    }
  }

  void take(Peer& to, const FrameView& frame) {
    ++to.framesRead;
    if (to.session.state() == Session::State::closed)
      return;
    ASSERT_EQ(to.session.admit(frame.header.command), ErrorCode::ok) << frame.header.command;
    to.session.heard(m_now);
    switch (frame.header.command) {
    case command(Port::device, Common::hello):
      return welcome(frame);
    case answerTo(command(Port::device, Common::hello)):
      return opened(frame);
    case command(Port::device, Common::ping):
      return pinged(to, frame);
    case answerTo(command(Port::device, Common::ping)):
      --m_pingsOpen;
      return;
    case device::report:
      return reported(decodeReport(frame.body).value());
    case device::push:
      return send(m_phone, encodeAcknowledge({decodePush(frame.body).value().sequence, {}}));
    case device::acknowledge:
      m_acknowledged = decodeAcknowledge(frame.body).value().upTo.value;
      return;
    case command(Port::device, Common::goodbye):
      return to.session.close();
    default:
      FAIL() << frame.header.command;
    }
  }

  void welcome(const FrameView& frame) {
    ASSERT_EQ(decodeHello(frame.body).value().sleep.resumes, 15u);
    m_server.decoder.setLimit(deviceLimit);
    Welcome welcome;
    welcome.heartbeat = m_foreground;
    welcome.backgroundHeartbeat = m_background;
    m_server.session.open(m_foreground, m_now);
    send(m_server, encodeWelcome(Port::device, frame.header.serial, welcome));
    ping(m_server, {});
  }

  void opened(const FrameView& frame) {
    const Welcome welcome = decodeWelcome(frame.body).value();
    m_phone.decoder.setLimit(deviceLimit);
    m_phone.session.open(welcome.heartbeat, m_now, m_now + m_random.between(0s, welcome.heartbeat.interval));
    EXPECT_EQ(welcome.backgroundHeartbeat, m_background);
    m_nextIdea = m_now;
  }

  void ping(Peer& from, Duration next) {
    ++m_pingsOpen;
    send(from, encodePing(Port::device, from.session.takeSerial(), {wallFromMicros(micros(m_now)), false, {}, next}));
  }

  void pinged(Peer& to, const FrameView& frame) {
    const Ping ping = decodePing(frame.body).value();
    if (ping.next > 0s)
      to.session.expectWithin(ping.next, m_now);
    const WallTime now = wallFromMicros(micros(m_now));
    send(to, encodePong(Port::device, frame.header.serial, {ping.sent, now, now, now}));
  }

  // The phone's app falls asleep or runs again.
  void changeState() {
    const bool sleeps = m_phoneRole == Role::pinger;
    m_phoneRole = sleeps ? Role::listener : Role::pinger;
    m_phone.session.change(sleeps ? m_background : m_foreground, m_phoneRole, m_now);
    if (sleeps)
      m_phone.session.expectWithin(longest(m_background), m_now);
    send(m_phone, encodeReport({sleeps ? AppState::suspended : AppState::foreground, Cause::user, {}, {}, {}}));
  }
  void reported(const Report& report) {
    const bool sleeps = report.appState == AppState::suspended;
    m_serverRole = sleeps ? Role::keeper : Role::listener;
    m_server.session.change(sleeps ? m_background : m_foreground, m_serverRole, m_now, m_random.next());
  }

  static Duration longest(const HeartbeatPolicy& policy) {
    return policy.interval + policy.interval * Heartbeat::jitterPercent / 100 + 1ms; // it travels in milliseconds
  }

  void tick(Peer& peer) {
    for (Step step; (step = peer.session.tick(m_now)) != Step::none;) {
      if (step == Step::sendPing) {
        EXPECT_NE(&peer == &m_phone ? m_phoneRole : m_serverRole, Role::listener);
        const bool tells = &peer == &m_server || m_random.below(2) == 0;
        ping(peer, tells ? longest(&peer == &m_server ? m_background : m_foreground) : Duration{});
      } else if (step == Step::miss) {
        ++peer.misses;
      } else {
        peer.gaveUp = step;
        peer.gaveUpAt = m_now;
        peer.session.close();
        m_nextIdea = never;
        return;
      }
    }
  }

  void haveAnIdea() {
    m_nextIdea = m_now + m_random.between(1us, m_random.below(2) ? 3s : 500s);
    if (m_random.below(2) == 0)
      return changeState();
    for (uint64_t left = m_random.below(4); left > 0; --left) {
      Push push;
      push.sequence = {++m_pushed};
      push.payload.assign(m_random.below(5000), uint8_t(m_pushed));
      send(m_server, encodePush(push));
    }
  }

  Random& m_random;
  HeartbeatPolicy m_foreground, m_background;
  Duration m_mostDelay;
  Peer m_phone{End::client}, m_server{End::server};
  Role m_phoneRole = Role::pinger, m_serverRole = Role::listener;
  MonoTime m_now;
  MonoTime m_nextIdea = never;
  bool m_cut = false;
  uint64_t m_pushed = 0, m_acknowledged = 0;
  int m_pingsOpen = 0;
};

TEST(SessionPair, ThatSaysGoodbyeAgreesAndLeavesNothing) {
  Random random(testSeed("SessionPair.Goodbye"));
  for (uint64_t round = 0; round < testSteps(1000) && !HasFailure(); ++round) {
    SCOPED_TRACE(round);
    Conversation conversation(random);
    conversation.run(MonoTime(random.between(10s, 3h)));
    EXPECT_TRUE(conversation.isOpen());
    conversation.sayGoodbye(random.below(2) == 0);
    conversation.run(conversation.now() + 1min);
    conversation.expectNoDoubt();
    conversation.expectSameState();
    conversation.expectEverythingRead();
    EXPECT_FALSE(conversation.isOpen());
  }
}

TEST(SessionPair, ThatComesToRestAgreesAndLeavesNothing) {
  Random random(testSeed("SessionPair.Rest"));
  for (uint64_t round = 0; round < testSteps(1000) && !HasFailure(); ++round) {
    SCOPED_TRACE(round);
    Conversation conversation(random);
    conversation.run(MonoTime(random.between(10s, 1h)));
    conversation.comeToRest();
    conversation.expectNoDoubt();
    conversation.expectSameState();
    conversation.expectOnePings();
    conversation.expectEverythingRead();
    conversation.expectEverythingAcknowledged();
    EXPECT_TRUE(conversation.isOpen());
  }
}

TEST(SessionPair, ThatIsCutGivesUpOnBothSides) {
  Random random(testSeed("SessionPair.Cut"));
  for (uint64_t round = 0; round < testSteps(1000) && !HasFailure(); ++round) {
    SCOPED_TRACE(round);
    Conversation conversation(random);
    conversation.run(MonoTime(random.below(4) == 0 ? random.between(0s, 1s) : random.between(10s, 1h)));
    conversation.expectNoDoubt();
    conversation.cut();
    const MonoTime cutAt = conversation.now();
    conversation.run(cutAt + conversation.patience());
    conversation.expectBothGaveUp(cutAt);
  }
}

} // namespace
} // namespace pushscope
