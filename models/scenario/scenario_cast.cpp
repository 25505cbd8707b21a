#include "models/scenario/scenario_cast.h"

#include <QCoreApplication>

namespace pushscope {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(ScenarioCast)
};

bool isHeard(const DeviceTable::Told& told) {
  return told.known && !told.stale;
}

} // namespace

ScenarioCast castOf(const World& world, const scenario::Roster& roster) {
  ScenarioCast cast;
  cast.phones = roster.size();
  const auto meet = [&](std::optional<LinkId>& link, LinkId teller) {
    cast.several |= link && *link != teller;
    link = link.value_or(teller);
  };
  for (uint32_t phone = 0; phone < cast.phones; ++phone) {
    const auto row = world.devices().find(roster.device(phone));
    if (!row || !isHeard(world.devices().belief(*row)) || !isHeard(world.devices().truth(*row)))
      continue;
    ++cast.here;
    meet(cast.node, world.devices().belief(*row).teller);
    meet(cast.fleet, world.devices().truth(*row).teller);
  }
  return cast;
}

QString ScenarioCast::obstacle() const {
  if (isWhole())
    return {};
  const QString way =
      Words::tr("Run it in a sandbox of its own, or connect to a server with a fleet that was started by "
                "“pushfleet --scenario” with this file, at this scale.");
  if (here == 0)
    return Words::tr("None of its %1 phones is here.").arg(phones) + QLatin1Char(' ') + way;
  if (here < phones)
    return Words::tr("Only %1 of its %2 phones are here.").arg(here).arg(phones) + QLatin1Char(' ') + way;
  return Words::tr("Its phones are told of by several servers or fleets, and a scenario runs on one of each.");
}

} // namespace pushscope
