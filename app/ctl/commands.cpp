#include "app/ctl/commands.h"

#include "app/ctl/junit.h"
#include "app/ctl/output.h"
#include "models/command/push_routing.h"
#include "models/feed/clocks.h"
#include "models/query/row_order.h"
#include "models/scenario/push_verdicts.h"
#include "models/text/sentences.h"

#include <QRandomGenerator>

#include <algorithm>
#include <set>

namespace pushscope::ctl {
namespace {

class SessionsCommand : public Command {
 public:
  SessionsCommand(Condition condition, Format format) : m_condition(std::move(condition)), m_format(format) {}

  void ready(Feed&) override {}
  std::optional<int> changed(const Feed& feed, const World::Changes&) override {
    const World& world = feed.world();
    OrderWish wish;
    wish.condition = m_condition;
    const std::vector<uint64_t> rows = orderOf(deviceRows(), world, wish, feed.now());
    return printRows(m_format, deviceRows(), world, rows, feed.now()) ? asExpected : localFile;
  }
  int timedOut(const Feed&) override { return ctl::timedOut; }

 private:
  Condition m_condition;
  Format m_format;
};

class WatchCommand : public Command {
 public:
  WatchCommand(Duration span, bool json) : m_span(span), m_json(json) {}

  void ready(Feed& feed) override {
    m_end = m_span > Duration::zero() ? readClocks().mono + m_span : never;
    const World& world = feed.world();
    for (Row row = 0; row < world.devices().size(); ++row)
      m_seen.push_back(seenOf(world, row));
    m_nextDelivery = world.deliveries().endNumber();
  }
  std::optional<int> changed(const Feed& feed, const World::Changes& changes) override {
    const World& world = feed.world();
    if (changes.devices || changes.newDevices)
      watchDevices(world);
    if (changes.deliveries)
      watchDeliveries(world);
    return readClocks().mono >= m_end ? std::optional<int>(asExpected) : std::nullopt;
  }
  int timedOut(const Feed&) override { return asExpected; }
  bool bounded() const override { return false; }

 private:
  struct Seen {
    LinkState link;
    AppState app;
    bool operator==(const Seen&) const = default;
  };
  static Seen seenOf(const World& world, Row row) {
    return {world.devices().belief(row).link, world.devices().belief(row).app};
  }

  void watchDevices(const World& world) {
    for (Row row = 0; row < world.devices().size(); ++row) {
      const Seen seen = seenOf(world, row);
      const bool isNew = row >= m_seen.size();
      if (isNew)
        m_seen.push_back(seen);
      else if (m_seen[row] == seen)
        continue;
      m_seen[row] = seen;
      print(world, row);
    }
  }

  void print(const World& world, Row row) {
    const auto& belief = world.devices().belief(row);
    const QString reason = belief.link == LinkState::offline ? Sentences::closing(belief.closing) : QString();
    if (!m_json)
      return printLine(QStringLiteral("%1  %2  %3  %4  %5")
                           .arg(timeOfDay(readClocks().wall), plain(world.devices().device(row)),
                                Sentences::linkState(belief.link), Sentences::appState(belief.app), reason)
                           .trimmed());
    printJson({{"at", rfc3339(readClocks().wall)},
               {"event", "session"},
               {"device", plain(world.devices().device(row))},
               {"link", Sentences::linkState(belief.link)},
               {"app_state", Sentences::appState(belief.app)},
               {"last_disconnect", reason.isEmpty() ? QJsonValue() : QJsonValue(reason)}});
  }

  void watchDeliveries(const World& world) {
    for (; m_nextDelivery < world.deliveries().endNumber(); ++m_nextDelivery)
      m_open.insert(m_nextDelivery);
    for (auto it = m_open.begin(); it != m_open.end();) {
      const DeliveryRow* delivery = world.deliveries().find(*it);
      const bool over = !delivery || isFinal(delivery->state);
      if (delivery && over)
        m_json ? printJson(ladderJson(world, *it))
               : printLine(QStringLiteral("%1  %2  push %3 %4")
                               .arg(timeOfDay(readClocks().wall), plain(delivery->device),
                                    QString::fromStdString(delivery->uuid.text()), Sentences::outcome(*delivery)));
      it = over ? m_open.erase(it) : std::next(it);
    }
  }

