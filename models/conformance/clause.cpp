#include "models/conformance/clause.h"

#include <algorithm>
#include <utility>

namespace pushscope::conformance {
namespace {

constexpr ClauseText texts[]{
    {Clause::helloFirst, "handshake.hello_first", "Handshake",
     "Anything else before hello is answered with goodbye 5, and the connection is closed"},
    {Clause::wrongToken, "handshake.wrong_token", "Handshake",
     "A wrong credential is answered with goodbye 5, and the connection is closed"},
    {Clause::helloVersion, "handshake.version", "Handshake",
     "A hello without a version in common is answered with goodbye 4, and the connection is closed"},
    {Clause::malformedHello, "handshake.malformed_hello", "Handshake",
     "A hello that cannot be read is answered with goodbye 1, and the connection is closed"},
    {Clause::helloLimit, "limits.before_welcome", "Limits",
     "A frame above 1 KiB before the welcome is answered with goodbye 2, and the connection is closed"},
    {Clause::welcome, "handshake.welcome", "Handshake", "A hello is answered with a welcome that has its serial"},
    {Clause::welcomeNames, "handshake.names", "Handshake",
     "The welcome names version 1, a node and an incarnation that is not 0"},
    {Clause::welcomeRole, "handshake.role", "Requests of an operator",
     "The welcome names the role of the credential: 1, 2 or 3"},
    {Clause::welcomeHeartbeat, "handshake.heartbeat", "Heartbeat",
     "The welcome's heartbeat lies within 100 ms to 1800 s and 1 to 100 misses"},
    {Clause::sameIncarnation, "handshake.incarnation", "Handshake",
     "Every welcome names the same node and incarnation until the server is restarted"},
    {Clause::secondHello, "handshake.second_hello", "Handshake",
     "A second hello is answered with goodbye 9, and the connection is closed"},
    {Clause::pong, "heartbeat.pong", "Heartbeat", "A ping is answered with a pong that has its serial"},
    {Clause::pongEcho, "clocks.sent", "Clocks", "The pong returns the ping's sent_us"},
    {Clause::stampOrder, "clocks.order", "Clocks",
     "The pong has the stamps arrived, running and answered, none before the one in front of it"},
    {Clause::frameTooLong, "frame.too_long", "Frame",
     "A length above 1 MiB is answered with goodbye 2, and the connection is closed"},
    {Clause::frameTooShort, "frame.too_short", "Frame",
     "A length below 16 is answered with goodbye 1, and the connection is closed"},
    {Clause::malformedBody, "frame.malformed_body", "Frame",
     "A request whose body cannot be read is refused with 1, and the connection goes on"},
    {Clause::unknownCommand, "commands.unknown", "Commands",
     "An unknown command that has a serial is answered with code 3"},
    {Clause::unknownLives, "commands.unknown_lives", "Commands", "An unknown command does not end the connection"},
    {Clause::unknownOneWay, "commands.unknown_one_way", "Commands", "An unknown one-way frame is ignored"},
    {Clause::subscribed, "telemetry.subscribed", "Telemetry",
     "A subscription without a cursor is answered, and not as resumed"},
    {Clause::snapshotFirst, "telemetry.first", "Telemetry", "A snapshot begins with a page marked first, the only one"},
    {Clause::snapshotLast, "telemetry.last", "Telemetry", "A snapshot ends with a page marked last"},
    {Clause::pageSize, "telemetry.page_size", "Telemetry", "A snapshot page holds at most 500 records"},
    {Clause::pageOrder, "telemetry.page_order", "Telemetry", "A snapshot has its records in order of handles"},
    {Clause::deviceIds, "telemetry.device_ids", "Handshake",
     "A device id is 1 to 128 bytes of UTF-8 without control characters"},
    {Clause::blockSequence, "telemetry.sequence", "Telemetry",
     "Each block has the number after that of the one before"},
    {Clause::blockIncarnation, "telemetry.incarnation", "Telemetry", "Blocks name the incarnation of the welcome"},
    {Clause::columnLength, "telemetry.columns", "Telemetry", "The arrays of a column have the same length"},
    {Clause::handleDefined, "telemetry.handles", "Telemetry", "A record names a handle before a column uses it"},
    {Clause::handleMeaning, "telemetry.handle_reuse", "Telemetry",
     "A handle is not 0 and never means another device or delivery"},
    {Clause::foreignCursor, "telemetry.foreign_cursor", "Telemetry",
     "A cursor of another incarnation is answered as not resumed, and a snapshot follows"},
    {Clause::resume, "telemetry.resume", "Telemetry",
     "From a cursor that is still held the next block follows; from any other a snapshot"},
    {Clause::listAnswered, "lists.answered", "Requests of an operator",
     "The lists that the welcome's capabilities name are answered"},
    {Clause::listCount, "lists.count", "Requests of an operator", "A page has at most as many entries as asked for"},
    {Clause::listEnds, "lists.end", "Requests of an operator",
     "A list read page by page ends with next 0 and has no entry twice"},
    {Clause::viewerRefused, "roles.viewer", "Requests of an operator",
     "An inject with the token of a viewer is refused with 6 and the detail role"},
    {Clause::deviceWelcome, "device.welcome", "Handshake",
     "A phone is welcomed with a session and two heartbeats within the bounds"},
    {Clause::openingPing, "device.opening_ping", "Clocks", "A phone is pinged once behind its welcome"},
    {Clause::devicePong, "device.pong", "Clocks", "A phone's ping is answered with stamps in order"},
    {Clause::onlineTold, "device.online", "Telemetry", "Consoles are told of a phone that comes, as online"},
    {Clause::injectAccepted, "inject.accepted", "Requests of an operator",
     "A push to a phone that is there is accepted, and the answer names its sequence"},
    {Clause::pushArrives, "inject.arrives", "Deliveries",
     "The phone is sent the push with its uuid, sequence and payload"},
    {Clause::injectOnce, "inject.idempotent", "Requests of an operator",
     "The same uuid for the same device again is known, under the same sequence, and nothing is added"},
    {Clause::stagesTold, "stages.told", "Telemetry",
     "Consoles are told the delivery's record and its stages accepted, written and acknowledged"},
    {Clause::stageOrder, "stages.order", "Stages", "Accepted, routed, written and acknowledged are told in this order"},
    {Clause::phoneStages, "stages.phone", "Stages", "Consoles are told the stages that the phone acknowledged with"},
    {Clause::traceLadder, "trace.ladder", "Requests of an operator",
     "A trace tells the delivery and its stages to the end"},
    {Clause::traceOrder, "trace.order", "Stages",
     "A trace has accepted, routed, written and acknowledged in this order"},
    {Clause::traceUnknown, "trace.unknown", "Requests of an operator", "A trace of an unknown push is refused with 7"},
    {Clause::injectUnknown, "inject.unknown_device", "Requests of an operator",
     "A push to a device that the server does not know fails for it with 7"},
    {Clause::injectTooLarge, "inject.too_large", "Requests of an operator", "A payload above 48 KiB is refused with 2"},
    {Clause::injectNoTarget, "inject.no_target", "Requests of an operator",
     "A push without a target is refused with 1"},
    {Clause::offlineTold, "device.offline", "Telemetry", "Consoles are told of a phone that said goodbye, as offline"},
    {Clause::expires, "push.expires", "Deliveries", "A push that waits ends as expired after its time to live"},
    {Clause::deadLetter, "push.dead", "Requests of an operator",
     "An operator gives up a push that waits, and it ends as dead"},
    {Clause::deadListed, "lists.dead_letter", "Requests of an operator", "What was given up is in the dead letters"},
    {Clause::waitsForHello, "push.waits", "Deliveries", "A push that waits is written after the phone's next hello"},
    {Clause::superseded, "device.superseded", "Handshake",
     "A second connection of a device is welcomed, and the first gets goodbye 14"},
    {Clause::oneEnd, "stages.one_end", "Stages", "A delivery has one final stage"},
};
static_assert(std::size(texts) == clauseCount);

} // namespace

std::span<const ClauseText> clauseTexts() {
  return texts;
}

std::string_view outcomeName(Outcome outcome) {
  return outcome == Outcome::holds ? "holds" : outcome == Outcome::fails ? "fails" : "untried";
}

void Findings::holds(Clause clause) {
  Finding& finding = m_findings[size_t(clause)];
  if (finding.outcome != Outcome::fails)
    finding = {Outcome::holds, {}};
}

void Findings::fails(Clause clause, std::string reason) {
  Finding& finding = m_findings[size_t(clause)];
  if (finding.outcome != Outcome::fails)
    finding = {Outcome::fails, std::move(reason)};
}

void Findings::untried(Clause clause, const std::string& reason) {
  Finding& finding = m_findings[size_t(clause)];
  if (finding.outcome == Outcome::untried && finding.reason.empty())
    finding.reason = reason;
}

void Findings::untried(Clause from, Clause to, const std::string& reason) {
  for (size_t i = size_t(from); i <= size_t(to); ++i)
    untried(Clause(i), reason);
}

void Findings::check(bool isSo, Clause clause, const std::string& otherwise) {
  isSo ? holds(clause) : fails(clause, otherwise);
}

size_t Findings::count(Outcome outcome) const {
  return size_t(std::count_if(m_findings.begin(), m_findings.end(),
                              [outcome](const Finding& finding) { return finding.outcome == outcome; }));
}

} // namespace pushscope::conformance
