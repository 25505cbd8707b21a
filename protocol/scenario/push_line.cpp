#include "protocol/scenario/push_line.h"

#include "protocol/scenario/expectation_parser.h"

#include <algorithm>

namespace pushscope::scenario {
namespace {

constexpr bool isSpace(char c) {
  return c == ' ' || c == '\t';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && isSpace(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && isSpace(text.back()))
    text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> wordsOf(std::string_view text) {
  std::vector<std::string_view> words;
  for (text = trimmed(text); !text.empty(); text = trimmed(text)) {
    const size_t end = size_t(std::find_if(text.begin(), text.end(), isSpace) - text.begin());
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return words;
}

// Words joined again: those of a stage by "_", as its name has it, those of a bound by nothing.
std::string joined(const std::vector<std::string_view>& words, size_t from, size_t to, std::string_view between) {
  std::string text;
  for (size_t i = from; i < to; ++i)
    text.append(i > from ? between : "").append(words[i]);
  return text;
}

// Where parts begin and end: at commas, and at the word "and".
std::vector<std::string_view> partsOf(std::string_view line) {
  std::vector<std::string_view> parts;
  size_t from = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    const bool isAnd =
        i > 0 && isSpace(line[i - 1]) && line.substr(i, 3) == "and" && i + 3 < line.size() && isSpace(line[i + 3]);
    if (line[i] != ',' && !isAnd)
      continue;
    parts.push_back(line.substr(from, i - from));
    from = i + (isAnd ? 3 : 1);
    i = from - 1;
  }
  parts.push_back(line.substr(from));
  return parts;
}

void add(Value& table, std::string_view name, std::string text) {
  Value value;
  value.kind = Value::Kind::text;
  value.text = std::move(text);
  table.entries.push_back({std::string(name), 0, std::move(value)});
}

// The part as the table of an [[expect]].
Value tableOf(std::string_view part) {
  Value table;
  table.kind = Value::Kind::table;
  add(table, "push", "any");
  std::vector<std::string_view> words = wordsOf(part);
  if (words.size() == 2 && words[0] == "no" && (words[1] == "resend" || words[1] == "duplicate")) {
    words[1] == "resend" ? add(table, "attempts", "<=1") : add(table, "duplicates", "0");
    return table;
  }
  for (const std::string_view key : {"attempts", "duplicates", "skew"})
    if (words[0] == key) {
      std::string bound = joined(words, 1, words.size(), "");
      if (key == "skew" && !bound.empty() && bound[0] >= '0' && bound[0] <= '9' &&
          bound.find("..") == std::string::npos)
        bound.insert(0, "<=");
      add(table, key, std::move(bound));
      return table;
    }
  const auto within = size_t(std::find(words.begin(), words.end(), "within") - words.begin());
  std::string stage = joined(words, 0, within, "_");
  if (const size_t open = stage.find('('); open != std::string::npos && stage.back() == ')') {
    add(table, "reason", stage.substr(open + 1, stage.size() - open - 2));
    stage.resize(open);
    while (!stage.empty() && stage.back() == '_')
      stage.pop_back();
  }
  add(table, "stage", std::move(stage));
  if (within < words.size()) {
    std::string bound = joined(words, within + 1, words.size(), "");
    if (!bound.empty() && bound[0] >= '0' && bound[0] <= '9' && bound.find("..") == std::string::npos)
      bound.insert(0, "<=");
    add(table, "within", std::move(bound));
  }
  return table;
}

} // namespace

PushLine parsePushLine(std::string_view line) {
  PushLine result;
  const auto fail = [&](std::string_view place, std::string sentence) {
    result.expectations.clear();
    result.mistake = PushLine::Mistake{size_t(place.data() - line.data()), place.size(), std::move(sentence)};
    return result;
  };
  if (trimmed(line).empty())
    return result;
  if (line.size() > longestPushLine)
    return fail(line.substr(longestPushLine),
                "an expectation has at most " + std::to_string(longestPushLine) + " characters");
  for (const std::string_view part : partsOf(line)) {
    const std::string_view text = trimmed(part);
    if (text.empty())
      return fail(part.empty() ? line : part, "something is missing before or after a comma or \"and\"");
    if (result.expectations.size() == mostPushParts)
      return fail(text, "a push has at most " + std::to_string(mostPushParts) + " expectations");
    Mistakes mistakes;
    Expectation expectation = parseExpectation(tableOf(text), {}, mistakes);
    if (mistakes.any())
      return fail(text, mistakes.sentence());
    expectation.text = std::string(text);
    result.expectations.push_back(std::move(expectation));
  }
  return result;
}

} // namespace pushscope::scenario
