#include "protocol/base/ids.h"

#include "protocol/base/bytes.h"
#include "protocol/base/random.h"
#include "tests/support/hex.h"

#include <gtest/gtest.h>

#include <unordered_set>

namespace pushscope {
namespace {

struct Utf8Case {
  const char* what;
  const char* hex;
  bool valid;
};

constexpr Utf8Case utf8Cases[] = {
    {"nothing", "", true},
    {"ASCII", "61 00 7f", true},
    {"the first of two bytes", "c2 80", true},
    {"the last of two bytes", "df bf", true},
    {"the first of three bytes", "e0 a0 80", true},
    {"the last before the surrogates", "ed 9f bf", true},
    {"the first after the surrogates", "ee 80 80", true},
    {"the last of three bytes", "ef bf bf", true},
    {"the first of four bytes", "f0 90 80 80", true},
    {"the last code point", "f4 8f bf bf", true},
    {"a lone continuation", "80", false},
    {"a continuation after ASCII", "61 bf", false},
    {"two bytes too long for ASCII", "c0 80", false},
    {"two bytes too long for DEL", "c1 bf", false},
    {"three bytes too long", "e0 9f bf", false},
    {"four bytes too long", "f0 8f bf bf", false},
    {"the first surrogate", "ed a0 80", false},
    {"the last surrogate", "ed bf bf", false},
    {"past the last code point", "f4 90 80 80", false},
    {"a lead byte of five", "f8 88 80 80 80", false},
    {"never a lead byte: fe", "fe", false},
    {"never a lead byte: ff", "ff", false},
    {"cut after one of two", "c2", false},
    {"cut after two of three", "e2 82", false},
    {"cut after three of four", "f0 9f 98", false},
    {"cut by ASCII", "e2 82 61", false},
    {"cut by another lead", "f0 9f c2 80", false},
};

TEST(Utf8, FollowsTheTableOfRfc3629) {
  for (const Utf8Case& c : utf8Cases)
    EXPECT_EQ(isValidUtf8(asText(fromHex(c.hex))), c.valid) << c.what;
}

bool isDeviceId(std::string_view id) {
  return checkDeviceId(id).ok();
}

TEST(DeviceId, MayBeAnyPrintableText) {
  EXPECT_TRUE(isDeviceId("a"));
  EXPECT_TRUE(isDeviceId("phone-00017"));
  EXPECT_TRUE(isDeviceId("手机 7"));
  EXPECT_TRUE(isDeviceId("<img src=x>'\";--"));
}

TEST(DeviceId, IsNeitherEmptyNorLongerThan128Bytes) {
  EXPECT_EQ(checkDeviceId("").error(), (Error{ErrorCode::malformed, "device"}));
  EXPECT_TRUE(isDeviceId(std::string(128, 'x')));
  EXPECT_EQ(checkDeviceId(std::string(129, 'x')).error(), (Error{ErrorCode::tooLarge, "device"}));
}

TEST(DeviceId, HoldsNoControlCharacters) {
  for (int c = 0; c < 0x20; ++c)
    EXPECT_FALSE(isDeviceId(std::string("a") + char(c))) << c;
  EXPECT_FALSE(isDeviceId("a\x7f"));
}

// U+009B alone starts an escape sequence in many terminals.
TEST(DeviceId, HoldsNoControlCharactersOfTwoBytes) {
  for (int c = 0x80; c < 0xa0; ++c)
    EXPECT_FALSE(isDeviceId(std::string("a\xc2") + char(c))) << c;
  EXPECT_TRUE(isDeviceId("a\xc2\xa0"));
  EXPECT_TRUE(isDeviceId("a\xc3\x9b"));
}

TEST(DeviceId, IsValidUtf8) {
  EXPECT_FALSE(isDeviceId("a\xff"));
}

TEST(Ids, OfTwoKindsDoNotMix) {
  EXPECT_FALSE((std::is_convertible_v<Handle, DeliveryHandle>));
  EXPECT_FALSE((std::is_convertible_v<uint64_t, Sequence>));
  EXPECT_LT(Sequence{1}, Sequence{2});
}

constexpr const char* uuidText = "01234567-89ab-7b0b-be43-190c6640c6d7";

TEST(Uuid, IsReadInEitherCase) {
  const Uuid uuid = Uuid::parse(uuidText).value();
  EXPECT_EQ(hexText(uuid.bytes), "0123456789ab7b0bbe43190c6640c6d7");
  EXPECT_EQ(Uuid::parse("01234567-89AB-7B0B-BE43-190C6640C6D7").value(), uuid);
}

TEST(Uuid, IsWrittenAsItIsRead) {
  EXPECT_EQ(Uuid::parse(uuidText).value().text(), uuidText);
}

TEST(Uuid, RefusesEveryOtherForm) {
  for (const char* text : {"", "01234567-89ab-7b0b-be43-190c6640c6d", "01234567-89ab-7b0b-be43-190c6640c6d70",
                           "0123456789ab7b0bbe43190c6640c6d7", "{01234567-89ab-7b0b-be43-190c6640c6}",
                           "01234567 89ab-7b0b-be43-190c6640c6d7", "0123456-789ab-7b0b-be43-190c6640c6d7",
                           "01234567-89ab-7b0b-be43-190c6640c6dg", "01234567-89ab-7b0b-be43-190c6640c6d-",
                           "+1234567-89ab-7b0b-be43-190c6640c6d7"})
    EXPECT_FALSE(Uuid::parse(text).ok()) << text;
}

TEST(Uuid, IsSixteenBytes) {
  const Uuid uuid = Uuid::parse(uuidText).value();
  EXPECT_EQ(Uuid::fromBytes(asText(uuid.bytes)).value(), uuid);
  EXPECT_EQ(Uuid::fromBytes(std::string(15, 'x')).error(), (Error{ErrorCode::malformed, "uuid"}));
  EXPECT_FALSE(Uuid::fromBytes(std::string(17, 'x')).ok());
  EXPECT_FALSE(Uuid::fromBytes("").ok());
}

TEST(Uuid, IsNullOnlyBeforeItIsSet) {
  Random random(1);
  EXPECT_TRUE(Uuid{}.isNull());
  EXPECT_FALSE(Uuid::make(WallTime{}, random).isNull());
}

TEST(Uuid, IsTheSameOnEveryPlatformForOneSeedAndTime) {
  Random random(1234);
  EXPECT_EQ(Uuid::make(wallFromMicros(0x0123456789ab * 1000 + 999), random).text(), uuidText);
}

TEST(Uuid, SortsByTheMillisecondItWasMadeIn) {
  Random random(7);
  Uuid before = Uuid::make(wallFromMicros(0), random);
  for (int64_t ms : {1, 255, 256, 65'536, 1'700'000'000}) {
    const Uuid after = Uuid::make(wallFromMicros(ms * 1000), random);
    EXPECT_LT(before, after);
    EXPECT_LT(before.text(), after.text());
    before = after;
  }
}

TEST(Uuid, CarriesVersionSevenAndItsVariant) {
  Random random(99);
  for (int i = 0; i < 1000; ++i) {
    const Uuid uuid = Uuid::make(wallFromMicros(int64_t(random.below(uint64_t{1} << 50))), random);
    ASSERT_EQ(uuid.bytes[6] >> 4, 7);
    ASSERT_EQ(uuid.bytes[8] >> 6, 2);
  }
}

TEST(Uuid, DiffersWithinOneMillisecond) {
  Random random(5);
  std::unordered_set<Uuid> seen;
  for (int i = 0; i < 10'000; ++i)
    seen.insert(Uuid::make(wallFromMicros(1), random));
  EXPECT_EQ(seen.size(), size_t{10'000});
}

} // namespace
} // namespace pushscope
