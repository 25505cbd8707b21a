#include "models/settings/table_state.h"

#include "models/text/json_reader.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace pushscope {
namespace {

constexpr QLatin1String columnsKey("columns"), sortKey("sort"), descendingKey("descending"), queryKey("query");

} // namespace

QString TableState::encode() const {
  QJsonArray places;
  for (const ColumnPlace& column : columns)
    places.append(QJsonArray{column.id, column.width});
  const QJsonObject object{{columnsKey, places}, {sortKey, sortColumn}, {descendingKey, descending}, {queryKey, query}};
  return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

std::optional<TableState> TableState::decode(const QString& text) {
  const QJsonDocument document = readJson(text.toUtf8()).document;
  const QJsonObject object = document.object();
  if (!document.isObject() || !object[columnsKey].isArray())
    return std::nullopt;
  TableState state;
  QStringList seen;
  for (const QJsonValue& place : object[columnsKey].toArray()) {
    const QString id = place[0].toString();
    if (id.isEmpty() || id.size() > longestId || seen.contains(id) || state.columns.size() >= mostColumns)
      continue;
    seen << id;
    state.columns << ColumnPlace{id, std::clamp(place[1].toInt(), narrowest, widest)};
  }
  state.sortColumn = object[sortKey].toString().left(longestId);
  state.descending = object[descendingKey].toBool();
  state.query = object[queryKey].toString().left(longestQuery);
  return state;
}

} // namespace pushscope
