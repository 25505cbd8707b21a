#pragma once

#include "app/ctl/session.h"
#include "models/query/heartbeat_advice.h"

#include <memory>

namespace pushscope::ctl {

// Looks on for a time and prints which heartbeat interval to choose; zero: until the advice has an interval.
std::unique_ptr<Command> adviseCommand(const AdviceWish& wish, Duration span, bool json);

void printAdvice(const SilenceLog& silences, const AdviceWish& wish, bool json);

} // namespace pushscope::ctl
