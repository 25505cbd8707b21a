#include "app/console/sandbox_life.h"

#include <algorithm>

namespace pushscope {
namespace {

struct Trouble {
  PhoneAction action;
  uint64_t value;
  size_t phones;
};
// What is kept for phones that are gone, what is sent again and again, and what is given up.
constexpr Trouble troubles[] = {{PhoneAction::airplane, 1, 3},
                                {PhoneAction::dropAcknowledgements, 1'000'000, 3},
                                {PhoneAction::refuse, 1'000'000, 2}};

constexpr const char* alerts[] = {"Your parcel is at the door", "Lunch at one?", "Your train leaves from platform 7",
                                  "3 new messages", "Door unlocked"};

// So long: what waits for the phones that are gone has a bound.
constexpr Duration timeToLive = std::chrono::minutes(5);
constexpr uint64_t everyTroubled = 4; // one push in so many is to one of them

} // namespace

SandboxLife::SandboxLife(Feed& feed, LinkId node, LinkId fleet, uint64_t seed)
    : m_feed(feed), m_node(node), m_fleet(fleet), m_random(seed) {
  connect(&m_timer, &QTimer::timeout, this, &SandboxLife::step);
  setGoing(true);
}

void SandboxLife::setGoing(bool going) {
  going ? m_timer.start(interval) : m_timer.stop();
}

void SandboxLife::step() {
  const auto& links = m_feed.world().links();
  const auto isThere = [&](LinkId link) {
    return link.value < links.size() && links[link.value].snapshotComplete &&
           links[link.value].status.state == LinkStatus::State::online;
  };
  if (!isThere(m_node) || !isThere(m_fleet))
    return;
  if (m_troubled.empty())
    makeTrouble();
  if (++m_pushes % everyTroubled == 0 && !m_troubled.empty())
    return push(m_troubled[size_t(m_random.below(m_troubled.size()))]);
  if (const auto row = anyOnline())
    push(std::string(m_feed.world().devices().device(*row)));
}

void SandboxLife::makeTrouble() {
  const DeviceTable& devices = m_feed.world().devices();
  if (devices.size() < fewestPhones)
    return;
  // Spread over all of them, and so over the profiles.
  size_t wanted = 0;
  for (const Trouble& trouble : troubles)
    wanted += trouble.phones;
  const size_t apart = devices.size() / wanted;
  Row next = 0;
  for (const Trouble& trouble : troubles) {
    std::vector<std::string> phones;
    for (size_t i = 0; i < trouble.phones; ++i, next += Row(apart))
      phones.emplace_back(devices.device(next));
    m_troubled.insert(m_troubled.end(), phones.begin(), phones.end());
    m_feed.ask(m_fleet, Control{std::move(phones), trouble.action, trouble.value, {}});
  }
}

std::optional<Row> SandboxLife::anyOnline() {
  const DeviceTable& devices = m_feed.world().devices();
  if (devices.size() == 0)
    return std::nullopt;
  const Row start = Row(m_random.below(devices.size()));
  for (Row i = 0; i < devices.size(); ++i)
    if (const Row row = (start + i) % Row(devices.size()); devices.belief(row).link == LinkState::online)
      return row;
  return std::nullopt;
}

void SandboxLife::push(const std::string& device) {
  const std::string alert = alerts[m_random.below(std::size(alerts))];
  const std::string payload = "{\"alert\":\"" + alert + "\",\"n\":" + std::to_string(m_pushes) + "}";
  Inject inject;
  inject.composed = m_feed.now();
  inject.uuid = Uuid::make(inject.composed, m_random);
  inject.devices = {device};
  inject.payload.assign(payload.begin(), payload.end());
  inject.timeToLive = timeToLive;
  inject.highPriority = m_random.chance(500'000);
  m_feed.ask(m_node, std::move(inject));
}

} // namespace pushscope
