#pragma once

#include "models/export/table_export.h"

namespace pushscope {

// One JSON object a line, keyed by column ids in the order of the columns. Numbers are numbers, unknown is null.
class JsonLinesExport final : public TableExport {
 public:
  JsonLinesExport(const TableModel& model, std::span<const int> columns, QIODevice& out);
  JsonLinesExport(std::vector<const Column*> columns, const World* world, std::shared_ptr<const Arrangement> rows,
                  QIODevice& out);

 private:
  void beginField(size_t field) override;
  void endRow() override { piece() += columns() > 0 ? "}\n" : "{}\n"; }
  void appendNumber(Kind kind, int64_t value) override;
  void appendUnknown() override { piece() += "null"; }
  QByteArray encoded(const QString& text) const override;
  bool isSimple(std::string_view text) const override;
  void appendSimple(std::string_view text) override;
};

} // namespace pushscope
