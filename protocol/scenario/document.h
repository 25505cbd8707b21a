#pragma once

#include "protocol/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pushscope::scenario {

// A TOML document as plain values, each with the line on which it is written.
struct Value {
  enum class Kind : uint8_t { text, number, boolean, list, table, other };
  struct Entry;

  Kind kind = Kind::other;
  uint32_t line = 0;
  std::string text;
  int64_t number = 0; // of a boolean: 0 or 1
  std::vector<Value> items;
  std::vector<Entry> entries; // in the order of the names
};
struct Value::Entry {
  std::string name;
  uint32_t line = 0;
  Value value;
};

// The table at the root. `malformed` with "line 12: …" as detail.
Result<Value> readDocument(std::string_view toml);

} // namespace pushscope::scenario
