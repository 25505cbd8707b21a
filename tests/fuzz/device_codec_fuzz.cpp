#include "protocol/codec/device_codec.h"
#include "protocol/codec/quiet_protobuf.h"
#include "tests/fuzz/round_trip.h"

namespace pushscope {

void fuzzOne(BytesView input) {
  quietProtobuf();
  const Choice choice(input);
  switch (choice.number % 8) {
  case 0:
    return checkRoundTrip(choice.rest, decodePush, encodePush);
  case 1:
    return checkRoundTrip(choice.rest, decodeAcknowledge, encodeAcknowledge);
  case 2:
    return checkRoundTrip(choice.rest, decodeReport, encodeReport);
  case 3:
    return checkRoundTrip(choice.rest, decodeSync, [](const Sync& m) { return encodeSync(1, m); });
  case 4:
    return checkRoundTrip(choice.rest, decodeCollectionPage, encodeCollectionPage);
  case 5:
    return checkRoundTrip(choice.rest, decodeSynced, [](const Synced& m) { return encodeSynced(0, m); });
  case 6:
    return checkRoundTrip(choice.rest, decodeRule, encodeRule);
  default:
    return checkRoundTrip(choice.rest, decodeNudge, encodeNudge);
  }
}

} // namespace pushscope
