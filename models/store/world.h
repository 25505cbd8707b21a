#pragma once

#include "models/store/beat_log.h"
#include "models/store/delivery_table.h"
#include "models/store/device_table.h"
#include "models/store/notice_table.h"
#include "models/store/series.h"
#include "models/store/server_lists.h"
#include "models/store/wake_rules.h"
#include "models/store/wake_table.h"

#include <array>
#include <functional>
#include <vector>

namespace pushscope {

// What one feed has told: the single place that pages, tables and the command line read. One writer, apply(), on the
// thread that owns it; no lock.
class World {
 public:
  struct LinkInfo {
    LinkKind kind = LinkKind::node;
    std::string target; // as the person wrote it
    LinkStatus status;
    // What its program calls itself, or where it is until that is known. Made by the other side, so not yet plain.
    const std::string& name() const { return status.name.empty() ? target : status.name; }
    bool wasOnline = false;
    // Nobody wants it any more.
    bool isClosed() const { return status.state == LinkStatus::State::closed; }
    bool isLost() const { return wasOnline && !isClosed() && status.state != LinkStatus::State::online; }
    uint64_t facts = 0;
    uint64_t missedBlocks = 0;
    WallTime lastHeard{};
    uint32_t stalls = 0;
    bool snapshotComplete = false;
    WallTime silentSince{}; // until all that it knows was told again, or all that it said meanwhile; zero: it is heard
    std::vector<Row> rowByHandle; // 0xffffffff: unknown
  };
  // What apply() changed since the last takeChanges(): models signal once for all of it.
  struct Changes {
    bool devices = false, newDevices = false, deliveries = false, wakes = false, links = false, series = false;
    bool lists = false, notices = false;
    // Something that a person waits for: an answer, a link's state, a new device, a delivery. The rest may wait until
    // it can be read.
    bool soon = false;
    std::vector<Answer> answers; // those that were pages of a list have their entries in lists()

    bool any() const { return devices || newDevices || deliveries || wakes || links || series || !answers.empty(); }
    static Changes everything() { return {true, true, true, true, true, true, true, true, true, {}}; }
  };

  void addLink(LinkId link, LinkKind kind, std::string target);
  void apply(Batch&& batch, WallTime now);
  // Once a second or more often: gives the current second its online count, even when no fact came.
  void beatSecond(WallTime now);
  // Counts the round trips of each device in this part of the heatmap, as far as they are known one by one.
  void chooseBeats(const BeatRange& range);
  Changes takeChanges();
  bool isChangeAwaited() const { return m_changes.soon; }

  const DeviceTable& devices() const { return m_devices; }
  const DeliveryTable& deliveries() const { return m_deliveries; }
  const WakeTable& wakes() const { return m_wakes; }
  const NoticeTable& notices() const { return m_notices; }
  const Series& series() const { return m_series; }
  const ServerLists& lists() const { return m_lists; }
  const BeatLog& beats() const { return m_beats; }
  const ChosenBeats& chosenBeats() const { return m_chosenBeats; }
  const SilenceLog& silences() const { return m_silences; }
  const std::vector<LinkInfo>& links() const { return m_links; }
  // Those of a kind that are not closed, connected or not.
  std::vector<LinkId> openLinks(LinkKind kind) const;
  // When it was last written to; at most a second old while its feed ticks.
  WallTime now() const { return m_now; }

  // Devices by the state in which servers believe them; index is LinkState.
  const std::array<uint32_t, linkStateCount>& countByLink() const { return m_byLink; }
  uint32_t waitingDeliveries() const { return m_waiting; }
  // A link of this kind that can take a request now.
  std::optional<LinkId> onlineLink(LinkKind kind) const;
  uint64_t factCount() const { return m_facts; }

 private:
  friend class WorldImage; // keeps it in a recording and brings it back: models/recording
  void applyStatus(LinkInfo& link, LinkId id, LinkStatus&& status);
  void applyDevice(LinkInfo& link, LinkId id, LinkKind kind, DeviceRecord&& record);
  WallTime heardUntil(const DeviceTable::Told& told, LinkId id) const;
  void takeTold(Row row, LinkKind road, LinkId id, const DeviceRecord& record);
  void applyBeats(const LinkInfo& link, const Batch& batch, WallTime now);
  void applyColumns(LinkInfo& link, const Batch& batch, WallTime now);
  void applyPhoneColumns(LinkInfo& link, const Batch& batch);
  void applyWake(Row row, LinkKind road, const Wake& wake);
  void applyNotice(Row row, LinkKind road, const Notice& notice);
  void causeNotice(const DeliveryStageFact& fact, LinkKind road, DeliveryTable::Number delivery);
  void applyNetwork(Row row, const Network& network);
  void applyLink(Row row, bool describes, const LinkFact& fact, LinkKind kind, WallTime now);
  void applyDeliveries(const Batch& batch, WallTime now);
  void markStale(LinkId id, LinkKind kind, bool stale);
  void forgetDevices(LinkId id, LinkKind kind);
  static Row rowOf(const LinkInfo& link, Handle handle) {
    return handle.value < link.rowByHandle.size() ? link.rowByHandle[handle.value] : noRow;
  }
  bool isOf(Row row, LinkId link, LinkKind kind) const;

  // Takes a row out of the sums over all rows while its belief changes, so that nobody has to add up a million rows.
  class Counting {
   public:
    Counting(World& world, Row row) : m_world(world), m_row(row) { m_world.count(m_row, false); }
    ~Counting() { m_world.count(m_row, true); }
    Counting(const Counting&) = delete;

   private:
    World& m_world;
    Row m_row;
  };
  void count(Row row, bool in);

  static constexpr Row noRow = ~Row{0};

  DeviceTable m_devices;
  DeliveryTable m_deliveries;
  WakeTable m_wakes;
  NoticeTable m_notices;
  Series m_series;
  ServerLists m_lists;
  BeatLog m_beats;
  ChosenBeats m_chosenBeats;
  SilenceLog m_silences;
  std::vector<LinkInfo> m_links;
  std::array<uint32_t, linkStateCount> m_byLink{};
  uint32_t m_waiting = 0;
  uint64_t m_facts = 0;
  WallTime m_now{};
  Changes m_changes;
};

} // namespace pushscope
