#include "models/conformance/talk.h"
#include "protocol/codec/session_codec.h"
#include "pushscope/v1/device.pb.h"

#include <tuple>

namespace pushscope::conformance {
namespace {

Hello helloOf(const std::string& token) {
  Hello hello;
  hello.credential = token;
  hello.client = "pushctl conformance";
  return hello;
}

constexpr std::tuple<Clause, uint32_t, ErrorCode> badLengths[]{
    {Clause::frameTooLong, adminLimit + 1, ErrorCode::tooLarge},
    {Clause::frameTooShort, headerBytes - 1, ErrorCode::malformed}};
constexpr uint32_t helloCommand = command(Port::admin, Common::hello);

Script<Done> refusedHellos(Talk& talk) {
  Wire& wire = talk.wire;
  Wire::Line line = wire.open(Port::admin);
  wire.send(line, encodePing(Port::admin, 1, {wire.now().wall}));
  co_await expectGoodbye(talk, line, Clause::helloFirst, ErrorCode::unauthenticated);

  line = wire.open(Port::admin);
  wire.send(line, encodeHello(Port::admin, 1, helloOf("conformance-" + std::to_string(talk.random.next()))));
  co_await expectGoodbye(talk, line, Clause::wrongToken, ErrorCode::unauthenticated);

  line = wire.open(Port::admin);
  Hello newer = helloOf(talk.target.token);
  newer.versionMin = newer.versionMax = 1'000'000;
  wire.send(line, encodeHello(Port::admin, 1, newer));
  co_await expectGoodbye(talk, line, Clause::helloVersion, ErrorCode::version);

  line = wire.open(Port::admin);
  const Bytes unreadable{0xff, 0xff, 0xff};
  wire.send(line, encodeFrame(1, helloCommand, ErrorCode::ok, unreadable));
  co_await expectGoodbye(talk, line, Clause::malformedHello, ErrorCode::malformed);

  line = wire.open(Port::admin);
  const HeaderBytes tooLong = writeHeader({helloLimit + 1, 1, helloCommand, 0});
  wire.send(line, Bytes(tooLong.begin(), tooLong.end()));
  co_await expectGoodbye(talk, line, Clause::helloLimit, ErrorCode::tooLarge);
  co_return Done{};
}

void readWelcome(Talk& talk, const v1::Welcome& welcome) {
  talk.node = welcome.node(), talk.incarnation = welcome.incarnation(), talk.role = welcome.role();
  talk.capabilities.assign(welcome.capabilities().begin(), welcome.capabilities().end());
  talk.findings.check(welcome.version() == protocolVersion && !welcome.node().empty() && welcome.incarnation() != 0,
                      Clause::welcomeNames,
                      welcome.version() != protocolVersion ? "version " + std::to_string(welcome.version()) + " came"
                      : welcome.node().empty()             ? "no node came"
                                                           : "incarnation 0 came");
  talk.findings.check(welcome.role() >= 1 && welcome.role() <= 3, Clause::welcomeRole,
                      "role " + std::to_string(welcome.role()) + " came");
  const v1::HeartbeatPolicy& beat = welcome.heartbeat();
  talk.findings.check(isWithinBounds(beat), Clause::welcomeHeartbeat,
                      "interval " + std::to_string(beat.interval_ms()) + " ms, timeout " +
                          std::to_string(beat.timeout_ms()) + " ms, misses " + std::to_string(beat.misses()) + " came");
}

Script<Done> pings(Talk& talk, Wire::Line line) {
  const WallTime sent = talk.wire.now().wall;
  const uint32_t serial = talk.wire.takeSerial(line);
  talk.wire.send(line, encodePing(Port::admin, serial, {sent}));
  const std::optional<Heard> heard = co_await answer(talk, line, command(Port::admin, Common::ping), serial);
  v1::Pong pong;
  const bool came =
      heard && heard->header.code == 0 && pong.ParseFromArray(heard->body.data(), int(heard->body.size()));
  talk.findings.check(came, Clause::pong, saidText(heard));
  if (!came) {
    talk.findings.untried(Clause::pongEcho, Clause::stampOrder, "there was no pong");
    co_return Done{};
  }
  talk.findings.check(pong.sent_us() == uint64_t(micros(sent)), Clause::pongEcho,
                      std::to_string(pong.sent_us()) + " came instead of " + std::to_string(micros(sent)));
  const bool ordered =
      pong.arrived_us() > 0 && pong.arrived_us() <= pong.running_us() && pong.running_us() <= pong.answered_us();
  talk.findings.check(ordered, Clause::stampOrder,
                      "arrived " + std::to_string(pong.arrived_us()) + ", running " +
                          std::to_string(pong.running_us()) + ", answered " + std::to_string(pong.answered_us()));
  co_return Done{};
}

Script<Done> sameNode(Talk& talk) {
  const Wire::Line line = talk.wire.open(Port::admin);
  talk.wire.send(line, encodeHello(Port::admin, 1, helloOf(talk.target.token)));
  const std::optional<Heard> heard = co_await talk.wire.next(line, patience);
  v1::Welcome welcome;
  if (!heard || heard->header.command != answerTo(helloCommand) ||
      !welcome.ParseFromArray(heard->body.data(), int(heard->body.size()))) {
    talk.findings.untried(Clause::sameIncarnation, "the second connection was not welcomed");
    talk.findings.untried(Clause::secondHello, "the second connection was not welcomed");
    talk.wire.close(line);
    co_return Done{};
  }
  talk.findings.check(welcome.node() == talk.node && welcome.incarnation() == talk.incarnation, Clause::sameIncarnation,
                      "incarnation " + std::to_string(welcome.incarnation()) + " came after " +
                          std::to_string(talk.incarnation));
  talk.wire.send(line, encodeHello(Port::admin, 2, helloOf(talk.target.token)));
  co_await expectGoodbye(talk, line, Clause::secondHello, ErrorCode::conflict);
  co_return Done{};
}

} // namespace

Script<Done> checkHandshake(Talk& talk) {
  Wire& wire = talk.wire;
  const Wire::Line line = wire.open(Port::admin);
  const uint32_t serial = wire.takeSerial(line);
  wire.send(line, encodeHello(Port::admin, serial, helloOf(talk.target.token)));
  const std::optional<Heard> heard = co_await wire.next(line, patience);
  if (!wire.wasOpened(line))
    co_return Done{};
  v1::Welcome welcome;
  const bool came = heard && heard->header.command == answerTo(helloCommand) && heard->header.code == 0 &&
                    welcome.ParseFromArray(heard->body.data(), int(heard->body.size()));
  talk.findings.check(came && heard->header.serial == serial, Clause::welcome, saidText(heard));
  if (came) {
    readWelcome(talk, welcome);
    co_await pings(talk, line);
    wire.send(line, encodeGoodbye(Port::admin, ErrorCode::ok, {}));
  }
  wire.close(line);
  co_await refusedHellos(talk);
  if (came)
    co_await sameNode(talk);
  co_return Done{};
}

Script<Done> checkFrames(Talk& talk) {
  Wire& wire = talk.wire;
  for (const auto& [clause, length, code] : badLengths) {
    const std::optional<Wire::Line> line = co_await enter(talk, talk.target.token);
    if (!line)
      continue;
    const HeaderBytes header = writeHeader({length, wire.takeSerial(*line), command(Port::admin, Common::ping), 0});
    wire.send(*line, Bytes(header.begin(), header.end()));
    co_await expectGoodbye(talk, *line, clause, code);
  }

  std::optional<Wire::Line> line = co_await enter(talk, talk.target.token);
  if (!line)
    co_return Done{};
  const uint32_t subscribe = command(Port::admin, telemetry::subscribe);
  const Bytes unreadable{0xff, 0xff, 0xff};
  uint32_t serial = wire.takeSerial(*line);
  wire.send(*line, encodeFrame(serial, subscribe, ErrorCode::ok, unreadable));
  std::optional<Heard> heard = co_await answer(talk, *line, subscribe, serial);
  expectRefusal(talk, heard, Clause::malformedBody, ErrorCode::malformed);
  if (heard) {
    const bool goesOn = co_await lives(talk, *line);
    talk.findings.check(goesOn, Clause::malformedBody, "the connection did not go on");
  }
  wire.close(*line);

  line = co_await enter(talk, talk.target.token);
  if (!line)
    co_return Done{};
  constexpr uint32_t unknown = static_cast<uint32_t>(Port::admin) | 0xfe; // of no version so far
  serial = wire.takeSerial(*line);
  wire.send(*line, encodeFrame(serial, unknown, ErrorCode::ok, {}));
  heard = co_await answer(talk, *line, unknown, serial);
  if (heard || !wire.hasEnded(*line))
    expectRefusal(talk, heard, Clause::unknownCommand, ErrorCode::unknownCommand);
  else
    talk.findings.untried(Clause::unknownCommand, "the connection ended instead");
  const bool goesOn = co_await lives(talk, *line);
  talk.findings.check(goesOn, Clause::unknownLives, "the connection did not go on");
  wire.close(*line);

  line = co_await enter(talk, talk.target.token);
  if (!line)
    co_return Done{};
  wire.send(*line, encodeFrame(0, unknown, ErrorCode::ok, {}));
  const bool ignored = co_await lives(talk, *line);
  talk.findings.check(ignored, Clause::unknownOneWay, "the connection did not go on");
  wire.close(*line);
  co_return Done{};
}

} // namespace pushscope::conformance
