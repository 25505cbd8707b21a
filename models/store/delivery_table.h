#pragma once

#include "models/store/batch.h"
#include "models/store/source.h"

#include <deque>
#include <map>
#include <optional>
#include <tuple>

namespace pushscope {

struct LadderStage {
  Stage stage = Stage::unknown;
  WallTime at{};
  uint32_t attempt = 0;
  Duration error{};
  Source source = Source::server;
  ErrorCode code = ErrorCode::ok;
  Reason reason = Reason::none;
};

struct DeliveryRow {
  Uuid uuid;
  std::string device;
  Sequence sequence;
  uint32_t payloadBytes = 0;
  uint32_t attempts = 0;
  // The final one, else the latest that says where it is now; unknown while no server has told of it.
  Stage state = Stage::unknown;
  Reason reason = Reason::none;    // of that state
  WallTime first{};                // the earliest stage known
  WallTime settled{};              // of the final stage
  std::vector<LadderStage> stages; // by time
  bool byServer = false;           // some server has told of it

  std::optional<WallTime> timeOf(Stage stage) const; // server's word before the others
};

// The newest deliveries, oldest first. Numbers are never reused; when the table is full the oldest are dropped.
//
// A delivery that is postponed, refused, requeued or edited is appended anew by its server and gets a new sequence: the
// old row ends as cancelled, and the new one is a row of its own. So a row is the triple of push, device and sequence,
// whoever tells of it.
class DeliveryTable {
 public:
  // Each row with its ladder is some 600 bytes.
  static constexpr size_t capacity = 100'000;
  // More than any policy makes; a server that tells stages for ever adds nothing beyond.
  static constexpr size_t stagesPerDelivery = 128;

  using Number = uint64_t;
  Number add(LinkId link, LinkKind kind, const DeliveryRecord& record);
  // The row that it was added to; nothing if the delivery is unknown here or was dropped, or has this stage already.
  std::optional<Number> addStage(LinkId link, LinkKind kind, const DeliveryStageFact& fact);
  // The link starts anew: its delivery handles mean nothing any more. What a server had not settled is unknown then,
  // because nobody will ever tell.
  void forgetHandles(LinkId link, LinkKind kind);

  size_t size() const { return m_rows.size(); }
  Number firstNumber() const { return m_firstNumber; }
  Number endNumber() const { return m_firstNumber + m_rows.size(); }
  const DeliveryRow* find(Number number) const;
  const DeliveryRow& at(size_t index) const { return m_rows[index]; }
  // By device, then by sequence.
  std::vector<Number> ofPush(const Uuid& uuid) const;

 private:
  friend class WorldImage;
  using Key = std::tuple<Uuid, std::string, uint64_t>;
  DeliveryRow* row(Number number);
  void pruneHandles();

  std::deque<DeliveryRow> m_rows;
  Number m_firstNumber = 0;
  std::map<Key, Number> m_byKey;
  std::map<std::pair<LinkId, DeliveryHandle>, Number> m_byHandle;
  size_t m_pruneAt = 2 * capacity;
};

} // namespace pushscope
