#include "tests/models/recording/random_feed.h"

#include "models/feed/block_reader.h"
#include "protocol/frame/command.h"
#include "pushscope/v1/admin.pb.h"
#include "pushscope/v1/telemetry.pb.h"

#include <cstdlib>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

constexpr uint32_t devices = 60;

// Of the generator itself, in every build.
void mustHold(bool statement) {
  if (!statement)
    std::abort();
}

} // namespace

void RandomFeed::begin(World& live, RecordBlockWriter& recorded) {
  for (uint32_t link = 0; link < linkCount; ++link) {
    const LinkIntroduction introduction{kindOf(link), "127.0.0.1:" + std::to_string(7800 + link)};
    live.addLink({link}, introduction.kind, introduction.target);
    recorded.add(Record::Kind::link, now, {link}, encode(introduction));
  }
}

size_t RandomFeed::next(World& live, RecordBlockWriter& recorded) {
  if (oneIn(4)) {
    const Duration step = oneIn(300) ? m_random.between(-20s, 20s) : m_random.between(0ms, 400ms);
    now.wall += step; // a clock that is set, now and then
    now.mono += std::max(step, Duration(1ms));
  }
  Batch batch;
  batch.received = now.wall;
  if (oneIn(10)) {
    batch.link = noLink;
    advance(live, std::move(batch));
    recorded.add(Record::Kind::pulse, now, {}, {});
    return 0;
  }
  const auto link = uint32_t(m_random.below(linkCount));
  batch.link = {link};
  batch.kind = kindOf(link);
  if (oneIn(25)) {
    LinkStatus status;
    status.state = LinkStatus::State(m_random.below(4));
    status.name = "node-" + std::to_string(link);
    if (oneIn(3))
      m_incarnation[link] = m_random.below(1000);
    status.incarnation = {m_incarnation[link]};
    status.error.code = oneIn(2) ? ErrorCode::ok : ErrorCode::connectionClosed;
    status.capabilities = {"push", "trace"};
    status.clockError = m_random.between(0ms, 9ms);
    recorded.add(Record::Kind::status, now, {link}, encode(status));
    batch.status = status;
    advance(live, std::move(batch));
    return 0;
  }
  if (oneIn(50)) {
    batch.snapshotEnds = true;
    advance(live, std::move(batch));
    recorded.add(Record::Kind::resumed, now, {link}, {});
    return 0;
  }
  return frame(live, recorded, std::move(batch));
}

size_t RandomFeed::frame(World& live, RecordBlockWriter& recorded, Batch&& batch) {
  const uint32_t link = batch.link.value;
  RecordedFrame frame;
  frame.ahead = m_random.between(-5s, 5s);
  std::string body;
  if (oneIn(40)) {
    v1::Gap gap;
    gap.set_blocks(m_random.below(9));
    body = gap.SerializeAsString();
    frame.command = telemetry::gap;
    batch.missedBlocks = readGap(asBytes(body)).value();
  } else if (oneIn(40)) {
    body = page(link);
    frame.command = telemetry::snapshotPage;
    mustHold(readSnapshotPage(asBytes(body), frame.ahead, batch).ok());
  } else if (oneIn(60)) {
    v1::Traced traced;
    mustHold(traced.mutable_ladder()->ParseFromString(block(link)));
    body = traced.SerializeAsString();
    frame.command = RecordedFrame::traced;
    mustHold(readTraced(asBytes(body), frame.ahead, batch).ok());
  } else {
    body = block(link);
    frame.command = telemetry::block;
    mustHold(readBlock(asBytes(body), frame.ahead, batch).ok());
  }
  frame.body = asBytes(body);
  const size_t facts = batch.factCount();
  recorded.add(now, batch.link, frame, facts);
  advance(live, std::move(batch));
  return facts;
}

std::string RandomFeed::page(uint32_t link) {
  v1::SnapshotPage page;
  page.set_first(oneIn(2));
  page.set_last(oneIn(2));
  page.set_as_of(m_sequence);
  v1::Block block;
  if (page.first())
    m_firstHandle[link] = 1 + upTo(300);
  mustHold(block.ParseFromString(this->block(link)));
  *page.mutable_devices() = block.devices();
  return page.SerializeAsString();
}

