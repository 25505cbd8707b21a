#include "models/items/event_log.h"

#include "models/text/format.h"
#include "models/text/sentences.h"

#include <QCoreApplication>

#include <algorithm>

namespace pushscope {
namespace {

constexpr qsizetype longestName = 40;

QString say(const char* text) {
  return QCoreApplication::translate("EventLog", text);
}

Tone toneOf(LinkStatus::State state) {
  switch (state) {
  case LinkStatus::State::online:
    return Tone::alive;
  case LinkStatus::State::waiting:
    return Tone::late;
  case LinkStatus::State::refused:
    return Tone::dead;
  case LinkStatus::State::connecting:
  case LinkStatus::State::closed:
    break;
  }
  return Tone::neutral;
}

} // namespace

void EventLog::add(Entry entry) {
  m_entries.push_back(std::move(entry));
  if (m_entries.size() > most) {
    m_entries.pop_front();
    ++m_first;
  }
}

void EventLog::watch(const World& world, WallTime now) {
  const auto& links = world.links();
  for (uint32_t i = 0; i < links.size(); ++i)
    watch(links[i], m_seen[i], now);
}

void EventLog::watch(const World::LinkInfo& link, Seen& seen, WallTime now) {
  const QString name = plain(link.name(), longestName);
  const LinkStatus::State state = link.status.state;
  const bool told = state != LinkStatus::State::connecting;
  if (told && seen.state != state)
    add({now, toneOf(state), name, Sentences::link(link, now)});
  if (const uint64_t missed = link.missedBlocks - std::min(link.missedBlocks, seen.missedBlocks); missed > 0)
    add({now, Tone::late, name,
         missed == 1
             ? say(QT_TRANSLATE_NOOP("EventLog", "1 block of telemetry was missed, because this console was too "
                                                 "slow; a new snapshot was read."))
             : say(QT_TRANSLATE_NOOP("EventLog", "%1 blocks of telemetry were missed, because this console was "
                                                 "too slow; a new snapshot was read."))
                   .arg(missed)});
  if (link.stalls > seen.stalls)
    add({now, Tone::late, name,
         say(QT_TRANSLATE_NOOP("EventLog", "The process stood still for more than a second; every session got one more "
                                           "timeout."))});
  seen = {told ? state : seen.state, link.missedBlocks, link.stalls};
}

void EventLog::forgetLinks() {
  m_seen.clear();
  m_sinceLinks = end();
}

const EventLog::Entry* EventLog::find(uint64_t number) const {
  return number < m_first || number >= end() ? nullptr : &m_entries[size_t(number - m_first)];
}

QStringList EventLog::recent() const {
  QStringList lines;
  const uint64_t newest = end() - std::min<uint64_t>(end(), mostRecent);
  for (uint64_t i = std::max({m_first, m_sinceLinks, newest}); i < end(); ++i) {
    const Entry& entry = *find(i);
    const QString about = entry.about.isEmpty() ? QString() : entry.about + QStringLiteral(": ");
    lines << timeOfDay(entry.at) + QStringLiteral("  ") + about + entry.text;
  }
  return lines;
}

EventRows::EventRows(const EventLog& log) : m_log(log) {
  const auto text = [this](QString (*of)(const EventLog::Entry&)) {
    return TextCell{[this, of](const World&, uint64_t row, std::string& room) -> std::optional<std::string_view> {
                      const EventLog::Entry* entry = m_log.find(row);
                      const QString made = entry ? of(*entry) : QString();
                      return made.isEmpty() ? std::nullopt : std::optional<std::string_view>(room = made.toStdString());
                    },
                    1000, false};
  };
  m_columns = {
      {"time", "", QT_TRANSLATE_NOOP("Columns", "Time"), QT_TRANSLATE_NOOP("Columns", "By this computer's clock"),
       Kind::text, 12, true, text([](const EventLog::Entry& e) { return timeOfDay(e.at); })},
      {"at", "when", QT_TRANSLATE_NOOP("Columns", "When"), QT_TRANSLATE_NOOP("Columns", "How long ago it was"),
       Kind::time, 10, false,
       [this](const World&, uint64_t row) {
         const EventLog::Entry* entry = m_log.find(row);
         return entry ? micros(entry->at) : unknownNumber;
       }},
      {"about", "of", QT_TRANSLATE_NOOP("Columns", "About"),
       QT_TRANSLATE_NOOP("Columns", "The server or fleet; none: what was done in this console"), Kind::text, 16, true,
       text([](const EventLog::Entry& e) { return e.about; })},
      {"text", "event", QT_TRANSLATE_NOOP("Columns", "What happened"),
       QT_TRANSLATE_NOOP("Columns", "As it was said then"), Kind::text, 60, true,
       text([](const EventLog::Entry& e) { return e.text; }),
       [this](const World&, uint64_t row) {
         const EventLog::Entry* entry = m_log.find(row);
         return entry ? entry->tone : Tone::neutral;
       }},
  };
}

} // namespace pushscope
