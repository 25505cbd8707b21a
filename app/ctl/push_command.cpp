#include "app/ctl/push_command.h"

#include "app/ctl/output.h"
#include "models/command/push_preview.h"
#include "models/command/push_routing.h"
#include "models/export/junit.h"
#include "models/scenario/push_verdicts.h"
#include "models/text/sentences.h"

#include <QJsonArray>
#include <QRandomGenerator>

#include <algorithm>
#include <set>

namespace pushscope::ctl {
namespace {

QString textOf(const Uuid& uuid) {
  return QString::fromStdString(uuid.text());
}

class PushCommand : public Command {
 public:
  PushCommand(const PushDraft& draft, bool wait, bool json, const QString& junit)
      : m_draft(draft), m_random(QRandomGenerator::system()->generate64()), m_wait(wait), m_json(json), m_junit(junit) {
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
  }

  void ready(Feed& feed) override {
    m_begun = feed.now();
    m_series.emplace(m_draft, m_begun);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this, &feed] { sendDue(feed); });
    sendDue(feed);
  }

  std::optional<int> changed(const Feed& feed, const World::Changes& changes) override {
    for (const Answer& answer : changes.answers)
      take(answer);
    if (!m_asked.empty() || m_series->next())
      return std::nullopt;
    const bool areFinal = !m_wait || m_accepted == 0 || waitForFinal(feed);
    m_verdicts.refresh(feed.world(), feed.now());
    const bool areSettled = std::all_of(m_pushes.begin(), m_pushes.end(), [this](const Uuid& push) {
      const PushVerdicts::OfPush* verdict = m_verdicts.of(push);
      return !verdict || verdict->settled || m_accepted == 0;
    });
    if (!areFinal || !areSettled)
      return std::nullopt;
    return m_verdicts.isEmpty() ? m_result : judged(feed.now());
  }

  int timedOut(const Feed& feed) override {
    const bool printsLadders = m_wait || m_draft.expectation.trimmed().isEmpty();
    bool failed = false;
    for (const Uuid& push : m_pushes) {
      for (DeliveryTable::Number number : feed.world().deliveries().ofPush(push))
        if (printsLadders && !m_printed.contains(number))
          printLadder(feed.world(), number, m_json, feed.now());
      const PushVerdicts::OfPush* verdict = m_verdicts.of(push);
      failed |= verdict && verdict->failed > 0;
      printError(verdict ? QStringLiteral("what is expected of push %1 was not settled in time: %2")
                               .arg(textOf(push), verdict->sentence())
                         : QStringLiteral("not every delivery was final in time; `pushctl trace %1` tells more later")
                               .arg(textOf(push)));
    }
    return failed ? ctl::expectationFailed : ctl::timedOut;
  }

 private:
  void sendDue(Feed& feed) {
    for (const Inject& push : m_series->takeDue(feed.now(), m_random)) {
      m_pushes.push_back(push.uuid);
      m_verdicts.expect(push.uuid, m_draft.expectation.trimmed(), m_draft.expectations(),
                        std::max(push.composed, push.notBefore));
      for (auto& [link, inject] : splitByNode(push, feed.world()))
        m_asked.emplace(feed.ask(link, inject).value, push.uuid);
    }
    if (const std::optional<WallTime> next = m_series->next())
      m_timer.start(std::chrono::ceil<std::chrono::milliseconds>(std::max(*next - feed.now(), Duration::zero())));
  }

  void take(const Answer& answer) {
    const auto asked = m_asked.find(answer.request.value);
    if (asked == m_asked.end())
      return;
    const Uuid push = asked->second;
    m_asked.erase(asked);
    if (const Error* error = std::get_if<Error>(&answer.outcome)) {
      printError(Sentences::error(*error, QStringLiteral("The push")));
      m_result = exitCodeOf(*error);
      return;
    }
    const Injected& injected = std::get<Injected>(answer.outcome);
    m_verdicts.accepted(push, injected.accepted);
    if (injected.deliveries.empty()) {
      printError(QStringLiteral("no device has that tag or fits"));
      m_result = refused;
    }
    if (const size_t named = injected.deliveries.size(); injected.accepted + injected.failed > named)
      printError(QStringLiteral("%1 accepted and %2 failed; only %3 of these deliveries are named here")
                     .arg(injected.accepted)
                     .arg(injected.failed)
                     .arg(named));
    for (const InjectedDelivery& delivery : injected.deliveries) {
      if (delivery.code != ErrorCode::ok) {
        printError(Sentences::refusal(delivery.code, delivery.device));
        m_result = refused;
        m_verdicts.refused(push, delivery.device);
        continue;
      }
      ++m_accepted;
      if (!m_wait)
        m_json ? printJson({{"device", plain(delivery.device)},
                            {"uuid", textOf(push)},
                            {"sequence", qint64(delivery.sequence.value)},
                            {"state", "accepted"}})
               : printLine(QStringLiteral("push %1 to %2: accepted, sequence %3")
                               .arg(textOf(push), plain(delivery.device), QString::number(delivery.sequence.value)));
    }
  }

