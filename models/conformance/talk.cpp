#include "models/conformance/talk.h"

#include "protocol/codec/session_codec.h"
#include "pushscope/v1/device.pb.h"

#include <algorithm>
#include <cstdio>

namespace pushscope::conformance {

bool Talk::can(std::string_view capability) const {
  return std::find(capabilities.begin(), capabilities.end(), capability) != capabilities.end();
}

bool isWithinBounds(const v1::HeartbeatPolicy& policy) {
  return checkPolicy({std::chrono::milliseconds(policy.interval_ms()), std::chrono::milliseconds(policy.timeout_ms()),
                      policy.misses()})
      .ok();
}

std::string saidText(const std::optional<Heard>& heard) {
  if (!heard)
    return "nothing came within 10 s";
  char text[64];
  std::snprintf(text, sizeof text, "command 0x%04x with code %u came", heard->header.command, heard->header.code);
  return text;
}

Script<std::optional<Wire::Line>> enter(Talk& talk, const std::string& token) {
  const Wire::Line line = talk.wire.open(Port::admin);
  Hello hello;
  hello.credential = token;
  hello.client = "pushctl conformance";
  const uint32_t serial = talk.wire.takeSerial(line);
  talk.wire.send(line, encodeHello(Port::admin, serial, hello));
  const std::optional<Heard> heard = co_await talk.wire.next(line, patience);
  const bool isWelcome = heard && heard->header.command == answerTo(command(Port::admin, Common::hello));
  if (!isWelcome) {
    talk.wire.close(line);
    co_return std::nullopt;
  }
  const Result<Welcome> welcome = decodeWelcome(heard->body);
  talk.wire.keepAlive(line, welcome.ok() ? welcome.value().heartbeat.interval : Duration(std::chrono::seconds(5)));
  co_return line;
}

Script<std::optional<Heard>> answer(Talk& talk, Wire::Line line, uint32_t request, uint32_t serial) {
  const MonoTime until = talk.wire.now().mono + patience;
  while (std::optional<Heard> heard = co_await talk.wire.next(line, until))
    if (heard->header.command == answerTo(request) && heard->header.serial == serial)
      co_return heard;
  co_return std::nullopt;
}

Script<bool> lives(Talk& talk, Wire::Line line) {
  const uint32_t serial = talk.wire.takeSerial(line), ping = command(Port::admin, Common::ping);
  talk.wire.send(line, encodePing(Port::admin, serial, {talk.wire.now().wall}));
  const std::optional<Heard> heard = co_await answer(talk, line, ping, serial);
  co_return heard.has_value();
}

Script<Done> expectGoodbye(Talk& talk, Wire::Line line, Clause clause, ErrorCode code) {
  const MonoTime until = talk.wire.now().mono + patience;
  const std::string wanted = std::to_string(uint32_t(code));
  bool came = false;
  while (const std::optional<Heard> heard = co_await talk.wire.next(line, until)) {
    if (came || heard->header.command != command(Port::admin, Common::goodbye) ||
        heard->header.code != uint32_t(code)) {
      talk.findings.fails(clause, saidText(heard) + (came ? " behind the goodbye" : ""));
      talk.wire.close(line);
      co_return Done{};
    }
    came = true;
  }
  const bool ended = talk.wire.hasEnded(line);
  if (!talk.wire.wasOpened(line))
    talk.findings.untried(clause, "the connection could not be opened");
  else if (came && ended)
    talk.findings.holds(clause);
  else
    talk.findings.fails(clause, came    ? "goodbye " + wanted + " came, and the connection was still open after 10 s"
                                : ended ? "the connection was closed without goodbye " + wanted
                                        : "neither goodbye " + wanted + " nor the end came within 10 s");
  talk.wire.close(line);
  co_return Done{};
}

void expectRefusal(Talk& talk, const std::optional<Heard>& heard, Clause clause, ErrorCode code,
                   std::string_view detail) {
  if (!heard || heard->header.code != uint32_t(code))
    return talk.findings.fails(clause, saidText(heard));
  const std::string said = decodeRefusal(heard->body).detail;
  talk.findings.check(detail.empty() || said == detail, clause,
                      "the detail does not name the field " + std::string(detail));
}

} // namespace pushscope::conformance
