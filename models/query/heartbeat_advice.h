#pragma once

#include "models/store/silence_log.h"
#include "protocol/message/session.h"

#include <optional>
#include <vector>

namespace pushscope {

// What is asked of the advisor.
struct AdviceWish {
  uint32_t wakesADay =
      360; // at least 1, that a sleeping phone may spend on heartbeats: 360 are one each 240 s, the servers' default
  std::optional<NetworkPath> network; // of connections by this network alone; nothing: of all
  HeartbeatPolicy policy;             // timeout and misses that rule; its interval is not looked at
};

// Which heartbeat interval to choose for apps that sleep, and what is known in support of it.
//
// A NAT that forgets after a time shows as a step: connections are found dead far more often once they were silent for
// longer than that. Deaths of other causes come at a rate per second of silence, whatever its length. So the limit is
// where cutting the silences in two makes the number of deaths per silent second most likely (Poisson likelihood
// ratio), if the gain is beyond chance (16, which chance alone gives less than once in a hundred cases, the choice of
// the place included), the rate beyond it at least four times that before, and at least 2 % of the beats beyond it
// found no connection. With several such limits the shortest rules.
//
// An interval is safe if its longest silence (an interval is up to a tenth longer by jitter) stays `margin` below the
// limit, and if connections are known to have held for that long: what nobody tried is not advised. The shortest
// interval finds dead links soonest, so the interval is the one that spends the wakes, if it is safe, and else the
// longest safe one.
struct HeartbeatAdvice {
  enum class Basis : uint8_t {
    tooFew,   // fewer than `enough` silences were seen: no interval
    tooEarly, // nobody watched for twice the silence that the wakes would ask for: no interval
    unclear,  // many were found dead, and there are no much shorter silences to compare with: no interval
    wakes,    // what the wakes allow is safe
    limit,    // the network forgets before that: more wakes are needed than granted
    untried,  // no connection was silent for as long as the wakes would ask for
  };
  enum class Confidence : uint8_t { none, low, fair, good }; // of 30, 100, 1,000 beats after such a silence
  // Beats after a silence of `from` to `to`: a line of the evidence.
  struct Evidence {
    Duration from{}, to{};
    uint64_t held = 0, dead = 0;
    friend bool operator==(const Evidence&, const Evidence&) = default;
  };

  Basis basis = Basis::tooFew;
  std::optional<Duration> interval;
  Duration watchFor{}; // until it is no longer too early
  Confidence confidence = Confidence::none;
  uint64_t held = 0, dead = 0;         // beats that were seen, of any silence of at least half a second
  std::optional<Duration> limit;       // the shortest silence at which connections begin to be lost, if they are
  std::optional<Duration> longestHeld; // silence that at least `enough` beats outlived, or a longer one
  uint64_t supporting = 0;             // beats that passed after a silence of nine tenths of the interval or more
  std::optional<double> mostLost; // of the beats at this interval, the share that finds no connection: at most, 95 %
  uint32_t wakesADay = 0;         // of that interval, if nothing else keeps the phone awake
  Duration foundAfter{};          // until a link that breaks is called dead, at the latest
  std::optional<Duration> intervalNow; // the median silence of beats to sleeping apps
  std::optional<uint32_t> wakesNow;    // of that
  std::optional<Duration> foundNow;    // ditto
  std::vector<Evidence> evidence;      // from the shortest to the longest silence that was seen

  static constexpr uint64_t enough = 30;
  static constexpr Duration margin = std::chrono::seconds(20); // mars; a tenth of the limit if that is less
};
HeartbeatAdvice adviseHeartbeat(const SilenceLog& silences, const AdviceWish& wish);

} // namespace pushscope
