#pragma once

#include "app/telemetry/fact_sink.h"
#include "app/telemetry/snapshot_page.h"
#include "protocol/base/bytes.h"
#include "protocol/frame/command.h"

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace pushscope {

namespace v1 {
class Block;
}

using SharedFrame = std::shared_ptr<const Bytes>;

// Turns facts into blocks, once for all consoles, and keeps the newest in a ring; and keeps each device's record true,
// for snapshots. Owned by one thread. Memory: the ring's bound plus one record a device.
class Monitor : public FactSink {
 public:
  struct Identity {
    std::string node;
    Incarnation incarnation;
    Port port; // admin for a server, fleet for a fleet
  };
  // 64 MiB (9-wire): at 12 bytes a fact, more than five million of them.
  static constexpr size_t defaultRingBytes = size_t{64} << 20;
  // A block is closed at this many facts or records: far below the 1 MiB of a frame even with ids of the greatest
  // length.
  static constexpr size_t factsPerBlock = 4096;
  static constexpr size_t recordsPerFrame = SnapshotPage::mostRecords;

  explicit Monitor(Identity identity, size_t ringBytes = defaultRingBytes);
  ~Monitor() override;

  void device(const DeviceRecord& record) override;
  void beat(Handle handle, WallTime at, Duration roundTrip) override;
  void missed(Handle handle, WallTime at, uint32_t total) override;
  void link(Handle handle, WallTime at, LinkState state, const Closing& closing) override;
  void app(Handle handle, WallTime at, AppState state, Cause cause) override;
  void clock(Handle handle, Duration offset, Duration error) override;
  void waiting(Handle handle, uint32_t deliveries) override;
  void delivery(const DeliveryRecord& record) override;
  void stage(const StageFact& fact) override;
  void wake(Handle handle, const Wake& wake) override;
  void notice(Handle handle, const Notice& notice) override;
  void network(Handle handle, WallTime at, const Network& network) override;
  void sync(Handle handle, const SyncFact& sync) override;
  void stall(Duration stalled) override;

  // Called when the first fact of a block arrives: the shell answers with flush() within `blockInterval`.
  static constexpr Duration blockInterval = std::chrono::milliseconds(50);
  std::function<void()> onPending;
  // Called after each new block.
  std::function<void()> onBlock;

  void flush(Now now);

  const Identity& identity() const { return m_identity; }
  uint64_t firstSequence() const { return m_firstSequence; } // oldest block still held
  uint64_t lastSequence() const { return m_firstSequence + m_ring.size() - 1; }
  SharedFrame block(uint64_t sequence) const; // null if not held
  size_t ringBytes() const { return m_ringUsed; }
  size_t deviceCount() const { return m_deviceCount; }

  struct Page {
    SharedFrame frame;
    Handle next; // hand it in for the page after this one
    bool last = false;
  };
  Page snapshotPage(Handle from, bool first) const;

 private:
  // The record of a device about which the open block now says something; null if the handle is unknown.
  DeviceRecord* touch(Handle handle);
  int32_t delta(WallTime at);
  // For a block that is closed because it is full: both clocks as far as facts and the block before tell.
  Now lastKnown() const;
  void count();

  Identity m_identity;
  size_t m_ringBound;
  std::unique_ptr<v1::Block> m_open;
  size_t m_openFacts = 0;
  WallTime m_openBase{};
  bool m_baseKnown = false;
  WallTime m_lastSeen{};
  Now m_lastFlush{};
  std::deque<SharedFrame> m_ring;
  size_t m_ringUsed = 0;
  uint64_t m_firstSequence = 1;
  struct Kept {
    DeviceRecord record;
    uint64_t lastFactIn = 0; // the newest block with a fact of this device
  };
  std::vector<Kept> m_devices; // by handle
  size_t m_deviceCount = 0;
};

} // namespace pushscope
