#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace pushscope {

// What a person chose of a table: which columns in which order and how wide, how it is sorted, which query it fulfils.
// Columns are named by their ids, so that it outlives versions that have others.
struct TableState {
  struct ColumnPlace {
    QString id;
    int width = 0; // pixels

    friend bool operator==(const ColumnPlace&, const ColumnPlace&) = default;
  };
  QList<ColumnPlace> columns; // shown ones, as they stand
  QString sortColumn;         // empty: in natural order
  bool descending = false;
  QString query;

  friend bool operator==(const TableState&, const TableState&) = default;

  // One line of JSON; what decode() takes.
  QString encode() const;
  // Nothing if it is no such line. Widths are held between the bounds; columns beyond the bound are left out.
  static std::optional<TableState> decode(const QString& text);

  static constexpr int narrowest = 16, widest = 4000;
  static constexpr qsizetype mostColumns = 256, longestId = 64;
  static constexpr qsizetype longestQuery = 1000; // that of the language: models/query/QUERY.md
};

} // namespace pushscope
