#include "protocol/codec/device_codec.h"

#include "protocol/frame/command.h"
#include "protocol/message/admin.h"
#include "tests/protocol/codec/body.h"
#include "tests/support/hex.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

PhoneStages sampleStages(uint64_t sequence) {
  return {{sequence}, wallFromMicros(1), wallFromMicros(2), wallFromMicros(3),
          true,       Reason::alertsOff, wallFromMicros(4)};
}

void expectSame(const PhoneStages& a, const PhoneStages& b) {
  EXPECT_EQ(a.sequence, b.sequence);
  EXPECT_EQ(a.woken, b.woken);
  EXPECT_EQ(a.handled, b.handled);
  EXPECT_EQ(a.shown, b.shown);
  EXPECT_EQ(a.duplicate, b.duplicate);
  EXPECT_EQ(a.notShown, b.notShown);
  EXPECT_EQ(a.mediaReady, b.mediaReady);
}

Wake sampleWake() {
  return {wallFromMicros(5), Cause::data, Reason::none, 1500us, 9s, 10s, 15, 3, 2};
}

void expectSame(const Wake& a, const Wake& b) {
  EXPECT_EQ(a.at, b.at);
  EXPECT_EQ(a.cause, b.cause);
  EXPECT_EQ(a.latency, b.latency);
  EXPECT_EQ(a.used, b.used);
  EXPECT_EQ(a.budget, b.budget);
  EXPECT_EQ(a.resumes, b.resumes);
  EXPECT_EQ(a.pushes, b.pushes);
  EXPECT_EQ(a.beats, b.beats);
}

Uuid sampleUuid() {
  return Uuid::parse("01234567-89ab-7b0b-be43-190c6640c6d7").value();
}

TEST(PushCodec, KeepsEveryField) {
  const Push sent{sampleUuid(), {0xffffffffffffffff}, 4, {0, 1, 0xff}, true, "chat-7", true};
  const Push read = decodePush(bodyOf(encodePush(sent), 0, device::push)).value();
  EXPECT_EQ(read.uuid, sent.uuid);
  EXPECT_EQ(read.sequence, sent.sequence);
  EXPECT_EQ(read.attempt, sent.attempt);
  EXPECT_EQ(read.payload, sent.payload);
  EXPECT_EQ(read.highPriority, sent.highPriority);
  EXPECT_EQ(read.collapseKey, sent.collapseKey);
  EXPECT_EQ(read.media, sent.media);
}

TEST(PushCodec, IsTheseBytes) {
  EXPECT_EQ(hexText(encodePush({sampleUuid(), {5}, 1, {0x68, 0x69}, false, "", false})),
            "0000002a"
            "00000000"
            "00000110"
            "00000000"
            "0a100123456789ab7b0bbe43190c6640c6d7"
            "1005"
            "1801"
            "22026869");
}

TEST(PushCodec, FitsTheDeviceLimitWithTheLargestPayload) {
  const Push push{
      sampleUuid(), {0xffffffffffffffff}, 0xffffffff, Bytes(maxPayloadBytes), true, std::string(maxCollapseKey, 'k'),
      true};
  EXPECT_LE(encodePush(push).size(), size_t{deviceLimit});
}

TEST(PushCodec, RefusesAUuidOfAnotherSize) {
  EXPECT_EQ(decodePush(fromHex("0a 03 010203")).error(), (Error{ErrorCode::malformed, "uuid"}));
  EXPECT_FALSE(decodePush({}).ok());
}

TEST(AcknowledgeCodec, KeepsEveryField) {
  const Acknowledge sent{{9},
                         {{{8}, wallFromMicros(1), wallFromMicros(2), wallFromMicros(3), false}, sampleStages(9)},
                         {{7}, {0xffffffffffffffff}, {0}}};
  const Acknowledge read = decodeAcknowledge(bodyOf(encodeAcknowledge(sent), 0, device::acknowledge)).value();
  EXPECT_EQ(read.upTo, sent.upTo);
  ASSERT_EQ(read.stages.size(), sent.stages.size());
  for (size_t i = 0; i < read.stages.size(); ++i)
    expectSame(read.stages[i], sent.stages[i]);
  EXPECT_EQ(read.refused, sent.refused);
}

TEST(AcknowledgeCodec, IsTheseBytes) {
  EXPECT_EQ(hexText(encodeAcknowledge({{9}, {}, {{7}, {300}}})), "00000017"
                                                                 "00000000"
                                                                 "00000111"
                                                                 "00000000"
                                                                 "0809"
                                                                 "1a0307ac02");
  EXPECT_EQ(decodeAcknowledge(fromHex("18 07 18 ac02")).value().refused, (std::vector<Sequence>{{7}, {300}}))
      << "not packed";
}

