#include "models/conformance/scene.h"
#include "protocol/codec/admin_codec.h"
#include "pushscope/v1/telemetry.pb.h"

namespace pushscope::conformance {
namespace {

constexpr Duration quiet = std::chrono::seconds(3); // a server where anything happens has told something

// What brings facts, as far as this person has not done it yet.
std::string moreFacts(const Talk& talk) {
  return talk.target.hasDevicePort ? "check again while phones are connected" : "--device-port makes some";
}

// A subscription of its own from this cursor: the clause holds if what follows is as it must be.
Script<Done> checkCursor(Talk& talk, Clause clause, Subscribe cursor, bool mayResume) {
  const std::optional<Wire::Line> line = co_await enter(talk, talk.target.token);
  if (!line) {
    talk.findings.untried(clause, "a further connection was not welcomed");
    co_return Done{};
  }
  Wire& wire = talk.wire;
  const uint32_t serial = wire.takeSerial(*line);
  wire.send(*line, encodeSubscribe(Port::admin, serial, cursor));
  const std::optional<Heard> heard = co_await answer(talk, *line, command(Port::admin, telemetry::subscribe), serial);
  v1::Subscribed subscribed;
  if (!reads(subscribed, heard)) {
    talk.findings.fails(clause, saidText(heard));
  } else if (subscribed.resumed() && !mayResume) {
    talk.findings.fails(clause, "it was answered as resumed");
  } else {
    const std::optional<Heard> next = co_await wire.next(*line, patience);
    v1::Block block;
    v1::SnapshotPage page;
    const bool isNextBlock = reads(block, next) && next->header.command == command(Port::admin, telemetry::block) &&
                             block.sequence() == cursor.sequence + 1;
    const bool isFirstPage =
        reads(page, next) && next->header.command == command(Port::admin, telemetry::snapshotPage) && page.first();
    talk.findings.check(subscribed.resumed() ? isNextBlock : isFirstPage, clause,
                        subscribed.resumed() ? "resumed, and then not block " + std::to_string(cursor.sequence + 1)
                                             : "not resumed, and then no page marked first");
  }
  wire.close(*line);
  co_return Done{};
}

Script<Done> checkCursors(Talk& talk, const StreamWatch& watch) {
  co_await checkCursor(talk, Clause::foreignCursor, {{talk.incarnation + 1}, 5}, false);
  if (watch.blocks() < 2)
    talk.findings.untried(Clause::resume, "too few blocks came; " + moreFacts(talk));
  else
    co_await checkCursor(talk, Clause::resume, {{talk.incarnation}, watch.lastBlock() - 1}, true);
  co_return Done{};
}

} // namespace

Script<bool> watchUntil(Scene& scene, const Condition& isSo, Duration limit) {
  const MonoTime until = scene.talk.wire.now().mono + limit;
  while (!isSo()) {
    const std::optional<Heard> heard = co_await scene.talk.wire.next(scene.stream, until);
    if (!heard)
      co_return isSo();
    scene.watch.frame(*heard);
  }
  co_return true;
}

Script<std::optional<Heard>> ask(Scene& scene, uint32_t request, Bytes frame) {
  const uint32_t serial = readU32(frame.data() + 4);
  scene.talk.wire.send(scene.requests, std::move(frame));
  std::optional<Heard> heard = co_await answer(scene.talk, scene.requests, request, serial);
  co_return heard;
}

Script<Done> checkTelemetryAndPushes(Talk& talk) {
  Findings& findings = talk.findings;
  if (!talk.can("telemetry")) {
    const std::string why = "the welcome does not name the capability telemetry";
    findings.untried(Clause::subscribed, Clause::resume, why);
    findings.untried(Clause::deviceWelcome, Clause::oneEnd, why);
    co_return Done{};
  }
  const std::optional<Wire::Line> stream = co_await enter(talk, talk.target.token);
  const std::optional<Wire::Line> requests = co_await enter(talk, talk.target.token);
  if (!stream || !requests)
    co_return Done{};
  const std::string device = "conformance-" + std::to_string(talk.random.below(1'000'000'000));
  StreamWatch watch(findings, talk.incarnation, device);
  Scene scene{talk, watch, *stream, *requests, device};

  const uint32_t subscribe = command(Port::admin, telemetry::subscribe), serial = talk.wire.takeSerial(*stream);
  talk.wire.send(*stream, encodeSubscribe(Port::admin, serial, {}));
  const std::optional<Heard> heard = co_await answer(talk, *stream, subscribe, serial);
  v1::Subscribed subscribed;
  const bool came = reads(subscribed, heard);
  findings.check(came && !subscribed.resumed(), Clause::subscribed,
                 came ? "it was answered as resumed" : saidText(heard));
  if (!came)
    co_return Done{};
  // A snapshot of a million devices takes longer than an answer; each frame shows that it goes on.
  const Condition isOver = [&] { return watch.snapshotIsOver(); };
  const bool over = co_await watchUntil(scene, isOver, patience * 6);
  findings.check(over, Clause::snapshotLast, "no page marked last came within 60 s");
  co_await checkPushes(scene);
  const Condition isLively = [&] { return watch.blocks() >= 2; };
  co_await watchUntil(scene, isLively, quiet);
  if (watch.blocks() == 0)
    findings.untried(Clause::blockSequence, Clause::columnLength, "no block came within 3 s; " + moreFacts(talk));
  // The snapshot was told before a phone of ours came.
  findings.untried(Clause::pageOrder, "the snapshot has no record; check again while a phone is connected");
  findings.untried(Clause::deviceIds, Clause::handleMeaning, "nothing that came has one; " + moreFacts(talk));
  co_await checkCursors(talk, watch);
  talk.wire.close(*stream);
  talk.wire.close(*requests);
  co_return Done{};
}

} // namespace pushscope::conformance
