#pragma once

#include "models/store/world.h"
#include "models/text/format.h"

#include <QString>
#include <QVariant>

#include <functional>
#include <span>
#include <vector>

namespace pushscope {

// What a cell means, for its colour; the word or the shape beside it says the same.
enum class Tone : uint8_t { neutral, alive, late, dead, retried, info, faint };

// One column of one kind of row, described once: table, CSV, JSON and command line all read this.
struct Column {
  const char* id = "";    // snake_case English with the unit: CSV header and JSON key, never translated
  const char* title = ""; // translated when shown, in the context "Columns"
  const char* help = "";  // ditto, the header's tooltip
  Kind kind = Kind::text;
  int width = 12; // in characters, at first
  bool shownAtFirst = true;
  // Unknown is an invalid QVariant. Text is plain already. `row` is the source row.
  std::function<QVariant(const World&, uint64_t row)> value;
  std::function<Tone(const World&, uint64_t row)> tone = {};
};

QString columnTitle(const Column& column);
QString columnHelp(const Column& column);

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
