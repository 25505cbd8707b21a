#pragma once

#include "protocol/scenario/delivery_book.h"
#include "protocol/scenario/push_watch.h"
#include "protocol/scenario/verdict.h"

namespace pushscope::scenario {

// Judges one push that belongs to no scenario, by the book and the watches of Judge. Beside the verdict of each
// expectation it says how each delivery stands.
//
// Of each stage it is told by one source alone: what happens on a phone by its fleet, or by the phone itself if no
// fleet tells of it.
class PushJudge {
 public:
  // Expectations about pushes, as parsePushLine() makes them, which outlive the judge; devices ascending, each once.
  // `due` is when the server may write it.
  PushJudge(const std::vector<Expectation>& expectations, std::vector<std::string> devices, const Uuid& push,
            WallTime composed, WallTime due);
  PushJudge(const PushJudge&) = delete;
  PushJudge& operator=(const PushJudge&) = delete;

  // `device` is its place among the devices. Those of one device come in the order in which they happened.
  void refused(uint32_t device);
  void stage(uint32_t device, WallTime at, Stage stage, uint32_t attempt, Reason reason);

  const Roster& devices() const { return m_devices; }
  // By expectation. The facts until `known` were told; see PushWatch::outcome().
  std::vector<Outcome> outcomes(uint32_t device, WallTime known, bool phoneIsHeard) const;
  // As if nothing more came.
  std::vector<Verdict> verdicts() const;

 private:
  Roster m_devices;
  Uuid m_push;
  WallTime m_due;
  DeliveryBook m_book;
  std::vector<PushWatch> m_watches;
};

} // namespace pushscope::scenario
