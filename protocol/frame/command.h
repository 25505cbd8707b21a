#pragma once

#include <cstdint>

namespace pushscope {

// The high byte says which port a command belongs to; the first four low bytes mean the same on every port.
enum class Port : uint32_t { device = 0x0100, admin = 0x0200, fleet = 0x0300 };

enum class Common : uint32_t { hello = 0x01, ping = 0x02, goodbye = 0x03 };

constexpr uint32_t command(Port port, Common which) {
  return static_cast<uint32_t>(port) | static_cast<uint32_t>(which);
}

namespace device {
inline constexpr uint32_t push = 0x0110;        // server → device, one-way
inline constexpr uint32_t acknowledge = 0x0111; // device → server, one-way, cumulative
inline constexpr uint32_t report = 0x0112;      // device → server, one-way: its own state changes and stages
inline constexpr uint32_t sync = 0x0113;        // device → server: bring these collections up to date
inline constexpr uint32_t collection = 0x0114;  // server → device, one-way: a page of changes
inline constexpr uint32_t synced = 0x0115;      // server → device, one-way: what hello named is current
inline constexpr uint32_t nudge = 0x0116;       // server → the session of a vendor's channel, one-way
inline constexpr uint32_t rule = 0x0117;        // server → device, one-way: heartbeat policies from now on
} // namespace device

namespace telemetry {
// The same low bytes on admin and fleet ports; `subscribe` is a request, the other three are one-way.
inline constexpr uint32_t subscribe = 0x10;
inline constexpr uint32_t snapshotPage = 0x11;
inline constexpr uint32_t block = 0x12;
inline constexpr uint32_t gap = 0x13;
} // namespace telemetry

constexpr uint32_t command(Port port, uint32_t low) {
  return static_cast<uint32_t>(port) | low;
}

namespace admin {
inline constexpr uint32_t inject = 0x0220;      // one push to named devices, to a tag, to a query
inline constexpr uint32_t trace = 0x0221;       // the ladder of one push
inline constexpr uint32_t manage = 0x0222;      // cancel, postpone, retry… the waiting deliveries of a push
inline constexpr uint32_t touch = 0x0223;       // collections of devices have changed
inline constexpr uint32_t control = 0x0224;     // ping, kick, or give a heartbeat policy to sessions
inline constexpr uint32_t tag = 0x0225;         // add and remove tags of devices
inline constexpr uint32_t peek = 0x0226;        // the body of a waiting delivery
inline constexpr uint32_t queue = 0x0227;       // a page of what waits
inline constexpr uint32_t deadLetters = 0x0228; // a page of what was given up
inline constexpr uint32_t history = 0x0229;     // a page of sessions that are over
inline constexpr uint32_t audit = 0x022a;       // a page of what people did
inline constexpr uint32_t tokenAdd = 0x022b;
inline constexpr uint32_t tokenRemove = 0x022c;
inline constexpr uint32_t tokenList = 0x022d;
} // namespace admin

namespace fleet {
inline constexpr uint32_t control = 0x0320; // one action on named phones
} // namespace fleet

inline constexpr uint32_t answerBit = 0x8000;
constexpr uint32_t answerTo(uint32_t request) {
  return request | answerBit;
}
constexpr bool isAnswer(uint32_t commandValue) {
  return (commandValue & answerBit) != 0;
}

} // namespace pushscope
