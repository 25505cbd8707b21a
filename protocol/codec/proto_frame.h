#pragma once

#include "protocol/base/result.h"
#include "protocol/base/time.h"
#include "protocol/frame/header.h"
#include "protocol/message/session.h"

#include <google/protobuf/message_lite.h>

#include <optional>
#include <string>

// From generated messages to frames and back, without a copy between: for codec/ and for app/telemetry, which alone
// write generated messages.
namespace pushscope::codec {

inline Bytes frameOf(uint32_t serial, uint32_t command, ErrorCode code, const google::protobuf::MessageLite& body) {
  const size_t size = body.ByteSizeLong();
  Bytes frame(headerBytes + size);
  const HeaderBytes header = writeHeader({uint32_t(frame.size()), serial, command, static_cast<uint32_t>(code)});
  std::copy(header.begin(), header.end(), frame.begin());
  body.SerializeWithCachedSizesToArray(frame.data() + headerBytes);
  return frame;
}

// An empty message for one frame. This thread uses it again for the next one, so that its strings and lists need not be
// allocated anew; for a large frame it is one of its own, so that nothing large is kept. Not two of a kind at a time.
template <class Message>
class Reused {
 public:
  explicit Reused(size_t frameBytes) : m_message(frameBytes > largest ? &m_own.emplace() : &kept()) {}
  ~Reused() { m_message->Clear(); }
  Reused(const Reused&) = delete;
  Reused& operator=(const Reused&) = delete;
  Message& operator*() { return *m_message; }
  Message* operator->() { return m_message; }

 private:
  static constexpr size_t largest = 4096;
  static Message& kept() {
    thread_local Message message;
    return message;
  }
  std::optional<Message> m_own;
  Message* m_message;
};

inline bool parse(google::protobuf::MessageLite& message, BytesView body) {
  return message.ParseFromArray(body.data(), int(body.size()));
}

// Enumerators above the last known one read as `unknown`, so that a newer peer is not an error.
template <class To, class From>
To enumFrom(From value, To last) {
  const auto n = static_cast<uint32_t>(value);
  return n <= static_cast<uint32_t>(last) ? static_cast<To>(n) : To{};
}

// Stamps are untrusted: held below 2^53 µs (the year 2255), so that no sum or difference of them overflows.
inline WallTime wall(uint64_t us) {
  constexpr uint64_t latest = uint64_t{1} << 53;
  return wallFromMicros(int64_t(us < latest ? us : latest));
}
inline uint64_t us(WallTime t) {
  return uint64_t(micros(t));
}

// Of a repeated CollectionVersion.
template <class Repeated>
Result<std::vector<CollectionVersion>> versionsOf(const Repeated& in) {
  if (size_t(in.size()) > maxCollections)
    return {ErrorCode::limit, "collections"};
  std::vector<CollectionVersion> out;
  for (const auto& version : in) {
    if (version.name().empty() || version.name().size() > maxCollectionName || !isValidUtf8(version.name()))
      return {ErrorCode::malformed, "collections"};
    out.push_back({version.name(), version.version()});
  }
  return out;
}

inline uint32_t toMillis(Duration d) {
  return uint32_t(std::chrono::duration_cast<std::chrono::milliseconds>(d).count());
}

} // namespace pushscope::codec
