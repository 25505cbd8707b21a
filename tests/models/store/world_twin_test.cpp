#include "models/store/world.h"
#include "protocol/base/random.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <map>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

constexpr uint32_t linkCount = 4, fleetLink = 3;
constexpr uint32_t hostileHandles[] = {0, 0xffff'ffff, 0xffff'fffe, 0x8000'0000};

LinkKind kindOf(uint32_t link) {
  return link == fleetLink ? LinkKind::fleet : LinkKind::node;
}

// The same rules with maps of whole values and no columns: a device has at most one server that describes it and one
// fleet that it belongs to.
class PlainWorld {
 public:
  struct Device {
    std::string profile;
    std::optional<DeviceRecord> belief;
    uint32_t node = 0;
    bool staleBelief = false;
    std::optional<DeviceRecord> truth;
    bool staleTruth = false;
    // By road; nothing of this is void when a link starts anew.
    uint32_t wakes[2] = {}, missedWakes[2] = {};
    std::optional<Notice> notice[2];
    std::optional<SyncFact> sync[2];
  };
  struct SecondCounts {
    uint64_t beats = 0, misses = 0, deaths = 0, wakes = 0, missedWakes = 0;
  };
  struct WakeTold {
    std::string device;
    Source source;
    Wake wake;
  };
  std::vector<WakeTold> wakes;
  std::vector<std::pair<std::string, Notice>> notices;

  std::map<std::string, Device> devices;
  std::vector<std::string> order;
  std::map<int64_t, SecondCounts> seconds;
  uint64_t facts = 0;

  void apply(const Batch& batch) {
    const uint32_t link = batch.link.value;
    const bool node = batch.kind == LinkKind::node;
    if (batch.status)
      forEachOf(link, node, [&](Device& d) {
        (node ? d.staleBelief : d.staleTruth) = batch.status->state != LinkStatus::State::online;
      });
    if (batch.snapshotBegins) {
      m_handles[link].clear();
      forEachOf(link, node, [&](Device& d) {
        if (node)
          d.belief.reset();
        else
          d.truth.reset();
      });
    }
    for (const DeviceRecord& record : batch.devices)
      takeRecord(link, node, record);
    facts += batch.factCount();
    for (const BeatFact& f : batch.beats)
      if (named(link, f.handle) && node) {
        if (DeviceRecord* b = belief(link, f.handle)) {
          b->lastBeat = f.at;
          b->roundTrip = f.roundTrip;
          b->roundTrips.add(f.roundTrip);
        }
        ++seconds[secondOf(f.at)].beats;
      }
    for (const MissFact& f : batch.misses)
      if (named(link, f.handle) && node) {
        if (DeviceRecord* b = belief(link, f.handle))
          b->missed = f.missed;
        ++seconds[secondOf(f.at)].misses;
      }
    for (const LinkFact& f : batch.links)
      takeLink(link, node, f);
    for (const AppFact& f : batch.apps) {
      Device* d = named(link, f.handle);
      DeviceRecord* told = node ? belief(link, f.handle) : d && d->truth ? &*d->truth : nullptr;
      if (!told)
        continue;
      told->appState = f.state;
      told->appCause = f.cause;
    }
    takePhone(link, node, batch);
    for (const ClockFact& f : batch.clocks)
      if (DeviceRecord* b = node ? belief(link, f.handle) : nullptr) {
        b->clockOffset = f.offset;
        b->clockError = f.error;
      }
    for (const QueueFact& f : batch.queues)
      if (DeviceRecord* b = node ? belief(link, f.handle) : nullptr)
        b->waiting = f.waiting;
  }

 private:
  void takePhone(uint32_t link, bool node, const Batch& batch) {
    const size_t road = node ? 0 : 1;
    for (const WakeFact& f : batch.wakes)
      if (Device* d = named(link, f.handle)) {
        const bool was = f.wake.missed == Reason::none;
        wakes.push_back({deviceOf(link, f.handle),
                         !node ? Source::truth
                         : was ? Source::reported
                               : Source::server,
                         f.wake});
        ++(was ? d->wakes : d->missedWakes)[road];
        const bool knowsBetter = d->truth && !d->staleTruth;
        if (!node || !was || !knowsBetter)
          ++(was ? seconds[secondOf(f.wake.at)].wakes : seconds[secondOf(f.wake.at)].missedWakes);
      }
    for (const NoticeFact& f : batch.notices)
      if (Device* d = named(link, f.handle)) {
        notices.push_back({deviceOf(link, f.handle), f.notice});
        if (!d->notice[road] || f.notice.at >= d->notice[road]->at)
          d->notice[road] = f.notice;
      }
    for (const NetworkFact& f : batch.networks)
      if (Device* d = named(link, f.handle); d && !node && d->truth)
        d->truth->network = f.network;
    for (const SyncedFact& f : batch.syncs)
      if (Device* d = named(link, f.handle); d && (!d->sync[road] || f.sync.at >= d->sync[road]->at)) {
        d->sync[road] = f.sync;
        if (DeviceRecord* told = node ? belief(link, f.handle) : d->truth ? &*d->truth : nullptr)
          told->resumed = f.sync.resumed;
      }
  }
  const std::string& deviceOf(uint32_t link, Handle handle) { return m_handles[link][handle.value]; }
  static int64_t secondOf(WallTime t) { return micros(t) / 1'000'000; }

  template <class F>
  void forEachOf(uint32_t link, bool node, F f) {
    for (auto& [id, d] : devices)
      if (node ? d.belief && d.node == link : d.truth.has_value())
        f(d);
  }
  Device* named(uint32_t link, Handle handle) {
    const auto found = m_handles[link].find(handle.value);
    return found == m_handles[link].end() ? nullptr : &devices[found->second];
  }
  DeviceRecord* belief(uint32_t link, Handle handle) {
    Device* d = named(link, handle);
    return d && d->belief && d->node == link ? &*d->belief : nullptr;
  }
  void takeRecord(uint32_t link, bool node, const DeviceRecord& record) {
    if (record.handle.value == 0 || record.handle.value > 4'000'000)
      return;
    if (!devices.contains(record.device))
      order.push_back(record.device);
    Device& d = devices[record.device];
    m_handles[link][record.handle.value] = record.device;
    if (!record.profile.empty())
      d.profile = record.profile;
    if (!node) {
      d.truth = record;
      d.staleTruth = false;
      return;
    }
    const bool believesAnother = d.belief && d.node != link && !d.staleBelief;
    if (believesAnother && d.belief->connected > record.connected)
      return;
    d.belief = record;
    d.node = link;
    d.staleBelief = false;
  }
  void takeLink(uint32_t link, bool node, const LinkFact& f) {
    Device* d = named(link, f.handle);
    if (!d)
      return;
    if (!node) {
      if (d->truth)
        d->truth->link = f.state;
      return;
    }
    DeviceRecord* b = belief(link, f.handle);
    if (b)
      b->link = f.state;
    if (f.state != LinkState::offline)
      return;
    if (b) {
      b->closing = f.closing;
      b->closed = f.at;
    }
    seconds[secondOf(f.at)].deaths += f.closing.code == ErrorCode::heartbeatLost;
  }

  std::map<uint32_t, std::map<uint32_t, std::string>> m_handles;
};

class Chaos {
 public:
  explicit Chaos(uint64_t seed) : m_random(seed) {}

  WallTime now = wallFromMicros(1'700'000'000'000'000);

  bool oneIn(uint64_t n) { return m_random.below(n) == 0; }

  Batch batch() {
    Batch batch;
    const auto link = uint32_t(m_random.below(linkCount));
    batch.link = {link};
    batch.kind = kindOf(link);
    if (oneIn(40)) {
      batch.status = LinkStatus{};
      batch.status->state = static_cast<LinkStatus::State>(m_random.below(4));
    }
    batch.snapshotBegins = oneIn(200);
    batch.snapshotEnds = oneIn(200);
    if (batch.snapshotBegins)
      m_firstHandle[link] = 1 + uint32_t(m_random.below(500)); // after a restart everything has another handle
    times(3, [&] { batch.devices.push_back(record(link)); });
    times(12, [&] { batch.beats.push_back({handle(link), time(), roundTrip()}); });
    times(3, [&] { batch.misses.push_back({handle(link), time(), uint32_t(m_random.below(9))}); });
    times(4, [&] { batch.links.push_back({handle(link), time(), linkState(), closing()}); });
    times(4, [&] { batch.apps.push_back({handle(link), time(), appState(), cause()}); });
    times(3, [&] { batch.wakes.push_back({handle(link), wake()}); });
    times(2, [&] { batch.notices.push_back({handle(link), notice()}); });
    times(2, [&] { batch.networks.push_back({handle(link), time(), networkOf(uint32_t(m_random.below(16)))}); });
    times(2, [&] { batch.syncs.push_back({handle(link), {time(), oneIn(2), roundTrip(), roundTrip(), 3}}); });
    times(3, [&] { batch.clocks.push_back({handle(link), m_random.between(-5s, 5s), m_random.between(0s, 1s)}); });
    times(3, [&] { batch.queues.push_back({handle(link), uint32_t(m_random.below(50))}); });
    if (oneIn(30))
      now += m_random.between(0ms, 700ms);
    return batch;
  }

 private:
  template <class F>
  void times(uint64_t most, F f) {
    for (uint64_t n = m_random.below(most + 1); n > 0; --n)
      f();
  }
  Handle handle(uint32_t link) {
    if (oneIn(50))
      return {hostileHandles[m_random.below(std::size(hostileHandles))]};
    return {m_firstHandle[link] + uint32_t(m_random.below(48))};
  }
  DeviceRecord record(uint32_t link) {
    DeviceRecord r;
    r.handle = handle(link);
    r.device = "phone-" + std::to_string(m_random.below(70));
    r.profile = oneIn(3) ? "" : "profile-" + std::to_string(m_random.below(4));
    r.address = address();
    r.client = "client/" + std::to_string(m_random.below(3));
    r.link = linkState();
    r.appState = appState();
    r.connected = time();
    r.lastBeat = time();
    r.closed = time();
    r.roundTrip = roundTrip();
    for (uint64_t n = m_random.below(4); n > 0; --n)
      r.roundTrips.add(roundTrip());
    r.missed = uint32_t(m_random.below(5));
    r.waiting = uint32_t(m_random.below(5));
    r.closing = closing();
    r.connects = uint32_t(m_random.below(5));
    r.clockOffset = m_random.between(-5s, 5s);
    r.clockError = m_random.between(0s, 1s);
    r.appCause = cause();
    r.network = networkOf(uint32_t(m_random.below(16)));
    r.resumed = oneIn(2);
    r.wakesOnData = oneIn(2);
    r.mostResumes = oneIn(2) ? 15 : 0;
    return r;
  }
  // Most are kept as bytes, the others as texts.
  std::string address() {
    const char* const others[] = {"", "[fe80::1]:7000", "10.0.0.1", "010.0.0.1:7", "10.0.0.256:7", "1.2.3.4:65536"};
    if (oneIn(3))
      return others[m_random.below(std::size(others))];
    return "10.0.0." + std::to_string(m_random.below(256)) + ":" + std::to_string(m_random.below(65'536));
  }
  Cause cause() { return static_cast<Cause>(m_random.below(causeCount)); }
  Notice notice() {
    return {time(), static_cast<NoticeKind>(m_random.below(noticeKindCount)), Reason::none, uint32_t(m_random.below(9)),
            0};
  }
  Wake wake() {
    Wake w;
    w.at = time();
    w.cause = cause();
    w.missed = oneIn(3) ? static_cast<Reason>(m_random.below(reasonCount)) : Reason::none;
    w.latency = roundTrip();
    w.used = m_random.between(0s, 12s);
    w.resumes = uint32_t(m_random.below(16));
    return w;
  }
  LinkState linkState() { return static_cast<LinkState>(m_random.below(linkStateCount)); }
  AppState appState() { return static_cast<AppState>(m_random.below(appStateCount)); }
  Closing closing() {
    return {static_cast<Side>(m_random.below(3)), errorFromWire(uint32_t(m_random.below(17))), oneIn(2)};
  }
  Duration roundTrip() { return m_random.between(Duration(0), oneIn(10) ? Duration(3s) : Duration(90ms)); }
  WallTime time() { return now - m_random.between(-2s, 30s); }

  Random m_random;
  uint32_t m_firstHandle[linkCount] = {1, 1, 1, 1};
};

void expectSameBelief(const DeviceTable& table, Row row, const PlainWorld::Device& plain) {
  const DeviceTable::Belief& b = table.belief(row);
  ASSERT_EQ(b.known, plain.belief.has_value());
  if (!b.known)
    return;
  const DeviceRecord& r = *plain.belief;
  EXPECT_EQ(b.teller.value, plain.node);
  EXPECT_EQ(b.stale, plain.staleBelief);
  EXPECT_EQ(b.link, r.link);
  EXPECT_EQ(b.app, r.appState);
  EXPECT_EQ(b.cause, r.appCause);
  EXPECT_EQ(b.resumed, r.resumed);
  EXPECT_EQ(b.wakesOnData, r.wakesOnData);
  EXPECT_EQ(b.mostResumes, r.mostResumes);
  EXPECT_EQ(table.address(row), r.address);
  EXPECT_EQ(table.client(row), r.client);
  EXPECT_EQ(b.connected, r.connected);
  EXPECT_EQ(b.lastBeat, r.lastBeat);
  EXPECT_EQ(b.closed, r.closed);
  EXPECT_EQ(b.roundTrip, r.roundTrip);
  EXPECT_EQ(b.missed, r.missed);
  EXPECT_EQ(b.waiting, r.waiting);
  EXPECT_EQ(b.connects, r.connects);
  EXPECT_EQ(b.closing, r.closing);
  EXPECT_EQ(b.clockOffset, r.clockOffset);
  EXPECT_EQ(b.clockError, r.clockError);
  EXPECT_TRUE(std::ranges::equal(b.roundTrips.buckets(), r.roundTrips.buckets()));
}

void expectSameTruth(const DeviceTable& table, Row row, const PlainWorld::Device& plain) {
  const DeviceTable::Truth& t = table.truth(row);
  ASSERT_EQ(t.known, plain.truth.has_value());
  if (!t.known)
    return;
  EXPECT_EQ(t.teller.value, fleetLink);
  EXPECT_EQ(t.stale, plain.staleTruth);
  EXPECT_EQ(t.link, plain.truth->link);
  EXPECT_EQ(t.app, plain.truth->appState);
  EXPECT_EQ(t.cause, plain.truth->appCause);
  EXPECT_EQ(t.resumed, plain.truth->resumed);
  EXPECT_EQ(t.network, plain.truth->network);
  EXPECT_EQ(t.mostResumes, plain.truth->mostResumes);
}

void expectSameActivity(const World& world, Row row, const PlainWorld::Device& plain) {
  for (const LinkKind road : {LinkKind::node, LinkKind::fleet}) {
    const Activity* a = world.devices().activity(row, road);
    const auto i = size_t(road);
    EXPECT_EQ(a ? a->wakes : 0, plain.wakes[i]);
    EXPECT_EQ(a ? a->missedWakes : 0, plain.missedWakes[i]);
    const Notice* notice = world.devices().notice(row, road);
    ASSERT_EQ(notice != nullptr, plain.notice[i].has_value());
    if (notice) {
      EXPECT_EQ(notice->at, plain.notice[i]->at);
    }
    const SyncFact* sync = world.devices().sync(row, road);
    ASSERT_EQ(sync != nullptr, plain.sync[i].has_value());
    if (sync) {
      EXPECT_EQ(sync->at, plain.sync[i]->at);
    }
    if (!a)
      continue;
    const std::vector<WakeTable::Number> wakes = world.wakes().of(*a);
    EXPECT_TRUE(std::ranges::is_sorted(wakes));
    for (const WakeTable::Number number : wakes) {
      const WakeRow* wake = world.wakes().find(number);
      ASSERT_NE(wake, nullptr);
      EXPECT_EQ(wake->device, row);
      EXPECT_EQ(wake->source == Source::truth, road == LinkKind::fleet);
    }
    EXPECT_EQ(wakes.size(), std::min<size_t>(Activity::wakesKept, a->wakes + a->missedWakes));
  }
}

void expectSameSums(const World& world, const PlainWorld& plain, WallTime now) {
  std::array<uint32_t, linkStateCount> byLink{};
  uint32_t waiting = 0;
  for (const auto& [id, d] : plain.devices)
    if (d.belief) {
      ++byLink[size_t(d.staleBelief ? LinkState::unknown : d.belief->link)];
      waiting += d.staleBelief ? 0 : d.belief->waiting;
    }
  EXPECT_EQ(world.countByLink(), byLink);
  EXPECT_EQ(world.waitingDeliveries(), waiting);
  EXPECT_EQ(world.factCount(), plain.facts);

  constexpr int64_t span = 60;
  PlainWorld::SecondCounts sums;
  const int64_t end = micros(now) / 1'000'000;
  for (auto it = plain.seconds.lower_bound(end - span); it != plain.seconds.end() && it->first < end; ++it) {
    sums.beats += it->second.beats;
    sums.misses += it->second.misses;
    sums.deaths += it->second.deaths;
    sums.wakes += it->second.wakes;
    sums.missedWakes += it->second.missedWakes;
  }
  const Series::Totals totals = world.series().totals(now, span);
  EXPECT_EQ(totals.beats, sums.beats);
  EXPECT_EQ(totals.misses, sums.misses);
  EXPECT_EQ(totals.deaths, sums.deaths);
  EXPECT_EQ(totals.wakes, sums.wakes);
  EXPECT_EQ(totals.missedWakes, sums.missedWakes);
}

void expectSame(const World& world, const PlainWorld& plain, WallTime now) {
  ASSERT_EQ(world.devices().size(), plain.order.size());
  for (Row row = 0; row < world.devices().size(); ++row) {
    const std::string& id = plain.order[row];
    SCOPED_TRACE(id);
    ASSERT_EQ(world.devices().device(row), id);
    ASSERT_EQ(world.devices().find(id), std::optional(row));
    const PlainWorld::Device& d = plain.devices.at(id);
    EXPECT_EQ(world.devices().profile(row), d.profile);
    expectSameBelief(world.devices(), row, d);
    expectSameTruth(world.devices(), row, d);
    expectSameActivity(world, row, d);
  }
  ASSERT_EQ(world.wakes().endNumber(), plain.wakes.size());
  for (WakeTable::Number n = world.wakes().firstNumber(); n < world.wakes().endNumber(); n += 17) {
    EXPECT_EQ(world.devices().device(world.wakes().find(n)->device), plain.wakes[size_t(n)].device);
    EXPECT_EQ(world.wakes().find(n)->source, plain.wakes[size_t(n)].source);
    EXPECT_EQ(world.wakes().find(n)->wake.at, plain.wakes[size_t(n)].wake.at);
  }
  ASSERT_EQ(world.notices().endNumber(), plain.notices.size());
  for (NoticeTable::Number n = world.notices().firstNumber(); n < world.notices().endNumber(); n += 17) {
    EXPECT_EQ(world.devices().device(world.notices().find(n)->device), plain.notices[size_t(n)].first);
    EXPECT_EQ(world.notices().find(n)->notice.at, plain.notices[size_t(n)].second.at);
  }
  expectSameSums(world, plain, now);
}

TEST(WorldTwin, AgreesWithAPlainSecondImplementation) {
  Chaos chaos(testSeed("WorldTwin"));
  World world;
  PlainWorld plain;
  for (uint32_t link = 0; link < linkCount; ++link)
    world.addLink({link}, kindOf(link), "link");
  const uint64_t facts = testSteps(300'000);
  while (plain.facts < facts) {
    Batch batch = chaos.batch();
    plain.apply(batch);
    world.apply(std::move(batch), chaos.now);
    if (!chaos.oneIn(150))
      continue;
    expectSame(world, plain, chaos.now);
    if (::testing::Test::HasFailure())
      FAIL() << "after " << plain.facts << " facts";
  }
  expectSame(world, plain, chaos.now);
}

} // namespace
} // namespace pushscope
