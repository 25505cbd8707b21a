#pragma once

#include "protocol/base/result.h"
#include "protocol/message/device.h"

// The device port's own messages; see session_codec.h for the conventions.
namespace pushscope {

// A Push that stays where it is.
struct PushView {
  const Uuid& uuid;
  Sequence sequence;
  uint32_t attempt;
  BytesView payload;
  bool highPriority;
  std::string_view collapseKey;
  bool media;
};
Bytes encodePushView(const PushView& push);
Bytes encodePush(const Push& push);
Result<Push> decodePush(BytesView body);

Bytes encodeAcknowledge(const Acknowledge& acknowledge);
Result<Acknowledge> decodeAcknowledge(BytesView body);

Bytes encodeReport(const Report& report);
Result<Report> decodeReport(BytesView body);

Bytes encodeSync(uint32_t serial, const Sync& sync);
Result<Sync> decodeSync(BytesView body);
Bytes encodeCollectionPage(const CollectionPage& page);
Result<CollectionPage> decodeCollectionPage(BytesView body);
// One-way with serial 0, else the answer to sync.
Bytes encodeSynced(uint32_t serial, const Synced& synced);
Result<Synced> decodeSynced(BytesView body);

Bytes encodeRule(const Rule& rule);
Result<Rule> decodeRule(BytesView body);
Bytes encodeNudge(const Nudge& nudge);
Result<Nudge> decodeNudge(BytesView body);

} // namespace pushscope
