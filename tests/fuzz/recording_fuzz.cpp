#include "models/recording/record_block.h"
#include "models/recording/recording_reader.h"
#include "models/recording/world_image.h"
#include "tests/fuzz/fuzz.h"

#include <sstream>

namespace pushscope {
namespace {

void readRecords(BytesView content) {
  Result<RecordBlockReader> block = RecordBlockReader::open(content);
  if (!block.ok())
    return;
  while (const auto record = block.value().next()) {
    if (record->kind == Record::Kind::status)
      (void)readLinkStatus(record->body).ok();
    if (record->kind == Record::Kind::link)
      (void)readLinkIntroduction(record->body).ok();
  }
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

void readFile(BytesView bytes) {
  auto in = std::make_unique<std::istringstream>(std::string(asText(bytes)));
  Result<RecordingReader> reader = RecordingReader::open(std::move(in), "file");
  if (!reader.ok())
    return;
  for (size_t i = 0; i < reader.value().blocks().size(); ++i)
    if (const Result<Bytes> content = reader.value().read(i); content.ok()) {
      readRecords(content.value());
      readImage(content.value());
    }
}

} // namespace

// Under the checksum, too: a fuzzer cannot get past it.
void fuzzOne(BytesView input) {
  const Choice choice(input);
  switch (choice.number % 3) {
  case 0:
    return readFile(choice.rest);
  case 1:
    return readRecords(choice.rest);
  default:
    return readImage(choice.rest);
  }
}

} // namespace pushscope
