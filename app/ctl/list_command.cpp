#include "app/ctl/list_command.h"

#include "app/ctl/output.h"
#include "models/text/format.h"
#include "models/text/sentences.h"

#include <algorithm>
#include <deque>
#include <map>

namespace pushscope::ctl {
namespace {

QString latin(std::string_view name) {
  return QString::fromLatin1(name.data(), qsizetype(name.size()));
}

// One entry of a list: its columns in their order.
class Line {
 public:
  void text(const char* id, const char* title, const QString& value) { add(id, title, value, value); }
  void name(const char* id, const char* title, std::string_view value) { text(id, title, latin(value)); }
  void count(const char* id, const char* title, uint64_t value) {
    add(id, title, qint64(value), QString::number(value));
  }
  void time(const char* id, const char* title, WallTime value, WallTime now) {
    if (value > WallTime{})
      add(id, title, rfc3339(value), timeForPeople(value, now));
    else
      add(id, title, QJsonValue(), QStringLiteral("–"));
  }
  const QJsonObject& json() const { return m_json; }
  const QStringList& titles() const { return m_titles; }
  const QStringList& cells() const { return m_cells; }

 private:
  void add(const char* id, const char* title, const QJsonValue& value, const QString& cell) {
    m_json[QLatin1String(id)] = value;
    m_titles << QLatin1String(title);
    m_cells << cell;
  }
  QJsonObject m_json;
  QStringList m_titles, m_cells;
};

QString uuidText(const Uuid& uuid) {
  return uuid.isNull() ? QString() : QString::fromStdString(uuid.text());
}

Line lineOf(const Queued& q, WallTime now) {
  Line line;
  line.text("device", "Device", plain(q.device));
  line.text("uuid", "Push", uuidText(q.uuid));
  line.name("state", "State", stageName(q.stage));
  line.name("reason", "Reason", q.reason == Reason::none ? "" : reasonName(q.reason));
  line.count("attempt", "Attempt", q.attempt);
  line.time("next_try", "Next try", q.nextTry, now);
  line.time("accepted", "Accepted", q.accepted, now);
  line.time("expires", "Expires", q.expires, now);
  line.count("payload_bytes", "Bytes", q.payloadBytes);
  line.text("priority", "Priority", q.highPriority ? "high" : "normal");
  return line;
}

Line lineOf(const DeadLetter& letter, WallTime now) {
  Line line;
  line.text("device", "Device", plain(letter.device));
  line.text("uuid", "Push", uuidText(letter.uuid));
  line.time("at", "Given up", letter.at, now);
  line.name("reason", "Reason", reasonName(letter.reason));
  line.count("payload_bytes", "Bytes", letter.payloadBytes);
  return line;
}

Line lineOf(const PastSession& session, WallTime now) {
  Line line;
  line.text("device", "Device", plain(session.device));
  line.time("connected", "Connected", session.connected, now);
  line.time("closed", "Closed", session.closed, now);
  line.text("how", "How", Sentences::closing(session.closing));
  line.text("resumed", "Resumed", session.resumed ? "yes" : "no");
  line.count("beats", "Beats", session.beats);
  line.count("missed", "Missed", session.missed);
  line.count("acknowledged", "Acknowledged", session.acknowledged);
  line.text("address", "Address", plain(session.address));
  line.text("client", "Client", plain(session.client));
  return line;
}

Line lineOf(const AuditEntry& entry, WallTime now) {
  Line line;
  line.time("at", "When", entry.at, now);
  line.text("who", "Who", plain(entry.who));
  line.name("role", "Role", roleName(entry.role));
  line.text("action", "Action", plain(entry.action));
  line.text("subject", "What", plain(entry.subject));
  line.text("uuid", "Push", uuidText(entry.uuid));
  line.name("outcome", "Outcome", errorName(entry.outcome));
  line.count("affected", "Affected", entry.affected);
  line.text("address", "From", plain(entry.address));
  return line;
}

Line lineOf(const TokenInfo& token, WallTime now) {
  Line line;
  line.text("name", "Name", plain(token.name));
  line.name("role", "Role", roleName(token.role));
  line.time("added", "Added", token.added, now);
  return line;
}

// The entries of a page and the cursor of the next one; nothing if it is no page.
struct Page {
  std::vector<Line> lines;
  uint64_t next = 0;
};

template <class Entries>
Page pageOf(const Entries& entries, uint64_t next, WallTime now) {
  Page page{{}, next};
  for (const auto& entry : entries)
    page.lines.push_back(lineOf(entry, now));
  return page;
}

std::optional<Page> pageOf(const Answer& answer, WallTime now) {
  if (const auto* page = std::get_if<QueuePage>(&answer.outcome))
    return pageOf(page->queued, page->next, now);
  if (const auto* page = std::get_if<DeadLetterPage>(&answer.outcome))
    return pageOf(page->letters, page->next, now);
  if (const auto* page = std::get_if<HistoryPage>(&answer.outcome))
    return pageOf(page->sessions, page->next, now);
  if (const auto* page = std::get_if<AuditPage>(&answer.outcome))
    return pageOf(page->entries, page->next, now);
  if (const auto* list = std::get_if<TokenList>(&answer.outcome))
    return pageOf(list->tokens, 0, now);
  return std::nullopt;
}

int problem(const Answer& answer, const QString& thing) {
  const Error* error = std::get_if<Error>(&answer.outcome);
  printError(Sentences::error(error ? *error : Error{ErrorCode::malformed, "answer"}, thing));
  return error ? exitCodeOf(*error) : refused;
}

class ListCommand : public Command {
 public:
  ListCommand(uint32_t list, std::vector<std::string> devices, bool json) : m_list(list), m_json(json) {
    if (devices.empty())
      devices.emplace_back();
    m_devices.assign(devices.begin(), devices.end());
  }

