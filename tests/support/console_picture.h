#pragma once

#include "pushscope/v1/telemetry.pb.h"
#include "tests/support/wire.h"

#include <map>
#include <string>

namespace pushscope {

// What a console knows of the devices, from raw telemetry frames, byte for byte.
struct ConsolePicture {
  std::map<uint32_t, std::string> records; // serialised, by handle
  uint64_t gaps = 0, lost = 0, blocks = 0, lastBlock = 0, beforeGap = 0, incarnation = 0;
  bool whole = false; // no gap since the last complete snapshot

  // False if it cannot be read.
  bool apply(const Wire::Frame& frame) {
    switch (frame.header.command) {
    case command(Port::admin, telemetry::snapshotPage):
      return applyPage(frame.body);
    case command(Port::admin, telemetry::block):
      return applyBlock(frame.body);
    case command(Port::admin, telemetry::gap):
      return applyGap(frame.body);
    }
    return true;
  }

 private:
  bool applyPage(const Bytes& body) {
    v1::SnapshotPage page;
    if (!page.ParseFromArray(body.data(), int(body.size())))
      return false;
    if (page.first())
      records.clear();
    for (const v1::DeviceRecord& record : page.devices())
      records[record.handle()] = record.SerializeAsString();
    whole = page.last();
    lastBlock = std::max<uint64_t>(lastBlock, page.as_of());
    return true;
  }
  bool applyBlock(const Bytes& body) {
    v1::Block block;
    if (!block.ParseFromArray(body.data(), int(body.size())))
      return false;
    for (const v1::DeviceRecord& record : block.devices())
      records[record.handle()] = record.SerializeAsString();
    lastBlock = block.sequence();
    incarnation = block.incarnation();
    ++blocks;
    return true;
  }
  bool applyGap(const Bytes& body) {
    v1::Gap told;
    if (!told.ParseFromArray(body.data(), int(body.size())))
      return false;
    ++gaps;
    beforeGap = lastBlock;
    lost += told.blocks();
    whole = false;
    return true;
  }
};

} // namespace pushscope
