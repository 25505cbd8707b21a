#pragma once

#include "protocol/scenario/bound.h"
#include "protocol/scenario/document.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pushscope::scenario {

// The mistakes of a file: the first of them, by line, is what its author is told.
class Mistakes {
 public:
  void add(uint32_t line, std::string sentence, ErrorCode code = ErrorCode::malformed);
  bool any() const { return m_count > 0; }
  // With its line and how many more there are.
  Error first() const;
  // The first without them.
  const std::string& sentence() const { return m_sentence; }

 private:
  uint32_t m_line = 0;
  size_t m_count = 0;
  ErrorCode m_code = ErrorCode::malformed;
  std::string m_sentence;
};

// Takes the entries of one table by name and type. What is absent or wrong is nothing; what is wrong, or left over at
// the end, is a mistake.
class Fields {
 public:
  // `what` names the table in sentences: "a step".
  Fields(const Value& table, std::string what, Mistakes& mistakes);

  uint32_t line() const { return m_table.line; }
  uint32_t lineOf(std::string_view name) const;
  bool has(std::string_view name) const;
  bool hasOneOf(std::initializer_list<std::string_view> names) const;

  const Value* any(std::string_view name);
  std::optional<std::string> text(std::string_view name, size_t longest);
  std::optional<int64_t> number(std::string_view name, int64_t least, int64_t most);
  std::optional<bool> yesNo(std::string_view name);
  std::optional<Duration> duration(std::string_view name);
  // "+10s": from the moment of the entry itself.
  std::optional<Duration> later(std::string_view name);
  // A text or a list of texts.
  std::vector<std::string> texts(std::string_view name);
  std::optional<Bound> countBound(std::string_view name);
  std::optional<Bound> timeBound(std::string_view name);
  std::optional<Bound> shareBound(std::string_view name);
  // One of a list of words; its place in the list.
  std::optional<size_t> word(std::string_view name, const std::vector<std::string_view>& words);

  void wrong(std::string_view name, const std::string& sentence);
  // The same for an entry that is absent.
  void missing(std::string_view name);
  // Every entry that nobody took is a mistake.
  void finish();

 private:
  const Value::Entry* find(std::string_view name) const;
  template <class T, class Parse>
  std::optional<T> parsed(std::string_view name, Parse parse, const char* needed);
  std::optional<std::string> numberOrText(std::string_view name, const char* needed);

  const Value& m_table;
  std::string m_what;
  Mistakes& m_mistakes;
  std::vector<std::string_view> m_known; // asked for
};

// "one of a, b, c"
std::string oneOf(const std::vector<std::string_view>& words);

} // namespace pushscope::scenario
