#pragma once

#include "models/items/table_model.h"
#include "protocol/base/result.h"

#include <QIODevice>
#include <QJsonObject>

namespace pushscope {

// RFC 4180 in UTF-8 with CRLF: the rows of the model as seen (filter, order), the columns given. C locale, durations in
// milliseconds, times RFC 3339 UTC. A cell that a spreadsheet would run as a formula gets a leading apostrophe.
Status writeCsv(const TableModel& model, std::span<const int> columns, QIODevice& out);
// The same of any rows; `world` may be null if there are none.
Status writeCsv(std::span<const Column* const> columns, const World* world, std::span<const uint64_t> rows,
                QIODevice& out);
QString csvCell(const QString& text);

// One row as an object keyed by column ids; numbers are numbers, unknown is null.
QJsonObject jsonRow(std::span<const Column> columns, const World& world, uint64_t row);

} // namespace pushscope
