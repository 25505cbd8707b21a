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

// English names for logs, CSV and --json; never translated.
std::string_view stageName(Stage stage);
std::string_view appStateName(AppState state);
std::string_view linkStateName(LinkState state);
std::string_view sideName(Side side);

// Why and by whom a connection ended.
struct Closing {
  Side side = Side::unknown;
  ErrorCode code = ErrorCode::ok;
  bool goodbye = false;
  friend bool operator==(const Closing&, const Closing&) = default;
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
