#pragma once

#include "protocol/base/latency_histogram.h"
#include "protocol/message/session.h"

#include <string>
#include <string_view>

namespace pushscope {

// The steps of a delivery; the numbers are those of telemetry.proto.
enum class Stage : uint8_t {
  unknown = 0,
  composed = 1,
  accepted = 2,
  routed = 3,
  written = 4,
  woken = 5,
  handled = 6,
  acknowledged = 7,
  shown = 8,
  notShown = 9,
  duplicate = 10,
  mediaReady = 11,
  queued = 16,
  retrying = 17,
  held = 18,
  offline = 19,
  expired = 32,
  cancelled = 33,
  dead = 34,
  evicted = 35,
};

constexpr bool isFinal(Stage s) {
  return s == Stage::acknowledged || s >= Stage::expired;
}
constexpr bool isWaiting(Stage s) {
  return s >= Stage::queued && s <= Stage::offline;
}
// The end of a delivery and not of its push on that device: it was appended anew and goes on under another sequence.
constexpr bool isMoved(Stage s, Reason r) {
  return s == Stage::cancelled && (r == Reason::postponed || r == Reason::refused);
}

// English names for logs, CSV and --json; never translated.
std::string_view stageName(Stage stage);
std::string_view appStateName(AppState state);
std::string_view linkStateName(LinkState state);
std::string_view sideName(Side side);
std::string_view causeName(Cause cause);
std::string_view reasonName(Reason reason);

// Why and by whom a connection ended.
struct Closing {
  Side side = Side::unknown;
  ErrorCode code = ErrorCode::ok;
  bool goodbye = false;
  friend bool operator==(const Closing&, const Closing&) = default;
};

// A resume of an app (9-wire), or, if `missed` says why, one that did not happen.
struct Wake {
  WallTime at{}; // the event that called for it
  Cause cause = Cause::unknown;
  Reason missed = Reason::none;
  Duration latency{}; // from the event to the running app
  Duration used{};    // until it slept again or went to the foreground
  Duration budget{};
  uint32_t resumes = 0; // in the system's window, this one included
  uint32_t pushes = 0;  // handled meanwhile
  uint32_t beats = 0;   // answered or sent meanwhile
};

enum class NoticeKind : uint8_t { unknown, inApp, banner, alert, suppressed, scheduled, dropped, replaced };
inline constexpr size_t noticeKindCount = 8;
std::string_view noticeKindName(NoticeKind kind);

// What became of a local notification of a phone.
struct Notice {
  WallTime at{};
  NoticeKind kind = NoticeKind::unknown;
  Reason reason = Reason::none;
  uint32_t badge = 0;
  uint32_t pending = 0; // scheduled and not fired
};

// A phone's network.
struct Network {
  bool airplane = false, wifi = false, cellular = false;
  bool blackHole = false; // nothing passes, though the connection seems alive
  friend bool operator==(const Network&, const Network&) = default;
};
constexpr uint32_t networkBits(const Network& n) {
  return uint32_t(n.airplane) | uint32_t(n.wifi) << 1 | uint32_t(n.cellular) << 2 | uint32_t(n.blackHole) << 3;
}
constexpr Network networkOf(uint32_t bits) {
  return {(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0};
}

// How a hello went on: zero durations are "there was none".
struct SyncFact {
  WallTime at{};
  bool resumed = false;
  Duration firstPush{}, sync{};
  uint32_t items = 0;
};

// One device as a node (or, for its phones, a fleet) sees it.
struct DeviceRecord {
  Handle handle;
  std::string device;
  std::string profile;
  std::string address;
  std::string client;
  LinkState link = LinkState::unknown;
  AppState appState = AppState::unknown;
  WallTime connected{};
  WallTime lastBeat{};
  Duration roundTrip{}; // zero is unknown
  LatencyHistogram roundTrips;
  uint32_t missed = 0;
  uint32_t waiting = 0;
  Closing closing;
  WallTime closed{};
  uint32_t connects = 0;
  Duration clockOffset{}; // phone minus node
  Duration clockError{};  // zero is unknown
  Cause appCause = Cause::unknown;
  Network network; // known of simulated phones only
  bool resumed = false;
  bool wakesOnData = false;
  uint32_t mostResumes = 0;
  std::vector<std::string> tags;
};

struct DeliveryRecord {
  DeliveryHandle delivery;
  Uuid uuid;
  std::string device;
  Sequence sequence;
  uint32_t payloadBytes = 0;
  uint64_t payloadHash = 0;
};

} // namespace pushscope
