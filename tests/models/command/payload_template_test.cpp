#include "models/command/payload_template.h"

#include "models/text/json_reader.h"
#include "protocol/base/random.h"
#include "tests/support/seed.h"

#include <QJsonObject>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

TEST(PayloadTemplate, KnowsItsPlaces) {
  EXPECT_EQ(PayloadTemplate("{\"a\": \"{{who}}, {{n}}, {{who}}\"}").names(), (QStringList{"who", "n"}));
  for (const char* none : {"{\"a\":{\"b\":{}}}", "{{}}", "{{ a }}", "{{7}}", "{a}", "{{a}", ""})
    EXPECT_TRUE(PayloadTemplate(none).names().isEmpty()) << none;
}

TEST(PayloadTemplate, PutsValuesInAndNamesWhatIsMissing) {
  const PayloadTemplate::Filled filled =
      PayloadTemplate("[{{n}}, \"{{who}} {{other}}\"]").filled({{"n", "7"}, {"who", "A"}});
  EXPECT_EQ(filled.text, "[7, \"A {{other}}\"]");
  EXPECT_EQ(filled.missing, QStringList{"other"});
}

TEST(PayloadTemplate, WhateverTheValueIsItStaysWithinItsText) {
  Random random(testSeed("PayloadTemplate"));
  for (int round = 0; round < 2'000; ++round) {
    QString value;
    for (uint64_t left = random.below(20); left > 0; --left)
      value += QChar(char16_t(1 + random.below(0xd7ff)));
    const QString text = PayloadTemplate("{\"a\": \"{{v}}\"}").filled({{"v", value}}).text;
    const JsonRead read = readJson(text.toUtf8());
    ASSERT_FALSE(read.mistake) << text.toStdString();
    EXPECT_EQ(read.document.object()["a"].toString(), value);
    EXPECT_EQ(read.document.object().size(), 1);
  }
}

TEST(PayloadTemplate, APlaceInWhatIsFilledIsAPlaceInWhatWasTyped) {
  const QString typed = "ab{{v}}cd{{w}}e";
  const PayloadTemplate::Filled filled = PayloadTemplate(typed).filled({{"v", "12345"}, {"w", ""}});
  ASSERT_EQ(filled.text, "ab12345cde");
  const qsizetype origins[]{0, 1, 2, 2, 2, 2, 2, 7, 8, 14};
  for (qsizetype i = 0; i < filled.text.size(); ++i)
    EXPECT_EQ(filled.origin(i), origins[i]) << i;
}

TEST(TemplateValues, AreReadWithTheirMistakes) {
  const TemplateValues good = TemplateValues::parse(" name = Anna M. ; room=7=8;; ");
  ASSERT_FALSE(good.mistake);
  EXPECT_EQ(good.values, (QHash<QString, QString>{{"name", "Anna M."}, {"room", "7=8"}}));
  EXPECT_TRUE(TemplateValues::parse("").values.isEmpty());
  for (const char* wrong : {"a=1; nothing", "a=1; 7=b", "a=1; a=2", "a=1; =b"}) {
    const TemplateValues bad = TemplateValues::parse(wrong);
    ASSERT_TRUE(bad.mistake) << wrong;
    EXPECT_EQ(bad.mistake->position, 4) << wrong;
  }
}

} // namespace
} // namespace pushscope
