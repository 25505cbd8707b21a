#pragma once

#include "models/store/world.h"
#include "models/text/format.h"

#include <QString>
#include <QVariant>

#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace pushscope {

// What a cell means, for its colour; the word or the shape beside it says the same.
enum class Tone : uint8_t { neutral, alive, late, dead, retried, info, faint };

// In place of a number or a code that is not known.
inline constexpr int64_t unknownNumber = std::numeric_limits<int64_t>::min();

// What a column says of a row, as a value that costs little: sorts and queries read millions of these and make no text.
// `row` is the source row.
using NumberCell = std::function<int64_t(const World&, uint64_t row)>;

// One of few texts, by a number.
struct CodedCell {
  NumberCell code;
  std::function<QString(const World&, int64_t code)> word; // plain text
  int64_t codes = 0;    // 0 to codes - 1 are all that there are, for a person to choose from; 0: not known beforehand
  NumberCell rank = {}; // the order of this column if it is not that of its words
};

// Text that comes from outside, or is made for its row; made plain and cut when it is shown.
struct TextCell {
  // `room` may hold the text. Nothing: not known.
  std::function<std::optional<std::string_view>(const World&, uint64_t row, std::string& room)> text;
  qsizetype longest = 200;
  bool fewTexts = false; // many rows share a text: each is kept once by sorts and queries
};

// One column of one kind of row, described once: table, sorting, queries, CSV, JSON and command line all read this.
struct Column {
  const char* id = "";    // snake_case English with the unit: CSV header and JSON key, never translated
  const char* alias = ""; // a shorter name for queries; may be empty
  const char* title = ""; // translated when shown, in the context "Columns"
  const char* help = "";  // ditto, the header's tooltip
  Kind kind = Kind::text;
  int width = 12; // in characters, at first
  bool shownAtFirst = true;
  // Numbers for every kind but text.
  std::variant<NumberCell, CodedCell, TextCell> cell;
  std::function<Tone(const World&, uint64_t row)> tone = {};

  // Unknown is an invalid QVariant. Text is plain already.
  QVariant value(const World& world, uint64_t row) const;
};

QString columnTitle(const Column& column);
QString columnHelp(const Column& column);
// -1: there is none.
int columnWithId(std::span<const Column> columns, std::string_view id);

// A kind of row: which there are, and what identifies one for ever.
class RowSource {
 public:
  virtual ~RowSource() = default;
  virtual std::span<const Column> columns() const = 0;
  // Source rows are `first` to `end` - 1; they are identities as long as the world lives.
  virtual uint64_t first(const World& world) const = 0;
  virtual uint64_t end(const World& world) const = 0;
  // Source rows are added at the end and never change place, but some of them may not be shown.
  virtual bool shown(const World&, uint64_t) const { return true; }
  // Which part of a change concerns it.
  virtual bool concerns(const World::Changes& changes) const = 0;
};

const RowSource& deviceRows();
const RowSource& deliveryRows();
const RowSource& wakeRows();

} // namespace pushscope
