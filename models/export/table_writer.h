#pragma once

#include "models/export/csv_export.h"
#include "models/export/json_lines_export.h"

#include <QJsonObject>

namespace pushscope {

enum class TableFormat : uint8_t { csv, jsonLines };

// "csv", "jsonl": the ending of its files.
const char* endingOf(TableFormat format);
// See TableExport.
std::unique_ptr<TableExport> tableExport(TableFormat format, const TableModel& model, std::span<const int> columns,
                                         QIODevice& out);
std::unique_ptr<TableExport> tableExport(TableFormat format, std::vector<const Column*> columns, const World* world,
                                         std::shared_ptr<const Arrangement> rows, QIODevice& out);
std::vector<const Column*> allOf(std::span<const Column> columns);

// All of it at once.
Status writeTable(TableFormat format, const TableModel& model, std::span<const int> columns, QIODevice& out);
// The same of any rows; `world` may be null if there are none.
Status writeTable(TableFormat format, std::vector<const Column*> columns, const World* world,
                  std::vector<uint64_t> rows, QIODevice& out);

// One row as an object keyed by column ids; numbers are numbers, unknown is null.
QJsonObject jsonRow(std::span<const Column> columns, const World& world, uint64_t row);

} // namespace pushscope
