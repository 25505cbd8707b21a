#include "models/feed/playback.h"
#include "models/feed/record_applier.h"
#include "models/recording/world_image.h"
#include "tests/fuzz/fuzz.h"

#include <sstream>

namespace pushscope {
namespace {

void applyRecords(BytesView content) {
  World world;
  applyBlock(world, content);
}

// An image that is accepted is written again as it was: nothing of it is made up, nothing is lost.
void readImage(BytesView content) {
  const Result<World> world = WorldImage::read(content);
  if (!world.ok())
    return;
  const Bytes again = WorldImage::of(world.value());
  const Result<World> twin = WorldImage::read(again);
  FUZZ_CHECK(twin.ok() && WorldImage::of(twin.value()) == again);
}

void playFile(BytesView bytes) {
  auto in = std::make_unique<std::istringstream>(std::string(asText(bytes)));
  Result<RecordingReader> reader = RecordingReader::open(std::move(in), "file");
  if (!reader.ok())
    return;
  Playback playback(std::move(reader).value());
  playback.seek(playback.end());
  playback.seek(playback.begin());
}

} // namespace

// Under the checksum, too: a fuzzer cannot get past it.
void fuzzOne(BytesView input) {
  const Choice choice(input);
  switch (choice.number % 3) {
  case 0:
    return playFile(choice.rest);
  case 1:
    return applyRecords(choice.rest);
  default:
    return readImage(choice.rest);
  }
}

} // namespace pushscope
