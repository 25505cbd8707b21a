#include "protocol/message/admin.h"
#include "protocol/message/fleet.h"
#include "protocol/message/telemetry.h"

#include <algorithm>
#include <array>

namespace pushscope {
namespace {

constexpr std::array<std::string_view, appStateCount> appStates{"unknown", "foreground", "background", "suspended",
                                                                "woken",   "handler",    "terminated"};
constexpr std::array<std::string_view, linkStateCount> linkStates{"unknown", "online", "suspect", "offline"};
constexpr std::array<std::string_view, roleCount> roles{"none", "viewer", "operator", "admin"};
constexpr std::array<std::string_view, 7> queueActions{"unknown",     "cancel",  "postpone", "retry_now",
                                                       "dead_letter", "requeue", "purge"};
constexpr std::array<std::string_view, 4> sessionActions{"unknown", "ping", "kick", "heartbeat"};
constexpr std::array<std::string_view, 3> sides{"unknown", "server", "phone"};
constexpr std::array<std::string_view, causeCount> causes{
    "unknown",     "user",  "system", "data",   "peer_closed", "keep_alive",  "timer",
    "vendor_push", "crash", "boot",   "budget", "wake_limit",  "task_leaked", "logged_out"};
constexpr std::array<std::string_view, reasonCount> reasons{"none",
                                                            "not_connected",
                                                            "attempts_used",
                                                            "wake_budget",
                                                            "asleep",
                                                            "postponed",
                                                            "collapsed",
                                                            "terminated_by_user",
                                                            "terminated_by_system",
                                                            "crashed",
                                                            "rebooting",
                                                            "logged_out",
                                                            "not_marked",
                                                            "socket_closed",
                                                            "airplane",
                                                            "no_network",
                                                            "nat_expired",
                                                            "half_open",
                                                            "doze",
                                                            "vendor_limit",
                                                            "alerts_off",
                                                            "notification_limit",
                                                            "frozen",
                                                            "operator",
                                                            "refused"};
constexpr std::array<std::string_view, noticeKindCount> noticeKinds{"unknown",    "in_app",    "banner",  "alert",
                                                                    "suppressed", "scheduled", "dropped", "replaced"};
constexpr std::array<std::string_view, phoneActionCount> phoneActions{
    "unknown",     "foreground", "background", "swipe_away",  "system_kill", "crash",       "reboot",
    "airplane",    "wifi",       "cellular",   "forget_nat",  "half_open",   "freeze",      "drop_acknowledgements",
    "slow_reader", "logged_in",  "audio",      "location",    "task",        "alert_style", "loss",
    "delay",       "jitter",     "duplicate",  "nat_timeout", "remind",      "fetch",       "reset_link",
    "screen",      "reorder",    "refuse"};

template <class Table, class Enum>
std::string_view nameIn(const Table& table, Enum value) {
  const auto index = static_cast<size_t>(value);
  return index < table.size() ? table[index] : table[0];
}

} // namespace

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
  case Stage::notShown:
    return "not_shown";
  case Stage::duplicate:
    return "duplicate";
  case Stage::mediaReady:
    return "media_ready";
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
  return nameIn(appStates, state);
}
std::string_view linkStateName(LinkState state) {
  return nameIn(linkStates, state);
}
std::string_view sideName(Side side) {
  return nameIn(sides, side);
}
std::string_view causeName(Cause cause) {
  return nameIn(causes, cause);
}
std::string_view reasonName(Reason reason) {
  return nameIn(reasons, reason);
}
std::string_view noticeKindName(NoticeKind kind) {
  return nameIn(noticeKinds, kind);
}
std::string_view roleName(Role role) {
  return nameIn(roles, role);
}
std::string_view queueActionName(QueueAction action) {
  return nameIn(queueActions, action);
}
std::string_view sessionActionName(SessionAction action) {
  return nameIn(sessionActions, action);
}
std::string_view phoneActionName(PhoneAction action) {
  return nameIn(phoneActions, action);
}

Role roleFromName(std::string_view name) {
  const auto found = std::find(roles.begin(), roles.end(), name);
  return found == roles.end() ? Role::none : static_cast<Role>(found - roles.begin());
}

PhoneAction phoneActionFromName(std::string_view name) {
  const auto found = std::find(phoneActions.begin(), phoneActions.end(), name);
  return found == phoneActions.end() ? PhoneAction::unknown : static_cast<PhoneAction>(found - phoneActions.begin());
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
