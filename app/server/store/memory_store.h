#pragma once

#include "app/server/store/ordered_inbox.h"
#include "app/server/store/remembered_uuids.h"
#include "app/server/store/store.h"
#include "protocol/base/number_table.h"

#include <atomic>
#include <deque>
#include <map>

namespace pushscope {

inline Sequence sequenceOf(const Store::Stored& stored) {
  return stored.sequence;
}

// Loses everything when the process ends; "accepted" means no more than that. For tests and for measuring.
class MemoryStore : public Store {
 public:
  // Beyond them append answers `limit` with the name of the bound, and goes on by itself once there is room. What is
  // appended `again` takes the place of what is here already, and passes.
  struct Limits {
    size_t payloadBytes = size_t{256} << 20; // "payload_bytes"; a payload that many deliveries of one push share, once
    size_t waiting = 2'000'000;              // "waiting": about 200 bytes each, beside the payload
    // Dead letters go, the oldest first, and what was sent again. Their bodies count as payload, too.
    size_t dead = 10'000;
    size_t deadBytes = size_t{32} << 20;
  };
  // Which sequences it gives: stores of one process that share a ledger take turns, so that each is given once.
  struct Numbers {
    uint64_t first = 1, step = 1;
  };

  MemoryStore() : MemoryStore(Limits{}, Numbers{}) {}
  explicit MemoryStore(Limits limits) : MemoryStore(limits, Numbers{}) {}
  MemoryStore(Limits limits, Numbers numbers);

  Status recover(const Recovered&) override { return Done{}; }
  void append(const std::string& device, Body body, std::function<void(Result<Appended>)> done) override;
  std::vector<Stored> read(const std::string& device, Sequence after, size_t count) override;
  void acknowledge(const std::string& device, Sequence upTo, WallTime at) override;
  void settle(const std::string& device, Sequence sequence, Stage stage, Reason reason, WallTime at) override;
  void postpone(const std::string& device, Sequence sequence, WallTime until) override;
  std::optional<Stored> dead(const std::string& device, const Uuid& uuid) override;

  // Uuids of a device that are recognised: all that wait, and of those that are final as many as make up this.
  static constexpr size_t rememberedUuids = 1024;

 private:
  struct Inbox {
    std::string device;
    OrderedInbox<Stored> waiting;
    RememberedUuids known;
  };
  struct Dead {
    std::string device;
    Body body;
  };

  // Counts a payload from here on, until the last copy of what is returned is gone.
  std::shared_ptr<const Bytes> counted(std::shared_ptr<const Bytes> payload);
  // Null if nothing ever came for this device.
  Inbox* find(const std::string& device);
  void remember(Inbox& inbox, const Uuid& uuid, Sequence sequence);
  void bury(const std::string& device, Stored stored);
  using DeadBySequence = std::map<Sequence, Dead>;
  void forgetDead(DeadBySequence::iterator dead);

  Limits m_limits;
  Numbers m_numbers;
  uint64_t m_next;
  size_t m_waiting = 0;
  std::deque<Inbox> m_inboxes;
  NumberTable m_inboxOf;
  DeadBySequence m_dead;
  std::map<std::pair<std::string, Uuid>, Sequence> m_deadByUuid;
  size_t m_deadBytes = 0;

  struct Held;
  std::shared_ptr<std::atomic<size_t>> m_payloadBytes; // lives as long as the last payload, wherever that is
  const Bytes* m_lastPayload = nullptr;
  std::weak_ptr<Held> m_lastHeld;
};

} // namespace pushscope
