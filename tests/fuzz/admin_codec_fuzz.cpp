#include "protocol/codec/admin_codec.h"
#include "tests/fuzz/round_trip.h"
#include "tests/support/quiet_protobuf.h"

namespace pushscope {

void fuzzOne(BytesView input) {
  static const QuietProtobuf quiet;
  const Choice choice(input);
  switch (choice.number % 8) {
  case 0:
    return checkRoundTrip(choice.rest, decodeInject, [](const Inject& m) { return encodeInject(1, m); });
  case 1:
    return checkRoundTrip(choice.rest, decodeInjected, [](const Injected& m) { return encodeInjected(1, m); });
  case 2:
    return checkRoundTrip(choice.rest, decodeTrace, [](const Trace& m) { return encodeTrace(1, m); });
  case 3:
    return checkRoundTrip(choice.rest, decodeSubscribe,
                          [](const Subscribe& m) { return encodeSubscribe(Port::admin, 1, m); });
  case 4:
    return checkRoundTrip(choice.rest, decodeSubscribed,
                          [](const Subscribed& m) { return encodeSubscribed(Port::admin, 1, m); });
  case 5:
    return checkRoundTrip(choice.rest, decodeManage, [](const Manage& m) { return encodeManage(1, m); });
  case 6:
    return checkRoundTrip(choice.rest, decodeTouch, [](const Touch& m) { return encodeTouch(1, m); });
  default:
    return checkRoundTrip(choice.rest, decodeChanged,
                          [](const Changed& m) { return encodeChanged(1, admin::manage, m); });
  }
}

} // namespace pushscope
