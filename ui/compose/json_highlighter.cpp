#include "ui/compose/json_highlighter.h"

#include "ui/theme/theme.h"

#include <QGuiApplication>
#include <QPalette>
#include <QRegularExpression>

namespace pushscope {
namespace {

QTextCharFormat formatOf(Tone tone, bool bold = false) {
  QTextCharFormat format;
  format.setForeground(Theme::tone(tone, QGuiApplication::palette()));
  if (bold)
    format.setFontWeight(QFont::Bold);
  return format;
}

} // namespace

void JsonHighlighter::highlightBlock(const QString& text) {
  static const QRegularExpression token(QStringLiteral(
      R"re((?<key>"(?:[^"\\]|\\.)*"(?=\s*:))|"(?:[^"\\]|\\.)*"?|(?<word>-?\d[\d.eE+-]*|\btrue\b|\bfalse\b|\bnull\b))re"));
  static const QRegularExpression place(QStringLiteral("\\{\\{[A-Za-z][A-Za-z0-9_]*\\}\\}"));
  for (auto tokens = token.globalMatch(text); tokens.hasNext();) {
    const QRegularExpressionMatch found = tokens.next();
    if (found.capturedStart(QStringLiteral("key")) >= 0)
      setFormat(int(found.capturedStart()), int(found.capturedLength()), formatOf(Tone::info));
    else if (found.capturedStart(QStringLiteral("word")) >= 0)
      setFormat(int(found.capturedStart()), int(found.capturedLength()), formatOf(Tone::alive));
  }
  for (auto places = place.globalMatch(text); places.hasNext();) {
    const QRegularExpressionMatch found = places.next();
    setFormat(int(found.capturedStart()), int(found.capturedLength()), formatOf(Tone::retried, true));
  }
}

} // namespace pushscope
