#include "app/telemetry/monitor.h"
#include "models/feed/block_reader.h"
#include "models/store/world.h"
#include "protocol/base/random.h"
#include "protocol/frame/decoder.h"
#include "row_event.pb.h"
#include "tests/bench/figure.h"

#include <google/protobuf/arena.h>

#include <chrono>

// C1: what the console does with a second of telemetry, frames to rows and sums, against reading the same facts as one
// message an event and doing nothing with them.
namespace pushscope {
namespace {

using namespace std::chrono_literals;

constexpr uint32_t devices = 10'000;
constexpr uint32_t factsPerFrame = 1'000;
constexpr uint32_t frames = 1'000;
constexpr WallTime start(1'700'000'000s);

struct Material {
  Bytes snapshot;
  Bytes columns; // all frames, one after the other
  std::vector<std::string> rows;
};

Material makeMaterial() {
  Material material;
  Monitor monitor({"bench", {1}, Port::admin}, size_t{1} << 30);
  for (uint32_t i = 1; i <= devices; ++i) {
    DeviceRecord record;
    record.handle = {i};
    record.device = "device-" + std::to_string(i);
    record.link = LinkState::online;
    monitor.device(record);
  }
  monitor.flush({MonoTime{}, start});
  const uint64_t records = monitor.lastSequence();
  for (uint64_t n = 1; n <= records; ++n)
    material.snapshot.insert(material.snapshot.end(), monitor.block(n)->begin(), monitor.block(n)->end());
  Random random(1);
  for (uint32_t f = 0; f < frames; ++f) {
    bench::RowFrame row;
    for (uint32_t i = 0; i < factsPerFrame; ++i) {
      const auto handle = uint32_t(random.below(devices)) + 1;
      const WallTime at = start + Duration(int64_t(f) * 10'000 + int64_t(random.below(10'000)));
      const auto roundTrip = Duration(int64_t(random.below(300'000)) + 100);
      monitor.beat({handle}, at, roundTrip);
      bench::RowEvent& event = *row.add_events();
      event.set_handle(handle);
      event.set_at_us(uint64_t(micros(at)));
      event.set_round_trip_us(uint32_t(roundTrip.count()));
    }
    monitor.flush({MonoTime{}, start});
    material.rows.push_back(row.SerializeAsString());
  }
  for (uint64_t n = records + 1; n <= monitor.lastSequence(); ++n)
    material.columns.insert(material.columns.end(), monitor.block(n)->begin(), monitor.block(n)->end());
  return material;
}

void feed(World& world, BytesView bytes) {
  Decoder decoder(adminLimit);
  decoder.feed(bytes);
  while (const auto frame = decoder.next()) {
    Batch batch;
    (void)readBlock(frame->body, Duration::zero(), batch);
    world.apply(std::move(batch), start + 10s);
  }
}

// Newer majors of protobuf have only the second name.
template <class Message>
Message* onArena(google::protobuf::Arena& arena) {
#if GOOGLE_PROTOBUF_VERSION < 4022000
  return google::protobuf::Arena::CreateMessage<Message>(&arena);
#else
  return google::protobuf::Arena::Create<Message>(&arena);
#endif
}

double factsPerSecond(const std::function<void()>& work) {
  const auto began = std::chrono::steady_clock::now();
  work();
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - began;
  return double(frames) * factsPerFrame / spent.count();
}

} // namespace

std::vector<Figure> measurePipeline() {
  const Material material = makeMaterial();
  const auto pipeline = [&] {
    World world;
    world.addLink({0}, LinkKind::node, "bench");
    feed(world, material.snapshot);
    return factsPerSecond([&] { feed(world, material.columns); });
  };
  const auto rowWise = [&] {
    return factsPerSecond([&] {
      uint64_t sum = 0;
      for (const std::string& bytes : material.rows) {
        google::protobuf::Arena arena;
        auto* frame = onArena<bench::RowFrame>(arena);
        frame->ParseFromString(bytes);
        sum += uint64_t(frame->events_size());
      }
      if (sum != uint64_t{frames} * factsPerFrame)
        std::abort();
    });
  };
  return {measure("C1", "console pipeline against row-wise decoding", "facts/s", pipeline, rowWise)};
}

} // namespace pushscope
