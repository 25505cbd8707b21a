#include "models/store/world.h"

#include <algorithm>
#include <utility>

namespace pushscope {
namespace {

// Handles are given from 1 upwards; one beyond this is not a handle but a way to make us allocate.
constexpr uint32_t greatestHandle = 4'000'000;

// What a beat touches of a row is one cache line.
static_assert(sizeof(DeviceTable::Belief) == 128);

// A heartbeat to such an app wakes it.
bool sleeps(AppState app) {
  return app == AppState::suspended || app == AppState::woken || app == AppState::handler;
}

NetworkPath pathOf(const DeviceTable::Truth& truth) {
  const Network& network = truth.network;
  return !truth.known       ? NetworkPath::unknown
         : network.wifi     ? NetworkPath::wifi
         : network.cellular ? NetworkPath::cellular
                            : NetworkPath::unknown;
}

} // namespace

void World::addLink(LinkId link, LinkKind kind, std::string target) {
  if (link.value >= m_links.size())
    m_links.resize(link.value + 1);
  m_links[link.value].kind = kind;
  m_links[link.value].target = std::move(target);
  m_changes.links = true;
}

void World::apply(Batch&& batch, WallTime now) {
  m_now = now;
  m_changes.soon |= !batch.answers.empty() || batch.status || batch.snapshotEnds || batch.missedBlocks > 0;
  const bool isKnown = batch.link.value < m_links.size();
  for (Answer& answer : batch.answers) {
    m_changes.lists |= isKnown && m_lists.take(batch.link, m_links[batch.link.value].status.incarnation, answer, now);
    m_changes.answers.push_back(std::move(answer));
  }
  if (!isKnown)
    return;
  LinkInfo& link = m_links[batch.link.value];
  if (batch.status)
    applyStatus(link, batch.link, std::move(*batch.status));
  if (batch.missedBlocks > 0 && link.silentSince == WallTime{})
    link.silentSince = link.lastHeard;
  if (batch.snapshotBegins)
    forgetDevices(batch.link, batch.kind);
  if (batch.snapshotBegins || batch.snapshotEnds)
    link.silentSince = {};
  link.snapshotComplete = batch.snapshotEnds || (link.snapshotComplete && !batch.snapshotBegins);
  link.missedBlocks += batch.missedBlocks;
  link.stalls += uint32_t(batch.stalls.size());
  const size_t facts = batch.factCount();
  m_changes.links |= facts > 0 || batch.snapshotEnds || batch.missedBlocks > 0;
  if (facts > 0) {
    link.facts += facts;
    m_facts += facts;
    link.lastHeard = now;
  }
  for (DeviceRecord& record : batch.devices)
    applyDevice(link, batch.link, batch.kind, std::move(record));
  applyColumns(link, batch, now);
  applyPhoneColumns(link, batch);
  applyDeliveries(batch, now);
}

void World::applyStatus(LinkInfo& link, LinkId id, LinkStatus&& status) {
  if (status.name.empty())
    status.name = link.status.name;
  if (status.server.empty())
    status.server = link.status.server;
  if (status.incarnation != link.status.incarnation) {
    m_deliveries.forgetHandles(id, link.kind);
    m_changes.deliveries = true;
  }
  link.status = std::move(status);
  const bool online = link.status.state == LinkStatus::State::online;
  link.wasOnline |= online;
  if (!online) {
    link.snapshotComplete = false;
    if (link.silentSince == WallTime{})
      link.silentSince = m_now;
  }
  if (link.isClosed()) { // nobody waits for it to come back
    forgetDevices(id, link.kind);
    m_lists.forget(id);
    m_changes.lists = true;
  } else {
    markStale(id, link.kind, !online);
  }
  m_changes.links = true;
}

void World::markStale(LinkId id, LinkKind kind, bool stale) {
  for (Row row = 0; row < m_devices.size(); ++row)
    if (isOf(row, id, kind)) {
      const Counting counting(*this, row);
      m_devices.makeTold(row, kind).stale = stale;
    }
  m_changes.devices = true;
}

// Rows stay, so that what a person selected stays selected; what the link said of them does not.
void World::forgetDevices(LinkId id, LinkKind kind) {
  LinkInfo& link = m_links[id.value];
  link.rowByHandle.clear();
  const WallTime until = link.silentSince == WallTime{} ? m_now : link.silentSince;
  for (Row row = 0; row < m_devices.size(); ++row) {
    if (!isOf(row, id, kind))
      continue;
    if (m_devices.activity(row, kind))
      m_devices.endApp(row, kind, until);
    const Counting counting(*this, row);
    if (kind == LinkKind::node)
      m_devices.makeBelief(row) = DeviceTable::Belief();
    else
      m_devices.makeTruth(row) = {};
  }
  m_changes.devices = true;
}

void World::applyDevice(LinkInfo& link, LinkId id, LinkKind kind, DeviceRecord&& record) {
  if (record.handle.value == 0 || record.handle.value > greatestHandle)
    return;
  if (m_devices.size() >= greatestHandle && !m_devices.find(record.device))
    return;
  const size_t before = m_devices.size();
  const Row row = m_devices.rowFor(record.device);
  m_changes.newDevices |= m_devices.size() != before;
  m_changes.soon |= m_changes.newDevices;
  m_changes.devices = true;
  if (record.handle.value >= link.rowByHandle.size())
    link.rowByHandle.resize(record.handle.value + 1, noRow);
  link.rowByHandle[record.handle.value] = row;
  if (!record.profile.empty())
    m_devices.setProfile(row, record.profile);
  if (kind == LinkKind::fleet) {
    takeTold(row, kind, id, record);
    applyNetwork(row, record.network);
    return;
  }
  DeviceTable::Belief& belief = m_devices.makeBelief(row);
  // While a device moves, two nodes know it: the one that heard from it last is believed.
  if (belief.known && belief.teller != id && !belief.stale && belief.connected > record.connected)
    return;
  const Counting counting(*this, row);
  takeTold(row, kind, id, record);
  m_devices.setOrigin(row, record.address, record.client);
  belief.connected = record.connected;
  belief.lastBeat = record.lastBeat;
  belief.closed = record.closed;
  belief.roundTrip = record.roundTrip;
  belief.missed = record.missed;
  belief.waiting = record.waiting;
  belief.connects = record.connects;
  belief.closing = record.closing;
  belief.clockOffset = record.clockOffset;
  belief.clockError = record.clockError;
  belief.roundTrips = record.roundTrips;
  belief.quiet = false;
  belief.network = pathOf(m_devices.truth(row));
  m_silences.recovered(row); // or it is another connection
}

// Until when the state that is known of an app was true, now that `id` tells it anew.
WallTime World::heardUntil(const DeviceTable::Told& told, LinkId id) const {
  return told.teller != id && told.known && told.stale ? m_links[told.teller.value].silentSince : m_now;
}

// A record says what the app's state is, not since when: it is known from now on, unless it was known before.
void World::takeTold(Row row, LinkKind road, LinkId id, const DeviceRecord& record) {
  DeviceTable::Told& told = m_devices.makeTold(row, road);
  const WallTime until = heardUntil(told, id);
  const bool goesOn = told.app == record.appState && told.cause == record.appCause && until == m_now;
  if (!goesOn || told.appSince == WallTime{}) {
    if (m_devices.activity(row, road))
      m_devices.endApp(row, road, until);
    told.app = record.appState;
    told.cause = record.appCause;
    told.appSince = m_now;
  }
  told.teller = id;
  told.known = true;
  told.stale = false;
  told.link = record.link;
  told.resumed = record.resumed;
  told.wakesOnData = record.wakesOnData;
  told.mostResumes = record.mostResumes;
}

// Another link may have taken the device over: then this one counts its beats, but no longer describes it.
bool World::isOf(Row row, LinkId link, LinkKind kind) const {
  const DeviceTable::Told& told = std::as_const(m_devices).told(row, kind);
  return told.known && told.teller == link;
}

// Most of what comes, in no order of rows: each would wait for memory if it were not asked for in time.
void World::applyBeats(const LinkInfo& link, const Batch& batch, WallTime now) {
  constexpr size_t ahead = 16;
  const std::vector<BeatFact>& beats = batch.beats;
  Series::Second* second = nullptr;
  WallTime from{}, to{}; // of that second
  uint32_t number = 0;
  const uint16_t node = BeatLog::linkOf(batch.link);
  if (!beats.empty()) {
    m_silences.watched(beats.front().at);
    m_silences.watched(beats.back().at);
  }
  for (size_t i = 0; i < beats.size(); ++i) {
    if (i + ahead < beats.size())
      if (const Row later = rowOf(link, beats[i + ahead].handle); later != noRow)
        m_devices.prefetch(later);
    const BeatFact& fact = beats[i];
    const Row row = rowOf(link, fact.handle);
    if (row == noRow)
      continue;
    DeviceTable::Belief& belief = m_devices.makeBelief(row);
    if (belief.known && belief.teller == batch.link) {
      if (belief.quiet)
        m_silences.held(belief.network, fact.at - belief.lastBeat, sleeps(belief.app));
      belief.quiet = true;
      belief.lastBeat = fact.at;
      belief.roundTrip = fact.roundTrip;
      belief.roundTrips.add(fact.roundTrip);
    }
    if (fact.at < from || fact.at >= to) {
      second = m_series.at(fact.at, now);
      number = uint32_t(micros(fact.at) / 1'000'000);
      from = std::chrono::floor<std::chrono::seconds>(fact.at);
      to = from + std::chrono::seconds(1);
    }
    if (second) {
      const size_t bucket = FineHistogram::bucketOf(fact.roundTrip);
      ++second->beats;
      second->roundTrips.addTo(bucket);
      m_beats.add(row, number, bucket, node);
    }
  }
}

void World::applyColumns(LinkInfo& link, const Batch& batch, WallTime now) {
  const auto second = [&](WallTime at) { return m_series.at(at, now); };
  const auto isOfLink = [&](Row row) { return isOf(row, batch.link, batch.kind); };
  const bool node = batch.kind == LinkKind::node;
  if (node)
    applyBeats(link, batch, now);
  for (const MissFact& fact : batch.misses)
    if (const Row row = rowOf(link, fact.handle); row != noRow && node) {
      if (isOfLink(row)) {
        DeviceTable::Belief& belief = m_devices.makeBelief(row);
        belief.missed = fact.missed;
        m_silences.missed(row, fact.at, belief.lastBeat, belief.quiet, belief.network);
        belief.quiet = false; // a ping was sent that nobody answered, and is sent again
      }
      if (Series::Second* s = second(fact.at))
        ++s->misses;
    }
  for (const LinkFact& fact : batch.links)
    if (const Row row = rowOf(link, fact.handle); row != noRow)
      applyLink(row, isOfLink(row), fact, batch.kind, now);
  for (const AppFact& fact : batch.apps)
    if (const Row row = rowOf(link, fact.handle); row != noRow && isOfLink(row)) {
      m_devices.setApp(row, batch.kind, fact.state, fact.cause, fact.at);
      // An app that a person uses says so at once; one that sleeps with its next beat.
      if (node && !sleeps(fact.state))
        m_devices.makeBelief(row).quiet = false;
    }
  for (const ClockFact& fact : batch.clocks)
    if (const Row row = rowOf(link, fact.handle); row != noRow && node && isOfLink(row)) {
      m_devices.makeBelief(row).clockOffset = fact.offset;
      m_devices.makeBelief(row).clockError = fact.error;
    }
  for (const QueueFact& fact : batch.queues)
    if (const Row row = rowOf(link, fact.handle); row != noRow && node && isOfLink(row)) {
      const Counting counting(*this, row);
      m_devices.makeBelief(row).waiting = fact.waiting;
      m_devices.makeBelief(row).quiet = false; // a push came or was acknowledged
    }
  const bool any = !batch.beats.empty() || !batch.misses.empty() || !batch.links.empty() || !batch.apps.empty() ||
                   !batch.clocks.empty() || !batch.queues.empty();
  m_changes.devices |= any;
  m_changes.series |= any;
}

void World::applyPhoneColumns(LinkInfo& link, const Batch& batch) {
  for (const WakeFact& fact : batch.wakes)
    if (const Row row = rowOf(link, fact.handle); row != noRow)
      applyWake(row, batch.kind, fact.wake);
  for (const NoticeFact& fact : batch.notices)
    if (const Row row = rowOf(link, fact.handle); row != noRow)
      applyNotice(row, batch.kind, fact.notice);
  for (const NetworkFact& fact : batch.networks)
    if (const Row row = rowOf(link, fact.handle); row != noRow && batch.kind == LinkKind::fleet)
      applyNetwork(row, fact.network);
  for (const SyncedFact& fact : batch.syncs)
    if (const Row row = rowOf(link, fact.handle); row != noRow) {
      if (m_devices.takeSync(row, batch.kind, fact.sync) && isOf(row, batch.link, batch.kind))
        m_devices.makeTold(row, batch.kind).resumed = fact.sync.resumed;
    }
  m_changes.wakes |= !batch.wakes.empty();
  m_changes.notices |= !batch.notices.empty();
  const bool any = !batch.wakes.empty() || !batch.notices.empty() || !batch.networks.empty() || !batch.syncs.empty();
  m_changes.devices |= any;
  m_changes.series |= any;
}

void World::applyWake(Row row, LinkKind road, const Wake& wake) {
  const bool fleet = road == LinkKind::fleet;
  // A phone does not report what did not happen to it: that is the server's own word.
  const Source source = fleet ? Source::truth : happened(wake) ? Source::reported : Source::server;
  Activity& activity = m_devices.makeActivity(row, road);
  activity.newestWake = m_wakes.add({row, source, wake, activity.newestWake});
  ++(happened(wake) ? activity.wakes : activity.missedWakes);
  activity.lastWake = std::max(activity.lastWake, wake.at);
  Series::Second* second = m_series.at(wake.at, m_now);
  if (!second)
    return;
  // A server tells of wakes that it could not call for, a fleet of those that a phone's system did not grant: two
  // things. A wake that happened comes by both roads and is one.
  if (!happened(wake)) {
    ++second->missedWakes;
    return;
  }
  const DeviceTable::Truth& truth = m_devices.truth(row);
  if (!fleet && truth.known && !truth.stale)
    return;
  if (wake.cause == Cause::data)
    m_silences.woken(wake.pushes > 0);
  ++second->wakes;
  second->wakeLatencies.add(wake.latency);
  second->wakeUses.add(wake.used);
}

void World::applyNotice(Row row, LinkKind road, const Notice& notice) {
  m_devices.takeNotice(row, road, notice);
  Activity& activity = m_devices.makeActivity(row, road);
  const Source source = road == LinkKind::fleet ? Source::truth : Source::reported;
  activity.newestNotice = m_notices.add({row, source, notice, NoticeTable::none, activity.newestNotice});
}

void World::causeNotice(const DeliveryStageFact& fact, LinkKind road, DeliveryTable::Number delivery) {
  if (fact.stage != Stage::shown && fact.stage != Stage::notShown)
    return;
  const auto row = m_devices.find(m_deliveries.find(delivery)->device);
  const Activity* activity = row ? m_devices.activity(*row, road) : nullptr;
  if (activity && m_notices.cause(*activity, fact.at, delivery))
    m_changes.notices = true;
}

void World::applyNetwork(Row row, const Network& network) {
  DeviceTable::Truth& truth = m_devices.makeTruth(row);
  truth.network = network;
  if (std::as_const(m_devices).belief(row).known)
    m_devices.makeBelief(row).network = pathOf(truth);
}

void World::applyLink(Row row, bool describes, const LinkFact& fact, LinkKind kind, WallTime now) {
  if (kind == LinkKind::fleet) {
    if (describes)
      m_devices.makeTruth(row).link = fact.state;
    return;
  }
  const bool ended = fact.state == LinkState::offline;
  if (describes) {
    const Counting counting(*this, row);
    DeviceTable::Belief& belief = m_devices.makeBelief(row);
    belief.link = fact.state;
    if (ended) {
      belief.closing = fact.closing;
      belief.closed = fact.at;
      m_silences.ended(row, fact.at, fact.closing.code == ErrorCode::heartbeatLost);
    } else if (fact.state == LinkState::online) {
      m_silences.recovered(row);
    }
    belief.quiet = false;
  }
  if (ended && fact.closing.code == ErrorCode::heartbeatLost)
    if (Series::Second* s = m_series.at(fact.at, now))
      ++s->deaths;
}

void World::applyDeliveries(const Batch& batch, WallTime now) {
  for (const DeliveryRecord& record : batch.deliveries)
    m_deliveries.add(batch.link, batch.kind, record);
  for (const DeliveryStageFact& fact : batch.stages) {
    const auto number = m_deliveries.addStage(batch.link, batch.kind, fact);
    if (!number)
      continue;
    causeNotice(fact, batch.kind, *number);
    if (batch.kind != LinkKind::node)
      continue;
    Series::Second* s = m_series.at(fact.at, now);
    if (s && fact.stage == Stage::accepted)
      ++s->pushes;
    if (s && fact.stage == Stage::acknowledged) {
      ++s->acknowledged;
      if (const auto accepted = m_deliveries.find(*number)->timeOf(Stage::accepted))
        s->acknowledgements.add(fact.at - *accepted);
    }
  }
  const bool any = !batch.deliveries.empty() || !batch.stages.empty();
  m_changes.deliveries |= any;
  m_changes.soon |= any;
}

void World::beatSecond(WallTime now) {
  m_now = now;
  if (Series::Second* s = m_series.at(now, now)) {
    s->online = m_byLink[static_cast<size_t>(LinkState::online)];
    s->heard = onlineLink(LinkKind::node).has_value();
    m_changes.series = true;
  }
}

void World::chooseBeats(const BeatRange& range) {
  m_chosenBeats = ChosenBeats(range, m_beats);
  m_changes.devices = m_changes.soon = true;
}

World::Changes World::takeChanges() {
  return std::exchange(m_changes, {});
}

void World::count(Row row, bool in) {
  const DeviceTable::Belief& belief = std::as_const(m_devices).belief(row);
  if (!belief.known)
    return;
  const uint32_t one = in ? 1 : ~uint32_t{0};
  m_byLink[static_cast<size_t>(belief.stale ? LinkState::unknown : belief.link)] += one;
  m_waiting += belief.stale ? 0 : belief.waiting * one;
}

std::optional<LinkId> World::onlineLink(LinkKind kind) const {
  for (uint32_t i = 0; i < m_links.size(); ++i)
    if (m_links[i].kind == kind && m_links[i].status.state == LinkStatus::State::online)
      return LinkId{i};
  return std::nullopt;
}

std::vector<LinkId> World::openLinks(LinkKind kind) const {
  std::vector<LinkId> open;
  for (uint32_t i = 0; i < m_links.size(); ++i)
    if (m_links[i].kind == kind && !m_links[i].isClosed())
      open.push_back({i});
  return open;
}

} // namespace pushscope
