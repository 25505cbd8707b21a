#include "protocol/codec/fleet_codec.h"

#include "protocol/frame/command.h"
#include "protocol/message/admin.h"
#include "tests/protocol/codec/body.h"
#include "tests/support/hex.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

TEST(ControlCodec, KeepsEveryField) {
  for (size_t i = 1; i < phoneActionCount; ++i) {
    const Control sent{{"phone-1", "phone-2"}, static_cast<PhoneAction>(i), 0xffffffffffffffff - i, "friends"};
    const Control read = decodeControl(bodyOf(encodeControl(1, sent), 1, fleet::control)).value();
    EXPECT_EQ(read.devices, sent.devices);
    EXPECT_EQ(read.action, sent.action);
    EXPECT_EQ(read.value, sent.value);
    EXPECT_EQ(read.text, sent.text);
  }
}

TEST(ControlCodec, RefusesAnActionItDoesNotKnow) {
  EXPECT_EQ(decodeControl(fromHex("10 63")).error(), (Error{ErrorCode::malformed, "action"}));
  EXPECT_EQ(decodeControl(fromHex("10 1f")).error(), (Error{ErrorCode::malformed, "action"}));
  EXPECT_TRUE(decodeControl(fromHex("10 1e")).ok());
  EXPECT_EQ(decodeControl({}).error(), (Error{ErrorCode::malformed, "action"}));
}

TEST(ControlCodec, RefusesATextThatIsTooLongAndTooManyPhones) {
  Control control{{"x"}, PhoneAction::fetch, 0, std::string(maxCollectionName + 1, 'x')};
  EXPECT_EQ(decodeControl(bodyOf(encodeControl(1, control), 1, fleet::control)).error(),
            (Error{ErrorCode::malformed, "text"}));
  control.text.clear();
  control.devices.assign(maxTargets + 1, "x");
  EXPECT_EQ(decodeControl(bodyOf(encodeControl(1, control), 1, fleet::control)).error(),
            (Error{ErrorCode::limit, "devices"}));
}

TEST(ControlledCodec, KeepsEveryField) {
  const Bytes frame = encodeControlled(2, {3, 4});
  const Controlled read = decodeControlled(bodyOf(frame, 2, answerTo(fleet::control))).value();
  EXPECT_EQ(read.changed, 3u);
  EXPECT_EQ(read.unknown, 4u);
}

} // namespace
} // namespace pushscope
