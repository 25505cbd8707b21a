#pragma once

#include "protocol/base/result.h"
#include "protocol/base/time.h"

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace pushscope {

class Random;

// A whole number with a meaning of its own; two kinds never mix.
template <class Tag, class Rep>
struct Id {
  Rep value = 0;
  friend auto operator<=>(const Id&, const Id&) = default;
};

// A device in telemetry: given at its first appearance, never reused within an incarnation; 0 is no device.
using Handle = Id<struct HandleTag, uint32_t>;
// A delivery in telemetry, under the same rules as a handle.
using DeliveryHandle = Id<struct DeliveryHandleTag, uint32_t>;
// Position in the ordered deliveries of one device, from 1.
using Sequence = Id<struct SequenceTag, uint64_t>;
// Random at each start of a server or fleet.
using Incarnation = Id<struct IncarnationTag, uint64_t>;

// 128 bytes: longer than every vendor's registration id that people put into URLs and file names.
inline constexpr size_t maxDeviceIdBytes = 128;

// A device id as it may be stored and shown: 1 to 128 bytes of valid UTF-8 without control characters.
Status checkDeviceId(std::string_view id);
bool isValidUtf8(std::string_view text);
// What a peer calls itself or its kind, as it may be kept, logged and shown: at most 64 bytes, whole characters,
// control characters replaced; empty if it is not UTF-8.
std::string labelOf(std::string_view text);

// RFC 9562 version 7: time-ordered, so that a list sorted by id is sorted by time.
struct Uuid {
  std::array<uint8_t, 16> bytes{};

  static Uuid make(WallTime now, Random& random);
  // Accepts the 36-character form in either case.
  static Result<Uuid> parse(std::string_view text);
  static Result<Uuid> fromBytes(std::string_view raw);
  std::string text() const;
  bool isNull() const { return bytes == std::array<uint8_t, 16>{}; }
  // Not <=>: the array of older libc++ has none.
  friend bool operator==(const Uuid&, const Uuid&) = default;
  friend bool operator<(const Uuid& a, const Uuid& b) { return a.bytes < b.bytes; }
};

} // namespace pushscope

template <class Tag, class Rep>
struct std::hash<pushscope::Id<Tag, Rep>> {
  size_t operator()(const pushscope::Id<Tag, Rep>& id) const noexcept { return std::hash<Rep>{}(id.value); }
};
template <>
struct std::hash<pushscope::Uuid> {
  size_t operator()(const pushscope::Uuid& uuid) const noexcept {
    return std::hash<std::string_view>{}({reinterpret_cast<const char*>(uuid.bytes.data()), uuid.bytes.size()});
  }
};
