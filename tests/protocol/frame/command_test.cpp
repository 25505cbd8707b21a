#include "protocol/frame/command.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

// The numbers are the contract with servers and clients that others write.
TEST(Command, KeepsItsNumbers) {
  EXPECT_EQ(command(Port::device, Common::hello), 0x0101u);
  EXPECT_EQ(command(Port::admin, Common::ping), 0x0202u);
  EXPECT_EQ(command(Port::fleet, Common::goodbye), 0x0303u);
  EXPECT_EQ(device::push, 0x0110u);
  EXPECT_EQ(device::acknowledge, 0x0111u);
  EXPECT_EQ(device::report, 0x0112u);
  EXPECT_EQ(command(Port::admin, telemetry::subscribe), 0x0210u);
  EXPECT_EQ(command(Port::fleet, telemetry::snapshotPage), 0x0311u);
  EXPECT_EQ(command(Port::admin, telemetry::block), 0x0212u);
  EXPECT_EQ(command(Port::admin, telemetry::gap), 0x0213u);
  EXPECT_EQ(admin::inject, 0x0220u);
  EXPECT_EQ(admin::trace, 0x0221u);
  EXPECT_EQ(fleet::control, 0x0320u);
}

TEST(Command, AnAnswerIsTheRequestWithTheHighBit) {
  EXPECT_EQ(answerTo(admin::inject), 0x8220u);
  EXPECT_TRUE(isAnswer(0x8220));
  EXPECT_FALSE(isAnswer(admin::inject));
}

} // namespace
} // namespace pushscope
