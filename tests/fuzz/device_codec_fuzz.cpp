#include "protocol/codec/device_codec.h"
#include "tests/fuzz/round_trip.h"
#include "tests/support/quiet_protobuf.h"

namespace pushscope {

void fuzzOne(BytesView input) {
  static const QuietProtobuf quiet;
  const Choice choice(input);
  switch (choice.number % 3) {
  case 0:
    return checkRoundTrip(choice.rest, decodePush, encodePush);
  case 1:
    return checkRoundTrip(choice.rest, decodeAcknowledge, encodeAcknowledge);
  default:
    return checkRoundTrip(choice.rest, decodeReport, encodeReport);
  }
}

} // namespace pushscope
