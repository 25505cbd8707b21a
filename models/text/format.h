#pragma once

#include "protocol/base/time.h"

#include <QByteArray>
#include <QString>
#include <QVariant>

namespace pushscope {

// What a value is, and with that how a person and a file read it.
enum class Kind : uint8_t {
  text,
  count,    // whole number; thousands separated for people
  duration, // µs; milliseconds for people and files
  time,     // µs since 1970 on this computer's clock; relative for people, RFC 3339 UTC with µs in files
  bytes,
  number, // thousandths; three significant digits for people, three decimals for files
};

// Durations in the unit that keeps three significant digits: "840 µs", "12.4 ms", "3.21 s", "5 min 20 s", "3 h 5 min".
QString durationForPeople(Duration value);
// "840", "12,345", as the language groups digits.
QString countForPeople(uint64_t count);
// "840 bytes", "3.21 kB", "64.0 MB".
QString bytesForPeople(uint64_t bytes);
// "now", "12 s ago", "in 3 s", "4 min ago", "2 h ago", "3 d ago".
QString timeForPeople(WallTime time, WallTime now);
// The absolute time, local, with milliseconds: for tooltips.
QString absoluteTime(WallTime time);
// "14:03:07.123": local time of day, for ladders.
QString timeOfDay(WallTime time);
QString rfc3339(WallTime time);

// An invalid value is unknown: "–".
QString forPeople(Kind kind, const QVariant& value, WallTime now);
// For CSV: C locale; unknown is empty.
QString forFiles(Kind kind, const QVariant& value);
// The same of what is no text, without a string on the way: for files of millions of rows.
void appendForFiles(QByteArray& out, Kind kind, int64_t value);
bool isNumeric(Kind kind);

// Text from devices and servers, made safe to show: control characters and direction overrides replaced, at most
// `longest` characters.
QString plain(std::string_view utf8, qsizetype longest = 200);

} // namespace pushscope
