#include "app/ctl/numbers_command.h"

#include "app/ctl/commands.h"
#include "models/alerts/alert_readings.h"
#include "models/items/beat_group_rows.h"

#include <algorithm>

namespace pushscope::ctl {
void printOverview(const World& world, WallTime now, bool json) {
  AlertReadings readings;
  readings.refresh({world, now, std::nullopt});
  QElapsedTimer spent;
  spent.start();
  readings.look(world, spent, Duration::max());
  const double beats = world.series().totals(now, Series::rateSeconds).beatsPerSecond;
  QJsonObject object{{"at", rfc3339(now)}, {"beats_per_s", beats}};
  std::vector<QStringList> lines{{QStringLiteral("Beats per second"), QString::number(beats, 'f', 1),
                                  QStringLiteral("Round trips measured, mean of the last 10 s")}};
  for (const AlertNumberInfo& info : alertNumbers()) {
    if (info.number == AlertNumber::batchesWaiting) // of a console that stays
      continue;
    const std::optional<int64_t> value = readings.read(info.number);
    object[QLatin1String(info.id)] = !value                        ? QJsonValue()
                                     : info.kind == Kind::duration ? QJsonValue(double(*value) / 1000) // ms
                                                                   : QJsonValue(qint64(*value));
    lines.push_back({alertNumberTitle(info.number),
                     forPeople(info.kind, value ? QVariant(qlonglong(*value)) : QVariant(), now),
                     QString::fromLatin1(info.help)});
  }
  json ? printJson(object) : printColumns(lines, {false, true, false}, Cells::whole);
}

std::unique_ptr<Command> overviewCommand(Duration span, bool json) {
  return lookCommand(span, [json](const World& world, WallTime now) { printOverview(world, now, json); });
}

QString printHeartbeats(const World& world, const HeartbeatsWish& wish, WallTime now, Duration span) {
  BeatGroupRows rows;
  const int64_t to = micros(now) / 1'000'000 + 1; // with the second that has begun
  const int64_t seconds = std::clamp<int64_t>(span.count() / 1'000'000 + 1, 1, int64_t(Series::seconds));
  rows.show(world, wish.by, to - seconds, to);
  const ChosenRows::Made made = ChosenRows::of(rows, wish.rows);
  if (const QString* sentence = std::get_if<QString>(&made))
    return *sentence;
  std::get<ChosenRows>(made).print(world, now);
  return {};
}

QString mistakeIn(const HeartbeatsWish& wish) {
  const BeatGroupRows rows;
  const ChosenRows::Made made = ChosenRows::of(rows, wish.rows);
  const QString* sentence = std::get_if<QString>(&made);
  return sentence ? *sentence : QString();
}

std::variant<std::unique_ptr<Command>, QString> heartbeatsCommand(const HeartbeatsWish& wish, Duration span) {
  if (span > std::chrono::seconds(Series::seconds))
    return QStringLiteral("--for: heartbeats are kept for ten minutes; record them for longer, and compare recordings");
  if (const QString mistake = mistakeIn(wish); !mistake.isEmpty())
    return mistake;
  return lookCommand(span, [=](const World& world, WallTime now) { printHeartbeats(world, wish, now, span); });
}

} // namespace pushscope::ctl
