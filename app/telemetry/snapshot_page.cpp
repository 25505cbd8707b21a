#include "app/telemetry/snapshot_page.h"

#include "app/telemetry/record_codec.h"
#include "protocol/codec/proto_frame.h"

namespace pushscope {

SnapshotPage::SnapshotPage() : m_page(std::make_unique<v1::SnapshotPage>()) {}

SnapshotPage::~SnapshotPage() = default;

void SnapshotPage::add(const DeviceRecord& record) {
  writeRecord(record, *m_page->add_devices());
}

bool SnapshotPage::isFull() const {
  return size_t(m_page->devices_size()) >= mostRecords;
}

Bytes SnapshotPage::frame(Port port, uint64_t asOf, bool first, bool last) {
  m_page->set_as_of(asOf);
  m_page->set_first(first);
  m_page->set_last(last);
  return codec::frameOf(0, command(port, telemetry::snapshotPage), ErrorCode::ok, *m_page);
}

Bytes encodeGap(Port port, uint64_t blocks) {
  v1::Gap gap;
  gap.set_blocks(blocks);
  return codec::frameOf(0, command(port, telemetry::gap), ErrorCode::ok, gap);
}

} // namespace pushscope
