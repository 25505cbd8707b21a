#pragma once

#include "models/conformance/clause.h"
#include "models/conformance/script.h"
#include "models/conformance/wire.h"
#include "protocol/base/ids.h"
#include "protocol/base/random.h"
#include "protocol/base/result.h"
#include "protocol/message/session.h"

#include <functional>
#include <optional>
#include <string>

namespace pushscope::v1 {
class HeartbeatPolicy;
}

namespace pushscope::conformance {

// What a person gave to check with.
struct Target {
  std::string token;
  std::optional<std::string> viewerToken;
  bool hasDevicePort = false;
  std::string deviceToken; // empty: the door is open
};

// Two answers have this long (protocol/README.md, Limits); a server that is to close a connection as well.
inline constexpr Duration patience = std::chrono::seconds(10);

// What the checks share.
struct Talk {
  Wire& wire;
  Findings& findings;
  const Target& target;
  Random& random;
  // Of the first welcome; empty until then.
  std::string node;
  uint64_t incarnation = 0;
  uint32_t role = 0;
  std::vector<std::string> capabilities;

  bool can(std::string_view capability) const;
};

// A line to the admin port that was welcomed and is kept alive; nothing if it was not.
Script<std::optional<Wire::Line>> enter(Talk& talk, const std::string& token);
// The frame with this serial that answers; others on the line are dropped.
Script<std::optional<Heard>> answer(Talk& talk, Wire::Line line, uint32_t request, uint32_t serial);
// Holds if a ping is answered: the connection lives.
Script<bool> lives(Talk& talk, Wire::Line line);
// Holds if goodbye `code` comes and then the end.
Script<Done> expectGoodbye(Talk& talk, Wire::Line line, Clause clause, ErrorCode code);
// Holds if the frame is an answer with this code.
void expectRefusal(Talk& talk, const std::optional<Heard>& heard, Clause clause, ErrorCode code,
                   std::string_view detail = {});

// "code 5", "0x8201 with code 0", "nothing within 10 s".
std::string saidText(const std::optional<Heard>& heard);

// As every welcome must name them (protocol/README.md, Heartbeat).
bool isWithinBounds(const v1::HeartbeatPolicy& policy);

// Each of these settles the clauses that it names in clause.h, in this order.
Script<Done> checkHandshake(Talk& talk);
Script<Done> checkFrames(Talk& talk);
Script<Done> checkTelemetryAndPushes(Talk& talk);
Script<Done> checkLists(Talk& talk);
Script<Done> checkViewer(Talk& talk);

} // namespace pushscope::conformance
