#pragma once

#include "models/export/csv_export.h"

#include <QJsonObject>

namespace pushscope {

// All of it at once; see CsvExport.
Status writeCsv(const TableModel& model, std::span<const int> columns, QIODevice& out);
// The same of any rows; `world` may be null if there are none.
Status writeCsv(std::vector<const Column*> columns, const World* world, std::vector<uint64_t> rows, QIODevice& out,
                CsvExport::Head head = CsvExport::Head::yes);

// One row as an object keyed by column ids; numbers are numbers, unknown is null.
QJsonObject jsonRow(std::span<const Column> columns, const World& world, uint64_t row);

} // namespace pushscope
