#pragma once

#include "protocol/scenario/delivery_book.h"
#include "protocol/scenario/scenario.h"

#include <string>
#include <vector>

namespace pushscope::scenario {

// Watches the deliveries of some pushes for one expectation.
class PushWatch {
 public:
  // All of it outlives the watch.
  PushWatch(const Expectation& expectation, const PushExpectation& body, const Roster& roster);

  // After the book was told: `since` is from when the push was due.
  void stage(uint32_t delivery, const DeliveryBook& book, Duration elapsed, Duration since, Stage stage, Reason reason);
  Verdict verdict(const DeliveryBook& book) const;

 private:
  bool concerns(uint32_t delivery, const DeliveryBook& book) const;
  bool asExpected(uint32_t delivery, const DeliveryState& state) const;
  std::optional<Duration> skewOf(uint32_t delivery) const;
  std::string found(uint64_t good, uint64_t all) const;

  const Expectation& m_expectation;
  const PushExpectation& m_body;
  const Roster& m_roster;
  std::vector<uint8_t> m_reached; // by delivery
  struct Media {
    Duration handled = Duration::min(), ready = Duration::min();
  };
  std::vector<Media> m_media; // by delivery; empty if the skew is not asked
  Duration m_slowest{};       // to the stage, in time or not
};

} // namespace pushscope::scenario
