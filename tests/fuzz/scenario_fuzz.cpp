#include "protocol/scenario/conductor.h"
#include "protocol/scenario/parser.h"
#include "tests/fuzz/fuzz.h"

namespace pushscope {
namespace {

uint64_t phonesOf(const scenario::Scenario& scenario) {
  uint64_t phones = 0;
  for (const scenario::PhoneGroup& group : scenario.groups)
    phones += group.count;
  return phones;
}

// What was accepted can be played: in order, within the scenario's time, and the judge has a word on every expectation.
void play(const scenario::Scenario& scenario) {
  constexpr Now begin{MonoTime(std::chrono::hours(1)), WallTime(std::chrono::hours(1'000'000))};
  scenario::Conductor conductor(scenario, scenario.seed);
  conductor.start(begin);
  Now now = begin;
  for (int actions = 0; actions < 300 && !conductor.over(now);) {
    FUZZ_CHECK(conductor.deadline() >= now.mono && conductor.deadline() <= begin.mono + scenario.duration);
    now = {conductor.deadline(), begin.wall + (conductor.deadline() - begin.mono)};
    while (conductor.next(now) && ++actions < 300) {
    }
  }
  FUZZ_CHECK(conductor.judge().verdicts().size() >= scenario.expectations.size());
}

} // namespace

void fuzzOne(BytesView input) {
  const Result<scenario::Scenario> parsed = scenario::parse(asText(input));
  if (!parsed.ok()) {
    FUZZ_CHECK(parsed.error().detail.rfind("line ", 0) == 0);
    return;
  }
  const scenario::Scenario& scenario = parsed.value();
  const uint64_t phones = phonesOf(scenario);
  FUZZ_CHECK(phones >= 1 && phones <= scenario::maxScenarioPhones && scenario.duration > Duration::zero());
  if (phones <= 1000)
    play(scenario);
}

} // namespace pushscope