  // Whether each is.
  bool waitForFinal(const Feed& feed) {
    for (const Uuid& push : m_pushes)
      for (DeliveryTable::Number number : feed.world().deliveries().ofPush(push)) {
        const DeliveryRow& delivery = *feed.world().deliveries().find(number);
        if (!isFinal(delivery.state) || !m_printed.insert(number).second)
          continue;
        printLadder(feed.world(), number, m_json, feed.now());
        if (isMoved(delivery.state, delivery.reason))
          continue;
        ++m_ended;
        // What is expected, if it is said, may be another end.
        if (delivery.state != Stage::acknowledged && m_result == asExpected && m_draft.expectation.trimmed().isEmpty())
          m_result = expectationFailed;
      }
    return m_ended >= m_accepted;
  }

  int judged(WallTime now) {
    std::vector<scenario::Verdict> all;
    bool failed = false;
    for (const Uuid& uuid : m_pushes) {
      const PushVerdicts::OfPush* push = m_verdicts.of(uuid);
      if (!push)
        continue;
      failed |= push->failed > 0;
      all.insert(all.end(), push->verdicts.begin(), push->verdicts.end());
      for (const scenario::Verdict& verdict : push->verdicts)
        if (m_json)
          printJson(verdictJson(verdict));
        else
          printVerdict(verdict);
      if (m_json)
        printJson({{"uuid", textOf(uuid)},
                   {"expected", push->expected},
                   {"passed", push->failed == 0},
                   {"devices", qint64(push->passed + push->failed)},
                   {"kept", qint64(push->passed)},
                   {"sentence", push->sentence()}});
      else
        printLine(QStringLiteral("push %1: %2").arg(textOf(uuid), push->sentence()));
    }
    if (!m_junit.isEmpty())
      if (const Status written =
              writeJunit(m_junit, {QStringLiteral("push"), textOf(m_pushes.front()), now - m_begun}, all);
          !written.ok()) {
        printError(plain(written.error().detail));
        return localFile;
      }
    return failed && m_result == asExpected ? int(expectationFailed) : m_result;
  }

  PushDraft m_draft;
  Random m_random;
  bool m_wait, m_json;
  QString m_junit; // empty: none
  WallTime m_begun{};
  std::optional<PushSeries> m_series;
  QTimer m_timer;
  std::vector<Uuid> m_pushes;
  std::map<uint64_t, Uuid> m_asked; // requests without an answer
  PushVerdicts m_verdicts;
  size_t m_accepted = 0, m_ended = 0;
  int m_result = asExpected;
  std::set<DeliveryTable::Number> m_printed;
};

class DryRunCommand : public Command {
 public:
  DryRunCommand(const PushDraft& draft, bool json) : m_draft(draft), m_json(json) {}

  void ready(Feed&) override {}
  std::optional<int> changed(const Feed& feed, const World::Changes&) override {
    const QString preview = previewOf(m_draft, feed.world(), feed.now());
    if (m_json)
      printJson({{"sent", false}, {"lines", QJsonArray::fromStringList(preview.split(QLatin1Char('\n')))}});
    else
      printLine(preview);
    return asExpected;
  }
  int timedOut(const Feed&) override { return ctl::timedOut; }

 private:
  PushDraft m_draft;
  bool m_json;
};

} // namespace

std::unique_ptr<Command> dryRunCommand(const PushDraft& draft, bool json) {
  return std::make_unique<DryRunCommand>(draft, json);
}

std::unique_ptr<Command> pushCommand(const PushDraft& draft, bool wait, bool json, const QString& junit) {
  return std::make_unique<PushCommand>(draft, wait, json, junit);
}

} // namespace pushscope::ctl
