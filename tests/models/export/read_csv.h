#pragma once

#include <QList>
#include <QStringList>

#include <gtest/gtest.h>

#include <utility>

namespace pushscope {

using Records = QList<QStringList>;

// RFC 4180 to the letter: CRLF ends a record, "" is a quote inside of quotes, and everything else is itself. Others end
// their records with `\n` alone.
inline Records readCsv(const QString& text, const QString& end = QStringLiteral("\r\n")) {
  Records records;
  QStringList record;
  QString field;
  bool quoted = false;
  for (qsizetype i = 0; i < text.size(); ++i) {
    const QChar c = text[i];
    const QChar next = i + 1 < text.size() ? text[i + 1] : QChar();
    if (quoted && c == '"' && next == '"') {
      field += c;
      ++i;
    } else if (c == '"') {
      EXPECT_TRUE(quoted || field.isEmpty()) << "a quote in the middle of an unquoted field";
      quoted = !quoted;
    } else if (!quoted && c == ',') {
      record << std::exchange(field, {});
    } else if (!quoted && c == end[0]) {
      EXPECT_EQ(text.mid(i, end.size()), end);
      i += end.size() - 1;
      record << std::exchange(field, {});
      records << std::exchange(record, {});
    } else {
      EXPECT_TRUE(quoted || c != '\n') << "a bare line end";
      field += c;
    }
  }
  EXPECT_FALSE(quoted);
  EXPECT_TRUE(record.isEmpty() && field.isEmpty()) << "the last record has no line end";
  return records;
}

} // namespace pushscope
