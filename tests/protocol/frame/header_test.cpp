#include "protocol/frame/header.h"

#include "protocol/frame/command.h"
#include "tests/support/hex.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

TEST(Header, IsSixteenBytesBigEndian) {
  EXPECT_EQ(hexText(writeHeader({0x01020304, 0x05060708, 0x090a0b0c, 0x0d0e0f10})), "0102030405060708090a0b0c0d0e0f10");
}

TEST(Header, IsReadAsItIsWritten) {
  const Header header{0xffffffff, 0x80000000, 0x8220, 1000};
  EXPECT_EQ(readHeader(writeHeader(header)), header);
}

TEST(Header, IsReadFromTheFrontOfLongerBytes) {
  EXPECT_EQ(readHeader(fromHex("00000011 00000002 00000101 00000000 ff")), (Header{17, 2, 0x101, 0}));
}

TEST(Frame, CountsItsHeaderInItsLength) {
  const Bytes frame = encodeFrame(1, command(Port::device, Common::hello), ErrorCode::ok, asBytes("abc"));
  EXPECT_EQ(hexText(frame), "00000013"
                            "00000001"
                            "00000101"
                            "00000000"
                            "616263");
}

TEST(Frame, MayHaveNoBody) {
  const Bytes frame = encodeFrame(0, command(Port::admin, Common::goodbye), ErrorCode::draining, {});
  EXPECT_EQ(hexText(frame), "00000010"
                            "00000000"
                            "00000203"
                            "0000000d");
}

TEST(Frame, CarriesTheCodeOfARefusal) {
  const Bytes frame = encodeFrame(7, answerTo(admin::inject), ErrorCode::forbidden, {});
  EXPECT_EQ(readHeader(frame), (Header{16, 7, 0x8220, 6}));
}

} // namespace
} // namespace pushscope
