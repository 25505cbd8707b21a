#include "models/items/list_cells.h"
#include "models/text/sentences.h"
#include "protocol/frame/command.h"

#include <QCoreApplication>

namespace pushscope {
namespace {

QString translated(const char* text) {
  return QCoreApplication::translate("Columns", text);
}
// Names that the protocol gives, which are the same in files and on screen.
QString named(std::string_view name) {
  return QString::fromLatin1(name.data(), qsizetype(name.size()));
}

int64_t codeOf(const Closing& closing) {
  return int64_t(closing.code) << 9 | int64_t(closing.goodbye) << 8 | int64_t(closing.side);
}
QString closingWord(int64_t code) {
  Closing closing;
  closing.side = static_cast<Side>(code & 0xff);
  closing.goodbye = (code >> 8 & 1) != 0;
  closing.code = static_cast<ErrorCode>(code >> 9);
  return Sentences::closing(closing);
}

template <class T>
CodedCell roleCell() {
  return listCode(
      listNumber<T>([](const T& entry) { return int64_t(entry.role); }),
      [](int64_t role) { return named(roleName(static_cast<Role>(role))); }, int64_t(roleCount));
}

std::vector<Column> historyColumns() {
  using Session = PastSession;
  return {
      {"device", "id", QT_TRANSLATE_NOOP("Columns", "Device"), QT_TRANSLATE_NOOP("Columns", "The device's own id"),
       Kind::text, 16, true, listText(&Session::device)},
      {"connected", "", QT_TRANSLATE_NOOP("Columns", "Connected"),
       QT_TRANSLATE_NOOP("Columns", "When this connection began"), Kind::time, 10, true, listTime(&Session::connected)},
      {"closed", "", QT_TRANSLATE_NOOP("Columns", "Closed"), QT_TRANSLATE_NOOP("Columns", "When it ended"), Kind::time,
       10, true, listTime(&Session::closed)},
      {"lasted_ms", "lasted", QT_TRANSLATE_NOOP("Columns", "Lasted"),
       QT_TRANSLATE_NOOP("Columns", "From its beginning to its end"), Kind::duration, 11, true,
       listNumber<Session>([](const Session& s) {
         return s.connected > WallTime{} && s.closed >= s.connected ? (s.closed - s.connected).count() : unknownNumber;
       })},
      {"how", "", QT_TRANSLATE_NOOP("Columns", "How"), QT_TRANSLATE_NOOP("Columns", "By which side it ended, and why"),
       Kind::text, 38, true,
       listCode(listNumber<Session>([](const Session& s) { return codeOf(s.closing); }), closingWord)},
      {"resumed", "", QT_TRANSLATE_NOOP("Columns", "Resumed"),
       QT_TRANSLATE_NOOP("Columns", "Whether the connection went on with a session"), Kind::text, 8, true,
       listCode(
           listNumber<Session>([](const Session& s) { return s.resumed; }),
           [](int64_t resumed) {
             return resumed != 0 ? translated(QT_TRANSLATE_NOOP("Columns", "yes"))
                                 : translated(QT_TRANSLATE_NOOP("Columns", "no"));
           },
           2)},
      {"beats", "", QT_TRANSLATE_NOOP("Columns", "Beats"),
       QT_TRANSLATE_NOOP("Columns", "Heartbeats that were measured"), Kind::count, 7, true,
       listNumber<Session>([](const Session& s) { return s.beats; })},
      {"missed", "", QT_TRANSLATE_NOOP("Columns", "Missed"),
       QT_TRANSLATE_NOOP("Columns", "Heartbeats that did not come"), Kind::count, 7, true,
       listNumber<Session>([](const Session& s) { return s.missed; }),
       [](const World& world, uint64_t row) {
         const auto* entry = entryOf<Session>(world, row);
         return entry && entry->value.missed > 0 ? Tone::late : Tone::neutral;
       }},
      {"acknowledged", "acks", QT_TRANSLATE_NOOP("Columns", "Acknowledged"),
       QT_TRANSLATE_NOOP("Columns", "Deliveries that were acknowledged on it"), Kind::count, 12, true,
       listNumber<Session>([](const Session& s) { return s.acknowledged; })},
      {"address", "ip", QT_TRANSLATE_NOOP("Columns", "Address"),
       QT_TRANSLATE_NOOP("Columns", "Where it connected from"), Kind::text, 18, true, listText(&Session::address, 64)},
      {"client", "version", QT_TRANSLATE_NOOP("Columns", "Client"),
       QT_TRANSLATE_NOOP("Columns", "Program and version, as told in the hello"), Kind::text, 14, true,
       listText(&Session::client, 64, true)},
      nodeColumn<Session>(),
  };
}

std::vector<Column> auditColumns() {
  using Entry = AuditEntry;
  return {
      {"at", "when", QT_TRANSLATE_NOOP("Columns", "When"), QT_TRANSLATE_NOOP("Columns", "When it was asked for"),
       Kind::time, 10, true, listTime(&Entry::at)},
      {"who", "", QT_TRANSLATE_NOOP("Columns", "Who"), QT_TRANSLATE_NOOP("Columns", "The name of the token"),
       Kind::text, 14, true, listText(&Entry::who, 64, true)},
      {"role", "", QT_TRANSLATE_NOOP("Columns", "Role"), QT_TRANSLATE_NOOP("Columns", "What the token may do"),
       Kind::text, 9, true, roleCell<Entry>()},
      {"action", "", QT_TRANSLATE_NOOP("Columns", "Action"), QT_TRANSLATE_NOOP("Columns", "What was asked for"),
       Kind::text, 14, true, listText(&Entry::action, 64, true)},
      {"subject", "what", QT_TRANSLATE_NOOP("Columns", "What"),
       QT_TRANSLATE_NOOP("Columns", "Which devices, tag or query, shortened"), Kind::text, 30, true,
       listText(&Entry::subject)},
      {"outcome", "", QT_TRANSLATE_NOOP("Columns", "Outcome"),
       QT_TRANSLATE_NOOP("Columns", "ok, or the name of the refusal"), Kind::text, 12, true,
       listCode(listNumber<Entry>([](const Entry& entry) { return int64_t(entry.outcome); }),
                [](int64_t code) { return named(errorName(static_cast<ErrorCode>(code))); }),
       [](const World& world, uint64_t row) {
         const auto* entry = entryOf<Entry>(world, row);
         return !entry ? Tone::neutral : entry->value.outcome == ErrorCode::ok ? Tone::alive : Tone::dead;
       }},
      {"affected", "", QT_TRANSLATE_NOOP("Columns", "Affected"),
       QT_TRANSLATE_NOOP("Columns", "Deliveries, devices or tokens that it changed"), Kind::count, 8, true,
       listNumber<Entry>([](const Entry& entry) { return entry.affected; })},
      pushColumn<Entry>(true),
      {"address", "ip", QT_TRANSLATE_NOOP("Columns", "From"),
       QT_TRANSLATE_NOOP("Columns", "The address that the request came from"), Kind::text, 18, true,
       listText(&Entry::address, 64)},
      nodeColumn<Entry>(),
  };
}

std::vector<Column> tokenColumns() {
  return {
      {"name", "", QT_TRANSLATE_NOOP("Columns", "Name"), QT_TRANSLATE_NOOP("Columns", "Whose token it is"), Kind::text,
       20, true, listText(&TokenInfo::name, 64)},
      {"role", "", QT_TRANSLATE_NOOP("Columns", "Role"), QT_TRANSLATE_NOOP("Columns", "What the token may do"),
       Kind::text, 9, true, roleCell<TokenInfo>()},
      {"added", "", QT_TRANSLATE_NOOP("Columns", "Added"), QT_TRANSLATE_NOOP("Columns", "When it was made"), Kind::time,
       10, true, listTime(&TokenInfo::added)},
      nodeColumn<TokenInfo>(),
  };
}

} // namespace

const RowSource& historyRows() {
  static const ListRows<PastSession> rows(historyColumns());
  return rows;
}
const RowSource& auditRows() {
  static const ListRows<AuditEntry> rows(auditColumns());
  return rows;
}
const RowSource& tokenRows() {
  static const ListRows<TokenInfo> rows(tokenColumns());
  return rows;
}

const RowSource& listRows(uint32_t list) {
  switch (list) {
  case admin::deadLetters:
    return deadLetterRows();
  case admin::history:
    return historyRows();
  case admin::audit:
    return auditRows();
  case admin::tokenList:
    return tokenRows();
  default:
    return queueRows();
  }
}

} // namespace pushscope
