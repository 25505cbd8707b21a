#include "models/text/json_reader.h"

#include <QCoreApplication>

#include <algorithm>

namespace pushscope {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(JsonReader)
};

// Where the text is nested too deeply; nothing: nowhere. Brackets within strings are text.
std::optional<qsizetype> tooDeep(const QByteArray& text) {
  bool inString = false;
  int depth = 0;
  for (qsizetype i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (inString) {
      if (c == '\\')
        ++i;
      else if (c == '"')
        inString = false;
    } else if (c == '"') {
      inString = true;
    } else if (c == '{' || c == '[') {
      if (++depth > JsonRead::deepest)
        return i;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return std::nullopt;
}

// What is wrong and what is to be there, at the place that is named beside it.
QString wordsOf(QJsonParseError::ParseError error) {
  switch (error) {
  case QJsonParseError::UnterminatedObject:
    return Words::tr("an object is not closed, or a comma is missing: “}” or “,” is to be here");
  case QJsonParseError::MissingNameSeparator:
    return Words::tr("a colon is missing between a name and its value");
  case QJsonParseError::UnterminatedArray:
    return Words::tr("a list is not closed, or a comma is missing: “]” or “,” is to be here");
  case QJsonParseError::MissingValueSeparator:
    return Words::tr("a comma is missing before the next value");
  case QJsonParseError::IllegalValue:
    return Words::tr("this is no value; text stands in double quotes, and true, false and null are written so");
  case QJsonParseError::TerminationByNumber:
    return Words::tr("it ends within a number");
  case QJsonParseError::IllegalNumber:
    return Words::tr("this is no number");
  case QJsonParseError::IllegalEscapeSequence:
    return Words::tr("a backslash is not followed by one of \" \\ / b f n r t u");
  case QJsonParseError::IllegalUTF8String:
    return Words::tr("the text is not UTF-8");
  case QJsonParseError::UnterminatedString:
    return Words::tr("a text is not closed: its double quote is missing");
  case QJsonParseError::MissingObject:
    return Words::tr("a name in double quotes is to be here");
  case QJsonParseError::GarbageAtEnd:
    return Words::tr("more follows behind the end");
  case QJsonParseError::DeepNesting:
  case QJsonParseError::DocumentTooLarge:
  case QJsonParseError::NoError:
    break;
  }
  return Words::tr("it is too large");
}

} // namespace

JsonRead readJson(const QByteArray& text) {
  if (text.size() > JsonRead::mostBytes)
    return {{}, JsonRead::Mistake{JsonRead::mostBytes, Words::tr("longer than %1 bytes").arg(JsonRead::mostBytes)}};
  if (const auto place = tooDeep(text))
    return {{}, JsonRead::Mistake{*place, Words::tr("nested deeper than %1 levels").arg(JsonRead::deepest)}};
  QJsonParseError error; // whose offset is how much was read
  QJsonDocument document = QJsonDocument::fromJson(text, &error);
  if (error.error != QJsonParseError::NoError)
    return {{}, JsonRead::Mistake{std::max<qsizetype>(error.offset - 1, 0), wordsOf(error.error)}};
  return {std::move(document), {}};
}

} // namespace pushscope
