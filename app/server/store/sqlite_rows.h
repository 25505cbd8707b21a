#pragma once

#include "app/server/store/ledger.h"
#include "app/server/store/sqlite_connection.h"
#include "app/server/store/store.h"

#include <optional>

// Rows of the file as values, each with a sum that is checked whenever it is read: what a flipped bit made of it is
// told as damage, never as content.
namespace pushscope {

// Of a table `delivery`.
struct DeliveryRow {
  Sequence sequence;
  std::string device;
  Store::Body body;             // without the payload; `notBefore` of what waits
  Stage stage = Stage::unknown; // unknown: it waits
  Reason reason = Reason::none;
  WallTime settled{};
  uint32_t payloadBytes = 0;
  uint64_t payloadSum = 0;
};

inline constexpr uint64_t sumKey = 0x70757368'6e6f6465; // no secret: it guards against damage, not against people

uint64_t sumOf(Sequence sequence, Stage stage, Reason reason, WallTime at);
uint64_t sumOfPayload(BytesView payload);
// Of what never changes.
uint64_t sumOf(const std::string& device, Sequence sequence, const Store::Body& body, uint32_t payloadBytes,
               uint64_t payloadSum);

// bit 0: high priority, bit 1: media
int64_t optionsOf(const Store::Body& body);

// What every statement that reads deliveries selects first, in this order.
#define PUSHSCOPE_DELIVERY_COLUMNS                                                                                     \
  "d.sequence, d.stage, d.reason, d.at, d.state_sum, d.uuid, d.device, d.options, d.composed, d.accepted, d.expires, " \
  "d.collapse_key, d.payload_bytes, d.payload_sum, d.sum"
inline constexpr int deliveryColumns = 15;
// Whether stage, reason and time are those that were written; cheap.
bool hasKnownState(const SqliteStatement::Rows& rows);
// Nothing if it is damaged.
std::optional<DeliveryRow> deliveryRow(const SqliteStatement::Rows& rows);
// The payload in this column, if it is the one of the row.
std::shared_ptr<const Bytes> payloadOf(const SqliteStatement::Rows& rows, int column, const DeliveryRow& row);

// What happened to a delivery between two times of writing it down. They stand one behind another in a row.
struct LadderPiece {
  uint64_t incarnation = 0; // of the node whose handle it is
  DeliveryHandle delivery;
  uint64_t payloadHash = 0;
  std::vector<StageFact> stages;
};
Bytes packed(const LadderPiece& piece, Sequence sequence);
// Those that are whole.
std::vector<LadderPiece> ladderPieces(BytesView bytes, Sequence sequence);

Bytes packed(const PastSession& session);
Bytes packed(const AuditEntry& entry);
Bytes packed(const std::vector<std::string>& tags);
uint64_t sumOf(uint64_t cursor, BytesView entry);
uint64_t sumOf(const std::string& device, BytesView tags);
std::optional<PastSession> unpackedSession(uint64_t cursor, BytesView entry, uint64_t sum);
std::optional<AuditEntry> unpackedAudit(uint64_t cursor, BytesView entry, uint64_t sum);
std::optional<std::vector<std::string>> unpackedTags(const std::string& device, BytesView tags, uint64_t sum);

} // namespace pushscope
