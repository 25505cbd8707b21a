#pragma once

#include "protocol/base/bytes.h"
#include "protocol/frame/command.h"
#include "protocol/message/telemetry.h"

#include <memory>

namespace pushscope {

namespace v1 {
class SnapshotPage;
}

// A page of a snapshot while it is filled.
class SnapshotPage {
 public:
  // Far below the 1 MiB of a frame even with ids of the greatest length.
  static constexpr size_t mostRecords = 500;

  SnapshotPage();
  ~SnapshotPage();

  void add(const DeviceRecord& record);
  bool isFull() const;
  // The frame: what is true after block `asOf`.
  Bytes frame(Port port, uint64_t asOf, bool first, bool last);

 private:
  std::unique_ptr<v1::SnapshotPage> m_page;
};

// The frame that says how many blocks a console was not sent.
Bytes encodeGap(Port port, uint64_t blocks);

} // namespace pushscope
