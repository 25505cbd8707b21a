#include "models/compare/recorded_run.h"

#include <algorithm>

namespace pushscope {
namespace {

// A world holds ten minutes of seconds, so it is looked at before any of them is overwritten; and often enough for a
// person who waits.
constexpr Duration piece = std::chrono::seconds(Series::seconds / 20);
constexpr Duration second = std::chrono::seconds(1);

} // namespace

Result<std::optional<RecordedRun>> readRun(Playback& playback, Duration last, std::optional<WallTime> to,
                                           const std::function<bool(double)>& goOn) {
  RecordedRun run;
  run.to = std::clamp(to.value_or(playback.end()), playback.begin(), playback.end());
  run.from = std::max(playback.begin(), run.to - last);
  const Duration whole = std::max<Duration>(run.to - run.from + second, second);
  for (WallTime from = run.from; from < run.to + second; from += piece) {
    if (!goOn(double((from - run.from).count()) / double(whole.count())))
      return std::optional<RecordedRun>();
    const WallTime until = std::min(from + piece, run.to + second);
    playback.seek(std::min(until, run.to));
    run.figures.addSeconds(playback.world(), from, until);
  }
  run.figures.addOutcomes(playback.world(), run.from, run.to);
  run.flaws = playback.recording().flaws();
  if (playback.facts() == 0)
    return {ErrorCode::malformed, "holds nothing that could be compared"};
  return std::optional(std::move(run));
}

} // namespace pushscope
