#include "models/feed/list_puller.h"

#include <algorithm>
#include <utility>

namespace pushscope {
namespace {

// After a pull that took long, nine times as long without one.
constexpr int restShare = 9;
// But what is looked at is never older than a person would wait for.
constexpr Duration longestRest = std::chrono::seconds(30);

// The cursor of the page after this one, 0 at the end; nothing if it is no page.
struct NextPage {
  std::optional<uint64_t> operator()(const QueuePage& page) const { return page.next; }
  std::optional<uint64_t> operator()(const DeadLetterPage& page) const { return page.next; }
  std::optional<uint64_t> operator()(const HistoryPage& page) const { return page.next; }
  std::optional<uint64_t> operator()(const AuditPage& page) const { return page.next; }
  std::optional<uint64_t> operator()(const TokenList&) const { return 0; }
  template <class Other>
  std::optional<uint64_t> operator()(const Other&) const {
    return std::nullopt;
  }
};

} // namespace

void ListPuller::setDevice(std::string device) {
  if (device == m_device)
    return;
  m_device = std::move(device);
  for (auto& [link, road] : m_roads)
    road.discard = road.open.has_value();
  pullNow();
}

void ListPuller::pullNow() {
  for (auto& [link, road] : m_roads) {
    road.going = false;
    road.due = {};
  }
}

void ListPuller::step(const World& world, std::span<const Answer> answers, MonoTime now, bool wanted,
                      const Asker& ask) {
  for (uint32_t i = 0; i < world.links().size(); ++i) {
    const World::LinkInfo& info = world.links()[i];
    if (info.kind != LinkKind::node)
      continue;
    const LinkId link{i};
    Road& road = m_roads[link];
    for (const Answer& answer : answers)
      if (road.open == answer.request)
        take(road, link, world, answer, now);
    const bool online = info.status.state == LinkStatus::State::online;
    if (!std::exchange(road.online, online) && online)
      road.due = {};
    road.going &= online && wanted;
    if (!online || !wanted || road.open || (!road.going && now < road.due))
      continue;
    if (!road.going) {
      road.going = true;
      road.begun = now;
      road.after = beginning(world, link);
    }
    road.open = ask(link, {m_list, {road.after, mostPerPage, m_device}});
  }
}

void ListPuller::take(Road& road, LinkId link, const World& world, const Answer& answer, MonoTime now) {
  road.open.reset();
  if (std::exchange(road.discard, false))
    return;
  const std::optional<uint64_t> next = std::visit(NextPage{}, answer.outcome);
  const Error* error = std::get_if<Error>(&answer.outcome);
  // A cursor that does not go on would keep us for ever.
  if (!next || (*next != 0 && *next <= answer.page.after)) {
    road.problem = error ? *error : Error{ErrorCode::malformed, "next"};
    rest(road, now);
    if (road.problem->code == ErrorCode::forbidden)
      road.due = never;
    return;
  }
  road.problem.reset();
  road.after = *next;
  if (*next == 0 || (!m_toTheEnd && world.lists().source(m_list, link).more))
    rest(road, now);
}

void ListPuller::rest(Road& road, MonoTime now) const {
  road.going = false;
  const Duration rest = road.problem ? Duration::zero() : std::min((now - road.begun) * restShare, longestRest);
  road.due = m_interval == once ? never : now + std::max(m_interval, rest);
}

uint64_t ListPuller::beginning(const World& world, LinkId link) const {
  const ListSource source = world.lists().source(m_list, link);
  const bool goesOn =
      source.incarnation == world.links()[link.value].status.incarnation && world.lists().device(m_list) == m_device;
  return goesOn ? source.last : 0;
}

bool ListPuller::isReading(LinkId link) const {
  const auto found = m_roads.find(link);
  return found != m_roads.end() && found->second.going;
}

std::optional<Error> ListPuller::problem(LinkId link) const {
  const auto found = m_roads.find(link);
  return found == m_roads.end() ? std::nullopt : found->second.problem;
}

bool ListPuller::isOver() const {
  return std::all_of(m_roads.begin(), m_roads.end(),
                     [](const auto& road) { return !road.second.open && road.second.due == never; });
}

} // namespace pushscope
