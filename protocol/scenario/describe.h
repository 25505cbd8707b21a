#pragma once

#include "protocol/scenario/scenario.h"

#include <string>

namespace pushscope::scenario {

// What an expectation asks, in words: `push "ring" to callers: acknowledged within <=2s; share 100%`.
std::string describe(const Expectation& expectation, const Scenario& scenario);

// Names of groups: "callers, guests"; "every phone" if there are none.
std::string describe(const Groups& groups, const Scenario& scenario);

// A duration for people, to three digits or so: "850ms", "1.25s", "3m 20s", "2h 5m".
std::string roughly(Duration value);
// "1 phone", "3 phones".
std::string counted(uint64_t number, const char* one, const char* many);

// Whether the numbers meet the demand; `share` of `good` in `all`.
bool meets(const std::optional<Bound>& bound, uint64_t value);
bool meetsShare(const std::optional<Bound>& bound, uint64_t good, uint64_t all);
// Nothing of the demand is given.
bool isEmpty(const Demand& demand);
// There are more than the bound allows: examples are of those that there should not be.
bool isTooMuch(const std::optional<Bound>& bound, uint64_t value);
bool isTooGreatShare(const std::optional<Bound>& bound, uint64_t good, uint64_t all);

} // namespace pushscope::scenario
