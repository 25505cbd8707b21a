#include "models/feed/record_applier.h"

#include "models/feed/advance.h"
#include "models/feed/block_reader.h"
#include "protocol/frame/command.h"

namespace pushscope {
namespace {

constexpr uint32_t mostLinks = 4096; // a world makes room for each up to the greatest

bool readFrame(const RecordedFrame& frame, Batch& batch) {
  switch (frame.command) {
  case telemetry::gap: {
    const Result<uint64_t> blocks = readGap(frame.body);
    batch.missedBlocks = blocks.ok() ? blocks.value() : 0;
    return blocks.ok();
  }
  case telemetry::snapshotPage:
    return readSnapshotPage(frame.body, frame.ahead, batch).ok();
  case telemetry::block:
    return readBlock(frame.body, frame.ahead, batch).ok();
  case RecordedFrame::traced:
    return readTraced(frame.body, frame.ahead, batch).ok();
  }
  return false;
}

// False: nothing is to be done.
bool fill(Batch& batch, const Record& record, RecordBlockReader& block) {
  switch (record.kind) {
  case Record::Kind::pulse:
    return true;
  case Record::Kind::status: {
    Result<LinkStatus> status = readLinkStatus(record.body);
    if (status.ok())
      batch.status = std::move(status).value();
    return status.ok();
  }
  case Record::Kind::resumed:
    batch.snapshotEnds = true;
    return true;
  case Record::Kind::frame:
    return readFrame(block.frame(), batch);
  case Record::Kind::link:
  case Record::Kind::mark:
    break;
  }
  return false;
}

} // namespace

void applyRecord(World& world, const Record& record, RecordBlockReader& block) {
  if (record.kind == Record::Kind::link) {
    const Result<LinkIntroduction> link = readLinkIntroduction(record.body);
    if (link.ok() && record.link.value < mostLinks)
      world.addLink(record.link, link.value().kind, link.value().target);
    return;
  }
  Batch batch;
  batch.received = record.at;
  const bool isOfLink = record.kind != Record::Kind::pulse;
  batch.link = isOfLink ? record.link : noLink;
  if (isOfLink && record.link.value >= world.links().size())
    return;
  if (isOfLink)
    batch.kind = world.links()[record.link.value].kind;
  if (fill(batch, record, block))
    advance(world, std::move(batch));
}

bool applyBlock(World& world, BytesView content) {
  Result<RecordBlockReader> block = RecordBlockReader::open(content);
  if (!block.ok())
    return false;
  while (const auto record = block.value().next())
    applyRecord(world, *record, block.value());
  return !block.value().damaged();
}

} // namespace pushscope
