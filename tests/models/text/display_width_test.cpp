#include "models/text/display_width.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

TEST(DisplayWidth, IsTheNumberOfCellsOfATerminal) {
  const std::pair<const char*, int> cases[]{
      {"", 0},     {"phone-1", 7}, {"caf\u00e9", 4}, {"cafe\u0301", 4}, // an accent of its own
      {"–…≈", 3},  {"日本語", 6},  {"ｶﾅ", 2},                           // of half the width
      {"ＡＢ", 4}, {"한국", 4},    {"📱", 2},         {"a\u200bb", 2},   // no space at all
      {"é日📱x", 6}};
  for (const auto& [text, width] : cases)
    EXPECT_EQ(displayWidth(QString::fromUtf8(text)), width) << text;
  EXPECT_EQ(displayWidth(QString(QChar(0xd83d))), 1) << "half of a letter, as a damaged text may end";
}

TEST(DisplayWidth, WhatIsTooLongIsCutBetweenLettersAndNeverBeyondTheRoom) {
  EXPECT_EQ(fitted("phone", 5), "phone");
  EXPECT_EQ(fitted("phone-1", 5), "phon…");
  EXPECT_EQ(fitted(QStringLiteral("日本語"), 6), QStringLiteral("日本語"));
  EXPECT_EQ(fitted(QStringLiteral("日本語"), 5), QStringLiteral("日本…"));
  EXPECT_EQ(fitted(QStringLiteral("日本語"), 4), QStringLiteral("日…")) << "half of a letter is none";
  for (int room = 1; room < 12; ++room)
    EXPECT_LE(displayWidth(fitted(QStringLiteral("a日e\u0301📱b한c"), room)), room);
}

} // namespace
} // namespace pushscope
