#include "models/store/delivery_table.h"

#include <algorithm>
#include <utility>

namespace pushscope {
namespace {

bool isOnPhone(Stage stage) {
  switch (stage) {
  case Stage::woken:
  case Stage::handled:
  case Stage::shown:
  case Stage::notShown:
  case Stage::duplicate:
  case Stage::mediaReady:
    return true;
  default:
    return false;
  }
}

Source sourceOf(LinkKind kind, Stage stage) {
  if (kind == LinkKind::fleet)
    return Source::truth;
  return isOnPhone(stage) ? Source::reported : Source::server;
}

bool isPlace(const LadderStage& stage) {
  return stage.source == Source::server &&
         (isFinal(stage.stage) || isWaiting(stage.stage) || stage.stage == Stage::written);
}

// A final state stays; otherwise the latest stage that says where the delivery is, whenever it became known.
void learn(DeliveryRow& row, const LadderStage& stage) {
  row.attempts = std::max(row.attempts, stage.stage == Stage::written ? stage.attempt : 0u);
  if (row.first == WallTime{} || stage.at < row.first)
    row.first = stage.at;
  if (!isPlace(stage) || isFinal(row.state))
    return;
  if (isFinal(stage.stage)) {
    row.state = stage.stage;
    row.reason = stage.reason;
    row.settled = stage.at;
    return;
  }
  const auto latest = std::find_if(row.stages.rbegin(), row.stages.rend(), isPlace);
  row.state = latest->stage;
  row.reason = latest->reason;
}

} // namespace

std::optional<WallTime> DeliveryRow::timeOf(Stage stage) const {
  std::optional<WallTime> found;
  Source best = Source::truth;
  for (const LadderStage& s : stages)
    if (s.stage == stage && (!found || s.source < best)) {
      found = s.at;
      best = s.source;
    }
  return found;
}

DeliveryTable::Number DeliveryTable::add(LinkId link, LinkKind kind, const DeliveryRecord& record) {
  const auto [entry, isNew] = m_byKey.try_emplace({record.uuid, record.device, record.sequence.value}, endNumber());
  const Number number = entry->second;
  if (isNew) {
    DeliveryRow fresh;
    fresh.uuid = record.uuid;
    fresh.device = record.device;
    fresh.sequence = record.sequence;
    m_rows.push_back(std::move(fresh));
  }
  DeliveryRow& known = *row(number);
  if (kind == LinkKind::node || known.payloadBytes == 0)
    known.payloadBytes = record.payloadBytes;
  if (kind == LinkKind::node && !std::exchange(known.byServer, true))
    known.state = Stage::accepted;
  m_byHandle[{link, record.delivery}] = number;
  if (m_rows.size() > capacity) {
    m_byKey.erase({m_rows.front().uuid, m_rows.front().device, m_rows.front().sequence.value});
    m_rows.pop_front();
    ++m_firstNumber;
  }
  pruneHandles();
  return number;
}

// Handles of rows that were dropped find nothing; they go when they are half of all, so that a delivery costs the same
// in a full table as in an empty one.
void DeliveryTable::pruneHandles() {
  if (m_byHandle.size() < m_pruneAt)
    return;
  std::erase_if(m_byHandle, [this](const auto& e) { return e.second < m_firstNumber; });
  m_pruneAt = std::max(2 * capacity, 2 * m_byHandle.size());
}

std::optional<DeliveryTable::Number> DeliveryTable::addStage(LinkId link, LinkKind kind,
                                                             const DeliveryStageFact& fact) {
  const auto found = m_byHandle.find({link, fact.delivery});
  DeliveryRow* known = found == m_byHandle.end() ? nullptr : row(found->second);
  if (!known)
    return std::nullopt;
  const LadderStage stage{fact.stage, fact.at,    fact.attempt, fact.error, sourceOf(kind, fact.stage),
                          fact.code,  fact.reason};
  const bool there = std::any_of(known->stages.begin(), known->stages.end(), [&](const LadderStage& s) {
    return s.stage == stage.stage && s.source == stage.source && s.attempt == stage.attempt;
  });
  if (there || known->stages.size() >= stagesPerDelivery)
    return std::nullopt;
  const auto place = std::upper_bound(known->stages.begin(), known->stages.end(), stage.at,
                                      [](WallTime at, const LadderStage& s) { return at < s.at; });
  known->stages.insert(place, stage);
  learn(*known, stage);
  return found->second;
}

void DeliveryTable::forgetHandles(LinkId link, LinkKind kind) {
  for (auto it = m_byHandle.begin(); it != m_byHandle.end();) {
    if (it->first.first != link) {
      ++it;
      continue;
    }
    DeliveryRow* known = row(it->second);
    if (known && kind == LinkKind::node && !isFinal(known->state)) {
      known->state = Stage::unknown;
      known->reason = Reason::none;
    }
    it = m_byHandle.erase(it);
  }
}

const DeliveryRow* DeliveryTable::find(Number number) const {
  return number >= m_firstNumber && number < endNumber() ? &m_rows[size_t(number - m_firstNumber)] : nullptr;
}

DeliveryRow* DeliveryTable::row(Number number) {
  return const_cast<DeliveryRow*>(std::as_const(*this).find(number));
}

std::vector<DeliveryTable::Number> DeliveryTable::ofPush(const Uuid& uuid) const {
  std::vector<Number> numbers;
  for (auto it = m_byKey.lower_bound({uuid, {}, 0}); it != m_byKey.end() && std::get<0>(it->first) == uuid; ++it)
    numbers.push_back(it->second);
  return numbers;
}

} // namespace pushscope
