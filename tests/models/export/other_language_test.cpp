#include "models/export/table_writer.h"
#include "models/query/condition.h"
#include "models/query/query_completion.h"
#include "models/query/row_order.h"
#include "models/text/source_words.h"
#include "tests/models/sample_world.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QTranslator>

#include <gtest/gtest.h>

#include <algorithm>

namespace pushscope {
namespace {

// Turns every text round, so that each word is another one.
class Backwards : public QTranslator {
 public:
  QString translate(const char*, const char* text, const char*, int) const override {
    if (SourceWords::wanted())
      return {};
    QString word = QString::fromUtf8(text);
    std::reverse(word.begin(), word.end());
    return word;
  }
  bool isEmpty() const override { return false; }
};

// What is kept in files and queries is the same in every language, and what is shown is not.
class OtherLanguage : public ::testing::Test {
 protected:
  SampleWorld sample;
  Backwards backwards;

  OtherLanguage() {
    const LinkId node = sample.addLink(LinkKind::node, "stage");
    for (uint32_t i = 1; i <= 2; ++i) {
      DeviceRecord record = sample.record(i, "phone " + std::to_string(i));
      record.link = i == 1 ? LinkState::online : LinkState::offline;
      sample.tell(node, record);
    }
    QCoreApplication::installTranslator(&backwards);
  }
  int column(const char* id) const { return columnWithId(deviceRows().columns(), id); }
  std::vector<uint64_t> found(const char* query) const {
    OrderWish wish;
    wish.condition = Condition::of(query, deviceRows().columns()).condition;
    return orderOf(deviceRows(), sample.world, wish, WallTime{});
  }
};

TEST_F(OtherLanguage, ACellIsInTheLanguageAndAFileIsNot) {
  const Column& link = deviceRows().columns()[size_t(column("link"))];
  EXPECT_EQ(link.value(sample.world, 0).toString(), "enilno");
  EXPECT_EQ(columnTitle(link), "kniL");
  QBuffer csv;
  csv.open(QIODevice::WriteOnly);
  ASSERT_TRUE(writeTable(TableFormat::csv, {&link}, &sample.world, {0, 1}, csv).ok());
  EXPECT_EQ(csv.data(), "link\r\nonline\r\noffline\r\n");
  EXPECT_EQ(link.value(sample.world, 0).toString(), "enilno") << "only while it was written";
}

TEST_F(OtherLanguage, AQueryFindsWordsOfBoth) {
  EXPECT_EQ(found("link:online"), (std::vector<uint64_t>{0}));
  EXPECT_EQ(found("link:enilno"), (std::vector<uint64_t>{0}));
  EXPECT_EQ(found("offline"), (std::vector<uint64_t>{1}));
  EXPECT_EQ(found("link!=online"), (std::vector<uint64_t>{1}));
  EXPECT_EQ(found("link!=enilno"), (std::vector<uint64_t>{1}));
  EXPECT_EQ(found("-link:onl"), (std::vector<uint64_t>{1}));
  EXPECT_EQ(found("link~nilno"), (std::vector<uint64_t>{0}));
}

TEST_F(OtherLanguage, ValuesAreCompletedAsTheyAreTyped) {
  const auto candidates = [&](const QString& text) {
    QStringList texts;
    for (const auto& each : completeQuery(text, text.size(), deviceRows(), &sample.world).candidates)
      texts << each.text;
    return texts;
  };
  EXPECT_TRUE(candidates("link:").contains("enilno"));
  EXPECT_FALSE(candidates("link:").contains("online")) << "that is for those who begin to type it";
  EXPECT_EQ(candidates("link:onl"), QStringList{"online"});
  EXPECT_TRUE(candidates("kni").contains("link:")) << "by the title that is shown";
}

} // namespace
} // namespace pushscope
