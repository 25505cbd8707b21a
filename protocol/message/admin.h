#pragma once

#include "protocol/base/bytes.h"
#include "protocol/message/telemetry.h"

#include <string>
#include <vector>

namespace pushscope {

// One frame's worth of targets: 2,000 ids of the greatest length fit into the 1 MiB of an admin frame, with the
// payload.
inline constexpr size_t maxTargets = 2000;
inline constexpr size_t maxPayloadBytes = 48 * 1024; // leaves room for the envelope in the 64 KiB of a device frame

struct Inject {
  Uuid uuid;
  std::vector<std::string> devices;
  std::string tag;   // every device with this tag
  std::string query; // every device that fits (protocol/message/device_query.h)
  Bytes payload;
  WallTime composed{};
  Duration timeToLive{}; // zero: the server's default
  bool highPriority = false;
  std::string collapseKey;
  bool media = false;
  WallTime notBefore{}; // zero: now
};
inline constexpr size_t maxCollapseKey = 64; // as APNs has it
inline constexpr size_t maxTag = 64;
inline constexpr size_t maxTagsPerDevice = 16; // each is sent with the device's record
inline constexpr size_t maxQueryBytes = 1024;

struct InjectedDelivery {
  std::string device;
  Sequence sequence;
  ErrorCode code = ErrorCode::ok;
  bool known = false;
};
struct Injected {
  std::vector<InjectedDelivery> deliveries; // at most maxTargets; those that failed first
  uint32_t accepted = 0, failed = 0;        // of all
};

enum class QueueAction : uint8_t { unknown, cancel, postpone, retryNow, deadLetter, requeue, purge };
std::string_view queueActionName(QueueAction action);
struct Manage {
  Uuid uuid;                        // all zero with `purge`: everything that waits
  std::vector<std::string> devices; // none: every device of the push
  QueueAction action = QueueAction::unknown;
  WallTime until{};
  std::optional<uint32_t> expected; // purge: how many it must be, or nothing is done (conflict)
};
struct Touch {
  std::vector<std::string> devices;
  std::string collection;
  uint32_t changes = 1;
};
enum class SessionAction : uint8_t { unknown, ping, kick, heartbeat };
std::string_view sessionActionName(SessionAction action);
struct SessionControl {
  std::vector<std::string> devices;
  SessionAction action = SessionAction::unknown;
  HeartbeatPolicy foreground, background; // heartbeat: what rules these devices from now on
};
struct Tag {
  std::vector<std::string> devices;
  std::vector<std::string> add, remove;
};
// The answer to all of these.
struct Changed {
  uint32_t changed = 0, unknown = 0;
};

struct Peek {
  std::string device;
  Uuid uuid;
};
// The only message that carries a payload back to an operator; recorders leave it out.
struct Peeked {
  Sequence sequence;
  Bytes payload;
  bool highPriority = false;
  std::string collapseKey;
  bool media = false;
  WallTime accepted{}, expires{}, notBefore{};
};

// Which page of a list: what follows `after`, which is the cursor of the last entry that is known; 0 is the beginning.
struct PageRequest {
  uint64_t after = 0;
  uint32_t count = 0;
  std::string device; // history: of this device alone; empty: of all
};
inline constexpr uint32_t mostPerPage = 1000; // × the longest entry stays below the 1 MiB of an admin frame

struct Queued {
  std::string device;
  Uuid uuid;
  Sequence sequence;
  Stage stage = Stage::unknown; // queued, retrying, held or offline
  Reason reason = Reason::none;
  uint32_t attempt = 0;
  WallTime accepted{}, expires{}, nextTry{}; // nextTry zero: none is planned
  uint32_t payloadBytes = 0;
  bool highPriority = false;
};
struct QueuePage {
  std::vector<Queued> queued;
  uint64_t next = 0; // 0: there is no more
};
struct DeadLetter {
  std::string device;
  Uuid uuid;
  Sequence sequence;
  WallTime at{};
  Reason reason = Reason::none;
  uint32_t payloadBytes = 0;
};
struct DeadLetterPage {
  std::vector<DeadLetter> letters;
  uint64_t next = 0;
};
// A connection of a device that is over.
struct PastSession {
  uint64_t cursor = 0;
  std::string device;
  std::string address;
  std::string client;
  WallTime connected{}, closed{};
  Closing closing;
  bool resumed = false;
  uint32_t beats = 0, missed = 0, acknowledged = 0;
};
struct HistoryPage {
  std::vector<PastSession> sessions;
  uint64_t next = 0;
};

// An action of a person, and what it led to.
struct AuditEntry {
  uint64_t cursor = 0;
  WallTime at{};
  std::string who; // the name of the token
  Role role = Role::none;
  std::string address;
  std::string action;  // the name of the command, for a queue or session action that of the action
  std::string subject; // which devices, tag or query, shortened
  Uuid uuid;           // of the push that it made or changed; zero: none
  ErrorCode outcome = ErrorCode::ok;
  uint32_t affected = 0;
};
struct AuditPage {
  std::vector<AuditEntry> entries;
  uint64_t next = 0;
};

struct TokenAdd {
  std::string name;
  Role role = Role::none;
};
inline constexpr size_t maxTokenName = 64;
struct TokenAdded {
  std::string token; // told once
};
struct TokenRemove {
  std::string name;
};
struct TokenInfo {
  std::string name;
  Role role = Role::none;
  WallTime added{};
};
struct TokenList {
  std::vector<TokenInfo> tokens;
};

struct Trace {
  Uuid uuid;
};

struct Subscribe {
  Incarnation incarnation;
  uint64_t sequence = 0;
};
struct Subscribed {
  bool resumed = false;
  uint64_t devices = 0;
};

} // namespace pushscope
