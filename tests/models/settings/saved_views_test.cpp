#include "models/settings/saved_views.h"

#include "protocol/base/random.h"
#include "tests/support/seed.h"

#include <QSettings>
#include <QTemporaryDir>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

const TableState whole{{{"device", 120}, {"link", 60}}, "health", true, R"(profile:ios "a, b" rtt>500ms)"};

TEST(TableStateTest, IsReadAsItWasWritten) {
  EXPECT_EQ(TableState::decode(whole.encode()), whole);
  EXPECT_EQ(TableState::decode(TableState{}.encode()), TableState{});
}

TEST(TableStateTest, HoldsItsBounds) {
  const auto read = [](const char* text) { return TableState::decode(QLatin1String(text)); };
  for (const char* none : {"", "{", "[]", "{}", "7", R"({"columns":7})", "{\"columns\":[[\"a\",1]]"})
    EXPECT_FALSE(read(none)) << none;
  EXPECT_EQ(read(R"({"columns":[["a",-5],["a",3],["b",99999],[7,7],"x",[],["",4]]})")->columns,
            (QList<TableState::ColumnPlace>{{"a", TableState::narrowest}, {"b", TableState::widest}}));
  TableState many = whole;
  for (int i = 0; i < 1000; ++i)
    many.columns << TableState::ColumnPlace{QString::number(i), 50};
  many.query = QString(100'000, 'q');
  EXPECT_EQ(TableState::decode(many.encode())->columns.size(), TableState::mostColumns);
  EXPECT_EQ(TableState::decode(many.encode())->query.size(), TableState::longestQuery);
}

TEST(TableStateTest, SurvivesAnyDamage) {
  Random random(testSeed("TableState"));
  for (int round = 0; round < 5'000; ++round) {
    QString text = whole.encode();
    for (uint64_t changes = 1 + random.below(5); changes > 0; --changes)
      text[qsizetype(random.below(uint64_t(text.size())))] = QChar(char16_t(random.below(0x10000)));
    if (const auto state = TableState::decode(text))
      for (const TableState::ColumnPlace& column : state->columns) {
        EXPECT_GE(column.width, TableState::narrowest);
        EXPECT_LE(column.width, TableState::widest);
        EXPECT_FALSE(column.id.isEmpty());
      }
  }
}

class SavedViewsTest : public ::testing::Test {
 protected:
  QTemporaryDir folder;
  QSettings settings{folder.filePath(QStringLiteral("settings.conf")), QSettings::IniFormat};
  SavedViews views{settings};
};

TEST_F(SavedViewsTest, AreKeptByPageAndName) {
  ASSERT_EQ(views.save("sessions", "worst / 50%", whole), QString());
  ASSERT_EQ(views.save("sessions", "All", {}), QString());
  ASSERT_EQ(views.save("wakes", "mine", whole), QString());
  settings.sync();
  QSettings again(settings.fileName(), QSettings::IniFormat);
  const SavedViews read(again);
  EXPECT_EQ(read.names("sessions"), (QStringList{"All", "worst / 50%"}));
  EXPECT_EQ(read.names("wakes"), QStringList{"mine"});
  EXPECT_EQ(read.find("sessions", "worst / 50%"), whole);
  EXPECT_FALSE(read.find("wakes", "All"));
}

TEST_F(SavedViewsTest, AreReplacedAndForgotten) {
  ASSERT_EQ(views.save("sessions", "mine", {}), QString());
  ASSERT_EQ(views.save("sessions", "mine", whole), QString());
  EXPECT_EQ(views.find("sessions", "mine"), whole);
  views.forget("sessions", "mine");
  EXPECT_TRUE(views.names("sessions").isEmpty());
}

TEST_F(SavedViewsTest, AreNotTooManyAndHaveNames) {
  EXPECT_FALSE(views.save("sessions", "", whole).isEmpty());
  for (int i = 0; i < int(SavedViews::mostOfAPage); ++i)
    ASSERT_EQ(views.save("sessions", QString::number(i), whole), QString());
  EXPECT_TRUE(views.save("sessions", "one more", whole).contains("Delete one"));
  EXPECT_EQ(views.save("sessions", "3", {}), QString());
}

TEST_F(SavedViewsTest, OneThatIsDamagedIsListedAndNotFound) {
  settings.setValue(QStringLiteral("views/sessions/broken"), "{\"columns\":[");
  EXPECT_EQ(views.names("sessions"), QStringList{"broken"});
  EXPECT_FALSE(views.find("sessions", "broken"));
}

} // namespace
} // namespace pushscope
