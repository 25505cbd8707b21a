#include "models/alerts/alert_watch.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace pushscope {
namespace {

// A record that is raised again when a recording is played again: numbers are read at other moments of a second.
constexpr Duration sameMoment = std::chrono::seconds(5);

bool isDue(WallTime last, WallTime now) {
  return now < last || now - last >= AlertWatch::interval || last == WallTime{};
}

void addOnce(QStringList& list, const QString& text) {
  if (size_t(list.size()) < RowCount::mostExamples && !list.contains(text))
    list << text;
}

} // namespace

QString AlertRecord::sentence() const {
  // "14 sessions" says what it is, "14" does not.
  const bool isNumber = std::holds_alternative<AlertNumber>(as.watched);
  const QString what = isNumber ? watchedText(as) + QLatin1Char(' ') : QString();
  return QCoreApplication::translate("Alerts", "%1: %2, %3")
      .arg(alertNameShown(as), what + alertValueText(as, value), conditionText(as));
}

AlertWatch AlertWatch::sameRules() const {
  AlertWatch same(m_slice);
  for (const auto& slot : m_slots) {
    auto& copy = same.m_slots.emplace_back();
    if (!slot)
      continue;
    copy.emplace().line = slot->line;
    same.make(*copy);
  }
  return same;
}

void AlertWatch::load(const QString& text) {
  for (auto& slot : m_slots)
    if (slot)
      end(*slot, AlertRecord::End::ruleChanged, m_newest);
  for (auto& slot : m_slots) // numbers are not used again
    slot.reset();
  for (AlertLine& line : parseAlertLines(text)) {
    m_slots.emplace_back(Slot{})->line = std::move(line);
    make(*m_slots.back());
  }
}

QString AlertWatch::text() const {
  QStringList lines;
  for (const auto& slot : m_slots)
    if (slot)
      lines << (slot->hasRule() ? alertLine(slot->rule()) : slot->line.text);
  return lines.join('\n');
}

void AlertWatch::make(Slot& slot) {
  slot.count.reset();
  slot.state = {};
  slot.began = {};
  if (!slot.hasRule())
    return;
  if (const auto* rows = std::get_if<AlertRule::Rows>(&slot.rule().watched)) {
    const RowSource& source = rowSourceOf(rows->rows);
    slot.count.emplace(source, Condition::of(rows->query, source.columns()).condition);
  }
}

std::optional<uint64_t> AlertWatch::add(const AlertRule& rule) {
  const auto rules =
      std::count_if(m_slots.begin(), m_slots.end(), [](const auto& slot) { return slot && slot->hasRule(); });
  if (size_t(rules) >= mostAlertRules)
    return std::nullopt;
  m_slots.emplace_back(Slot{})->line = {{}, rule, {}, {}, {}};
  make(*m_slots.back());
  return m_slots.size() - 1;
}

void AlertWatch::change(uint64_t number, const AlertRule& rule) {
  if (!find(number))
    return;
  Slot& slot = *m_slots[size_t(number)];
  const bool watchesAnother = !slot.hasRule() || slot.rule().watched != rule.watched || slot.rule().below != rule.below;
  slot.line = {{}, rule, {}, {}, {}};
  if (!watchesAnother)
    return;
  end(slot, AlertRecord::End::ruleChanged, m_newest);
  make(slot);
}

void AlertWatch::remove(uint64_t number) {
  if (!find(number))
    return;
  end(*m_slots[size_t(number)], AlertRecord::End::ruleChanged, m_newest);
  m_slots[size_t(number)].reset();
}

const AlertWatch::Slot* AlertWatch::find(uint64_t number) const {
  return number < m_slots.size() && m_slots[size_t(number)] ? &*m_slots[size_t(number)] : nullptr;
}

const AlertRecord* AlertWatch::record(uint64_t number) const {
  return number >= m_firstRecord && number < endRecord() ? &m_records[size_t(number - m_firstRecord)] : nullptr;
}

std::vector<uint64_t> AlertWatch::open() const {
  std::vector<uint64_t> open;
  for (const auto& slot : m_slots)
    if (slot && slot->hasRule() && slot->record && !slot->rule().muted && record(*slot->record))
      open.push_back(*slot->record);
  std::sort(open.begin(), open.end(), [this](uint64_t a, uint64_t b) {
    return std::pair(record(a)->as.severity, a) > std::pair(record(b)->as.severity, b);
  });
  return open;
}

void AlertWatch::restart() {
  m_readings.restart();
  m_read = {};
  m_looksAtDeliveries = false;
  for (auto& slot : m_slots)
    if (slot) {
      end(*slot, AlertRecord::End::left, m_newest);
      make(*slot);
    }
}

std::vector<AlertEvent> AlertWatch::step(const AlertInput& input) {
  QElapsedTimer spent;
  spent.start();
  std::vector<AlertEvent> events;
  if (input.now < m_stepped || input.now - m_stepped > longestGap)
    m_watchedSince = input.now;
  m_stepped = input.now;
  if (isDue(m_read, input.now)) {
    m_read = input.now;
    m_readings.refresh(input);
    m_looksAtDeliveries |= asksForDeliveries();
    readNumbers(input, events);
  }
  if (m_looksAtDeliveries && m_readings.look(input.world, spent, m_slice / 2))
    m_looksAtDeliveries = false;
  countRows(input, spent, events);
  m_newest = std::max(m_newest, input.now);
  return events;
}

bool AlertWatch::isUnderWay() const {
  return m_looksAtDeliveries || std::any_of(m_slots.begin(), m_slots.end(), [](const auto& slot) {
           return slot && slot->count && slot->count->isUnderWay();
         });
}

