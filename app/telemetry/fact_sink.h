#pragma once

#include "protocol/message/admin.h"
#include "protocol/message/telemetry.h"

namespace pushscope {

// Something that happened to a delivery. `error` is the uncertainty of `at`: zero for the node's own clock.
struct StageFact {
  DeliveryHandle delivery;
  WallTime at{};
  Stage stage = Stage::unknown;
  uint32_t attempt = 0;
  Duration error{};
  ErrorCode code = ErrorCode::ok;
  Reason reason = Reason::none;
};

// Who is told what happens on a node or in a fleet. Times are wall times of that node. Calls return at once.
class FactSink {
 public:
  virtual ~FactSink() = default;

  // The device's record, whole: at its first appearance and at each new connection.
  virtual void device(const DeviceRecord& record) = 0;
  virtual void beat(Handle handle, WallTime at, Duration roundTrip) = 0;
  virtual void missed(Handle handle, WallTime at, uint32_t total) = 0;
  virtual void link(Handle handle, WallTime at, LinkState state, const Closing& closing) = 0;
  virtual void app(Handle handle, WallTime at, AppState state, Cause cause) = 0;
  virtual void clock(Handle handle, Duration offset, Duration error) = 0;
  virtual void waiting(Handle handle, uint32_t deliveries) = 0;
  virtual void delivery(const DeliveryRecord& record) = 0;
  virtual void stage(const StageFact& fact) = 0;
  virtual void wake(Handle handle, const Wake& wake) = 0;
  virtual void notice(Handle handle, const Notice& notice) = 0;
  virtual void network(Handle handle, WallTime at, const Network& network) = 0;
  virtual void sync(Handle handle, const SyncFact& sync) = 0;
  virtual void stall(Duration stalled) = 0;
  // A connection of a device is over: for who keeps a history; telemetry has told it as `link`.
  virtual void session(const PastSession&) {}
};

} // namespace pushscope
