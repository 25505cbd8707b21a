#include "app/ctl/list_command.h"

#include "models/feed/clocks.h"
#include "models/feed/list_puller.h"
#include "models/text/format.h"
#include "models/text/sentences.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace pushscope::ctl {
namespace {

int problem(const Error& error, const QString& thing) {
  printError(Sentences::error(error, thing));
  return exitCodeOf(error);
}

// One device after the other, and each page as it comes: what a list keeps of it has a bound, what is printed has none.
class ListCommand : public Command {
 public:
  explicit ListCommand(ListWish wish) : m_wish(std::move(wish)), m_puller(m_wish.list, ListPuller::once) {
    m_puller.readToTheEnd();
    if (m_wish.devices.empty())
      m_wish.devices.emplace_back();
    m_puller.setDevice(m_wish.devices.front());
  }

  void ready(Feed& feed) override { m_feed = &feed; }

  std::optional<int> changed(const Feed& feed, const World::Changes& changes) override {
    const World& world = feed.world();
    step(world, changes.answers);
    if (changes.lists)
      print(world, feed.now());
    for (uint32_t link = 0; link < world.links().size(); ++link)
      if (const auto error = m_puller.problem({link}))
        return problem(*error, QStringLiteral("The list"));
    if (!m_puller.isOver())
      return std::nullopt;
    if (++m_device == m_wish.devices.size())
      return finish(world, feed.now());
    m_puller.setDevice(m_wish.devices[m_device]);
    step(world, {});
    return std::nullopt;
  }

  int timedOut(const Feed&) override {
    printError(QStringLiteral("the list did not end in time"));
    return ctl::timedOut;
  }

 private:
  void step(const World& world, std::span<const Answer> answers) {
    m_puller.step(world, answers, readClocks().mono, true,
                  [this](LinkId link, ListRequest request) { return m_feed->ask(link, std::move(request)); });
  }

  // What came since the last time.
  void print(const World& world, WallTime now) {
    const ChosenRows& rows = m_wish.rows;
    const uint64_t from = std::exchange(m_printedTo, rows.all().end(world));
    if (const auto some = rows.select(world, now, from); !some.empty())
      printRows(rows.format(), rows.source(), world, some, now, std::exchange(m_printed, true));
  }

  int finish(const World& world, WallTime now) {
    const Format format = m_wish.rows.format();
    if (m_printed || format == Format::json)
      return asExpected;
    if (format == Format::csv)
      printRows(Format::csv, m_wish.rows.source(), world, {}, now);
    else
      printLine(m_wish.rows.isNarrowed() ? QStringLiteral("nothing in this list fulfils the query")
                                         : QStringLiteral("there is nothing in this list"));
    return asExpected;
  }

  ListWish m_wish;
  ListPuller m_puller;
  Feed* m_feed = nullptr;
  size_t m_device = 0;
  uint64_t m_printedTo = 0;
  bool m_printed = false;
};

// Asks every server, and prints the first answer that is no refusal.
class OneAnswerCommand : public Command {
 public:
  using Print = std::function<bool(const Answer&)>;
  OneAnswerCommand(Ask ask, QString thing, Print print)
      : m_ask(std::move(ask)), m_thing(std::move(thing)), m_print(std::move(print)) {}

  void ready(Feed& feed) override {
    for (uint32_t i = 0; i < feed.world().links().size(); ++i)
      if (feed.world().links()[i].kind == LinkKind::node) {
        feed.ask({i}, m_ask);
        ++m_open;
      }
  }

  std::optional<int> changed(const Feed&, const World::Changes& changes) override {
    for (const Answer& answer : changes.answers) {
      --m_open;
      if (m_print(answer))
        return asExpected;
      if (m_open == 0) {
        const Error* error = std::get_if<Error>(&answer.outcome);
        return problem(error ? *error : Error{ErrorCode::malformed, "answer"}, m_thing);
      }
    }
    return std::nullopt;
  }

  int timedOut(const Feed&) override {
    printError(QStringLiteral("no answer in time"));
    return ctl::timedOut;
  }

 private:
  Ask m_ask;
  QString m_thing;
  Print m_print;
  size_t m_open = 0;
};

} // namespace

std::unique_ptr<Command> listCommand(ListWish wish) {
  return std::make_unique<ListCommand>(std::move(wish));
}

std::unique_ptr<Command> peekCommand(Peek peek, bool json) {
  const std::string device = peek.device;
  const QString thing = QStringLiteral("Push %1 to %2").arg(QString::fromStdString(peek.uuid.text()), plain(device));
  return std::make_unique<OneAnswerCommand>(std::move(peek), thing, [json, device](const Answer& answer) {
    const auto* peeked = std::get_if<Peeked>(&answer.outcome);
    if (!peeked)
      return false;
    const QString payload =
        QString::fromUtf8(reinterpret_cast<const char*>(peeked->payload.data()), qsizetype(peeked->payload.size()));
    json ? printJson({{"device", plain(device)},
                      {"sequence", qint64(peeked->sequence.value)},
                      {"payload", payload},
                      {"priority", peeked->highPriority ? "high" : "normal"},
                      {"accepted", rfc3339(peeked->accepted)},
                      {"expires", rfc3339(peeked->expires)}})
         : printLine(plain(payload.toStdString(), qsizetype(maxPayloadBytes)));
    return true;
  });
}

std::unique_ptr<Command> tokenAddCommand(TokenAdd add, bool json) {
  const QString name = plain(add.name);
  return std::make_unique<OneAnswerCommand>(std::move(add), QStringLiteral("Token ") + name,
                                            [json, name](const Answer& answer) {
                                              const auto* added = std::get_if<TokenAdded>(&answer.outcome);
                                              if (!added)
                                                return false;
                                              const QString token = plain(added->token);
                                              json ? printJson({{"name", name}, {"token", token}}) : printLine(token);
                                              return true;
                                            });
}

} // namespace pushscope::ctl
