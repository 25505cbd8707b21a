#pragma once

#include <QHash>
#include <QString>
#include <QStringList>

#include <optional>

namespace pushscope {

// A payload with places for values, as {{name}}: a letter, then letters, digits and underscores. Two opening braces in
// a row are nowhere in JSON but within strings, so a payload without places is taken as it is. What is put in is
// escaped as within a JSON string; so a number may stand without quotes, too.
class PayloadTemplate {
 public:
  explicit PayloadTemplate(QString text) : m_text(std::move(text)) {}

  // In their order, each once.
  QStringList names() const;
  struct Filled {
    QString text;
    QStringList missing; // names without a value, whose places stay as they are
    // Where a character of the filled text comes from; within a value: the place that holds it.
    qsizetype origin(qsizetype position) const;

   private:
    friend class PayloadTemplate;
    struct Piece {
      qsizetype filledFrom = 0, textFrom = 0;
      bool isValue = false;
    };
    QList<Piece> pieces; // by position
  };
  Filled filled(const QHash<QString, QString>& values) const;

 private:
  QString m_text;
};

// "name=Anna; room=7". Nothing else may hold a semicolon, so a value cannot.
struct TemplateValues {
  QHash<QString, QString> values;
  struct Mistake {
    qsizetype position = 0;
    QString part;
  };
  std::optional<Mistake> mistake; // a part that is no name=value, or a name given twice

  static TemplateValues parse(const QString& text);
};

} // namespace pushscope
