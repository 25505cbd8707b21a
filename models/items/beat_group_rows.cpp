#include "models/items/beat_group_rows.h"

#include <QCoreApplication>

namespace pushscope {
namespace {

std::string word(const char* text) {
  return QCoreApplication::translate("Columns", text).toStdString();
}

} // namespace

BeatGroupRows::BeatGroupRows() {
  const auto number = [this](auto value) -> NumberCell {
    return [this, value](const World&, uint64_t row) {
      const std::optional<uint64_t> found = row < m_lines.size() ? value(m_lines[size_t(row)]) : std::nullopt;
      return found ? int64_t(*found) : unknownNumber;
    };
  };
  const auto percentile = [this](unsigned perThousand) -> NumberCell {
    return [this, perThousand](const World&, uint64_t row) {
      const auto found = row < m_lines.size() ? m_lines[size_t(row)].trips.percentile(perThousand) : std::nullopt;
      return found ? int64_t(found->count()) : unknownNumber;
    };
  };
  m_columns = {
      {"devices", "", QT_TRANSLATE_NOOP("Columns", "Devices"), QT_TRANSLATE_NOOP("Columns", "Of which devices"),
       Kind::text, 20, true,
       TextCell{[this](const World&, uint64_t row, std::string& room) -> std::optional<std::string_view> {
         return row < m_lines.size() ? std::optional<std::string_view>(room = m_lines[size_t(row)].group)
                                     : std::nullopt;
       }}},
      {"beats", "", QT_TRANSLATE_NOOP("Columns", "Beats"), QT_TRANSLATE_NOOP("Columns", "Round trips measured"),
       Kind::count, 10, true, number([](const Line& line) { return line.beats; })},
      {"round_trip_p50_ms", "p50", QT_TRANSLATE_NOOP("Columns", "p50"),
       QT_TRANSLATE_NOOP("Columns", "Half of them were shorter"), Kind::duration, 10, true, percentile(500)},
      {"round_trip_p90_ms", "p90", QT_TRANSLATE_NOOP("Columns", "p90"),
       QT_TRANSLATE_NOOP("Columns", "Nine of ten were shorter"), Kind::duration, 10, true, percentile(900)},
      {"round_trip_p99_ms", "p99", QT_TRANSLATE_NOOP("Columns", "p99"),
       QT_TRANSLATE_NOOP("Columns", "All but one of a hundred were shorter"), Kind::duration, 10, true,
       percentile(990)},
      {"missed", "", QT_TRANSLATE_NOOP("Columns", "Missed"), QT_TRANSLATE_NOOP("Columns", "Beats without an answer"),
       Kind::count, 8, true, number([](const Line& line) { return line.missed; })},
      {"connections_ended", "ended", QT_TRANSLATE_NOOP("Columns", "Ended"),
       QT_TRANSLATE_NOOP("Columns", "Connections that missed beats ended"), Kind::count, 8, true,
       number([](const Line& line) { return line.ended; })},
  };
}

void BeatGroupRows::show(const World& world, std::optional<GroupBy> by, int64_t from, int64_t to) {
  m_lines.clear();
  Line all{word(QT_TRANSLATE_NOOP("Columns", "all")), uint64_t{0}, 0, 0, roundTripSum(world.series(), from, to)};
  for (int64_t n = from; n < to; ++n) {
    const Series::Second& second = world.series().second(n);
    *all.beats += second.beats;
    *all.missed += second.misses;
    *all.ended += second.deaths;
  }
  m_lines.push_back(std::move(all));
  if (!by)
    return;
  const GroupLines lines = groupLines(world, *by, from, to);
  for (const GroupLines::Group& group : lines.groups)
    m_lines.push_back({group.others         ? word(QT_TRANSLATE_NOOP("Columns", "others"))
                       : group.name.empty() ? word(QT_TRANSLATE_NOOP("Columns", "not told"))
                                            : group.name,
                       lines.counted == lines.all ? std::optional(group.beats) : std::nullopt,
                       {},
                       {},
                       group.sum});
}

} // namespace pushscope
