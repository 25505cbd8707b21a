#include "models/settings/push_templates.h"

#include "models/text/json_reader.h"

#include <QCoreApplication>
#include <QJsonObject>

namespace pushscope {
namespace {

struct TextField {
  QLatin1String key;
  QString PushDraft::*field;
};
constexpr TextField textFields[]{{QLatin1String("payload"), &PushDraft::payload},
                                 {QLatin1String("time_to_live"), &PushDraft::timeToLive},
                                 {QLatin1String("not_before"), &PushDraft::notBefore},
                                 {QLatin1String("expectation"), &PushDraft::expectation},
                                 {QLatin1String("collapse_key"), &PushDraft::collapseKey},
                                 {QLatin1String("values"), &PushDraft::values},
                                 {QLatin1String("repeat"), &PushDraft::repeat},
                                 {QLatin1String("every"), &PushDraft::every}};
constexpr QLatin1String priorityKey("high_priority");

} // namespace

std::optional<PushDraft> PushTemplates::find(const QString& name) const {
  const QJsonDocument document = readJson(m_texts.find(name).toUtf8()).document;
  if (!document.isObject())
    return std::nullopt;
  const QJsonObject object = document.object();
  PushDraft draft;
  for (const TextField& text : textFields)
    draft.*text.field = object[text.key].toString();
  draft.highPriority = object[priorityKey].toBool();
  return draft;
}

QString PushTemplates::save(const QString& name, const PushDraft& draft) {
  if (!m_texts.hasRoomFor(name))
    return QCoreApplication::translate("PushTemplates", "There are %1 templates already. Delete one first.").arg(most);
  QJsonObject object{{priorityKey, draft.highPriority}};
  for (const TextField& text : textFields)
    if (const QString& value = draft.*text.field; !value.isEmpty())
      object.insert(text.key, value);
  return m_texts.save(name, QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
}

} // namespace pushscope
