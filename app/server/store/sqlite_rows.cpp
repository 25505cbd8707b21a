#include "app/server/store/sqlite_rows.h"

#include <algorithm>
#include <cstring>

namespace pushscope {
namespace {

// ---- Values as bytes: numbers in groups of seven bits, texts behind their length.

class Packer {
 public:
  explicit Packer(Bytes& out) : m_out(out) {}
  Packer& number(uint64_t value) {
    for (; value >= 0x80; value >>= 7)
      m_out.push_back(uint8_t(value) | 0x80);
    m_out.push_back(uint8_t(value));
    return *this;
  }
  Packer& time(int64_t value) { return number(uint64_t(value) << 1 ^ uint64_t(value >> 63)); }
  Packer& text(std::string_view value) {
    number(value.size());
    m_out.insert(m_out.end(), value.begin(), value.end());
    return *this;
  }

 private:
  Bytes& m_out;
};

// Never reads beyond the end; what is asked for there is zero, and ok() is false.
class Unpacker {
 public:
  explicit Unpacker(BytesView bytes) : m_rest(bytes) {}
  bool ok() const { return m_ok; }
  bool atEnd() const { return m_ok && m_rest.empty(); }

  uint64_t number() {
    uint64_t out = 0;
    for (unsigned shift = 0; shift < 64 && !m_rest.empty(); shift += 7) {
      const uint8_t byte = m_rest.front();
      m_rest = m_rest.subspan(1);
      out |= uint64_t(byte & 0x7f) << shift;
      if (byte < 0x80)
        return out;
    }
    m_ok = false;
    return 0;
  }
  int64_t time() {
    const uint64_t value = number();
    return int64_t(value >> 1 ^ (~(value & 1) + 1));
  }
  WallTime wall() { return wallFromMicros(time()); }
  template <class Enum>
  Enum named() {
    return Enum(uint8_t(number()));
  }
  std::string text() {
    const uint64_t count = number();
    if (!m_ok || count > m_rest.size()) {
      m_ok = false;
      return {};
    }
    const BytesView out = m_rest.first(size_t(count));
    m_rest = m_rest.subspan(size_t(count));
    return std::string(asText(out));
  }

 private:
  BytesView m_rest;
  bool m_ok = true;
};

// ---- Sums

class Summed {
 public:
  Summed& add(uint64_t value) {
    for (int i = 0; i < 8; ++i)
      next()[i] = uint8_t(value >> (8 * i));
    m_used += 8;
    return *this;
  }
  Summed& add(int64_t value) { return add(uint64_t(value)); }
  Summed& add(BytesView bytes) {
    add(uint64_t{bytes.size()});
    if (m_used + bytes.size() > sizeof m_bytes)
      return add(keyedHash(sumKey, 1, bytes));
    std::copy(bytes.begin(), bytes.end(), next());
    m_used += bytes.size();
    return *this;
  }
  uint64_t value() const { return keyedHash(sumKey, 0, {m_bytes, m_used}); }

