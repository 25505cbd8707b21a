#include "models/feed/frame_rewriter.h"

#include "protocol/base/ids.h"
#include "protocol/frame/command.h"
#include "pushscope/v1/admin.pb.h"
#include "pushscope/v1/telemetry.pb.h"

namespace pushscope {
namespace {

class Rewriter {
 public:
  explicit Rewriter(const TextRewriter& rewrite) : m_rewrite(rewrite) {}

  bool rewrite(v1::DeviceRecord& record) const {
    if (!checkDeviceId(record.device()).ok())
      return false;
    record.set_device(m_rewrite(TextMeaning::device, record.device()));
    record.set_profile(m_rewrite(TextMeaning::other, record.profile()));
    record.set_address(m_rewrite(TextMeaning::address, record.address()));
    record.set_client(m_rewrite(TextMeaning::client, record.client()));
    for (std::string& tag : *record.mutable_tags())
      tag = m_rewrite(TextMeaning::other, tag);
    return true;
  }
  bool rewrite(v1::Block& block) const {
    block.set_node(m_rewrite(TextMeaning::other, block.node()));
    for (v1::DeviceRecord& record : *block.mutable_devices())
      if (!rewrite(record))
        return false;
    for (v1::DeliveryRecord& record : *block.mutable_deliveries()) {
      if (!checkDeviceId(record.device()).ok())
        return false;
      record.set_device(m_rewrite(TextMeaning::device, record.device()));
      record.clear_payload_hash();
    }
    return true;
  }
  bool rewrite(v1::SnapshotPage& page) const {
    for (v1::DeviceRecord& record : *page.mutable_devices())
      if (!rewrite(record))
        return false;
    return true;
  }
  bool rewrite(v1::Traced& traced) const { return rewrite(*traced.mutable_ladder()); }
  bool rewrite(v1::Gap&) const { return true; }

  template <class Message>
  Result<Bytes> body(BytesView in) const {
    Message message;
    if (!message.ParseFromArray(in.data(), int(in.size())))
      return {ErrorCode::malformed, "frame"};
    message.DiscardUnknownFields();
    if (!rewrite(message))
      return {ErrorCode::malformed, "device"};
    Bytes out(message.ByteSizeLong());
    message.SerializeToArray(out.data(), int(out.size()));
    return out;
  }

 private:
  const TextRewriter& m_rewrite;
};

} // namespace

Result<Bytes> rewriteFrame(const RecordedFrame& frame, const TextRewriter& rewrite) {
  const Rewriter rewriter(rewrite);
  switch (frame.command) {
  case telemetry::gap:
    return rewriter.body<v1::Gap>(frame.body);
  case telemetry::snapshotPage:
    return rewriter.body<v1::SnapshotPage>(frame.body);
  case telemetry::block:
    return rewriter.body<v1::Block>(frame.body);
  case RecordedFrame::traced:
    return rewriter.body<v1::Traced>(frame.body);
  }
  return {ErrorCode::malformed, "command"};
}

} // namespace pushscope
