#pragma once

#include "models/store/world.h"
#include "protocol/scenario/roster.h"

#include <QString>

#include <optional>

namespace pushscope {

// Who of a world plays a scenario: its phones, the one server that believes them connected or not, and the one fleet
// that knows them. Phones of which only one of the two tells, or told before it was lost, are not here.
struct ScenarioCast {
  uint32_t phones = 0, here = 0;
  std::optional<LinkId> node, fleet; // of those that are here
  bool several = false;              // they are told of by several servers, or by several fleets

  bool isWhole() const { return phones > 0 && here == phones && !several; }
  // Why it cannot be played, and what to do; empty if it can.
  QString obstacle() const;
};

// Looks up every phone: some ms for thousands.
ScenarioCast castOf(const World& world, const scenario::Roster& roster);

} // namespace pushscope
