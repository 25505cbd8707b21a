#include "models/text/payload.h"
#include "protocol/message/admin.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

TEST(Payload, IsTextIfAnEditorCouldHoldIt) {
  EXPECT_TRUE(isText(asBytes("{\"alert\":\n\t\"hällo\"}\r\n")));
  EXPECT_TRUE(isText({}));
  EXPECT_FALSE(isText(asBytes(std::string_view("a\0b", 3))));
  EXPECT_FALSE(isText(asBytes("\x1b[31m")));
  EXPECT_FALSE(isText(asBytes("\xff\xfe")));
}

TEST(Payload, AsTextKeepsLinesAndNothingThatTurnsThem) {
  EXPECT_EQ(payloadAsText(asBytes("{\r\n\t1\n}")), "{\n 1\n}");
  EXPECT_EQ(payloadAsText(asBytes("<b>x</b>")), "<b>x</b>") << "who shows it shows plain text";
  const QString shown = payloadAsText(asBytes("a\x1b\xe2\x80\xae"
                                              "b"));
  EXPECT_EQ(shown, QString::fromUtf16(u"a\ufffd\ufffdb"));
}

TEST(Payload, AsHexHasOffsetsAndAscii) {
  const QString shown = payloadAsHex(asBytes(std::string_view("0123456789abcdef\n\x01", 18)));
  EXPECT_EQ(shown, "0000  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  0123456789abcdef\n"
                   "0010  0a 01                                            ..");
}

TEST(Payload, IsCutWhereTheProtocolCutsIt) {
  const Bytes much(maxPayloadBytes * 2, 'x');
  EXPECT_EQ(payloadAsText(much).size(), qsizetype(maxPayloadBytes));
  EXPECT_EQ(payloadAsHex(much).count('\n') + 1, qsizetype(maxPayloadBytes / 16));
}

} // namespace
} // namespace pushscope