bool AlertWatch::asksForDeliveries() const {
  return std::any_of(m_slots.begin(), m_slots.end(), [](const auto& slot) {
    const auto* number = slot && slot->hasRule() ? std::get_if<AlertNumber>(&slot->rule().watched) : nullptr;
    return number && (*number == AlertNumber::retryDepth || *number == AlertNumber::oldestWaiting);
  });
}

void AlertWatch::readNumbers(const AlertInput& input, std::vector<AlertEvent>& events) {
  const bool heard = AlertReadings::isHeard(input.world);
  for (uint64_t i = 0; i < m_slots.size(); ++i) {
    Slot* slot = m_slots[size_t(i)] ? &*m_slots[size_t(i)] : nullptr;
    if (!slot || !slot->hasRule())
      continue;
    if (const auto* number = std::get_if<AlertNumber>(&slot->rule().watched)) {
      RowCount::Found found;
      if (const auto delivery = m_readings.deliveryBehind(*number))
        found.first.push_back(*delivery);
      tell(i, input, m_readings.read(*number), found, events);
    } else if (!heard) {
      slot->count->restart();
      tell(i, input, std::nullopt, {}, events);
    }
  }
}

void AlertWatch::countRows(const AlertInput& input, const QElapsedTimer& spent, std::vector<AlertEvent>& events) {
  if (!AlertReadings::isHeard(input.world))
    return;
  for (size_t tried = 0; tried < m_slots.size(); ++tried, ++m_turn) {
    m_turn %= m_slots.size();
    Slot* slot = m_slots[m_turn] ? &*m_slots[m_turn] : nullptr;
    if (!slot || !slot->count || !(slot->count->isUnderWay() || isDue(slot->began, input.now)))
      continue;
    if (!slot->count->isUnderWay())
      slot->began = input.now;
    const auto found = slot->count->step(input.world, input.now, spent, m_slice);
    if (!found)
      return; // it goes on with the next step
    tell(m_turn, input, int64_t(found->count), *found, events);
  }
}

void AlertWatch::tell(uint64_t number, const AlertInput& input, std::optional<int64_t> value,
                      const RowCount::Found& found, std::vector<AlertEvent>& events) {
  Slot& slot = *m_slots[size_t(number)];
  const AlertState::Change change = slot.state.tell(slot.rule(), value, input.now, m_watchedSince);
  if (change == AlertState::Change::raised) {
    AlertRecord& fresh = recordOf(number, input.now);
    fresh.value = fresh.worst = *value;
    fresh.since = slot.state.since();
    takeEvidence(fresh, input, found);
    ++slot.raised;
    const bool wasTold = slot.told != WallTime{} && input.now >= slot.told && input.now - slot.told < noticeInterval;
    const bool tells = !slot.rule().muted && !wasTold;
    if (tells)
      slot.told = input.now;
    return events.push_back({*slot.record, change, tells});
  }
  if (change == AlertState::Change::cleared && slot.record) {
    events.push_back({*slot.record, change, false});
    return end(slot, AlertRecord::End::cleared, input.now);
  }
  if (!value || !slot.record || !record(*slot.record))
    return;
  AlertRecord& open = m_records[size_t(*slot.record - m_firstRecord)];
  if (open.as.below ? *value < open.worst : *value > open.worst) {
    open.worst = *value;
    takeEvidence(open, input, found);
  }
}

AlertRecord& AlertWatch::recordOf(uint64_t number, WallTime raised) {
  Slot& slot = *m_slots[size_t(number)];
  const auto same = std::find_if(m_records.begin(), m_records.end(), [&](const AlertRecord& r) {
    const Duration apart = r.raised > raised ? r.raised - raised : raised - r.raised;
    return raised < m_newest && r.rule == number && apart <= sameMoment;
  });
  const bool isNew = same == m_records.end();
  if (isNew)
    m_records.emplace_back();
  AlertRecord& record = isNew ? m_records.back() : *same;
  slot.record =
      m_firstRecord + uint64_t(&record == &m_records.back() ? m_records.size() - 1 : size_t(same - m_records.begin()));
  record = {};
  record.rule = number;
  record.as = slot.rule();
  record.raised = raised;
  if (m_records.size() <= mostRecords)
    return record;
  m_records.pop_front();
  ++m_firstRecord;
  return m_records.back();
}

void AlertWatch::end(Slot& slot, AlertRecord::End how, WallTime at) {
  if (!slot.record)
    return;
  if (record(*slot.record)) {
    AlertRecord& open = m_records[size_t(*slot.record - m_firstRecord)];
    open.end = how;
    open.ended = std::max(at, open.raised);
  }
  slot.record.reset();
}

void AlertWatch::takeEvidence(AlertRecord& record, const AlertInput& input, const RowCount::Found& found) const {
  const World& world = input.world;
  record.madeBy.clear();
  record.pushes.clear();
  const auto* rows = std::get_if<AlertRule::Rows>(&record.as.watched);
  const auto* number = std::get_if<AlertNumber>(&record.as.watched);
  if (number && *number == AlertNumber::linksLost)
    for (const World::LinkInfo& link : world.links())
      if (link.isLost())
        addOnce(record.madeBy, plain(link.name(), 64));
  for (const uint64_t row : found.first) {
    if (rows && rows->rows == AlertRows::sessions) {
      addOnce(record.madeBy, plain(world.devices().device(Row(row))));
    } else if (rows && rows->rows == AlertRows::wakes) {
      if (const WakeRow* wake = world.wakes().find(row))
        addOnce(record.madeBy, plain(world.devices().device(wake->device)));
    } else if (const DeliveryRow* delivery = world.deliveries().find(row)) {
      addOnce(record.madeBy, plain(delivery->device));
      addOnce(record.pushes, QString::fromStdString(delivery->uuid.text()));
    }
  }
}

} // namespace pushscope
