#include "protocol/codec/fleet_codec.h"
#include "tests/fuzz/round_trip.h"
#include "tests/support/quiet_protobuf.h"

namespace pushscope {

void fuzzOne(BytesView input) {
  static const QuietProtobuf quiet;
  const Choice choice(input);
  if (choice.number % 2 == 0)
    return checkRoundTrip(choice.rest, decodeControl, [](const Control& m) { return encodeControl(1, m); });
  checkRoundTrip(choice.rest, decodeControlled, [](const Controlled& m) { return encodeControlled(1, m); });
}

} // namespace pushscope
