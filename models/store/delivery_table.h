#pragma once

#include "models/store/batch.h"

#include <deque>
#include <map>
#include <optional>

namespace pushscope {

// Where a stage's time comes from.
enum class Source : uint8_t {
  server,   // the node's own doing, by its clock
  reported, // told by the phone to the server, its clock corrected
  truth,    // told by the fleet that simulates the phone
};

struct LadderStage {
  Stage stage = Stage::unknown;
  WallTime at{};
  uint32_t attempt = 0;
  Duration error{};
  Source source = Source::server;
  ErrorCode code = ErrorCode::ok;
};

struct DeliveryRow {
  Uuid uuid;
  std::string device;
  Sequence sequence;
  uint32_t payloadBytes = 0;
  uint32_t attempts = 0;
  Stage state = Stage::accepted;   // the final one, else the latest that says where it is now
  WallTime first{};                // the earliest stage known
  WallTime settled{};              // of the final stage
  std::vector<LadderStage> stages; // by time

  std::optional<WallTime> timeOf(Stage stage) const; // server's word before the others
};

// The newest deliveries, oldest first. Numbers are never reused; when the table is full the oldest are dropped.
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
  std::vector<Number> ofPush(const Uuid& uuid) const;

 private:
  using Key = std::pair<Uuid, std::string>;
  DeliveryRow* row(Number number);
  void pruneHandles();

  std::deque<DeliveryRow> m_rows;
  Number m_firstNumber = 0;
  std::map<Key, Number> m_byKey;
  std::map<std::pair<LinkId, DeliveryHandle>, Number> m_byHandle;
  size_t m_pruneAt = 2 * capacity;
};

} // namespace pushscope
