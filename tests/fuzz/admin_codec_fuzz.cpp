#include "protocol/codec/admin_codec.h"
#include "protocol/codec/operator_codec.h"
#include "protocol/codec/quiet_protobuf.h"
#include "tests/fuzz/round_trip.h"

namespace pushscope {

void fuzzOne(BytesView input) {
  quietProtobuf();
  const Choice choice(input);
  switch (choice.number % 20) {
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
  case 8:
    return checkRoundTrip(choice.rest, decodeSessionControl,
                          [](const SessionControl& m) { return encodeSessionControl(1, m); });
  case 9:
    return checkRoundTrip(choice.rest, decodeTag, [](const Tag& m) { return encodeTag(1, m); });
  case 10:
    return checkRoundTrip(choice.rest, decodePeek, [](const Peek& m) { return encodePeek(1, m); });
  case 11:
    return checkRoundTrip(choice.rest, decodePeeked, [](const Peeked& m) { return encodePeeked(1, m); });
  case 12:
    return checkRoundTrip(choice.rest, decodePageRequest,
                          [](const PageRequest& m) { return encodePageRequest(1, admin::audit, m); });
  case 13:
    return checkRoundTrip(choice.rest, decodeQueuePage, [](const QueuePage& m) { return encodeQueuePage(1, m); });
  case 14:
    return checkRoundTrip(choice.rest, decodeDeadLetterPage,
                          [](const DeadLetterPage& m) { return encodeDeadLetterPage(1, m); });
  case 15:
    return checkRoundTrip(choice.rest, decodeHistoryPage, [](const HistoryPage& m) { return encodeHistoryPage(1, m); });
  case 16:
    return checkRoundTrip(choice.rest, decodeAuditPage, [](const AuditPage& m) { return encodeAuditPage(1, m); });
  case 17:
    return checkRoundTrip(choice.rest, decodeTokenAdd, [](const TokenAdd& m) { return encodeTokenAdd(1, m); });
  case 18:
    return checkRoundTrip(choice.rest, decodeTokenRemove, [](const TokenRemove& m) { return encodeTokenRemove(1, m); });
  case 19:
    return checkRoundTrip(choice.rest, decodeTokenList, [](const TokenList& m) { return encodeTokenList(1, m); });
  default:
    return checkRoundTrip(choice.rest, decodeChanged,
                          [](const Changed& m) { return encodeChanged(1, admin::manage, m); });
  }
}

} // namespace pushscope
