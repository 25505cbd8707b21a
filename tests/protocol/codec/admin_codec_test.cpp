#include "protocol/codec/admin_codec.h"

#include "tests/protocol/codec/body.h"
#include "tests/support/hex.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

Inject sampleInject() {
  Inject inject;
  inject.uuid = Uuid::parse("01234567-89ab-7b0b-be43-190c6640c6d7").value();
  inject.devices = {"phone-1", "手机"};
  inject.payload = {0xde, 0xad, 0x00};
  inject.composed = wallFromMicros(1'700'000'000'000'001);
  inject.timeToLive = 24h * 7;
  inject.highPriority = true;
  inject.collapseKey = "聊天-7";
  inject.media = true;
  inject.notBefore = wallFromMicros(1'700'000'600'000'002);
  return inject;
}

Result<Inject> decoded(const Inject& inject) {
  return decodeInject(bodyOf(encodeInject(1, inject), 1, admin::inject));
}

TEST(InjectCodec, KeepsEveryField) {
  const Inject sent = sampleInject();
  const Inject read = decoded(sent).value();
  EXPECT_EQ(read.uuid, sent.uuid);
  EXPECT_EQ(read.devices, sent.devices);
  EXPECT_EQ(read.payload, sent.payload);
  EXPECT_EQ(read.composed, sent.composed);
  EXPECT_EQ(read.timeToLive, sent.timeToLive);
  EXPECT_EQ(read.highPriority, sent.highPriority);
  EXPECT_EQ(read.collapseKey, sent.collapseKey);
  EXPECT_EQ(read.media, sent.media);
  EXPECT_EQ(read.notBefore, sent.notBefore);
}

TEST(InjectCodec, FitsTheAdminLimitWithEverythingAtItsLargest) {
  Inject inject = sampleInject();
  inject.devices.assign(maxTargets, std::string(maxDeviceIdBytes, 'x'));
  inject.payload.assign(maxPayloadBytes, 0xff);
  inject.collapseKey.assign(maxCollapseKey, 'k');
  EXPECT_LE(encodeInject(1, inject).size(), size_t{adminLimit});
  EXPECT_TRUE(decoded(inject).ok());
}

TEST(InjectCodec, RefusesOneTargetTooMany) {
  Inject inject = sampleInject();
  inject.devices.assign(maxTargets + 1, "x");
  EXPECT_EQ(decoded(inject).error(), (Error{ErrorCode::limit, "devices"}));
}

TEST(InjectCodec, RefusesOneByteOfPayloadTooMany) {
  Inject inject = sampleInject();
  inject.payload.assign(maxPayloadBytes + 1, 0);
  EXPECT_EQ(decoded(inject).error(), (Error{ErrorCode::tooLarge, "payload"}));
}

TEST(InjectCodec, RefusesACollapseKeyThatIsTooLong) {
  Inject inject = sampleInject();
  inject.collapseKey.assign(maxCollapseKey + 1, 'k');
  EXPECT_EQ(decoded(inject).error(), (Error{ErrorCode::malformed, "collapse_key"}));
}

TEST(InjectCodec, RefusesAUuidOfAnotherSize) {
  EXPECT_EQ(decodeInject(fromHex("0a 01 00")).error(), (Error{ErrorCode::malformed, "uuid"}));
  EXPECT_FALSE(decodeInject({}).ok());
}

TEST(InjectedCodec, KeepsEveryField) {
  const Injected sent{{{"a", {1}, ErrorCode::ok, true}, {"b", {0}, errorFromWire(4711), false}}};
  const Injected read = decodeInjected(bodyOf(encodeInjected(2, sent), 2, answerTo(admin::inject))).value();
  ASSERT_EQ(read.deliveries.size(), sent.deliveries.size());
  for (size_t i = 0; i < read.deliveries.size(); ++i) {
    EXPECT_EQ(read.deliveries[i].device, sent.deliveries[i].device);
    EXPECT_EQ(read.deliveries[i].sequence, sent.deliveries[i].sequence);
    EXPECT_EQ(read.deliveries[i].code, sent.deliveries[i].code);
    EXPECT_EQ(read.deliveries[i].known, sent.deliveries[i].known);
  }
}

TEST(InjectedCodec, FitsTheAdminLimitForTheMostTargets) {
  const InjectedDelivery largest{
      std::string(maxDeviceIdBytes, 'x'), {0xffffffffffffffff}, errorFromWire(0xffffffff), true};
  EXPECT_LE(encodeInjected(1, {std::vector(maxTargets, largest)}).size(), size_t{adminLimit});
}

TEST(ManageCodec, KeepsEveryField) {
  for (QueueAction action : {QueueAction::cancel, QueueAction::postpone}) {
    const Manage sent{sampleInject().uuid, {"phone-1", "手机"}, action, wallFromMicros(1'700'000'000'000'001), {}};
    const Manage read = decodeManage(bodyOf(encodeManage(3, sent), 3, admin::manage)).value();
    EXPECT_EQ(read.uuid, sent.uuid);
    EXPECT_EQ(read.devices, sent.devices);
    EXPECT_EQ(read.action, sent.action);
    EXPECT_EQ(read.until, sent.until);
  }
}

TEST(ManageCodec, RefusesWhatItDoesNotKnowAndTooMany) {
  const auto errorOf = [](const Manage& manage) {
    return decodeManage(bodyOf(encodeManage(3, manage), 3, admin::manage)).error();
  };
  const Uuid uuid = sampleInject().uuid;
  EXPECT_EQ(errorOf({uuid, {}, QueueAction::unknown, {}, {}}), (Error{ErrorCode::malformed, "action"}));
  EXPECT_EQ(errorOf({uuid, {}, static_cast<QueueAction>(7), {}, {}}), (Error{ErrorCode::malformed, "action"}));
  EXPECT_EQ(errorOf({uuid, std::vector<std::string>(maxTargets + 1, "x"), QueueAction::cancel, {}, {}}),
            (Error{ErrorCode::limit, "devices"}));
  EXPECT_EQ(decodeManage(fromHex("0a 01 00 18 01")).error(), (Error{ErrorCode::malformed, "uuid"}));
}

TEST(TouchCodec, KeepsEveryField) {
  const Touch sent{{"phone-1", "手机"}, "friends", 0xffffffff};
  const Touch read = decodeTouch(bodyOf(encodeTouch(3, sent), 3, admin::touch)).value();
  EXPECT_EQ(read.devices, sent.devices);
  EXPECT_EQ(read.collection, sent.collection);
  EXPECT_EQ(read.changes, sent.changes);
}

TEST(TouchCodec, RefusesANameThatIsNoneAndTooMany) {
  const auto errorOf = [](const Touch& touch) {
    return decodeTouch(bodyOf(encodeTouch(3, touch), 3, admin::touch)).error();
  };
  EXPECT_EQ(errorOf({{"x"}, "", 1}), (Error{ErrorCode::malformed, "collection"}));
  EXPECT_EQ(errorOf({{"x"}, std::string(maxCollectionName + 1, 'x'), 1}), (Error{ErrorCode::malformed, "collection"}));
  EXPECT_EQ(errorOf({std::vector<std::string>(maxTargets + 1, "x"), "friends", 1}),
            (Error{ErrorCode::limit, "devices"}));
}

TEST(ChangedCodec, AnswersEither) {
  for (uint32_t request : {admin::manage, admin::touch}) {
    const Changed read = decodeChanged(bodyOf(encodeChanged(3, request, {5, 6}), 3, answerTo(request))).value();
    EXPECT_EQ(read.changed, 5u);
    EXPECT_EQ(read.unknown, 6u);
  }
}

TEST(TraceCodec, KeepsTheUuid) {
  const Uuid uuid = sampleInject().uuid;
  EXPECT_EQ(decodeTrace(bodyOf(encodeTrace(3, {uuid}), 3, admin::trace)).value().uuid, uuid);
  EXPECT_EQ(decodeTrace({}).error(), (Error{ErrorCode::malformed, "uuid"}));
}

TEST(SubscribeCodec, KeepsTheCursor) {
  const Bytes frame = encodeSubscribe(Port::fleet, 4, {{0xfedcba9876543210}, 1234567});
  const Subscribe read = decodeSubscribe(bodyOf(frame, 4, 0x310)).value();
  EXPECT_EQ(read.incarnation.value, 0xfedcba9876543210u);
  EXPECT_EQ(read.sequence, 1234567u);
}

TEST(SubscribedCodec, KeepsEveryField) {
  const Bytes frame = encodeSubscribed(Port::admin, 5, {true, 1'000'000});
  const Subscribed read = decodeSubscribed(bodyOf(frame, 5, 0x8210)).value();
  EXPECT_TRUE(read.resumed);
  EXPECT_EQ(read.devices, 1'000'000u);
}

} // namespace
} // namespace pushscope
