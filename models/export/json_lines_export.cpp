#include "models/export/json_lines_export.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace pushscope {

JsonLinesExport::JsonLinesExport(const TableModel& model, std::span<const int> columns, QIODevice& out)
    : TableExport(model, columns, out) {}

JsonLinesExport::JsonLinesExport(std::vector<const Column*> columns, const World* world,
                                 std::shared_ptr<const Arrangement> rows, QIODevice& out)
    : TableExport(std::move(columns), world, std::move(rows), out) {}

// Ids are snake_case, so they need no escape.
void JsonLinesExport::beginField(size_t field) {
  piece() += field > 0 ? ",\"" : "{\"";
  piece() += column(field).id;
  piece() += "\":";
}

void JsonLinesExport::appendNumber(Kind kind, int64_t value) {
  const char* quote = kind == Kind::time ? "\"" : "";
  piece() += quote;
  appendForFiles(piece(), kind, value);
  piece() += quote;
}

QByteArray JsonLinesExport::encoded(const QString& text) const {
  const QByteArray array = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
  return array.mid(1, array.size() - 2);
}

bool JsonLinesExport::isSimple(std::string_view text) const {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
}

void JsonLinesExport::appendSimple(std::string_view text) {
  piece() += '"';
  piece().append(text.data(), qsizetype(text.size()));
  piece() += '"';
}

} // namespace pushscope
