#include "app/ctl/commands.h"

#include "app/ctl/output.h"
#include "models/feed/clocks.h"
#include "models/items/ladder_comparison.h"
#include "models/text/sentences.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace pushscope::ctl {
namespace {

class LookCommand : public Command {
 public:
  LookCommand(Duration span, Printing print) : m_span(span), m_print(std::move(print)) {}

  void ready(Feed&) override { m_end = readClocks().mono + m_span; }
  std::optional<int> changed(const Feed& feed, const World::Changes&) override {
    if (readClocks().mono < m_end)
      return std::nullopt;
    m_print(feed.world(), feed.now());
    return asExpected;
  }
  std::optional<int> interrupted(const Feed& feed) override {
    m_print(feed.world(), feed.now());
    return ctl::interrupted;
  }
  int timedOut(const Feed&) override { return ctl::timedOut; }
  bool bounded() const override { return false; }

 private:
  Duration m_span;
  Printing m_print;
  MonoTime m_end{};
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

class TraceCommand : public Command {
 public:
  TraceCommand(const Uuid& uuid, const std::optional<Uuid>& other, bool json) : m_pushes{uuid}, m_json(json) {
    if (other)
      m_pushes.push_back(*other);
  }

  void ready(Feed& feed) override {
    for (uint32_t i = 0; i < feed.world().links().size(); ++i)
      for (const Uuid& push : m_pushes)
        feed.ask({i}, Trace{push}), ++m_open;
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
    const World& world = feed.world();
    for (const Uuid& push : m_pushes)
      if (world.deliveries().ofPush(push).empty())
        return notFound(push);
    if (m_pushes.size() == 1)
      for (DeliveryTable::Number number : world.deliveries().ofPush(m_pushes.front()))
        printLadder(world, number, m_json, feed.now());
    else
      compare(world, feed.now());
    return asExpected;
  }
  int timedOut(const Feed&) override {
    printError(QStringLiteral("no answer in time"));
    return ctl::timedOut;
  }

 private:
  int notFound(const Uuid& push) const {
    printError(m_error.code == ErrorCode::ok
                   ? QStringLiteral("no server remembers the push %1; it was sent elsewhere, or is forgotten by now")
                         .arg(QString::fromStdString(push.text()))
                   : Sentences::error(m_error, QStringLiteral("The trace")));
    return m_error.code == ErrorCode::ok ? int(refused) : exitCodeOf(m_error);
  }

  // The first delivery of each.
  void compare(const World& world, WallTime now) const {
    std::vector<DeliveryTable::Number> numbers;
    for (const Uuid& push : m_pushes) {
      const auto all = world.deliveries().ofPush(push);
      numbers.push_back(all.front());
      const DeliveryRow& delivery = *world.deliveries().find(all.front());
      if (!m_json)
        printLine(QStringLiteral("push %1 to %2: %3")
                      .arg(QString::fromStdString(push.text()), plain(delivery.device), Sentences::outcome(delivery)));
      if (all.size() > 1)
        printError(
            QStringLiteral("push %1 went to %2; what is compared is that to %3")
                .arg(QString::fromStdString(push.text()), counted(all.size(), "device"), plain(delivery.device)));
    }
    const LadderComparison rows(numbers[0], numbers[1]);
    std::vector<uint64_t> all(size_t(rows.end(world)));
    std::iota(all.begin(), all.end(), uint64_t{0});
    printRows(m_json ? Format::json : Format::table, rows, world, all, now);
  }

  std::vector<Uuid> m_pushes;
  bool m_json;
  size_t m_open = 0;
  Error m_error;
};

} // namespace

std::unique_ptr<Command> lookCommand(Duration span, Printing print) {
  return std::make_unique<LookCommand>(span, std::move(print));
}
std::unique_ptr<Command> viewCommand(ChosenRows rows, const QString& none, Duration span) {
  return lookCommand(span, [rows = std::move(rows), none](const World& world, WallTime now) {
    if (rows.print(world, now) == 0 && rows.format() == Format::table)
      printLine(none);
  });
}
std::unique_ptr<Command> watchCommand(Duration span, bool json) {
  return std::make_unique<WatchCommand>(span, json);
}
std::unique_ptr<Command> traceCommand(const Uuid& uuid, const std::optional<Uuid>& other, bool json) {
  return std::make_unique<TraceCommand>(uuid, other, json);
}

} // namespace pushscope::ctl
