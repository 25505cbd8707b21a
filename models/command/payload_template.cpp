#include "models/command/payload_template.h"

#include <QRegularExpression>

#include <algorithm>

namespace pushscope {
namespace {

const QRegularExpression& place() {
  static const QRegularExpression pattern(QStringLiteral("\\{\\{([A-Za-z][A-Za-z0-9_]*)\\}\\}"));
  return pattern;
}

QString escaped(const QString& value) {
  QString out;
  for (const QChar c : value) {
    if (c == QLatin1Char('"') || c == QLatin1Char('\\'))
      out += QLatin1Char('\\');
    if (c.unicode() < 0x20)
      out += QStringLiteral("\\u%1").arg(c.unicode(), 4, 16, QLatin1Char('0'));
    else
      out += c;
  }
  return out;
}

} // namespace

QStringList PayloadTemplate::names() const {
  QStringList names;
  for (auto places = place().globalMatch(m_text); places.hasNext();)
    if (const QString name = places.next().captured(1); !names.contains(name))
      names << name;
  return names;
}

PayloadTemplate::Filled PayloadTemplate::filled(const QHash<QString, QString>& values) const {
  Filled filled;
  qsizetype from = 0;
  const auto keep = [&](qsizetype end) {
    filled.pieces << Filled::Piece{filled.text.size(), from, false};
    filled.text += QStringView(m_text).mid(from, end - from);
    from = end;
  };
  for (auto places = place().globalMatch(m_text); places.hasNext();) {
    const QRegularExpressionMatch found = places.next();
    const auto value = values.constFind(found.captured(1));
    if (value == values.constEnd()) {
      if (!filled.missing.contains(found.captured(1)))
        filled.missing << found.captured(1);
      continue;
    }
    keep(found.capturedStart());
    filled.pieces << Filled::Piece{filled.text.size(), from, true};
    filled.text += escaped(*value);
    from = found.capturedEnd();
  }
  keep(m_text.size());
  return filled;
}

qsizetype PayloadTemplate::Filled::origin(qsizetype position) const {
  const auto after = std::upper_bound(pieces.begin(), pieces.end(), position,
                                      [](qsizetype p, const Piece& piece) { return p < piece.filledFrom; });
  const Piece& piece = *std::prev(after); // the first begins at 0
  return piece.textFrom + (piece.isValue ? 0 : position - piece.filledFrom);
}

TemplateValues TemplateValues::parse(const QString& text) {
  TemplateValues parsed;
  qsizetype from = 0;
  for (const QString& part : text.split(QLatin1Char(';'))) {
    const qsizetype equals = part.indexOf(QLatin1Char('='));
    const QString name = part.left(equals).trimmed();
    if (!part.trimmed().isEmpty()) {
      const bool isName = PayloadTemplate(QStringLiteral("{{%1}}").arg(name)).names() == QStringList{name};
      if (equals < 0 || !isName || parsed.values.contains(name)) {
        parsed.mistake = Mistake{from, part.trimmed()};
        return parsed;
      }
      parsed.values.insert(name, part.mid(equals + 1).trimmed());
    }
    from += part.size() + 1;
  }
  return parsed;
}

} // namespace pushscope