std::string RandomFeed::block(uint32_t link) {
  v1::Block block;
  const auto wall = uint64_t(micros(now.wall));
  block.set_node("node-" + std::to_string(link));
  block.set_incarnation(m_incarnation[link]);
  block.set_sequence(++m_sequence);
  block.set_wall_us(wall);
  const auto handle = [&] { return m_firstHandle[link] + upTo(48); };
  const auto delta = [&] { return int32_t(upTo(3'000'000)) - 2'000'000; };
  const auto time = [&] { return oneIn(20) ? 0 : wall - upTo(30'000'000); };
  const auto times = [&](uint32_t most, auto f) {
    for (uint32_t n = upTo(most); n > 0; --n)
      f();
  };
  times(3, [&] {
    v1::DeviceRecord& r = *block.add_devices();
    r.set_handle(handle());
    r.set_device("phone-" + std::to_string(upTo(devices)));
    r.set_profile(oneIn(3) ? "" : "profile-" + std::to_string(upTo(4)));
    r.set_address("10.0.0." + std::to_string(upTo(254)) + ":1234");
    r.set_client("client/" + std::to_string(upTo(3)));
    r.set_link(v1::LinkState(upTo(3)));
    r.set_app_state(v1::AppState(upTo(6)));
    r.set_connected_us(time());
    r.set_last_beat_us(time());
    r.set_closed_us(time());
    r.set_round_trip_us(upTo(90'000));
    r.set_missed(upTo(5));
    r.set_waiting(upTo(5));
    r.set_closed_by(v1::Side(upTo(2)));
    r.set_closed_code(upTo(17));
    r.set_connects(upTo(5));
    r.set_clock_offset_us(delta());
    r.set_clock_error_us(upTo(1'000'000));
    r.set_app_cause(v1::Cause(upTo(13)));
    r.set_network(upTo(15));
    r.set_resumed(oneIn(2));
    r.set_wakes_on_data(oneIn(2));
    r.set_most_resumes(oneIn(2) ? 15 : 0);
    r.set_round_trip_buckets(std::string(28, char(upTo(9))));
  });
  times(40, [&] {
    v1::Beats& b = *block.mutable_beats();
    b.add_handle(handle());
    b.add_delta_us(delta());
    b.add_round_trip_us(upTo(oneIn(10) ? 3'000'000 : 90'000));
  });
  times(3, [&] {
    v1::Misses& m = *block.mutable_misses();
    m.add_handle(handle());
    m.add_delta_us(delta());
    m.add_missed(upTo(9));
  });
  times(4, [&] {
    v1::Links& l = *block.mutable_links();
    l.add_handle(handle());
    l.add_delta_us(delta());
    l.add_link(upTo(3));
    l.add_closed_by(upTo(2));
    l.add_closed_code(upTo(17));
    l.add_closed_goodbye(upTo(1));
  });
  times(4, [&] {
    v1::Apps& a = *block.mutable_apps();
    a.add_handle(handle());
    a.add_delta_us(delta());
    a.add_app_state(upTo(6));
    a.add_cause(upTo(13));
  });
  times(3, [&] {
    v1::Clocks& c = *block.mutable_clocks();
    c.add_handle(handle());
    c.add_offset_us(delta());
    c.add_error_us(upTo(1'000'000));
  });
  times(3, [&] {
    v1::Queues& q = *block.mutable_queues();
    q.add_handle(handle());
    q.add_waiting(upTo(50));
  });
  times(3, [&] {
    v1::Wakes& w = *block.mutable_wakes();
    w.add_handle(handle());
    w.add_at_us(time());
    w.add_cause(upTo(13));
    w.add_missed(oneIn(3) ? upTo(30) : 0);
    w.add_latency_us(upTo(900'000));
    w.add_used_us(upTo(12'000'000));
    w.add_budget_us(upTo(10'000'000));
    w.add_resumes(upTo(15));
    w.add_pushes(upTo(3));
    w.add_beats(upTo(3));
  });
  times(2, [&] {
    v1::Notices& n = *block.mutable_notices();
    n.add_handle(handle());
    n.add_delta_us(delta());
    n.add_kind(upTo(7));
    n.add_reason(upTo(24));
    n.add_badge(upTo(9));
    n.add_pending(upTo(9));
  });
  times(2, [&] {
    v1::Networks& n = *block.mutable_networks();
    n.add_handle(handle());
    n.add_delta_us(delta());
    n.add_flags(upTo(15));
  });
  times(2, [&] {
    v1::Syncs& s = *block.mutable_syncs();
    s.add_handle(handle());
    s.add_delta_us(delta());
    s.add_resumed(upTo(1));
    s.add_first_push_us(upTo(900'000));
    s.add_sync_us(upTo(900'000));
    s.add_items(upTo(9));
  });
  times(2, [&] {
    v1::DeliveryRecord& d = *block.add_deliveries();
    d.set_delivery(++m_deliveries);
    Uuid uuid;
    uuid.bytes[15] = uint8_t(upTo(200));
    d.set_uuid(std::string(asText(uuid.bytes)));
    d.set_device("phone-" + std::to_string(upTo(devices)));
    d.set_sequence(upTo(3));
    d.set_payload_bytes(upTo(4096));
  });
  times(6, [&] {
    static constexpr uint32_t stages[]{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 16, 17, 18, 19, 32, 33, 34, 35};
    v1::Stages& s = *block.mutable_stages();
    s.add_delivery(m_deliveries - std::min(m_deliveries, upTo(30)));
    s.add_at_us(time());
    s.add_stage(stages[upTo(std::size(stages) - 1)]);
    s.add_attempt(upTo(4));
    s.add_error_us(upTo(9000));
    s.add_code(upTo(17));
    s.add_reason(upTo(30));
  });
  if (oneIn(30))
    block.add_stalls()->set_stalled_ms(upTo(9000));
  return block.SerializeAsString();
}

} // namespace pushscope
