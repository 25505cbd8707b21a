#pragma once

#include "protocol/base/ids.h"
#include "protocol/message/telemetry.h"
#include "protocol/scenario/roster.h"
#include "protocol/scenario/scenario.h"
#include "protocol/scenario/verdict.h"

#include <optional>
#include <unordered_map>
#include <vector>

namespace pushscope::scenario {

// One send of a push plan: its deliveries are `count` in a row from `first`, ascending by phone.
struct SentPush {
  Uuid uuid;
  uint32_t plan = 0;
  WallTime composed{}, due{};
  uint32_t first = 0, count = 0;
  uint32_t open = 0; // deliveries that are not final
};

struct DeliveryState {
  uint32_t push = 0; // index into pushes()
  uint32_t phone = 0;
  Stage stage = Stage::composed; // the newest that the server told
  Stage end = Stage::unknown;    // the final one
  bool accepted = false;
  bool refused = false;
  bool written = false;
  uint8_t shown = 0; // times
  uint16_t attempts = 0;
  uint16_t duplicates = 0; // times that it reached the phone again
  WallTime ended{};
};

// Every delivery of the scenario, where it stands, and whether the promises that hold for all of them were kept.
class DeliveryBook {
 public:
  // `phones` ascending.
  void sent(const Uuid& uuid, uint32_t plan, const std::vector<uint32_t>& phones, WallTime composed, WallTime due);
  void refused(const Uuid& uuid, uint32_t phone);
  // A fact about delivery number `delivery`.
  void stage(uint32_t delivery, WallTime at, Stage stage, uint32_t attempt, Reason reason);

  std::optional<uint32_t> find(const Uuid& uuid, uint32_t phone) const;
  const std::vector<SentPush>& pushes() const { return m_pushes; }
  const std::vector<DeliveryState>& all() const { return m_deliveries; }
  const SentPush& pushOf(uint32_t delivery) const { return m_pushes[m_deliveries[delivery].push]; }
  Example example(uint32_t delivery, const Roster& roster) const;

  uint64_t acknowledged() const { return m_acknowledged; }
  uint64_t endedOtherwise() const { return m_endedOtherwise; }

  std::vector<Verdict> verdicts(const Roster& roster) const;

 private:
  // Deliveries that broke a promise: how many, and the first of them.
  struct Breach {
    uint64_t count = 0;
    std::vector<uint32_t> first;
    void add(uint32_t delivery);
  };
  void end(uint32_t delivery, WallTime at, Stage stage);
  Verdict verdict(const char* promise, const Breach& breach, const char* what, const Roster& roster) const;

  std::vector<SentPush> m_pushes;
  std::vector<DeliveryState> m_deliveries;
  std::unordered_map<Uuid, uint32_t> m_pushByUuid;
  uint64_t m_acknowledged = 0, m_endedOtherwise = 0;
  Breach m_twoEnds, m_shownTwice, m_afterEnd;
};

} // namespace pushscope::scenario
