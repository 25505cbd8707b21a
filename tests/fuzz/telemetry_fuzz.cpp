#include "models/feed/advance.h"
#include "models/feed/block_reader.h"
#include "models/recording/world_image.h"
#include "protocol/codec/quiet_protobuf.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>

// What a hostile server or fleet may tell a console: telemetry bodies, one after the other, into a world. An input is
// a list of [what it is and on which link, length in two bytes, body].
namespace pushscope {
namespace {

bool read(uint8_t kind, BytesView body, Batch& batch) {
  constexpr Duration ahead = std::chrono::seconds(1);
  switch (kind) {
  case 0:
    return readBlock(body, ahead, batch).ok();
  case 1:
    batch.snapshotBegins = true;
    return readSnapshotPage(body, ahead, batch).ok();
  case 2:
    return readSnapshotPage(body, ahead, batch).ok();
  case 3:
    return readTraced(body, ahead, batch).ok();
  default: {
    const Result<uint64_t> blocks = readGap(body);
    batch.missedBlocks = blocks.ok() ? blocks.value() : 0;
    return blocks.ok();
  }
  }
}

} // namespace

void fuzzOne(BytesView input) {
  quietProtobuf();
  World world;
  world.addLink(LinkId{0}, LinkKind::node, "a:1");
  world.addLink(LinkId{1}, LinkKind::fleet, "b:2");
  WallTime now = wallFromMicros(1'700'000'000'000'000);
  while (input.size() >= 3) {
    const uint8_t what = input[0];
    const size_t length = std::min<size_t>(input[1] | input[2] << 8, input.size() - 3);
    Batch batch;
    batch.link = LinkId{what & 1u};
    batch.kind = world.links()[what & 1u].kind;
    batch.received = now;
    // A body that cannot be read loses the link: nothing of it is taken.
    if (read((what >> 1) % 5, input.subspan(3, length), batch))
      advance(world, std::move(batch));
    input = input.subspan(3 + length);
    now += std::chrono::milliseconds(300);
  }
  // Whatever was told, the world can be written down and read again as it is.
  const Bytes image = WorldImage::of(world);
  const Result<World> twin = WorldImage::read(image);
  FUZZ_CHECK(twin.ok() && WorldImage::of(twin.value()) == image);
}

} // namespace pushscope
