#pragma once

#include "protocol/scenario/delivery_book.h"
#include "protocol/scenario/scenario.h"

#include <string>
#include <vector>

namespace pushscope::scenario {

// How one delivery stands against one expectation, while it goes on. What is broken may still be kept if a fact was
// told later than facts are.
struct Outcome {
  enum class State : uint8_t { open, kept, broken };
  enum class Cause : uint8_t {
    none,
    refused,    // by the server
    late,       // reached after `after`, which is `by` more than was allowed
    early,      // ditto, `by` less
    ended,      // the delivery ended as `end`, or was not shown
    notReached, // the time was over `by` ago
    attempts,   // `number` of them
    duplicates, // ditto
    skew,       // `after` apart
  };
  State state = State::kept;
  Cause cause = Cause::none;
  Duration after{}, by{};
  Stage end = Stage::unknown;
  uint32_t number = 0;
};

// Watches the deliveries of some pushes for one expectation.
class PushWatch {
 public:
  // All of it outlives the watch.
  PushWatch(const Expectation& expectation, const PushExpectation& body, const Roster& roster);

  // After the book was told: `since` is from when the push was due.
  void stage(uint32_t delivery, const DeliveryBook& book, Duration elapsed, Duration since, Stage stage, Reason reason);
  Verdict verdict(const DeliveryBook& book) const;
  // `known`: what happened until so long after the push was due was told. `phoneIsHeard`: what happens on the phone is
  // told as soon as what the server does.
  Outcome outcome(uint32_t delivery, const DeliveryBook& book, Duration known, bool phoneIsHeard) const;

 private:
  bool concerns(uint32_t delivery, const DeliveryBook& book) const;
  bool asExpected(uint32_t delivery, const DeliveryState& state) const;
  std::optional<Duration> skewOf(uint32_t delivery) const;
  std::optional<Outcome> stageOutcome(uint32_t delivery, const DeliveryState& state, Duration known,
                                      bool phoneIsHeard) const;

  const Expectation& m_expectation;
  const PushExpectation& m_body;
  const Roster& m_roster;
  std::vector<uint8_t> m_reached; // by delivery
  std::vector<Duration> m_first;  // ditto: when the stage was first reached, in time or not; min: it was not
  std::vector<uint8_t> m_hidden;  // ditto: the phone says that it was not shown; empty: that is not asked
  struct Media {
    Duration handled = Duration::min(), ready = Duration::min();
  };
  std::vector<Media> m_media; // by delivery; empty if the skew is not asked
  Duration m_slowest{};       // to the stage, in time or not
};

} // namespace pushscope::scenario
