#pragma once

#include "protocol/message/session.h"

#include <vector>

namespace pushscope {

// Counts the resumes of one sleeping phone as its server sees them, and decides when bytes may wake it, so that the
// system never ends its app for waking too often (3-behaviour section 2.2: the 16th resume within 300 s kills it).
//
// A write to a suspended phone counts as a resume if the last one is more than `grace` ago: until then its app still
// runs and bytes are free. Of a limit of 15: with up to 10 resumes in the window anything may wake it; with 11 to 13
// only high priority does; the last is kept for the heartbeat. Other limits are divided in the same proportion (2/3 and
// the last one but one, rounded down).
//
// The server's count is a belief: the phone's own reports correct it (told()).
class WakeBudget {
 public:
  // Without a limit (`sleep.resumes` is 0) everything may be written at any time.
  explicit WakeBudget(const Sleep& sleep = {}) : m_sleep(sleep) {}
  void set(const Sleep& sleep) { m_sleep = sleep; }

  enum class For { normal, high, heartbeat };
  // When bytes of this kind may be written: `now` at once, else the moment at which enough resumes have left the
  // window.
  MonoTime allowed(For kind, MonoTime now);
  // Bytes were written to the suspended phone. True if this counts as a resume.
  bool wrote(MonoTime now);
  // The phone counted itself: so many resumes in its window when an earlier one ended. The resume that brings this word
  // is not among them and is counted as well, also if it was none: a phone that a person picked up.
  void told(uint32_t resumes, MonoTime now);
  uint32_t resumes(MonoTime now);

  // What bytes may differ in their time on the way.
  static constexpr Duration way = std::chrono::seconds(1);
  // Its app runs after a write for so long at least: the shortest budget that was observed (source texts, 8 to 10 s)
  // less the way. 9-wire says 10 s, which is the longest: a resume too many in this count costs a wait, one too few an
  // app. A phone that tells of a shorter budget is believed.
  static constexpr Duration grace = std::chrono::seconds(8) - way;
  // A limit above this counts as this: what a phone says of itself must not cost memory. With a resume each `grace`
  // there are 43 in the 300 s of the only system that counts.
  static constexpr uint32_t mostResumes = 64;

 private:
  size_t limit() const { return m_sleep.resumes < mostResumes ? m_sleep.resumes : mostResumes; }
  // A phone that ran for longer than was thought is resumed by a later write than by the one that was counted, by one
  // that seemed free. So a resume counts against the limit until none that it stands for can be in the phone's window.
  Duration guarded() const { return m_sleep.window + grace + way; }
  void prune(MonoTime now);

  Sleep m_sleep;
  std::vector<MonoTime> m_resumes;         // of the guarded window, oldest first; at most one above the limit
  MonoTime m_asleepFrom = MonoTime::min(); // the app that the last resume started runs until then
};

} // namespace pushscope
