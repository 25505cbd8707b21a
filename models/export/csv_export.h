#pragma once

#include "models/export/table_export.h"

namespace pushscope {

// RFC 4180 with CRLF, a line of column ids first. Unknown is an empty field. A cell that a spreadsheet would run as a
// formula gets a leading apostrophe.
class CsvExport final : public TableExport {
 public:
  CsvExport(const TableModel& model, std::span<const int> columns, QIODevice& out);
  // Of any rows; those that go on behind others have no head.
  enum class Head { yes, no };
  CsvExport(std::vector<const Column*> columns, const World* world, std::shared_ptr<const Arrangement> rows,
            QIODevice& out, Head head = Head::yes);

 private:
  void appendHead();
  void beginField(size_t field) override;
  void endRow() override { piece() += "\r\n"; }
  void appendNumber(Kind kind, int64_t value) override { appendForFiles(piece(), kind, value); }
  void appendUnknown() override {}
  QByteArray encoded(const QString& text) const override;
  bool isSimple(std::string_view text) const override;
  void appendSimple(std::string_view text) override { piece().append(text.data(), qsizetype(text.size())); }
};

QString csvCell(const QString& text);

} // namespace pushscope
