#pragma once

#include "protocol/base/time.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <unordered_map>

namespace pushscope {

// By which network a phone was connected; only a fleet knows it of its phones.
enum class NetworkPath : uint8_t { unknown, wifi, cellular };
inline constexpr size_t networkPathCount = 3;

// How long connections had been silent when a heartbeat passed on them, or when one found them dead: what is known of
// the NATs on the way, and what the heartbeat advisor reasons from (query/heartbeat_advice.h). Counted since the
// console looks on; no recording holds it.
//
// A *silence* lies between two beats of a connection of which nothing else was told in between: no push, no change
// between foreground and background, no new connection. With any of these it is not known when a packet passed last,
// and it is not counted. What no fact tells of is counted wrongly: a collection that a server announced while the phone
// was silent. A connection was found dead if its server ended it for want of answers. The silence before that is until
// the ping which nobody answered: by the first miss less the time that a ping is waited for, which is the time between
// misses. A connection that was reset, that the phone gave up first, or that ended for any other reason says nothing.
class SilenceLog {
 public:
  // 32 a factor of two, so that a bound is at most 3 % off; from 0.52 s to 36 min. A beat is at most 30 min away from
  // the one before (longestHeartbeat). Shorter silences say nothing about NATs; longer ones are in the last bin.
  static constexpr int firstBits = 19, octaves = 12, perOctave = 32;
  static constexpr size_t bins = octaves * perOctave;
  struct Bin {
    uint32_t held = 0;   // a beat passed after so long
    uint32_t asleep = 0; // of these, to a sleeping app: each was a wake
    uint32_t dead = 0;   // a beat found no connection
  };

  // Hot: most of what comes is a beat.
  void held(NetworkPath path, Duration silence, bool asleep) {
    if (silence < shortest)
      return;
    Bin& bin = m_bins[size_t(path)][binOf(silence)];
    ++bin.held;
    bin.asleep += asleep;
  }
  // Beats were told of this time. What nobody watched for, nobody can have seen.
  void watched(WallTime at) {
    m_from = m_from == WallTime{} ? at : std::min(m_from, at);
    m_to = std::max(m_to, at);
  }
  Duration watched() const { return m_to - m_from; }
  // In order: the first miss of a row, further ones, then what came of it. Times are the node's, on this clock.
  void missed(uint32_t row, WallTime at, WallTime lastBeat, bool quiet, NetworkPath path);
  void recovered(uint32_t row) { m_suspects.erase(row); }
  void ended(uint32_t row, WallTime at, bool foundDead);
  // A wake that happened, by data.
  void woken(bool byPush) { ++(byPush ? m_wakesForPushes : m_wakesForBeats); }

  const Bin& bin(NetworkPath path, size_t index) const { return m_bins[size_t(path)][index]; }
  // Deaths of which the silence before them is not known.
  uint64_t unexplained() const { return m_unexplained; }
  uint64_t wakesForBeats() const { return m_wakesForBeats; }
  uint64_t wakesForPushes() const { return m_wakesForPushes; }

  static constexpr Duration shortest = Duration(int64_t{1} << firstBits);
  static size_t binOf(Duration silence) {
    const auto us = uint64_t(silence.count());
    const int exponent = std::bit_width(us) - 1;
    const size_t bin = size_t(exponent - firstBits) * perOctave + size_t((us >> (exponent - 5)) & (perOctave - 1));
    return std::min(bin, bins - 1);
  }
  // Where a bin begins; that of `bins` is where the last one ends.
  static Duration lowerBound(size_t bin) {
    const int exponent = firstBits + int(bin / perOctave);
    return Duration((int64_t{1} << exponent) + int64_t(bin % perOctave) * (int64_t{1} << (exponent - 5)));
  }

  // Connections that are suspect at a time and are kept in mind; the death of further ones is unexplained.
  static constexpr size_t mostSuspects = 100'000;

 private:
  struct Suspect {
    WallTime lastBeat{}, firstMiss{};
    uint32_t misses = 0;
    bool quiet = false;
    NetworkPath path = NetworkPath::unknown;
  };

  std::array<std::array<Bin, bins>, networkPathCount> m_bins{};
  std::unordered_map<uint32_t, Suspect> m_suspects; // by row
  WallTime m_from{}, m_to{};
  uint64_t m_unexplained = 0, m_wakesForBeats = 0, m_wakesForPushes = 0;
};

} // namespace pushscope