  Duration m_span;
  bool m_json;
  MonoTime m_end{};
  std::vector<Seen> m_seen;
  DeliveryTable::Number m_nextDelivery = 0;
  std::set<DeliveryTable::Number> m_open;
};

class PushCommand : public Command {
 public:
  PushCommand(const PushDraft& draft, bool wait, bool json, const QString& junit)
      : m_draft(draft), m_wait(wait), m_json(json), m_junit(junit) {}

  void ready(Feed& feed) override {
    Random random(QRandomGenerator::system()->generate64());
    m_push = m_draft.inject(feed.now(), random);
    std::map<LinkId, Inject> parts = splitByNode(m_push, feed.world());
    m_verdicts.expect(m_push.uuid, m_draft.expectation.trimmed(), m_draft.expectations(),
                      std::max(m_push.composed, m_push.notBefore));
    m_openRequests = parts.size();
    for (auto& [link, inject] : parts)
      feed.ask(link, std::move(inject));
  }

  std::optional<int> changed(const Feed& feed, const World::Changes& changes) override {
    for (const Answer& answer : changes.answers)
      take(answer);
    if (m_openRequests > 0)
      return std::nullopt;
    const bool isFinal = !m_wait || m_accepted == 0 || waitForFinal(feed);
    m_verdicts.refresh(feed.world(), feed.now());
    const PushVerdicts::OfPush* verdict = m_verdicts.of(m_push.uuid);
    if (!isFinal || (verdict && !verdict->settled && m_accepted > 0))
      return std::nullopt;
    return verdict ? judged(*verdict, feed.now()) : m_result;
  }

  int timedOut(const Feed& feed) override {
    const bool printsLadders = m_wait || m_draft.expectation.trimmed().isEmpty();
    for (DeliveryTable::Number number : feed.world().deliveries().ofPush(m_push.uuid))
      if (printsLadders && !m_printed.contains(number))
        printLadder(feed.world(), number, m_json, feed.now());
    if (const PushVerdicts::OfPush* verdict = m_verdicts.of(m_push.uuid)) {
      printError(QStringLiteral("what is expected of push %1 was not settled in time: %2")
                     .arg(QString::fromStdString(m_push.uuid.text()), verdict->sentence()));
      return verdict->failed > 0 ? ctl::expectationFailed : ctl::timedOut;
    }
    printError(QStringLiteral("not every delivery was final in time; `pushctl trace %1` tells more later")
                   .arg(QString::fromStdString(m_push.uuid.text())));
    return ctl::timedOut;
  }

 private:
  void take(const Answer& answer) {
    --m_openRequests;
    if (const Error* error = std::get_if<Error>(&answer.outcome)) {
      printError(Sentences::error(*error, QStringLiteral("The push")));
      m_result = exitCodeOf(*error);
      return;
    }
    const Injected& injected = std::get<Injected>(answer.outcome);
    m_verdicts.accepted(m_push.uuid, injected.accepted);
    if (injected.deliveries.empty()) {
      printError(QStringLiteral("no device has that tag or fits"));
      m_result = refused;
    }
    if (const size_t named = injected.deliveries.size(); injected.accepted + injected.failed > named)
      printError(QStringLiteral("%1 accepted and %2 failed; only %3 of them are named here")
                     .arg(injected.accepted)
                     .arg(injected.failed)
                     .arg(named));
    for (const InjectedDelivery& delivery : injected.deliveries) {
      if (delivery.code != ErrorCode::ok) {
        printError(Sentences::error({delivery.code, {}}, plain(delivery.device)));
        m_result = refused;
        m_verdicts.refused(m_push.uuid, delivery.device);
        continue;
      }
      ++m_accepted;
      if (!m_wait)
        m_json ? printJson({{"device", plain(delivery.device)},
                            {"uuid", QString::fromStdString(m_push.uuid.text())},
                            {"sequence", qint64(delivery.sequence.value)},
                            {"state", "accepted"}})
               : printLine(QStringLiteral("push %1 to %2: accepted, sequence %3")
                               .arg(QString::fromStdString(m_push.uuid.text()), plain(delivery.device),
                                    QString::number(delivery.sequence.value)));
    }
  }

