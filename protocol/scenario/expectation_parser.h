#pragma once

#include "protocol/scenario/fields.h"
#include "protocol/scenario/scenario.h"

namespace pushscope::scenario {

// One [[expect]]; `scenario` has its groups and pushes already.
Expectation parseExpectation(const Value& table, const Scenario& scenario, Mistakes& mistakes);

// "phones": names of groups; none: every phone.
Groups groupsOf(Fields& fields, const Scenario& scenario);

} // namespace pushscope::scenario
