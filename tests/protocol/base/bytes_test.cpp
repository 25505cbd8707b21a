#include "protocol/base/bytes.h"

#include <gtest/gtest.h>

#include <array>
#include <numeric>

namespace pushscope {
namespace {

constexpr uint64_t key0 = 0x0706050403020100, key1 = 0x0f0e0d0c0b0a0908;

Bytes countingBytes(size_t size) {
  Bytes bytes(size);
  std::iota(bytes.begin(), bytes.end(), uint8_t{0});
  return bytes;
}

TEST(Bytes, IntegersAreBigEndian) {
  std::array<uint8_t, 4> buffer{};
  writeU32(buffer.data(), 0x01020384);
  EXPECT_EQ(buffer, (std::array<uint8_t, 4>{0x01, 0x02, 0x03, 0x84}));
  EXPECT_EQ(readU32(buffer.data()), 0x01020384u);
}

TEST(Bytes, IntegersKeepTheirHighestBit) {
  std::array<uint8_t, 4> buffer{};
  writeU32(buffer.data(), 0xffffffff);
  EXPECT_EQ(readU32(buffer.data()), 0xffffffffu);
}

TEST(Bytes, HexTextIsLowerCaseAndKeepsZeros) {
  EXPECT_EQ(hexText(Bytes{0x00, 0x0a, 0xff}), "000aff");
  EXPECT_EQ(hexText({}), "");
}

TEST(Bytes, TextAndBytesAreViewsOfEachOther) {
  EXPECT_EQ(asText(asBytes("push\0scope")), "push");
  EXPECT_EQ(asText(asBytes(std::string_view("a\0b", 3))), std::string_view("a\0b", 3));
}

TEST(KeyedHash, IsThePublishedVectorOfSipHash24) {
  EXPECT_EQ(keyedHash(key0, key1, countingBytes(15)), 0xa129ca6149be45e5u);
}

// The first entries of the table in the authors' reference implementation.
TEST(KeyedHash, FollowsThePublishedTableAcrossAWordBoundary) {
  EXPECT_EQ(keyedHash(key0, key1, {}), 0x726fdb47dd0e0e31u);
  EXPECT_EQ(keyedHash(key0, key1, countingBytes(1)), 0x74f839c593dc67fdu);
  EXPECT_EQ(keyedHash(key0, key1, countingBytes(7)), 0xab0200f58b01d137u);
  EXPECT_EQ(keyedHash(key0, key1, countingBytes(8)), 0x93f5f5799a932462u);
}

TEST(KeyedHash, DependsOnBothHalvesOfTheKey) {
  const Bytes bytes = countingBytes(20);
  EXPECT_NE(keyedHash(1, 0, bytes), keyedHash(0, 0, bytes));
  EXPECT_NE(keyedHash(0, 1, bytes), keyedHash(0, 0, bytes));
}

TEST(KeyedHash, TellsApartWhatDiffersOnlyInTrailingZeros) {
  EXPECT_NE(keyedHash(key0, key1, Bytes(3)), keyedHash(key0, key1, Bytes(4)));
}

} // namespace
} // namespace pushscope
