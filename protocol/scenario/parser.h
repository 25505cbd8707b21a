#pragma once

#include "protocol/scenario/scenario.h"

#include <string_view>

namespace pushscope::scenario {

// A scenario is read from an untrusted file: everything that it can make a reader allocate is bounded.
inline constexpr size_t maxScenarioBytes = 1024 * 1024;
inline constexpr uint32_t maxScenarioPhones = 1'000'000;   // as many as a console shows
inline constexpr uint32_t maxRepetitions = 100'000;        // of all steps, pushes, queue actions and touches together
inline constexpr uint64_t maxScenarioActions = 10'000'000; // ditto, each phone counted
inline constexpr size_t maxExpectations = 200;

// Fails with `malformed`, or `tooLarge` or `limit`, and a sentence as detail that begins with the place: "line 12: …".
Result<Scenario> parse(std::string_view toml);

} // namespace pushscope::scenario
