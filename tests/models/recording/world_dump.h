#pragma once

#include "models/items/notice_rows.h"
#include "models/recording/world_image.h"

namespace pushscope {

// Everything that a page can show of a world, as text; two worlds that are equal to every reader have the same.
inline QString dumpOf(const World& world) {
  QString dump;
  for (const RowSource* rows : {&deviceRows(), &deliveryRows(), &wakeRows(), &noticeRows()})
    for (uint64_t row = rows->first(world); row < rows->end(world); ++row) {
      for (const Column& column : rows->columns())
        dump += column.value(world, row).toString() + QLatin1Char('|');
      dump += QLatin1Char('\n');
    }
  for (const World::LinkInfo& link : world.links())
    dump += QStringLiteral("%1 %2 %3 %4 %5 %6 %7\n")
                .arg(QString::fromStdString(link.target), QString::fromStdString(link.status.name))
                .arg(int(link.status.state))
                .arg(link.facts)
                .arg(link.missedBlocks)
                .arg(micros(link.lastHeard))
                .arg(link.snapshotComplete);
  for (const int64_t span : {10, 60, 590}) {
    const Series::Totals totals = world.series().totals(world.now(), span);
    dump += QStringLiteral("%1 %2 %3 %4 %5 %6\n")
                .arg(totals.beatsPerSecond)
                .arg(totals.misses)
                .arg(totals.deaths)
                .arg(totals.pushes)
                .arg(totals.roundTripP99.value_or(Duration(-1)).count())
                .arg(totals.acknowledgeP99.value_or(Duration(-1)).count());
  }
  const int64_t second = micros(world.now()) / 1'000'000;
  for (int64_t n = second - int64_t(Series::seconds); n <= second + 5; ++n) {
    const Series::Second& s = world.series().second(n);
    dump += QStringLiteral("%1 %2 %3 %4 %5\n").arg(s.second).arg(s.heard).arg(s.online).arg(s.wakes).arg(s.missedWakes);
  }
  return dump;
}

} // namespace pushscope
