#include "protocol/codec/quiet_protobuf.h"
#include "protocol/codec/session_codec.h"
#include "tests/fuzz/round_trip.h"

namespace pushscope {

void fuzzOne(BytesView input) {
  quietProtobuf();
  const Choice choice(input);
  switch (choice.number % 6) {
  case 0:
    return checkRoundTrip(choice.rest, decodeHello, [](const Hello& m) { return encodeHello(Port::device, 1, m); });
  case 1:
    return checkRoundTrip(choice.rest, decodeWelcome,
                          [](const Welcome& m) { return encodeWelcome(Port::device, 1, m); });
  case 2:
    return checkRoundTrip(choice.rest, decodePing, [](const Ping& m) { return encodePing(Port::device, 1, m); });
  case 3:
    return checkRoundTrip(choice.rest, decodePong, [](const Pong& m) { return encodePong(Port::device, 1, m); });
  case 4:
    return checkRoundTrip(choice.rest, decodeGoodbye,
                          [](const Goodbye& m) { return encodeGoodbye(Port::device, ErrorCode::draining, m); });
  default:
    return checkRoundTrip(
        choice.rest, [](BytesView body) { return Result<Refusal>(decodeRefusal(body)); },
        [](const Refusal& m) { return encodeRefusal({}, ErrorCode::busy, m); });
  }
}

} // namespace pushscope