TEST(AcknowledgeCodec, FitsTheDeviceLimitWithAWholeWindowTakenAndAllThatMayBeRefused) {
  Acknowledge acknowledge{{0xffffffffffffffff}, {}, std::vector<Sequence>(maxRefused, {0xffffffffffffffff})};
  acknowledge.stages.assign(16, sampleStages(0xffffffffffffffff));
  EXPECT_LE(encodeAcknowledge(acknowledge).size(), size_t{deviceLimit});
  EXPECT_TRUE(decodeAcknowledge(bodyOf(encodeAcknowledge(acknowledge), 0, device::acknowledge)).ok());
}

TEST(AcknowledgeCodec, RefusesTooManyRefusalsAndBytesThatAreNone) {
  const Acknowledge many{{9}, {}, std::vector<Sequence>(maxRefused + 1, {1})};
  EXPECT_EQ(decodeAcknowledge(bodyOf(encodeAcknowledge(many), 0, device::acknowledge)).error(),
            (Error{ErrorCode::limit, "refused"}));
  const Error malformed{ErrorCode::malformed, "acknowledge"};
  for (const char* body : {"1a 05 01", "1a 01 80", "18", "1a 0b ffffffffffffffffffff01"})
    EXPECT_EQ(decodeAcknowledge(fromHex(body)).error(), malformed) << body;
}

TEST(AcknowledgeCodec, MayCarryNoStages) {
  const Acknowledge read = decodeAcknowledge(bodyOf(encodeAcknowledge({{3}, {}}), 0, device::acknowledge)).value();
  EXPECT_EQ(read.upTo, Sequence{3});
  EXPECT_TRUE(read.stages.empty());
}

Report reportOf(AppState state) {
  Report report;
  report.appState = state;
  return report;
}

TEST(ReportCodec, KeepsEveryField) {
  const Report sent{AppState::suspended,
                    Cause::budget,
                    {{AppState::woken, Cause::data, wallFromMicros(7)}, {AppState::suspended, Cause::budget, {}}},
                    {sampleWake(), Wake{}},
                    {sampleStages(3)}};
  const Report read = decodeReport(bodyOf(encodeReport(sent), 0, device::report)).value();
  EXPECT_EQ(read.appState, sent.appState);
  EXPECT_EQ(read.cause, sent.cause);
  ASSERT_EQ(read.changes.size(), sent.changes.size());
  for (size_t i = 0; i < read.changes.size(); ++i) {
    EXPECT_EQ(read.changes[i].appState, sent.changes[i].appState);
    EXPECT_EQ(read.changes[i].cause, sent.changes[i].cause);
    EXPECT_EQ(read.changes[i].at, sent.changes[i].at);
  }
  ASSERT_EQ(read.wakes.size(), sent.wakes.size());
  for (size_t i = 0; i < read.wakes.size(); ++i)
    expectSame(read.wakes[i], sent.wakes[i]);
  ASSERT_EQ(read.stages.size(), sent.stages.size());
  expectSame(read.stages[0], sent.stages[0]);
}

TEST(ReportCodec, HoldsADurationWithin32Bits) {
  Report report;
  report.wakes = {sampleWake()};
  report.wakes[0].used = 24h;
  report.wakes[0].latency = -1s;
  const Wake read = decodeReport(bodyOf(encodeReport(report), 0, device::report)).value().wakes.at(0);
  EXPECT_EQ(read.used, Duration(0xffffffff));
  EXPECT_EQ(read.latency, 0s);
}

TEST(ReportCodec, FitsTheDeviceLimitWithEverythingItMayCarry) {
  Report report = reportOf(AppState::terminated);
  PhoneStages stages = sampleStages(0xffffffffffffffff);
  stages.woken = stages.handled = stages.shown = stages.mediaReady = wallFromMicros(int64_t{1} << 53);
  Wake wake = sampleWake();
  wake.at = stages.woken;
  wake.latency = wake.used = wake.budget = Duration(0xffffffff);
  wake.resumes = wake.pushes = wake.beats = 0xffffffff;
  report.changes.assign(maxReported, {AppState::terminated, Cause::loggedOut, wake.at});
  report.wakes.assign(maxReported, wake);
  report.stages.assign(maxReported, stages);
  const Bytes frame = encodeReport(report);
  EXPECT_LE(frame.size(), size_t{deviceLimit});
  EXPECT_TRUE(decodeReport(bodyOf(frame, 0, device::report)).ok());
}

TEST(ReportCodec, RefusesOneEntryTooMany) {
  const Error tooMany{ErrorCode::limit, "report"};
  Report changes, wakes, stages;
  changes.changes.resize(maxReported + 1);
  wakes.wakes.resize(maxReported + 1);
  stages.stages.resize(maxReported + 1);
  for (const Report& report : {changes, wakes, stages})
    EXPECT_EQ(decodeReport(bodyOf(encodeReport(report), 0, device::report)).error(), tooMany);
}

TEST(ReportCodec, ReadsACauseOrReasonOfANewerPeerAsUnknown) {
  EXPECT_EQ(decodeReport(fromHex("10 0d")).value().cause, Cause::loggedOut);
  EXPECT_EQ(decodeReport(fromHex("10 0e")).value().cause, Cause::unknown);
  EXPECT_EQ(decodeReport(fromHex("22 02 10 63")).value().wakes.at(0).cause, Cause::unknown);
  EXPECT_EQ(decodeReport(fromHex("2a 02 30 18")).value().stages.at(0).notShown, Reason::refused);
  EXPECT_EQ(decodeReport(fromHex("2a 02 30 19")).value().stages.at(0).notShown, Reason::none);
}

