#pragma once

#include "models/command/push_draft.h"

namespace pushscope {

// What of a draft is sent when. Each repetition is due an interval after the one before, counted from the first, so
// that one late moment makes none of them late. If the payload names its device, a repetition is one push of each
// device.
class PushSeries {
 public:
  // A draft without a problem.
  PushSeries(PushDraft draft, WallTime start);

  // What is due by now, in its order. A machine that slept does not send at once what it missed: what is more than
  // `mostAtOnce` repetitions late is left out and counted.
  std::vector<Inject> takeDue(WallTime now, Random& random);
  // When the next is due; nothing: that was all.
  std::optional<WallTime> next() const;

  const PushDraft& draft() const { return m_draft; }
  uint32_t repeats() const { return m_repeats; }
  uint32_t taken() const { return m_taken; } // repetitions, with those left out
  uint32_t leftOut() const { return m_leftOut; }

  static constexpr uint32_t mostAtOnce = 100; // a second at the shortest interval

 private:
  PushDraft m_draft;
  WallTime m_start;
  Duration m_interval;
  uint32_t m_repeats, m_taken = 0, m_leftOut = 0;
};

} // namespace pushscope
