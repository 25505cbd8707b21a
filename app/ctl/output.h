#pragma once

#include "models/items/column.h"
#include "models/query/query_mistake.h"
#include "protocol/scenario/verdict.h"

#include <QJsonObject>
#include <QString>

namespace pushscope::ctl {

// One object a line on standard output, flushed: readers follow it live.
void printJson(const QJsonObject& object);
void printLine(const QString& text);
// As it is.
void printText(const std::string& text);
void printError(const QString& sentence);
// "1 row", "2 rows": of a noun whose plural has an s.
QString counted(uint64_t number, const char* noun);
QString filterProblem(const QueryMistake& mistake);

// How rows are printed: a table for people, with the columns that a console shows at first, as wide as their widest
// cell up to a bound, on a terminal only those that fit into a line; CSV or one JSON object a line with all columns.
enum class Format { table, csv, json };
// `goesOn`: behind other rows, so without titles.
void printRows(Format format, const RowSource& rows, const World& world, const std::vector<uint64_t>& which,
               WallTime now, bool goesOn = false);

// Lines of text cells, the first perhaps of titles; each column as wide as its widest cell, on a terminal up to a bound
// if it may be cut.
enum class Cells { cut, whole };
void printColumns(const std::vector<QStringList>& lines, const std::vector<bool>& toTheRight = {},
                  Cells cells = Cells::cut);
// As wide as that on a screen, cut or filled with blanks.
QString padded(const QString& text, int width, bool right);

// "pass  ring is acknowledged: 20 of 20 deliveries", and below it examples of what went otherwise.
void printVerdict(const scenario::Verdict& verdict);
QJsonObject verdictJson(const scenario::Verdict& verdict);

QJsonObject ladderJson(const World& world, DeliveryTable::Number delivery);
void printLadder(const World& world, DeliveryTable::Number delivery, bool json, WallTime now);

} // namespace pushscope::ctl