  // Whether each is.
  bool waitForFinal(const Feed& feed) {
    for (DeliveryTable::Number number : feed.world().deliveries().ofPush(m_push.uuid)) {
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

  int judged(const PushVerdicts::OfPush& push, WallTime now) {
    const QString uuid = QString::fromStdString(m_push.uuid.text());
    for (const scenario::Verdict& verdict : push.verdicts)
      if (m_json)
        printJson(verdictJson(verdict));
      else
        printVerdict(verdict);
    if (m_json)
      printJson({{"uuid", uuid},
                 {"expected", push.expected},
                 {"passed", push.failed == 0},
                 {"devices", qint64(push.passed + push.failed)},
                 {"kept", qint64(push.passed)},
                 {"sentence", push.sentence()}});
    else
      printLine(QStringLiteral("push %1: %2").arg(uuid, push.sentence()));
    if (!m_junit.isEmpty())
      if (const Status written =
              writeJunit(m_junit, {QStringLiteral("push"), uuid, now - m_push.composed}, push.verdicts);
          !written.ok()) {
        printError(plain(written.error().detail));
        return localFile;
      }
    return push.failed > 0 && m_result == asExpected ? int(expectationFailed) : m_result;
  }

  PushDraft m_draft;
  bool m_wait, m_json;
  QString m_junit; // empty: none
  Inject m_push;
  PushVerdicts m_verdicts;
  size_t m_openRequests = 0, m_accepted = 0, m_ended = 0;
  int m_result = asExpected;
  std::set<DeliveryTable::Number> m_printed;
};

class TraceCommand : public Command {
 public:
  TraceCommand(const Uuid& uuid, bool json) : m_uuid(uuid), m_json(json) {}

  void ready(Feed& feed) override {
    for (uint32_t i = 0; i < feed.world().links().size(); ++i, ++m_open)
      feed.ask({i}, Trace{m_uuid});
  }
  std::optional<int> changed(const Feed& feed, const World::Changes& changes) override {
    for (const Answer& answer : changes.answers) {
      --m_open;
      const Error* error = std::get_if<Error>(&answer.outcome);
      if (error && error->code != ErrorCode::notFound)
        m_error = *error;
    }
    if (m_open > 0)
      return std::nullopt;
    const auto deliveries = feed.world().deliveries().ofPush(m_uuid);
    for (DeliveryTable::Number number : deliveries)
      printLadder(feed.world(), number, m_json, feed.now());
    if (!deliveries.empty())
      return asExpected;
    printError(m_error.code == ErrorCode::ok
                   ? QStringLiteral("no server remembers the push %1").arg(QString::fromStdString(m_uuid.text()))
                   : Sentences::error(m_error, QStringLiteral("The trace")));
    return m_error.code == ErrorCode::ok ? int(refused) : exitCodeOf(m_error);
  }
  int timedOut(const Feed&) override {
    printError(QStringLiteral("no answer in time"));
    return ctl::timedOut;
  }

 private:
  Uuid m_uuid;
  bool m_json;
  size_t m_open = 0;
  Error m_error;
};

} // namespace

std::unique_ptr<Command> sessionsCommand(const Condition& condition, Format format) {
  return std::make_unique<SessionsCommand>(condition, format);
}
std::unique_ptr<Command> watchCommand(Duration span, bool json) {
  return std::make_unique<WatchCommand>(span, json);
}
std::unique_ptr<Command> pushCommand(const PushDraft& draft, bool wait, bool json, const QString& junit) {
  return std::make_unique<PushCommand>(draft, wait, json, junit);
}
std::unique_ptr<Command> traceCommand(const Uuid& uuid, bool json) {
  return std::make_unique<TraceCommand>(uuid, json);
}

} // namespace pushscope::ctl