 private:
  uint8_t* next() { return m_bytes + m_used; }
  uint8_t m_bytes[512];
  size_t m_used = 0;
};
static_assert(maxDeviceIdBytes + maxCollapseKey + 16 + 12 * 8 < 512 - 64);

} // namespace

uint64_t sumOf(Sequence sequence, Stage stage, Reason reason, WallTime at) {
  return Summed().add(sequence.value).add(uint64_t(stage)).add(uint64_t(reason)).add(micros(at)).value();
}

uint64_t sumOfPayload(BytesView payload) {
  return keyedHash(sumKey, 2, payload);
}

uint64_t sumOf(const std::string& device, Sequence sequence, const Store::Body& body, uint32_t payloadBytes,
               uint64_t payloadSum) {
  return Summed()
      .add(sequence.value)
      .add(BytesView(body.uuid.bytes))
      .add(asBytes(device))
      .add(optionsOf(body))
      .add(micros(body.composed))
      .add(micros(body.accepted))
      .add(micros(body.expires))
      .add(asBytes(body.collapseKey))
      .add(uint64_t{payloadBytes})
      .add(payloadSum)
      .value();
}

uint64_t sumOf(uint64_t cursor, BytesView entry) {
  return Summed().add(cursor).add(entry).value();
}

uint64_t sumOf(const std::string& device, BytesView tags) {
  return Summed().add(asBytes(device)).add(tags).value();
}

int64_t optionsOf(const Store::Body& body) {
  return int64_t(body.highPriority) | int64_t(body.media) << 1;
}

// ---- Deliveries

bool hasKnownState(const SqliteStatement::Rows& rows) {
  const Stage stage = Stage(uint8_t(rows.integer(1)));
  const Reason reason = Reason(uint8_t(rows.integer(2)));
  return rows.integer(1) == int64_t(stage) && rows.integer(2) == int64_t(reason) &&
         sumOf(Sequence{rows.number(0)}, stage, reason, wallFromMicros(rows.integer(3))) == rows.number(4);
}

std::optional<DeliveryRow> deliveryRow(const SqliteStatement::Rows& rows) {
  DeliveryRow row;
  row.sequence = {rows.number(0)};
  row.stage = Stage(uint8_t(rows.integer(1)));
  row.reason = Reason(uint8_t(rows.integer(2)));
  const WallTime at = wallFromMicros(rows.integer(3));
  const BytesView uuid = rows.blob(5);
  const std::string_view device = rows.text(6), collapseKey = rows.text(11);
  // Longer ones were never written.
  if (uuid.size() != row.body.uuid.bytes.size() || device.size() > maxDeviceIdBytes ||
      collapseKey.size() > maxCollapseKey || !hasKnownState(rows))
    return std::nullopt;
  std::copy(uuid.begin(), uuid.end(), row.body.uuid.bytes.begin());
  row.device = device;
  (row.stage == Stage::unknown ? row.body.notBefore : row.settled) = at;
  row.body.highPriority = (rows.integer(7) & 1) != 0;
  row.body.media = (rows.integer(7) & 2) != 0;
  row.body.composed = wallFromMicros(rows.integer(8));
  row.body.accepted = wallFromMicros(rows.integer(9));
  row.body.expires = wallFromMicros(rows.integer(10));
  row.body.collapseKey = collapseKey;
  row.payloadBytes = uint32_t(rows.integer(12));
  row.payloadSum = rows.number(13);
  if (optionsOf(row.body) != rows.integer(7) || rows.integer(12) != int64_t{row.payloadBytes} ||
      sumOf(row.device, row.sequence, row.body, row.payloadBytes, row.payloadSum) != rows.number(14))
    return std::nullopt;
  return row;
}

std::shared_ptr<const Bytes> payloadOf(const SqliteStatement::Rows& rows, int column, const DeliveryRow& row) {
  const BytesView payload = rows.blob(column);
  if (rows.isNull(column) || payload.size() != row.payloadBytes || sumOfPayload(payload) != row.payloadSum)
    return nullptr;
  return std::make_shared<const Bytes>(payload.begin(), payload.end());
}

// ---- Ladders: length in two bytes, content, sum in four bytes

Bytes packed(const LadderPiece& piece, Sequence sequence) {
  Bytes out(2);
  out.reserve(32 + piece.stages.size() * 12);
  Packer packer(out);
  packer.number(piece.incarnation).number(piece.delivery.value).number(piece.payloadHash).number(piece.stages.size());
  int64_t before = 0;
  for (const StageFact& fact : piece.stages) {
    packer.number(uint64_t(fact.stage)).time(micros(fact.at) - before).number(fact.attempt);
    packer.time(fact.error.count()).number(uint64_t(fact.code)).number(uint64_t(fact.reason));
    before = micros(fact.at);
  }
  const size_t content = out.size() - 2;
  out[0] = uint8_t(content >> 8);
  out[1] = uint8_t(content);
  out.resize(out.size() + 4);
  writeU32(out.data() + 2 + content, uint32_t(sumOf(sequence.value, BytesView(out).first(2 + content))));
  return out;
}

std::vector<LadderPiece> ladderPieces(BytesView bytes, Sequence sequence) {
  std::vector<LadderPiece> out;
  BytesView before;
  while (bytes.size() >= 6) {
    const size_t content = size_t{bytes[0]} << 8 | bytes[1];
    if (bytes.size() < 6 + content)
      break;
    const BytesView whole = bytes.first(6 + content);
    bytes = bytes.subspan(6 + content);
    if (uint32_t(sumOf(sequence.value, whole.first(2 + content))) != readU32(whole.data() + 2 + content))
      break;
    // Written once more after a commit of which nobody could tell whether it was made.
    if (std::equal(whole.begin(), whole.end(), before.begin(), before.end()))
      continue;
    before = whole;
    Unpacker unpacker(whole.subspan(2, content));
    LadderPiece piece;
    piece.incarnation = unpacker.number();
    piece.delivery = {uint32_t(unpacker.number())};
    piece.payloadHash = unpacker.number();
    uint64_t at = 0; // unsigned: it may be any bytes
    for (uint64_t count = unpacker.number(); count > 0 && unpacker.ok(); --count) {
      StageFact fact;
      fact.delivery = piece.delivery;
      fact.stage = unpacker.named<Stage>();
      at += uint64_t(unpacker.time());
      fact.at = wallFromMicros(int64_t(at));
      fact.attempt = uint32_t(unpacker.number());
      fact.error = Duration(unpacker.time());
      fact.code = ErrorCode(uint32_t(unpacker.number()));
      fact.reason = unpacker.named<Reason>();
      piece.stages.push_back(fact);
    }
    if (unpacker.atEnd())
      out.push_back(std::move(piece));
  }
  return out;
}

// ---- Sessions, actions, tags

Bytes packed(const PastSession& session) {
  Bytes out;
  Packer(out)
      .text(session.device)
      .text(session.address)
      .text(session.client)
      .time(micros(session.connected))
      .time(micros(session.closed))
      .number(uint64_t(session.closing.side))
      .number(uint64_t(session.closing.code))
      .number(session.closing.goodbye)
      .number(session.resumed)
      .number(session.beats)
      .number(session.missed)
      .number(session.acknowledged);
  return out;
}

std::optional<PastSession> unpackedSession(uint64_t cursor, BytesView entry, uint64_t sum) {
  if (sumOf(cursor, entry) != sum)
    return std::nullopt;
  Unpacker unpacker(entry);
  PastSession out;
  out.cursor = cursor;
  out.device = unpacker.text();
  out.address = unpacker.text();
  out.client = unpacker.text();
  out.connected = unpacker.wall();
  out.closed = unpacker.wall();
  out.closing.side = unpacker.named<Side>();
  out.closing.code = ErrorCode(uint32_t(unpacker.number()));
  out.closing.goodbye = unpacker.number() != 0;
  out.resumed = unpacker.number() != 0;
  out.beats = uint32_t(unpacker.number());
  out.missed = uint32_t(unpacker.number());
  out.acknowledged = uint32_t(unpacker.number());
  return unpacker.atEnd() ? std::optional(std::move(out)) : std::nullopt;
}

Bytes packed(const AuditEntry& entry) {
  Bytes out;
  Packer(out)
      .time(micros(entry.at))
      .text(entry.who)
      .number(uint64_t(entry.role))
      .text(entry.address)
      .text(entry.action)
      .text(entry.subject)
      .text(asText(entry.uuid.bytes))
      .number(uint64_t(entry.outcome))
      .number(entry.affected);
  return out;
}

std::optional<AuditEntry> unpackedAudit(uint64_t cursor, BytesView entry, uint64_t sum) {
  if (sumOf(cursor, entry) != sum)
    return std::nullopt;
  Unpacker unpacker(entry);
  AuditEntry out;
  out.cursor = cursor;
  out.at = unpacker.wall();
  out.who = unpacker.text();
  out.role = unpacker.named<Role>();
  out.address = unpacker.text();
  out.action = unpacker.text();
  out.subject = unpacker.text();
  const std::string uuid = unpacker.text();
  out.outcome = ErrorCode(uint32_t(unpacker.number()));
  out.affected = uint32_t(unpacker.number());
  if (!unpacker.atEnd() || uuid.size() != out.uuid.bytes.size())
    return std::nullopt;
  std::memcpy(out.uuid.bytes.data(), uuid.data(), uuid.size());
  return out;
}

Bytes packed(const std::vector<std::string>& tags) {
  Bytes out;
  Packer packer(out);
  for (const std::string& tag : tags)
    packer.text(tag);
  return out;
}

std::optional<std::vector<std::string>> unpackedTags(const std::string& device, BytesView tags, uint64_t sum) {
  if (sumOf(device, tags) != sum)
    return std::nullopt;
  std::vector<std::string> out;
  Unpacker unpacker(tags);
  while (unpacker.ok() && !unpacker.atEnd())
    out.push_back(unpacker.text());
  return unpacker.ok() ? std::optional(std::move(out)) : std::nullopt;
}

} // namespace pushscope
