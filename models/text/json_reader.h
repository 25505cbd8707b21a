#pragma once

#include <QByteArray>
#include <QJsonDocument>
#include <QString>

#include <optional>

namespace pushscope {

// JSON of a person, a file or another program is read here alone. Deeper nesting and longer texts than any of them has
// use for are mistakes, so that what follows may recurse.
struct JsonRead {
  static constexpr qsizetype mostBytes = 8 * 1024 * 1024;
  static constexpr int deepest = 64;

  struct Mistake {
    qsizetype position = 0; // a byte of the text
    QString what;           // "nested deeper than 64 levels"
  };
  QJsonDocument document; // null if there is a mistake
  std::optional<Mistake> mistake;
};
JsonRead readJson(const QByteArray& text);

} // namespace pushscope
