#include "models/recording/world_image.h"

#include "models/recording/archive_reader.h"
#include "models/recording/archive_writer.h"
#include "models/recording/link_archive.h"

#include <type_traits>
#include <utility>

namespace pushscope {
namespace {

// Far beyond what a person opens.
constexpr size_t mostLinks = 4096;
constexpr size_t mostDevices = 4'000'000;           // as World has it
constexpr uint64_t mostNumbers = uint64_t{1} << 62; // so that they can go on counting

// The other direction of a loop over a container: how long it is.
template <class Archive, class Container>
void visitSize(Archive& archive, Container& container, size_t most) {
  if constexpr (Archive::reads)
    container.resize(archive.count(most));
  else
    archive.number(container.size());
}

// Whether a part follows.
template <class Archive>
bool visitThere(Archive& archive, bool there) {
  archive.flag(there);
  return there;
}

template <class Archive, class Any>
void visitReason(Archive& archive, Any& reason) {
  archive.choice(reason, otherReason);
}

template <class Archive, class Any>
void visitNetwork(Archive& archive, Any& network) {
  archive.flag(network.airplane);
  archive.flag(network.wifi);
  archive.flag(network.cellular);
  archive.flag(network.blackHole);
}

template <class Archive, class Any>
void visitWake(Archive& archive, Any& wake) {
  archive.time(wake.at);
  archive.choice(wake.cause, Cause::loggedOut);
  visitReason(archive, wake.missed);
  archive.span(wake.latency);
  archive.span(wake.used);
  archive.span(wake.budget);
  archive.number(wake.resumes);
  archive.number(wake.pushes);
  archive.number(wake.beats);
}

template <class Archive, class Any>
void visitTold(Archive& archive, Any& told) {
  archive.number(told.teller.value);
  archive.flag(told.known);
  archive.flag(told.stale);
  archive.choice(told.link, LinkState::offline);
  archive.choice(told.app, AppState::terminated);
  archive.choice(told.cause, Cause::loggedOut);
  archive.time(told.appSince);
  archive.flag(told.resumed);
  archive.flag(told.wakesOnData);
  archive.number(told.mostResumes);
}

// Nobody ever told of it by this road.
bool isBlank(const DeviceTable::Told& told) {
  return !told.known && told.appSince == WallTime{} && told.link == LinkState::unknown &&
         told.app == AppState::unknown && told.mostResumes == 0 && told.teller == LinkId{};
}

template <class Archive>
void visitBrief(Archive& archive, BriefDuration& brief) {
  Duration span = brief;
  archive.span(span);
  brief = span;
}
template <class Archive>
void visitBrief(Archive& archive, const BriefDuration& brief) {
  archive.span(Duration(brief));
}

template <class Archive, class Any>
void visitBelief(Archive& archive, Any& belief) {
  visitTold(archive, belief);
  archive.time(belief.connected);
  archive.time(belief.lastBeat);
  archive.time(belief.closed);
  visitBrief(archive, belief.roundTrip);
  if constexpr (Archive::reads) {
    if (const BytesView buckets = archive.raw(LatencyHistogram::bucketCount); !archive.failed())
      belief.roundTrips.setBuckets(buckets.template first<LatencyHistogram::bucketCount>());
  } else {
    archive.raw(belief.roundTrips.buckets());
  }
  archive.number(belief.missed);
  archive.number(belief.waiting);
  archive.number(belief.connects);
  archive.choice(belief.closing.side, Side::phone);
  archive.choice(belief.closing.code, ErrorCode{~uint32_t{}});
  archive.flag(belief.closing.goodbye);
  archive.span(belief.clockOffset);
  visitBrief(archive, belief.clockError);
}

// A number of a ring; none is a short one, too.
template <class Archive, class Any>
void visitPlace(Archive& archive, Any& place) {
  uint64_t next = place + 1;
  archive.number(next);
  if constexpr (Archive::reads)
    place = next - 1;
}

template <class Archive, class Any>
void visitActivity(Archive& archive, Any& activity) {
  visitPlace(archive, activity.newestState);
  visitPlace(archive, activity.newestWake);
  archive.time(activity.lastWake);
  archive.number(activity.wakes);
  archive.number(activity.missedWakes);
}

template <class Archive, class Any>
void visitNotice(Archive& archive, Any& notice) {
  archive.time(notice.at);
  archive.choice(notice.kind, NoticeKind::replaced);
  visitReason(archive, notice.reason);
  archive.number(notice.badge);
  archive.number(notice.pending);
}

template <class Archive, class Any>
void visitSync(Archive& archive, Any& sync) {
  archive.time(sync.at);
  archive.flag(sync.resumed);
  archive.span(sync.firstPush);
  archive.span(sync.sync);
  archive.number(sync.items);
}

template <class Archive, class Any>
void visitState(Archive& archive, Any& state) {
  archive.time(state.span.from);
  archive.time(state.span.to);
  archive.choice(state.span.state, AppState::terminated);
  archive.choice(state.span.cause, Cause::loggedOut);
  visitPlace(archive, state.previous);
}

template <class Archive, class Any>
void visitWakeRow(Archive& archive, Any& row) {
  archive.number(row.device);
  archive.choice(row.source, Source::truth);
  visitWake(archive, row.wake);
  visitPlace(archive, row.previous);
}

// The way from a device to its notifications is made anew: it follows from their order.
template <class Archive, class Any>
void visitNoticeRow(Archive& archive, Any& row) {
  archive.number(row.device);
  archive.choice(row.source, Source::truth);
  visitNotice(archive, row.notice);
  visitPlace(archive, row.delivery);
}

template <class Archive, class Any>
void visitDelivery(Archive& archive, Any& row) {
  if constexpr (Archive::reads) {
    const BytesView uuid = archive.raw(row.uuid.bytes.size());
    std::copy(uuid.begin(), uuid.end(), row.uuid.bytes.begin());
  } else {
    archive.raw(row.uuid.bytes);
  }
  archive.text(row.device, maxDeviceIdBytes, TextMeaning::device);
  archive.number(row.sequence.value);
  archive.number(row.payloadBytes);
  archive.number(row.attempts);
  archive.choice(row.state, Stage::evicted);
  visitReason(archive, row.reason);
  archive.time(row.first);
  archive.time(row.settled);
  visitSize(archive, row.stages, DeliveryTable::stagesPerDelivery);
  for (auto& stage : row.stages) {
    archive.choice(stage.stage, Stage::evicted);
    archive.time(stage.at);
    archive.number(stage.attempt);
    archive.span(stage.error);
    archive.choice(stage.source, Source::truth);
    archive.choice(stage.code, ErrorCode{~uint32_t{}});
    visitReason(archive, stage.reason);
  }
  archive.flag(row.byServer);
}

} // namespace

template <class Archive, class Links>
void WorldImage::visitLinks(Archive& archive, Links& links) {
  visitSize(archive, links, mostLinks);
  for (auto& link : links) {
    archive.choice(link.kind, LinkKind::fleet);
    archive.text(link.target, longestLinkText, TextMeaning::address);
    visitStatus(archive, link.status);
    archive.flag(link.wasOnline);
    archive.number(link.facts);
    archive.number(link.missedBlocks);
    archive.time(link.lastHeard);
    archive.number(link.stalls);
    archive.flag(link.snapshotComplete);
    archive.time(link.silentSince);
    visitSize(archive, link.rowByHandle, mostDevices + 1);
    for (auto& row : link.rowByHandle) {
      Row next = row + 1; // so that none is a short number, too
      archive.number(next);
      if constexpr (Archive::reads)
        row = next - 1;
    }
  }
}

template <class Archive, class Devices>
void WorldImage::visitDevices(Archive& archive, Devices& devices) {
  size_t count = devices.size();
  if constexpr (Archive::reads)
    count = archive.count(mostDevices);
  else
    archive.number(count);
  for (Row row = 0; row < count; ++row) {
    visitDevice(archive, devices, row);
    if constexpr (Archive::reads)
      if (archive.failed())
        return;
  }
  visitRing(archive, devices.m_states, [&](auto& state) { visitState(archive, state); });
}

template <class Archive, class Devices>
void WorldImage::visitDevice(Archive& archive, Devices& devices, Row row) {
  if constexpr (Archive::reads) {
    std::string device, profile, address, client;
    archive.text(device, maxDeviceIdBytes);
    archive.text(profile, TextPool::longest);
    archive.text(address, TextPool::longest);
    archive.text(client, TextPool::longest);
    if (archive.failed() || !checkDeviceId(device).ok() || devices.rowFor(device) != row)
      return archive.fail();
    devices.setProfile(row, profile);
    DeviceTable::Belief belief;
    if (visitThere(archive, false)) {
      visitBelief(archive, belief);
      devices.makeBelief(row) = belief;
      devices.setOrigin(row, address, client);
    }
    if (visitThere(archive, false)) {
      DeviceTable::Truth& truth = devices.makeTruth(row);
      visitTold(archive, truth);
      visitNetwork(archive, truth.network);
    }
  } else {
    archive.text(devices.device(row), maxDeviceIdBytes, TextMeaning::device);
    archive.text(devices.profile(row), TextPool::longest);
    archive.text(devices.address(row), TextPool::longest, TextMeaning::address);
    archive.text(devices.client(row), TextPool::longest, TextMeaning::client);
    if (visitThere(archive, !isBlank(devices.belief(row))))
      visitBelief(archive, devices.belief(row));
    if (visitThere(archive, !isBlank(devices.truth(row)))) {
      visitTold(archive, devices.truth(row));
      visitNetwork(archive, devices.truth(row).network);
    }
  }
  for (const LinkKind road : {LinkKind::node, LinkKind::fleet}) {
    if (!visitThere(archive, std::as_const(devices).activity(row, road) != nullptr))
      continue;
    if constexpr (Archive::reads) {
      visitActivity(archive, devices.makeActivity(row, road));
      if (Notice notice; visitThere(archive, false)) {
        visitNotice(archive, notice);
        devices.takeNotice(row, road, notice);
      }
      if (SyncFact sync; visitThere(archive, false)) {
        visitSync(archive, sync);
        devices.takeSync(row, road, sync);
      }
    } else {
      visitActivity(archive, *devices.activity(row, road));
      if (const Notice* notice = devices.notice(row, road); visitThere(archive, notice != nullptr))
        visitNotice(archive, *notice);
      if (const SyncFact* sync = devices.sync(row, road); visitThere(archive, sync != nullptr))
        visitSync(archive, *sync);
    }
  }
}

template <class Archive, class AnyRing, class Visit>
void WorldImage::visitRing(Archive& archive, AnyRing& ring, Visit visitValue) {
  uint64_t first = ring.firstNumber();
  archive.number(first);
  if constexpr (Archive::reads) {
    const size_t count = archive.count(ring.m_capacity);
    // Only a full ring has dropped any; numbers can go on counting.
    if (archive.failed() || (first > 0 && (count < ring.m_capacity || first >= mostNumbers)))
      return archive.fail();
    ring.m_end = first;
    for (size_t left = count; left > 0 && !archive.failed(); --left) {
      const uint64_t number = ring.add({});
      auto& value = *ring.find(number);
      visitValue(value);
      if (value.previous != ring.none && value.previous >= number) // or a walk back would not end
        return archive.fail();
    }
  } else {
    archive.number(ring.size());
    for (uint64_t number = first; number < ring.endNumber(); ++number)
      visitValue(*ring.find(number));
  }
}

template <class Archive, class Deliveries>
void WorldImage::visitDeliveries(Archive& archive, Deliveries& deliveries) {
  archive.number(deliveries.m_firstNumber);
  visitSize(archive, deliveries.m_rows, DeliveryTable::capacity);
  for (auto& row : deliveries.m_rows)
    visitDelivery(archive, row);
  if constexpr (Archive::reads) {
    for (size_t i = 0; i < deliveries.m_rows.size(); ++i) {
      const DeliveryRow& row = deliveries.m_rows[i];
      deliveries.m_byKey[{row.uuid, row.device, row.sequence.value}] = deliveries.m_firstNumber + i;
    }
    for (size_t left = archive.count(2 * DeliveryTable::capacity + mostDevices); left > 0; --left) {
      LinkId link;
      DeliveryHandle handle;
      DeliveryTable::Number number = 0;
      archive.number(link.value);
      archive.number(handle.value);
      archive.number(number);
      deliveries.m_byHandle.insert_or_assign(deliveries.m_byHandle.end(), {link, handle}, number);
    }
  } else {
    archive.number(uint64_t(std::count_if(deliveries.m_byHandle.begin(), deliveries.m_byHandle.end(),
                                          [&](const auto& e) { return e.second >= deliveries.m_firstNumber; })));
    for (const auto& [key, number] : deliveries.m_byHandle)
      if (number >= deliveries.m_firstNumber) {
        archive.number(key.first.value);
        archive.number(key.second.value);
        archive.number(number);
      }
  }
}

template <class Archive, class Histogram>
void WorldImage::visitHistogram(Archive& archive, Histogram& histogram) {
  bool there = std::any_of(histogram.m_counts.begin(), histogram.m_counts.end(), [](uint32_t n) { return n > 0; });
  archive.flag(there);
  if (there)
    for (auto& count : histogram.m_counts)
      archive.number(count);
}

template <class Archive, class AnySeries>
void WorldImage::visitSeries(Archive& archive, AnySeries& series) {
  for (auto& slot : series.m_ring) {
    int64_t number = slot ? slot->second : -1;
    archive.integer(number);
    if (number < 0)
      continue;
    if constexpr (!std::is_const_v<AnySeries>) {
      slot = std::make_unique<Series::Second>();
      slot->second = number;
    }
    auto& second = *slot;
    archive.flag(second.heard);
    archive.number(second.beats);
    archive.number(second.misses);
    archive.number(second.deaths);
    archive.number(second.pushes);
    archive.number(second.acknowledged);
    archive.number(second.wakes);
    archive.number(second.missedWakes);
    archive.number(second.online);
    visitHistogram(archive, second.roundTrips);
    visitHistogram(archive, second.acknowledgements);
    visitHistogram(archive, second.wakeLatencies);
    visitHistogram(archive, second.wakeUses);
  }
}

template <class Archive, class Any>
void WorldImage::visit(Archive& archive, Any& world) {
  archive.time(world.m_now);
  archive.number(world.m_facts);
  visitLinks(archive, world.m_links);
  visitDevices(archive, world.m_devices);
  visitDeliveries(archive, world.m_deliveries);
  visitRing(archive, world.m_wakes, [&](auto& row) { visitWakeRow(archive, row); });
  visitSeries(archive, world.m_series);
  // Images of version 1 end here.
  if constexpr (Archive::reads)
    if (archive.left() == 0)
      return;
  visitNotices(archive, world);
}

template <class Archive, class Any>
void WorldImage::visitNotices(Archive& archive, Any& world) {
  visitRing(archive, world.m_notices, [&](auto& row) {
    visitNoticeRow(archive, row);
    if constexpr (Archive::reads) {
      if (row.device >= world.m_devices.size() ||
          (row.delivery != NoticeTable::none && row.delivery >= world.m_deliveries.endNumber()))
        return archive.fail();
      const LinkKind road = row.source == Source::truth ? LinkKind::fleet : LinkKind::node;
      uint64_t& newest = world.m_devices.makeActivity(row.device, road).newestNotice;
      row.previous = std::exchange(newest, world.m_notices.endNumber() - 1);
    }
  });
}

bool WorldImage::isSound(const World& world) {
  for (const World::LinkInfo& link : world.m_links)
    for (const Row row : link.rowByHandle)
      if (row != World::noRow && row >= world.m_devices.size())
        return false;
  for (Row row = 0; row < world.m_devices.size(); ++row) {
    for (const LinkKind road : {LinkKind::node, LinkKind::fleet})
      if (const DeviceTable::Told& told = world.m_devices.told(row, road);
          told.known && told.teller.value >= world.m_links.size())
        return false;
  }
  for (uint64_t number = world.m_wakes.firstNumber(); number < world.m_wakes.endNumber(); ++number)
    if (world.m_wakes.find(number)->device >= world.m_devices.size())
      return false;
  const DeliveryTable& deliveries = world.m_deliveries;
  if (deliveries.m_byKey.size() != deliveries.m_rows.size())
    return false;
  for (size_t i = 0; i < Series::seconds; ++i)
    if (const auto& slot = world.m_series.m_ring[i]; slot && size_t(slot->second) % Series::seconds != i)
      return false;
  return deliveries.m_firstNumber < mostNumbers;
}

Bytes WorldImage::of(const World& world, const TextRewriter& rewrite) {
  Bytes bytes;
  ArchiveWriter archive(bytes, rewrite);
  visit(archive, world);
  return bytes;
}

Result<World> WorldImage::read(BytesView image) {
  ArchiveReader archive(image);
  World world;
  visit(archive, world);
  if (archive.failed() || archive.left() > 0 || !isSound(world))
    return {ErrorCode::malformed, "image"};
  for (Row row = 0; row < world.m_devices.size(); ++row) {
    world.count(row, true);
    if (const DeviceTable::Truth& truth = std::as_const(world.m_devices).truth(row); truth.known)
      world.applyNetwork(row, Network(truth.network));
  }
  return world;
}

} // namespace pushscope