TEST(ReportCodec, KeepsEveryAppState) {
  for (size_t i = 0; i < appStateCount; ++i) {
    const auto state = static_cast<AppState>(i);
    EXPECT_EQ(decodeReport(bodyOf(encodeReport(reportOf(state)), 0, device::report)).value().appState, state);
  }
}

TEST(ReportCodec, ReadsAnAppStateOfANewerPeerAsUnknown) {
  EXPECT_EQ(decodeReport(fromHex("08 07")).value().appState, AppState::unknown);
  EXPECT_EQ(decodeReport(fromHex("08 ff01")).value().appState, AppState::unknown);
  EXPECT_EQ(decodeReport(fromHex("08 ffffffffffffffffff01")).value().appState, AppState::unknown);
}

TEST(SyncCodec, KeepsEveryVersion) {
  const Sync sent{{{"friends", 0xffffffffffffffff}, {"群组", 0}}};
  EXPECT_EQ(decodeSync(bodyOf(encodeSync(7, sent), 7, device::sync)).value().collections, sent.collections);
}

TEST(SyncedCodec, IsAnAnswerOrComesByItself) {
  const Synced sent{{{"friends", 3}}};
  const uint32_t answer = answerTo(device::sync);
  EXPECT_EQ(decodeSynced(bodyOf(encodeSynced(7, sent), 7, answer)).value().collections, sent.collections);
  EXPECT_EQ(decodeSynced(bodyOf(encodeSynced(0, sent), 0, device::synced)).value().collections, sent.collections);
}

TEST(SyncCodec, RefusesTooManyCollectionsAndNamesThatAreNone) {
  const Error tooMany{ErrorCode::limit, "collections"}, noName{ErrorCode::malformed, "collections"};
  const std::vector<CollectionVersion> many(maxCollections + 1, {"x", 1});
  const std::vector<CollectionVersion> nameless{{"", 1}}, tooLong{{std::string(maxCollectionName + 1, 'x'), 1}};
  EXPECT_EQ(decodeSync(bodyOf(encodeSync(1, {many}), 1, device::sync)).error(), tooMany);
  EXPECT_EQ(decodeSync(bodyOf(encodeSync(1, {nameless}), 1, device::sync)).error(), noName);
  EXPECT_EQ(decodeSync(bodyOf(encodeSync(1, {tooLong}), 1, device::sync)).error(), noName);
  EXPECT_EQ(decodeSynced(bodyOf(encodeSynced(0, {many}), 0, device::synced)).error(), tooMany);
  EXPECT_EQ(decodeSynced(bodyOf(encodeSynced(0, {tooLong}), 0, device::synced)).error(), noName);
}

TEST(CollectionPageCodec, KeepsEveryField) {
  for (bool full : {false, true})
    for (bool last : {false, true}) {
      const CollectionPage sent{"friends", 3, 9, full, {{1, 4, {0, 0xff}}, {0xffffffff, 9, {}}}, last};
      const CollectionPage read =
          decodeCollectionPage(bodyOf(encodeCollectionPage(sent), 0, device::collection)).value();
      EXPECT_EQ(read.name, sent.name);
      EXPECT_EQ(read.from, sent.from);
      EXPECT_EQ(read.to, sent.to);
      EXPECT_EQ(read.full, full);
      EXPECT_EQ(read.last, last);
      ASSERT_EQ(read.items.size(), sent.items.size());
      for (size_t i = 0; i < read.items.size(); ++i) {
        EXPECT_EQ(read.items[i].key, sent.items[i].key);
        EXPECT_EQ(read.items[i].version, sent.items[i].version);
        EXPECT_EQ(read.items[i].value, sent.items[i].value);
      }
    }
}

TEST(CollectionPageCodec, RefusesANameThatIsTooLong) {
  CollectionPage page;
  page.name.assign(maxCollectionName + 1, 'x');
  EXPECT_EQ(decodeCollectionPage(bodyOf(encodeCollectionPage(page), 0, device::collection)).error(),
            (Error{ErrorCode::malformed, "collection"}));
}

TEST(NudgeCodec, KeepsEveryField) {
  const Nudge sent{"手机-7", sampleUuid(), true};
  const Nudge read = decodeNudge(bodyOf(encodeNudge(sent), 0, device::nudge)).value();
  EXPECT_EQ(read.device, sent.device);
  EXPECT_EQ(read.uuid, sent.uuid);
  EXPECT_EQ(read.highPriority, sent.highPriority);
}

TEST(NudgeCodec, RefusesAUuidOfAnotherSize) {
  EXPECT_EQ(decodeNudge(fromHex("12 01 00")).error(), (Error{ErrorCode::malformed, "uuid"}));
}

} // namespace
} // namespace pushscope
