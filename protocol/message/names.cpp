#include "protocol/message/telemetry.h"

namespace pushscope {

std::string_view stageName(Stage stage) {
  switch (stage) {
  case Stage::unknown:
    return "unknown";
  case Stage::composed:
    return "composed";
  case Stage::accepted:
    return "accepted";
  case Stage::routed:
    return "routed";
  case Stage::written:
    return "written";
  case Stage::woken:
    return "woken";
  case Stage::handled:
    return "handled";
  case Stage::acknowledged:
    return "acknowledged";
  case Stage::shown:
    return "shown";
  case Stage::queued:
    return "queued";
  case Stage::retrying:
    return "retrying";
  case Stage::held:
    return "held";
  case Stage::offline:
    return "offline";
  case Stage::expired:
    return "expired";
  case Stage::cancelled:
    return "cancelled";
  case Stage::dead:
    return "dead";
  case Stage::evicted:
    return "evicted";
  }
  return "unknown";
}

std::string_view appStateName(AppState state) {
  switch (state) {
  case AppState::unknown:
    return "unknown";
  case AppState::foreground:
    return "foreground";
  case AppState::background:
    return "background";
  case AppState::suspended:
    return "suspended";
  case AppState::woken:
    return "woken";
  case AppState::handler:
    return "handler";
  case AppState::terminated:
    return "terminated";
  }
  return "unknown";
}

std::string_view linkStateName(LinkState state) {
  switch (state) {
  case LinkState::unknown:
    return "unknown";
  case LinkState::online:
    return "online";
  case LinkState::suspect:
    return "suspect";
  case LinkState::offline:
    return "offline";
  }
  return "unknown";
}

std::string_view sideName(Side side) {
  switch (side) {
  case Side::unknown:
    return "unknown";
  case Side::server:
    return "server";
  case Side::phone:
    return "phone";
  }
  return "unknown";
}

Status checkPolicy(const HeartbeatPolicy& policy) {
  if (policy.interval < shortestHeartbeat || policy.interval > longestHeartbeat)
    return {ErrorCode::limit, "heartbeat interval"};
  if (policy.timeout < shortestHeartbeat || policy.timeout > longestHeartbeat)
    return {ErrorCode::limit, "heartbeat timeout"};
  if (policy.misses < 1 || policy.misses > mostMisses)
    return {ErrorCode::limit, "heartbeat misses"};
  return Done{};
}

} // namespace pushscope
