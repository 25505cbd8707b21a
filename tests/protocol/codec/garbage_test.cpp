#include "protocol/base/random.h"
#include "protocol/codec/admin_codec.h"
#include "protocol/codec/device_codec.h"
#include "protocol/codec/fleet_codec.h"
#include "protocol/codec/quiet_protobuf.h"
#include "protocol/codec/session_codec.h"
#include "tests/support/hex.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

[[maybe_unused]] const bool quiet = (quietProtobuf(), true);

template <class T>
Error errorOf(const Result<T>& result) {
  return result.ok() ? Error{} : result.error();
}

struct Decode {
  const char* message;
  Error (*errorOf)(BytesView);
};

constexpr Decode decoders[] = {
    {"hello", [](BytesView body) { return errorOf(decodeHello(body)); }},
    {"welcome", [](BytesView body) { return errorOf(decodeWelcome(body)); }},
    {"ping", [](BytesView body) { return errorOf(decodePing(body)); }},
    {"pong", [](BytesView body) { return errorOf(decodePong(body)); }},
    {"goodbye", [](BytesView body) { return errorOf(decodeGoodbye(body)); }},
    {"push", [](BytesView body) { return errorOf(decodePush(body)); }},
    {"acknowledge", [](BytesView body) { return errorOf(decodeAcknowledge(body)); }},
    {"report", [](BytesView body) { return errorOf(decodeReport(body)); }},
    {"sync", [](BytesView body) { return errorOf(decodeSync(body)); }},
    {"collection", [](BytesView body) { return errorOf(decodeCollectionPage(body)); }},
    {"synced", [](BytesView body) { return errorOf(decodeSynced(body)); }},
    {"nudge", [](BytesView body) { return errorOf(decodeNudge(body)); }},
    {"inject", [](BytesView body) { return errorOf(decodeInject(body)); }},
    {"injected", [](BytesView body) { return errorOf(decodeInjected(body)); }},
    {"manage", [](BytesView body) { return errorOf(decodeManage(body)); }},
    {"touch", [](BytesView body) { return errorOf(decodeTouch(body)); }},
    {"changed", [](BytesView body) { return errorOf(decodeChanged(body)); }},
    {"trace", [](BytesView body) { return errorOf(decodeTrace(body)); }},
    {"subscribe", [](BytesView body) { return errorOf(decodeSubscribe(body)); }},
    {"subscribed", [](BytesView body) { return errorOf(decodeSubscribed(body)); }},
    {"control", [](BytesView body) { return errorOf(decodeControl(body)); }},
    {"controlled", [](BytesView body) { return errorOf(decodeControlled(body)); }},
};

struct Garbage {
  const char* what;
  const char* hex;
};

constexpr Garbage garbage[] = {
    {"a tag that does not end", "ff"},
    {"a tag longer than a tag may be", "ffffffffffffffffffffff01"},
    {"field number zero", "00"},
    {"a wire type that does not exist", "0f"},
    {"text that ends early", "fa 3e 05 61"},
    {"a number that does not end", "f8 3e ff"},
    {"a number longer than ten bytes", "f8 3e ffffffffffffffffffffff01"},
    {"fixed bytes that end early", "f9 3e 0011"},
    {"a group that does not end", "fb 3e"},
    {"the end of no group", "fc 3e"},
    {"a length past every limit", "fa 3e ffffffff0f"},
};

TEST(Codec, CallsABrokenBodyMalformedAndNamesTheMessage) {
  for (const Decode& decode : decoders)
    for (const Garbage& g : garbage)
      EXPECT_EQ(decode.errorOf(fromHex(g.hex)), (Error{ErrorCode::malformed, decode.message})) << g.what;
}

TEST(Codec, CallsTextThatIsNotUtf8Malformed) {
  EXPECT_EQ(errorOf(decodeHello(fromHex("2a 02 c0 80"))), (Error{ErrorCode::malformed, "hello"}));
  EXPECT_EQ(errorOf(decodeHello(fromHex("72 03 0a 01 ff"))), (Error{ErrorCode::malformed, "hello"}));
  EXPECT_EQ(errorOf(decodePush(fromHex("32 01 ff"))), (Error{ErrorCode::malformed, "push"}));
  EXPECT_EQ(errorOf(decodeInject(fromHex("3a 01 ff"))), (Error{ErrorCode::malformed, "inject"}));
  EXPECT_EQ(errorOf(decodeControl(fromHex("22 01 ff"))), (Error{ErrorCode::malformed, "control"}));
  EXPECT_EQ(errorOf(decodeGoodbye(fromHex("0a 01 ff"))), (Error{ErrorCode::malformed, "goodbye"}));
  EXPECT_EQ(errorOf(decodeInjected(fromHex("0a 03 0a 01 ff"))), (Error{ErrorCode::malformed, "injected"}));
}

TEST(Codec, SurvivesRandomBodies) {
  Random random(testSeed("Codec.SurvivesRandomBodies"));
  for (uint64_t i = 0; i < testSteps(20'000); ++i) {
    Bytes body(random.below(40));
    for (uint8_t& byte : body)
      byte = uint8_t(random.below(random.below(2) ? 256 : 16));
    for (const Decode& decode : decoders)
      decode.errorOf(body);
    decodeRefusal(body);
  }
}

} // namespace
} // namespace pushscope
