#include "protocol/codec/fleet_codec.h"

#include "protocol/frame/command.h"
#include "tests/protocol/codec/body.h"
#include "tests/support/hex.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

TEST(ControlCodec, KeepsEveryField) {
  for (PhoneAction action : {PhoneAction::foreground, PhoneAction::background}) {
    const Control sent{{"phone-1", "phone-2"}, action};
    const Control read = decodeControl(bodyOf(encodeControl(1, sent), 1, fleet::control)).value();
    EXPECT_EQ(read.devices, sent.devices);
    EXPECT_EQ(read.action, sent.action);
  }
}

TEST(ControlCodec, RefusesAnActionItDoesNotKnow) {
  EXPECT_EQ(decodeControl(fromHex("10 63")).error(), (Error{ErrorCode::malformed, "action"}));
  EXPECT_EQ(decodeControl({}).error(), (Error{ErrorCode::malformed, "action"}));
}

TEST(ControlledCodec, KeepsEveryField) {
  const Bytes frame = encodeControlled(2, {3, 4});
  const Controlled read = decodeControlled(bodyOf(frame, 2, answerTo(fleet::control))).value();
  EXPECT_EQ(read.changed, 3u);
  EXPECT_EQ(read.unknown, 4u);
}

} // namespace
} // namespace pushscope