  // Page after page, so that what is on its way stays small however long the list is.
  void ready(Feed& feed) override {
    m_feed = &feed;
    for (uint32_t i = 0; i < feed.world().links().size(); ++i)
      if (feed.world().links()[i].kind == LinkKind::node)
        for (const std::string& device : m_devices)
          m_wanted.push_back({{i}, {m_list, {0, mostPerPage, device}}});
    askNext();
  }

  std::optional<int> changed(const Feed& feed, const World::Changes& changes) override {
    for (const Answer& answer : changes.answers) {
      std::optional<Page> page = pageOf(answer, feed.now());
      if (!page)
        return problem(answer, QStringLiteral("The list"));
      print(std::move(page->lines));
      if (page->next == 0)
        m_wanted.pop_front();
      else
        m_wanted.front().request.page.after = page->next;
      if (m_wanted.empty())
        return finish();
      askNext();
    }
    return m_wanted.empty() ? std::optional(finish()) : std::nullopt;
  }

  int timedOut(const Feed&) override {
    printError(QStringLiteral("the list did not end in time"));
    return ctl::timedOut;
  }

 private:
  void askNext() {
    if (!m_wanted.empty())
      m_feed->ask(m_wanted.front().link, m_wanted.front().request);
  }

  void print(std::vector<Line> lines) {
    m_printed += lines.size();
    if (m_json) {
      for (const Line& line : lines)
        printJson(line.json());
      return;
    }
    std::vector<QStringList> table;
    if (m_printed == lines.size() && !lines.empty())
      table.push_back(lines.front().titles());
    for (const Line& line : lines)
      table.push_back(line.cells());
    printColumns(table);
  }

  int finish() {
    if (m_printed == 0 && !m_json)
      printLine(QStringLiteral("there is nothing in this list"));
    return asExpected;
  }

  struct Wanted {
    LinkId link;
    ListRequest request;
  };
  uint32_t m_list;
  std::vector<std::string> m_devices;
  bool m_json;
  Feed* m_feed = nullptr;
  std::deque<Wanted> m_wanted;
  size_t m_printed = 0;
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
      if (m_open == 0)
        return problem(answer, m_thing);
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

std::unique_ptr<Command> listCommand(uint32_t list, std::vector<std::string> devices, bool json) {
  return std::make_unique<ListCommand>(list, std::move(devices), json);
}

std::unique_ptr<Command> peekCommand(Peek peek, bool json) {
  const std::string device = peek.device;
  return std::make_unique<OneAnswerCommand>(
      std::move(peek), QStringLiteral("The delivery"), [json, device](const Answer& answer) {
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
  return std::make_unique<OneAnswerCommand>(std::move(add), QStringLiteral("The token"),
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
