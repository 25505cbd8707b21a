#include "protocol/scenario/timetable.h"

#include "protocol/base/random.h"

#include <algorithm>

namespace pushscope::scenario {

Timetable::Timetable(const Scenario& scenario, const Roster& roster, uint64_t seed)
    : m_roster(roster), m_seed(seed), m_end(scenario.duration) {
  for (uint32_t i = 0; i < scenario.steps.size(); ++i)
    add(Kind::step, i, scenario.steps[i].timing);
  for (uint32_t i = 0; i < scenario.touches.size(); ++i)
    add(Kind::touch, i, scenario.touches[i].timing);
  for (uint32_t i = 0; i < scenario.pushes.size(); ++i)
    add(Kind::push, i, scenario.pushes[i].timing);
  for (uint32_t i = 0; i < scenario.queues.size(); ++i)
    add(Kind::queue, i, scenario.queues[i].timing);
}

void Timetable::add(Kind kind, uint32_t plan, const Timing& timing) {
  const auto entry = uint32_t(m_entries.size());
  m_entries.push_back({kind, plan, &timing});
  push({timing.at, entry, 0, timing.at, 0, {}});
}

// Of one moment, in the order of the entries, then of the repetitions.
bool Timetable::later(const Occurrence& a, const Occurrence& b) {
  if (a.at != b.at)
    return a.at > b.at;
  return a.entry != b.entry ? a.entry > b.entry : a.repetition > b.repetition;
}

void Timetable::push(Occurrence occurrence) {
  if (occurrence.at > m_end)
    return;
  m_heap.push_back(std::move(occurrence));
  std::push_heap(m_heap.begin(), m_heap.end(), later);
}

Timetable::Occurrence Timetable::pop() {
  std::pop_heap(m_heap.begin(), m_heap.end(), later);
  Occurrence occurrence = std::move(m_heap.back());
  m_heap.pop_back();
  return occurrence;
}

std::optional<Duration> Timetable::upcoming() const {
  return m_heap.empty() ? std::nullopt : std::optional(m_heap.front().at);
}

std::vector<uint32_t> Timetable::phonesOf(const Timing& timing) const {
  std::vector<uint32_t> phones;
  for (const Roster::Range range : m_roster.ranges(timing.phones))
    for (uint32_t phone = range.begin; phone < range.end; ++phone)
      phones.push_back(phone);
  return phones;
}

// Draws who takes part and when. A stream for each repetition, so that none depends on what others drew.
void Timetable::begin(Occurrence& occurrence) const {
  const Timing& timing = *m_entries[occurrence.entry].timing;
  Random random = Random::stream(Random::stream(m_seed, occurrence.entry).next(), occurrence.repetition);
  std::vector<uint32_t> phones = phonesOf(timing);
  if (timing.pick > 0) {
    const size_t picked = std::min<size_t>(m_roster.scaled(timing.pick), phones.size());
    for (size_t i = 0; i < picked; ++i)
      std::swap(phones[i], phones[i + size_t(random.below(phones.size() - i))]);
    phones.resize(picked);
    std::sort(phones.begin(), phones.end());
  }
  occurrence.turns.reserve(phones.size());
  for (const uint32_t phone : phones)
    occurrence.turns.push_back(
        {timing.spread > Duration::zero() ? random.between(Duration::zero(), timing.spread) : Duration::zero(), phone});
  std::sort(occurrence.turns.begin(), occurrence.turns.end(), [](const Turn& a, const Turn& b) {
    return a.offset != b.offset ? a.offset < b.offset : a.phone < b.phone;
  });
}

std::optional<Timetable::Due> Timetable::next(Duration elapsed) {
  while (!m_heap.empty() && m_heap.front().at <= elapsed) {
    Occurrence occurrence = pop();
    const Entry& entry = m_entries[occurrence.entry];
    const bool begins = occurrence.turns.empty();
    if (begins) {
      if (occurrence.repetition + 1 < entry.timing->times)
        push({occurrence.began + entry.timing->every,
              occurrence.entry,
              occurrence.repetition + 1,
              occurrence.began + entry.timing->every,
              0,
              {}});
      begin(occurrence);
    }
    Due due{entry.kind, entry.plan, {}};
    const auto& turns = occurrence.turns;
    for (; occurrence.taken < turns.size() && occurrence.began + turns[occurrence.taken].offset <= elapsed;
         ++occurrence.taken)
      due.phones.push_back(turns[occurrence.taken].phone);
    if (occurrence.taken < turns.size()) {
      occurrence.at = occurrence.began + turns[occurrence.taken].offset;
      push(std::move(occurrence));
    }
    std::sort(due.phones.begin(), due.phones.end());
    if (!due.phones.empty())
      return due;
  }
  return std::nullopt;
}

} // namespace pushscope::scenario
