#include "protocol/codec/device_codec.h"

#include "protocol/frame/command.h"
#include "protocol/message/admin.h"
#include "tests/protocol/codec/body.h"
#include "tests/support/hex.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

Uuid sampleUuid() {
  return Uuid::parse("01234567-89ab-7b0b-be43-190c6640c6d7").value();
}

TEST(PushCodec, KeepsEveryField) {
  const Push sent{sampleUuid(), {0xffffffffffffffff}, 4, {0, 1, 0xff}, true};
  const Push read = decodePush(bodyOf(encodePush(sent), 0, device::push)).value();
  EXPECT_EQ(read.uuid, sent.uuid);
  EXPECT_EQ(read.sequence, sent.sequence);
  EXPECT_EQ(read.attempt, sent.attempt);
  EXPECT_EQ(read.payload, sent.payload);
  EXPECT_EQ(read.highPriority, sent.highPriority);
}

TEST(PushCodec, IsTheseBytes) {
  EXPECT_EQ(hexText(encodePush({sampleUuid(), {5}, 1, {0x68, 0x69}, false})), "0000002a"
                                                                              "00000000"
                                                                              "00000110"
                                                                              "00000000"
                                                                              "0a100123456789ab7b0bbe43190c6640c6d7"
                                                                              "1005"
                                                                              "1801"
                                                                              "22026869");
}

TEST(PushCodec, FitsTheDeviceLimitWithTheLargestPayload) {
  const Push push{sampleUuid(), {0xffffffffffffffff}, 0xffffffff, Bytes(maxPayloadBytes), true};
  EXPECT_LE(encodePush(push).size(), size_t{deviceLimit});
}

TEST(PushCodec, RefusesAUuidOfAnotherSize) {
  EXPECT_EQ(decodePush(fromHex("0a 03 010203")).error(), (Error{ErrorCode::malformed, "uuid"}));
  EXPECT_FALSE(decodePush({}).ok());
}

TEST(AcknowledgeCodec, KeepsEveryField) {
  const Acknowledge sent{
      {9},
      {{{8}, wallFromMicros(1), wallFromMicros(2), wallFromMicros(3), false}, {{9}, {}, wallFromMicros(5), {}, true}}};
  const Acknowledge read = decodeAcknowledge(bodyOf(encodeAcknowledge(sent), 0, device::acknowledge)).value();
  EXPECT_EQ(read.upTo, sent.upTo);
  ASSERT_EQ(read.stages.size(), sent.stages.size());
  for (size_t i = 0; i < read.stages.size(); ++i) {
    EXPECT_EQ(read.stages[i].sequence, sent.stages[i].sequence);
    EXPECT_EQ(read.stages[i].woken, sent.stages[i].woken);
    EXPECT_EQ(read.stages[i].handled, sent.stages[i].handled);
    EXPECT_EQ(read.stages[i].shown, sent.stages[i].shown);
    EXPECT_EQ(read.stages[i].duplicate, sent.stages[i].duplicate);
  }
}

TEST(AcknowledgeCodec, MayCarryNoStages) {
  const Acknowledge read = decodeAcknowledge(bodyOf(encodeAcknowledge({{3}, {}}), 0, device::acknowledge)).value();
  EXPECT_EQ(read.upTo, Sequence{3});
  EXPECT_TRUE(read.stages.empty());
}

TEST(ReportCodec, KeepsEveryAppState) {
  for (size_t i = 0; i < appStateCount; ++i) {
    const auto state = static_cast<AppState>(i);
    EXPECT_EQ(decodeReport(bodyOf(encodeReport({state}), 0, device::report)).value().appState, state);
  }
}

TEST(ReportCodec, ReadsAnAppStateOfANewerPeerAsUnknown) {
  EXPECT_EQ(decodeReport(fromHex("08 07")).value().appState, AppState::unknown);
  EXPECT_EQ(decodeReport(fromHex("08 ff01")).value().appState, AppState::unknown);
  EXPECT_EQ(decodeReport(fromHex("08 ffffffffffffffffff01")).value().appState, AppState::unknown);
}

} // namespace
} // namespace pushscope
