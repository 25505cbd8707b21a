#include "models/text/format.h"

#include <QLocale>

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

constexpr WallTime noon = wallFromMicros(1'700'000'000'123'456); // 2023-11-14 22:13:20.123456 UTC

std::string duration(Duration value) {
  return durationForPeople(value).toStdString();
}
std::string relative(Duration ago) {
  return timeForPeople(noon - ago, noon).toStdString();
}

// A zone that is an odd number of minutes away, so that local and universal time cannot be taken for each other.
class ZoneOfKathmandu {
 public:
  ZoneOfKathmandu() { set("XXX-05:45"); }
  ~ZoneOfKathmandu() {
    if (m_before)
      set(m_before->c_str());
    else
      ::unsetenv("TZ");
    ::tzset();
  }

 private:
  static void set(const char* zone) {
    ::setenv("TZ", zone, 1);
    ::tzset();
  }
  std::optional<std::string> m_before =
      std::getenv("TZ") ? std::optional<std::string>(std::getenv("TZ")) : std::nullopt;
};

TEST(Format, ANumberHasThreeDigitsForPeopleAndThreeDecimalsInFiles) {
  const auto people = [](qlonglong thousandths) { return forPeople(Kind::number, QVariant(thousandths), {}); };
  EXPECT_EQ(people(1'234), "1.23");
  EXPECT_EQ(people(12'345), "12.3");
  EXPECT_EQ(people(123'456), "123");
  EXPECT_EQ(people(-9'996), "-10.0");
  EXPECT_EQ(forFiles(Kind::number, QVariant(qlonglong(-1'234))), "-1.234");
  EXPECT_EQ(forFiles(Kind::number, {}), "");
  EXPECT_TRUE(isNumeric(Kind::number));
}

TEST(BytesForPeople, KeepThreeDigitsAndTheirUnit) {
  EXPECT_EQ(bytesForPeople(0), "0 bytes");
  EXPECT_EQ(bytesForPeople(999), "999 bytes");
  EXPECT_EQ(bytesForPeople(3'214), "3.21 kB");
  EXPECT_EQ(bytesForPeople(999'499), "999 kB");
  EXPECT_EQ(bytesForPeople(999'500), "1.00 MB");
  EXPECT_EQ(bytesForPeople(64'000'000'000), "64.0 GB");
}

TEST(DurationForPeople, KeepsThreeDigitsInTheUnitThatFits) {
  EXPECT_EQ(duration(0us), "0 µs");
  EXPECT_EQ(duration(1us), "1 µs");
  EXPECT_EQ(duration(999us), "999 µs");
  EXPECT_EQ(duration(1ms), "1.00 ms");
  EXPECT_EQ(duration(9'994us), "9.99 ms");
  EXPECT_EQ(duration(9'995us), "10.0 ms");
  EXPECT_EQ(duration(12'400us), "12.4 ms");
  EXPECT_EQ(duration(99'949us), "99.9 ms");
  EXPECT_EQ(duration(99'950us), "100 ms");
  EXPECT_EQ(duration(999'499us), "999 ms");
  EXPECT_EQ(duration(999'500us), "1.00 s");
  EXPECT_EQ(duration(3'210ms), "3.21 s");
  EXPECT_EQ(duration(9'999ms), "10.0 s");
  EXPECT_EQ(duration(59'900ms), "59.9 s");
}

TEST(DurationForPeople, NamesTwoUnitsFromAMinuteOn) {
  EXPECT_EQ(duration(60s), "1 min");
  EXPECT_EQ(duration(5min + 20s), "5 min 20 s");
  EXPECT_EQ(duration(59min + 59s), "59 min 59 s");
  EXPECT_EQ(duration(1h), "1 h");
  EXPECT_EQ(duration(3h + 5min + 59s), "3 h 5 min");
  EXPECT_EQ(duration(24h), "1 d");
  EXPECT_EQ(duration(49h), "2 d 1 h");
}

TEST(DurationForPeople, WritesAMinusForWhatIsBehind) {
  EXPECT_EQ(duration(-5ms), "−5.00 ms");
  EXPECT_EQ(duration(-90s), "−1 min 30 s");
}

TEST(TimeForPeople, IsRelativeInOneUnit) {
  EXPECT_EQ(relative(0s), "now");
  EXPECT_EQ(relative(999ms), "now");
  EXPECT_EQ(relative(-999ms), "now");
  EXPECT_EQ(relative(12s), "12 s ago");
  EXPECT_EQ(relative(-3s), "in 3 s");
  EXPECT_EQ(relative(119s), "119 s ago");
  EXPECT_EQ(relative(4min), "4 min ago");
  EXPECT_EQ(relative(119min), "119 min ago");
  EXPECT_EQ(relative(2h), "2 h ago");
  EXPECT_EQ(relative(47h), "47 h ago");
  EXPECT_EQ(relative(72h), "3 d ago");
  EXPECT_EQ(relative(-72h), "in 3 d");
}

TEST(Rfc3339, IsUniversalTimeWithMicrosecondsInEveryZone) {
  EXPECT_EQ(rfc3339(noon), "2023-11-14T22:13:20.123456Z");
  const ZoneOfKathmandu zone;
  EXPECT_EQ(rfc3339(noon), "2023-11-14T22:13:20.123456Z");
  EXPECT_EQ(rfc3339(wallFromMicros(0)), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(rfc3339(wallFromMicros(1'700'000'000'000'007)), "2023-11-14T22:13:20.000007Z");
}

TEST(Rfc3339, CountsForwardsBefore1970Too) {
  EXPECT_EQ(rfc3339(wallFromMicros(-1)), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(rfc3339(wallFromMicros(-1'500'000)), "1969-12-31T23:59:58.500000Z");
}

TEST(LocalTime, IsThatOfThePersonsZone) {
  const ZoneOfKathmandu zone;
  EXPECT_EQ(absoluteTime(noon), "2023-11-15 03:58:20.123");
  EXPECT_EQ(timeOfDay(noon), "03:58:20.123");
}

TEST(ForPeople, AnUnknownValueIsADashOfEveryKind) {
  for (const Kind kind : {Kind::text, Kind::count, Kind::duration, Kind::time, Kind::bytes}) {
    EXPECT_EQ(forPeople(kind, {}, noon), "–");
    EXPECT_EQ(forFiles(kind, {}), "");
  }
}

TEST(ForPeople, ReadsAValueByItsKind) {
  EXPECT_EQ(forPeople(Kind::text, "abc", noon), "abc");
  EXPECT_EQ(forPeople(Kind::count, 7, noon), "7");
  EXPECT_EQ(forPeople(Kind::duration, 34'100, noon), "34.1 ms");
  EXPECT_EQ(forPeople(Kind::time, qint64(micros(noon - 5s)), noon), "5 s ago");
}

TEST(ForFiles, IsTheSameForEveryLocale) {
  QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
  EXPECT_EQ(forPeople(Kind::count, 1'234'567, noon), "1.234.567");
  EXPECT_EQ(forFiles(Kind::count, 1'234'567), "1234567");
  EXPECT_EQ(forFiles(Kind::bytes, 1'234), "1234");
  EXPECT_EQ(forFiles(Kind::duration, 1'234'567), "1234.567");
  EXPECT_EQ(forFiles(Kind::duration, -1), "-0.001");
  EXPECT_EQ(forFiles(Kind::time, qint64(micros(noon))), "2023-11-14T22:13:20.123456Z");
  QLocale::setDefault(QLocale::c());
}

TEST(Kinds, NumbersStandOnTheRight) {
  EXPECT_TRUE(isNumeric(Kind::count));
  EXPECT_TRUE(isNumeric(Kind::duration));
  EXPECT_TRUE(isNumeric(Kind::bytes));
  EXPECT_FALSE(isNumeric(Kind::text));
  EXPECT_FALSE(isNumeric(Kind::time));
}

TEST(Plain, LeavesOrdinaryTextOfEveryLanguageAlone) {
  for (const char* text : {"", "phone-1", "手机", "téléphone", "جهاز", "😀 👍🏽"})
    EXPECT_EQ(plain(text), QString::fromUtf8(text));
}

TEST(Plain, ReplacesWhatWouldChangeTheTextAroundIt) {
  EXPECT_EQ(plain(std::string_view("a\0b", 3)), QStringLiteral("a\ufffdb"));
  EXPECT_EQ(plain("a\x1b[31m\x7f\r\n\t"), QStringLiteral("a\ufffd[31m\ufffd\ufffd\ufffd\ufffd"));
  for (const char16_t c : {u'\u0085', u'\u009b', u'\u061c', u'\u200e', u'\u200f', u'\u202a', u'\u202e', u'\u2066',
                           u'\u2069', u'\u2028', u'\u2029'}) {
    const QString text = QStringLiteral("a") + QChar(c) + QStringLiteral("b");
    EXPECT_EQ(plain(text.toStdString()), QStringLiteral("a\ufffdb")) << int(c);
  }
}

TEST(Plain, ReplacesBytesThatAreNoText) {
  EXPECT_EQ(plain("a\xff\xc3"), QStringLiteral("a\ufffd\ufffd"));
}

TEST(Plain, IsBoundedAndSaysThatItCut) {
  EXPECT_EQ(plain("abcdef", 6), "abcdef");
  EXPECT_EQ(plain("abcdefg", 6), QStringLiteral("abcdef…"));
  EXPECT_EQ(plain(std::string(10'000'000, 'x')).size(), 201);
  EXPECT_EQ(plain("abc", 0), QStringLiteral("…"));
}

TEST(Plain, NeverCutsACharacterInHalf) {
  EXPECT_EQ(plain("a😀b", 2), QStringLiteral("a…"));
  EXPECT_EQ(plain("a😀b", 3), QStringLiteral("a😀…"));
  std::string many;
  for (int i = 0; i < 500; ++i)
    many += "😀";
  EXPECT_TRUE(plain(many, 199).isValidUtf16());
}

} // namespace
} // namespace pushscope
