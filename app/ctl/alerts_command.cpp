#include "app/ctl/alerts_command.h"

#include "app/ctl/output.h"
#include "models/alerts/alert_rows.h"
#include "models/export/table_writer.h"
#include "models/feed/clocks.h"

#include <QFile>
#include <QJsonArray>

namespace pushscope::ctl {
namespace {

// As long as all rules that there may be.
constexpr qint64 mostBytes = qint64(mostAlertRules) * longestAlertLine;

// What rules raise and clear, for people or for programs.
class AlertTeller {
 public:
  AlertTeller(const QString& rules, Duration slice, bool json) : m_watch(slice), m_json(json) { m_watch.load(rules); }

  void step(const AlertInput& input) {
    for (const AlertEvent& event : m_watch.step(input)) {
      m_fired |= event.change == AlertState::Change::raised;
      if (m_json)
        printJson(jsonOf(event, input.world));
      else
        print(event);
    }
  }

  // How every rule stands at the end: "not known" is no success that anybody should count on in silence. The exit code.
  int finish() const {
    for (uint64_t i = 0; i < m_watch.endRule(); ++i) {
      const AlertWatch::Slot& slot = *m_watch.find(i);
      const QString now = slot.state.value() ? alertValueText(slot.rule(), *slot.state.value()) : QString();
      if (m_json)
        printJson({{"event", "end"},
                   {"rule", slot.rule().name},
                   {"state", alertStateWord(slot)},
                   {"raised_count", qint64(slot.raised)}});
      else
        printLine(
            QStringLiteral("%1: %2%3")
                .arg(slot.rule().name, alertStateWord(slot), now.isEmpty() ? now : QStringLiteral(", now ") + now));
    }
    return m_fired ? expectationFailed : asExpected;
  }

 private:
  void print(const AlertEvent& event) const {
    const AlertRecord& record = *m_watch.record(event.record);
    if (event.change == AlertState::Change::cleared)
      return printLine(QStringLiteral("%1  over      %2: at worst %3")
                           .arg(timeOfDay(record.ended), record.as.name, alertValueText(record.as, record.worst)));
    printLine(QStringLiteral("%1  %2  %3, beyond since %4")
                  .arg(timeOfDay(record.raised),
                       QLatin1String(alertSeverityName(record.as.severity)).toString().leftJustified(8),
                       record.sentence(), timeOfDay(record.since)));
    for (const auto& [word, list] : {std::pair("by", &record.madeBy), {"pushes", &record.pushes}})
      if (!list->isEmpty())
        printLine(QStringLiteral("              %1 %2").arg(QLatin1String(word), list->join(QStringLiteral(", "))));
  }

  QJsonObject jsonOf(const AlertEvent& event, const World& world) const {
    const AlertRecordRows rows([this]() -> const AlertWatch& { return m_watch; });
    QJsonObject object = jsonRow(rows.columns(), world, event.record);
    const AlertRecord& record = *m_watch.record(event.record);
    object["event"] = event.change == AlertState::Change::raised ? "raised" : "cleared";
    object["severity"] = QLatin1String(alertSeverityName(record.as.severity));
    object["line"] = alertLine(record.as);
    // Numbers as they are: counts, or milliseconds.
    const double unit = record.as.kind() == Kind::duration ? 1000.0 : 1.0;
    object["value"] = double(record.value) / unit;
    object["worst"] = double(record.worst) / unit;
    object["threshold"] = double(record.as.threshold) / unit;
    object["made_by"] = QJsonArray::fromStringList(record.madeBy);
    object["pushes"] = QJsonArray::fromStringList(record.pushes);
    return object;
  }

  AlertWatch m_watch;
  bool m_json;
  bool m_fired = false;
};

class AlertsCommand : public Command {
 public:
  AlertsCommand(const AlertsWish& wish, Duration span)
      : m_teller(wish.rules, AlertWatch::usualSlice, wish.json), m_span(span) {}

  void ready(Feed&) override { m_end = m_span > Duration::zero() ? readClocks().mono + m_span : never; }
  std::optional<int> changed(const Feed& feed, const World::Changes&) override {
    m_teller.step({feed.world(), feed.now(), feed.lag()});
    return readClocks().mono < m_end ? std::nullopt : std::optional(m_teller.finish());
  }
  std::optional<int> interrupted(const Feed&) override {
    m_teller.finish();
    return ctl::interrupted;
  }
  int timedOut(const Feed&) override { return ctl::timedOut; }
  bool bounded() const override { return false; }

 private:
  AlertTeller m_teller;
  Duration m_span;
  MonoTime m_end{};
};

// Empty: they can be read.
QString mistakeIn(const AlertsWish& wish) {
  const std::vector<AlertLine> lines = parseAlertLines(wish.rules);
  if (lines.empty())
    return QStringLiteral("%1: there is no rule in it; write for example %2")
        .arg(wish.source, QStringLiteral("warning \"Links die\": lost_connections_per_min > 10 for 10s"));
  for (const AlertLine& line : lines)
    if (!line.rule)
      return QStringLiteral("%1, line %2, at character %3: %4 (“%5”)")
          .arg(wish.source)
          .arg(line.number)
          .arg(line.place.position + 1)
          .arg(line.mistake, plain(line.text.toStdString(), 120));
  return {};
}

} // namespace

Result<AlertsWish> alertsWish(const QString& path, bool json) {
  if (path.isEmpty())
    return AlertsWish{defaultAlertLines(), {}, json};
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly))
    return {ErrorCode::file, (path + QStringLiteral(": ") + file.errorString()).toStdString()};
  const QByteArray bytes = file.read(mostBytes + 1);
  if (bytes.size() > mostBytes)
    return {ErrorCode::file, (path + QStringLiteral(": longer than a file of rules may be")).toStdString()};
  AlertsWish wish{QString::fromUtf8(bytes), path, json};
  if (const QString mistake = mistakeIn(wish); !mistake.isEmpty())
    return {ErrorCode::usage, mistake.toStdString()};
  return wish;
}

std::unique_ptr<Command> alertsCommand(const AlertsWish& wish, Duration span) {
  return std::make_unique<AlertsCommand>(wish, span);
}

int alertsIn(Playback& playback, WallTime until, const AlertsWish& wish) {
  AlertTeller teller(wish.rules, std::chrono::hours(1), wish.json); // nothing waits for a step
  while (true) {
    const Duration step = std::min<Duration>(AlertWatch::interval, until - playback.at());
    playback.play(step, [] { return false; });
    teller.step({playback.world(), playback.at(), std::nullopt});
    if (playback.at() >= until || playback.atEnd())
      return teller.finish();
  }
}

} // namespace pushscope::ctl
