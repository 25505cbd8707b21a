#include "models/text/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace pushscope {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Format)
};

const QString unknown = QStringLiteral("–");

QString threeDigits(double value) {
  return QString::number(value, 'f', value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
}

QString twoUnits(int64_t value, int64_t ratio, const QString& large, const QString& both) {
  const int64_t rest = value % ratio;
  return rest == 0 ? large.arg(value / ratio) : both.arg(value / ratio).arg(rest);
}

QDateTime dateTime(WallTime time) {
  return QDateTime::fromMSecsSinceEpoch(std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count());
}

void appendNumber(QByteArray& out, int64_t value) {
  char digits[20];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr - digits);
}

void appendDigits(QByteArray& out, uint64_t value, int digits) {
  char text[20];
  for (int i = digits; i-- > 0; value /= 10)
    text[i] = char('0' + value % 10);
  out.append(text, digits);
}

// RFC 3339, UTC with microseconds.
void appendTime(QByteArray& out, WallTime time) {
  using namespace std::chrono;
  const auto day = floor<days>(time.time_since_epoch());
  const year_month_day date{sys_days(day)};
  const auto us = uint64_t((time.time_since_epoch() - day).count());
  appendDigits(out, uint64_t(int(date.year())), 4);
  for (const auto& [mark, value] : {std::pair('-', uint64_t(unsigned(date.month()))),
                                    {'-', uint64_t(unsigned(date.day()))},
                                    {'T', us / 3'600'000'000},
                                    {':', us / 60'000'000 % 60},
                                    {':', us / 1'000'000 % 60}}) {
    out += mark;
    appendDigits(out, value, 2);
  }
  out += '.';
  appendDigits(out, us % 1'000'000, 6);
  out += 'Z';
}

} // namespace

QString durationForPeople(Duration value) {
  const int64_t us = value.count();
  if (us < 0)
    return QStringLiteral("−") + durationForPeople(-value);
  if (us < 1'000)
    return QStringLiteral("%1 µs").arg(us);
  if (us < 999'500)
    return threeDigits(double(us) / 1e3) + QStringLiteral(" ms");
  if (us < 60'000'000)
    return threeDigits(double(us) / 1e6) + QStringLiteral(" s");
  const int64_t seconds = us / 1'000'000;
  if (seconds < 3600)
    return twoUnits(seconds, 60, Words::tr("%1 min"), Words::tr("%1 min %2 s"));
  if (seconds < 86'400)
    return twoUnits(seconds / 60, 60, Words::tr("%1 h"), Words::tr("%1 h %2 min"));
  return twoUnits(seconds / 3600, 24, Words::tr("%1 d"), Words::tr("%1 d %2 h"));
}

QString countForPeople(uint64_t count) {
  return QLocale().toString(qulonglong(count));
}

QString bytesForPeople(uint64_t bytes) {
  const char* const units[] = {" kB", " MB", " GB", " TB"};
  if (bytes < 1'000)
    return bytes == 1 ? Words::tr("1 byte") : Words::tr("%1 bytes").arg(bytes);
  double value = double(bytes) / 1e3;
  size_t unit = 0;
  for (; value >= 999.5 && unit + 1 < std::size(units); ++unit)
    value /= 1e3;
  return threeDigits(value) + QLatin1String(units[unit]);
}

QString timeForPeople(WallTime time, WallTime now) {
  const int64_t seconds = (now - time).count() / 1'000'000;
  const int64_t distance = std::abs(seconds);
  QString text;
  if (distance < 1)
    return Words::tr("now");
  if (distance < 120)
    text = Words::tr("%1 s").arg(distance);
  else if (distance < 7'200)
    text = Words::tr("%1 min").arg(distance / 60);
  else if (distance < 172'800)
    text = Words::tr("%1 h").arg(distance / 3600);
  else
    text = Words::tr("%1 d").arg(distance / 86'400);
  return seconds > 0 ? Words::tr("%1 ago").arg(text) : Words::tr("in %1").arg(text);
}

QString absoluteTime(WallTime time) {
  return dateTime(time).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz"));
}

QString timeOfDay(WallTime time) {
  return dateTime(time).toString(QStringLiteral("HH:mm:ss.zzz"));
}

QString rfc3339(WallTime time) {
  QByteArray text;
  appendTime(text, time);
  return QString::fromLatin1(text);
}

QString forPeople(Kind kind, const QVariant& value, WallTime now) {
  if (!value.isValid())
    return unknown;
  switch (kind) {
  case Kind::text:
    return value.toString();
  case Kind::count:
  case Kind::bytes:
    return QLocale().toString(value.toLongLong());
  case Kind::duration:
    return durationForPeople(Duration(value.toLongLong()));
  case Kind::number: {
    const double number = double(value.toLongLong()) / 1000;
    const double size = std::abs(number);
    return QLocale().toString(number, 'f', size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
  }
  case Kind::time:
    return timeForPeople(wallFromMicros(value.toLongLong()), now);
  }
  return unknown;
}

QString forFiles(Kind kind, const QVariant& value) {
  if (!value.isValid())
    return {};
  if (kind == Kind::text)
    return value.toString();
  QByteArray text;
  appendForFiles(text, kind, value.toLongLong());
  return QString::fromLatin1(text);
}

void appendForFiles(QByteArray& out, Kind kind, int64_t value) {
  switch (kind) {
  case Kind::text:
    return;
  case Kind::count:
  case Kind::bytes:
    return appendNumber(out, value);
  case Kind::number:
  case Kind::duration: {
    if (value < 0)
      out += '-';
    const auto us = uint64_t(value < 0 ? -value : value);
    appendNumber(out, int64_t(us / 1000));
    out += '.';
    return appendDigits(out, us % 1000, 3);
  }
  case Kind::time:
    return appendTime(out, wallFromMicros(value));
  }
}

bool isNumeric(Kind kind) {
  return kind == Kind::count || kind == Kind::bytes || kind == Kind::duration || kind == Kind::number;
}

QString plain(std::string_view utf8, qsizetype longest) {
  const auto isPrintable = [](char c) { return c >= 0x20 && c < 0x7f; };
  if (qsizetype(utf8.size()) <= longest && std::all_of(utf8.begin(), utf8.end(), isPrintable))
    return QString::fromLatin1(utf8.data(), qsizetype(utf8.size()));
  // Four bytes a character at most: nothing longer is even converted.
  const QString text =
      QString::fromUtf8(utf8.data(), qsizetype(std::min<size_t>(utf8.size(), size_t(longest) * 4 + 4)));
  const bool cutsPair = text.size() > longest && longest > 0 && text[longest - 1].isHighSurrogate();
  QString out;
  for (const QChar c : text.left(cutsPair ? longest - 1 : longest)) {
    const char16_t u = c.unicode();
    const bool control = u < 0x20 || (u >= 0x7f && u < 0xa0);
    const bool direction =
        u == 0x061c || (u >= 0x200e && u <= 0x200f) || (u >= 0x202a && u <= 0x202e) || (u >= 0x2066 && u <= 0x2069);
    const bool lineBreak = u == 0x2028 || u == 0x2029;
    out += control || direction || lineBreak ? QChar(0xfffd) : c;
  }
  return text.size() > longest ? out + QChar(0x2026) : out;
}

} // namespace pushscope
