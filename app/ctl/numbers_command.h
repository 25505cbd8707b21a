#pragma once

#include "app/ctl/rows.h"
#include "app/ctl/session.h"
#include "models/query/heartbeat_lines.h"

#include <memory>

namespace pushscope::ctl {

// Looks on for `span`, then prints the numbers of the console's overview, which are those that alerts may watch.
std::unique_ptr<Command> overviewCommand(Duration span, bool json);
void printOverview(const World& world, WallTime now, bool json);

// Looks on for `span`, then prints the round trips of that time: of all devices, and if wished by group. Or what is
// wrong with the wish.
struct HeartbeatsWish {
  std::optional<GroupBy> by;
  RowsWish rows;
};
std::variant<std::unique_ptr<Command>, QString> heartbeatsCommand(const HeartbeatsWish& wish, Duration span);
// Empty: it can be fulfilled.
QString mistakeIn(const HeartbeatsWish& wish);
// The same of the `span` before `now`, of which a world keeps ten minutes.
QString printHeartbeats(const World& world, const HeartbeatsWish& wish, WallTime now, Duration span);

} // namespace pushscope::ctl
