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

class AlertsCommand : public Command {
 public:
  AlertsCommand(const QString& rules, Duration span, bool json) : m_span(span), m_json(json) { m_watch.load(rules); }

  void ready(Feed&) override { m_end = m_span > Duration::zero() ? readClocks().mono + m_span : never; }

  std::optional<int> changed(const Feed& feed, const World::Changes&) override {
    for (const AlertEvent& event : m_watch.step({feed.world(), feed.now(), feed.lag()})) {
      m_fired |= event.change == AlertState::Change::raised;
      if (m_json)
        printJson(jsonOf(event, feed));
      else
        print(event);
    }
    if (readClocks().mono < m_end)
      return std::nullopt;
    return finish();
  }
  int timedOut(const Feed&) override { return ctl::timedOut; }
  bool bounded() const override { return false; }

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

  QJsonObject jsonOf(const AlertEvent& event, const Feed& feed) const {
    const AlertRecordRows rows([this]() -> const AlertWatch& { return m_watch; });
    QJsonObject object = jsonRow(rows.columns(), feed.world(), event.record);
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

  // How every rule stands at the end: "not known" is no success that anybody should count on in silence.
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

  AlertWatch m_watch;
  Duration m_span;
  bool m_json;
  MonoTime m_end{};
  bool m_fired = false;
};

} // namespace

Result<QString> readAlertRules(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly))
    return {ErrorCode::file, (path + QStringLiteral(": ") + file.errorString()).toStdString()};
  const QByteArray bytes = file.read(mostBytes + 1);
  if (bytes.size() > mostBytes)
    return {ErrorCode::file, (path + QStringLiteral(": longer than a file of rules may be")).toStdString()};
  return QString::fromUtf8(bytes);
}

std::variant<std::unique_ptr<Command>, QString> alertsCommand(const QString& rules, Duration span, bool json) {
  const std::vector<AlertLine> lines = parseAlertLines(rules);
  if (lines.empty())
    return QStringLiteral("there is no rule in it; write for example %1")
        .arg(QStringLiteral("warning \"Links die\": lost_connections_per_min > 10 for 10s"));
  for (const AlertLine& line : lines)
    if (!line.rule)
      return QStringLiteral("“%1”, at character %2: %3")
          .arg(plain(line.text.toStdString(), 120))
          .arg(line.place.position + 1)
          .arg(line.mistake);
  return std::make_unique<AlertsCommand>(rules, span, json);
}

} // namespace pushscope::ctl
