#include "protocol/base/fingerprint.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

constexpr const char* plainText = "sha256:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

TEST(Fingerprint, IsWrittenAsItIsRead) {
  const auto read = Fingerprint::parse(plainText);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read.value().bytes[1], 0x11);
  EXPECT_EQ(read.value().bytes[31], 0xff);
  EXPECT_EQ(read.value().text(), plainText);
}

TEST(Fingerprint, TakesWhatOpensslPrints) {
  const auto read = Fingerprint::parse("sha256:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:"
                                       "88:99:AA:BB:CC:DD:EE:FF");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read.value().text(), plainText);
}

TEST(Fingerprint, RefusesEverythingElse) {
  const std::string whole = plainText;
  for (const std::string& text :
       {std::string(), std::string("sha256:"), whole.substr(7), whole.substr(0, whole.size() - 1),
        whole.substr(0, whole.size() - 2), whole + "0", whole + "00", whole + ":", "sha256::" + whole.substr(7),
        "SHA256:" + whole.substr(7), "sha1:" + whole.substr(7), "sha256:0:" + whole.substr(8),
        "sha256:" + std::string(64, 'g'), " " + whole, whole + "\n"}) {
    const auto read = Fingerprint::parse(text);
    ASSERT_FALSE(read.ok()) << text;
    EXPECT_EQ(read.error().code, ErrorCode::malformed);
  }
}

} // namespace
} // namespace pushscope
