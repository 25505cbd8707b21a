#include "protocol/codec/fleet_codec.h"
#include "protocol/codec/quiet_protobuf.h"
#include "tests/fuzz/round_trip.h"

namespace pushscope {

void fuzzOne(BytesView input) {
  quietProtobuf();
  const Choice choice(input);
  if (choice.number % 2 == 0)
    return checkRoundTrip(choice.rest, decodeControl, [](const Control& m) { return encodeControl(1, m); });
  checkRoundTrip(choice.rest, decodeControlled, [](const Controlled& m) { return encodeControlled(1, m); });
}

} // namespace pushscope
