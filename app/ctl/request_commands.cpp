#include "app/ctl/request_commands.h"

#include "app/ctl/output.h"
#include "models/text/format.h"
#include "models/text/sentences.h"

namespace pushscope::ctl {
namespace {

QString quoted(std::string_view text) {
  return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

// "phone-1", "3 devices".
QString nameOf(const std::vector<std::string>& devices) {
  return devices.size() == 1 ? plain(devices.front()) : counted(devices.size(), "device");
}

// Asks every link of a kind the same thing, and tells how many deliveries, accounts or phones were changed by it.
class RequestCommand : public Command {
 public:
  // `thing`: what a sentence is about. `asked`: how many are named; 0: as many as there are. `object`: what --json
  // prints, without the numbers.
  RequestCommand(LinkKind kind, Ask ask, QString thing, size_t asked, QJsonObject object, bool json)
      : m_kind(kind), m_ask(std::move(ask)), m_thing(std::move(thing)), m_asked(asked), m_object(std::move(object)),
        m_json(json) {}

  void ready(Feed& feed) override {
    for (const LinkId link : feed.world().openLinks(m_kind)) {
      feed.ask(link, m_ask);
      ++m_open;
    }
  }

  std::optional<int> changed(const Feed&, const World::Changes& changes) override {
    for (const Answer& answer : changes.answers)
      if (const auto code = take(answer))
        return code;
    return m_open > 0 ? std::nullopt : std::optional(finish());
  }

  int timedOut(const Feed&) override {
    printError(QStringLiteral("no answer in time"));
    return ctl::timedOut;
  }

 private:
  std::optional<int> take(const Answer& answer) {
    --m_open;
    if (const auto* changed = std::get_if<Changed>(&answer.outcome))
      m_changed += changed->changed;
    else if (const auto* controlled = std::get_if<Controlled>(&answer.outcome))
      m_changed += controlled->changed;
    else if (const auto* error = std::get_if<Error>(&answer.outcome)) {
      printError(Sentences::error(*error, m_thing));
      const bool unknown = error->code == ErrorCode::timedOut || error->code == ErrorCode::outcomeUnknown;
      return unknown ? ctl::timedOut : refused;
    }
    return std::nullopt;
  }

  // A device may be known to one of several servers only, so what nobody changed is what is unknown.
  int finish() {
    const size_t unknown = m_asked > m_changed ? m_asked - m_changed : 0;
    m_object["changed"] = qint64(m_changed);
    m_object["unknown"] = qint64(unknown);
    m_json ? printJson(m_object) : printLine(QStringLiteral("%1 changed").arg(m_changed));
    if (unknown > 0)
      printError(m_asked == 1
                     ? QStringLiteral("%1 is unknown, or there was nothing to change").arg(m_thing)
                     : QStringLiteral("%1 of %2 are unknown, or had nothing to change").arg(unknown).arg(m_asked));
    else if (m_changed == 0)
      printError(QStringLiteral("there was nothing to change"));
    return unknown > 0 || m_changed == 0 ? refused : asExpected;
  }

  LinkKind m_kind;
  Ask m_ask;
  QString m_thing;
  size_t m_asked;
  QJsonObject m_object;
  bool m_json;
  size_t m_open = 0, m_changed = 0;
};

} // namespace

std::unique_ptr<Command> queueCommand(Manage manage, bool json) {
  const size_t asked = manage.devices.size();
  const QJsonObject object{{"uuid", quoted(manage.uuid.text())}, {"action", quoted(queueActionName(manage.action))}};
  const QString thing = manage.action == QueueAction::purge ? QStringLiteral("Purge")
                                                            : QStringLiteral("Push ") + quoted(manage.uuid.text());
  return std::make_unique<RequestCommand>(LinkKind::node, std::move(manage), thing, asked, object, json);
}

std::unique_ptr<Command> touchCommand(Touch touch, bool json) {
  const size_t asked = touch.devices.size();
  const QJsonObject object{{"collection", quoted(touch.collection)}, {"action", "touch"}};
  const QString thing = plain(touch.collection) + QStringLiteral(" of ") + nameOf(touch.devices);
  return std::make_unique<RequestCommand>(LinkKind::node, std::move(touch), thing, asked, object, json);
}

std::unique_ptr<Command> controlCommand(Control control, bool json) {
  const size_t asked = control.devices.size();
  const QJsonObject object{{"action", quoted(phoneActionName(control.action))}};
  const QString thing = nameOf(control.devices);
  return std::make_unique<RequestCommand>(LinkKind::fleet, std::move(control), thing, asked, object, json);
}

std::unique_ptr<Command> sessionCommand(SessionControl control, bool json) {
  const size_t asked = control.devices.size();
  const QJsonObject object{{"action", quoted(sessionActionName(control.action))}};
  const QString thing = nameOf(control.devices);
  return std::make_unique<RequestCommand>(LinkKind::node, std::move(control), thing, asked, object, json);
}

std::unique_ptr<Command> tagCommand(Tag tag, bool json) {
  const size_t asked = tag.devices.size();
  const QString thing = nameOf(tag.devices);
  return std::make_unique<RequestCommand>(LinkKind::node, std::move(tag), thing, asked, QJsonObject{{"action", "tag"}},
                                          json);
}

std::unique_ptr<Command> tokenRemoveCommand(TokenRemove remove, bool json) {
  const QJsonObject object{{"action", "token_remove"}, {"name", quoted(remove.name)}};
  const QString thing = QStringLiteral("Token ") + plain(remove.name);
  return std::make_unique<RequestCommand>(LinkKind::node, std::move(remove), thing, 1, object, json);
}

} // namespace pushscope::ctl
