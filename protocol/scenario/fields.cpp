#include "protocol/scenario/fields.h"

#include "protocol/base/duration_text.h"
#include "protocol/base/ids.h"

#include <algorithm>

namespace pushscope::scenario {

void Mistakes::add(uint32_t line, std::string sentence, ErrorCode code) {
  if (m_count++ > 0 && line >= m_line)
    return;
  m_line = line;
  m_code = code;
  m_sentence = std::move(sentence);
}

Error Mistakes::first() const {
  Error error{m_code, "line " + std::to_string(m_line) + ": " + m_sentence};
  if (m_count > 1)
    error.detail += " (and " + std::to_string(m_count - 1) + " more " + (m_count == 2 ? "mistake)" : "mistakes)");
  return error;
}

std::string oneOf(const std::vector<std::string_view>& words) {
  std::string text = "one of ";
  for (size_t i = 0; i < words.size(); ++i)
    text += (i > 0 ? ", " : "") + std::string(words[i]);
  return text;
}

Fields::Fields(const Value& table, std::string what, Mistakes& mistakes)
    : m_table(table), m_what(std::move(what)), m_mistakes(mistakes) {}

const Value::Entry* Fields::find(std::string_view name) const {
  for (const Value::Entry& entry : m_table.entries)
    if (entry.name == name)
      return &entry;
  return nullptr;
}

uint32_t Fields::lineOf(std::string_view name) const {
  const Value::Entry* entry = find(name);
  return entry ? entry->line : m_table.line;
}

bool Fields::has(std::string_view name) const {
  return find(name) != nullptr;
}

bool Fields::hasOneOf(std::initializer_list<std::string_view> names) const {
  return std::any_of(names.begin(), names.end(), [this](std::string_view name) { return has(name); });
}

void Fields::wrong(std::string_view name, const std::string& sentence) {
  m_mistakes.add(lineOf(name), "\"" + std::string(name) + "\" of " + m_what + " " + sentence);
}

void Fields::missing(std::string_view name) {
  m_mistakes.add(m_table.line, m_what + " needs \"" + std::string(name) + "\"");
}

const Value* Fields::any(std::string_view name) {
  m_known.push_back(name);
  const Value::Entry* entry = find(name);
  return entry ? &entry->value : nullptr;
}

std::optional<std::string> Fields::text(std::string_view name, size_t longest) {
  const Value* value = any(name);
  if (!value)
    return std::nullopt;
  if (value->kind != Value::Kind::text)
    wrong(name, "is to be a text in quotes");
  else if (value->text.size() > longest)
    wrong(name, "is longer than " + std::to_string(longest) + " bytes");
  else
    return value->text;
  return std::nullopt;
}

std::optional<int64_t> Fields::number(std::string_view name, int64_t least, int64_t most) {
  const Value* value = any(name);
  if (!value)
    return std::nullopt;
  if (value->kind == Value::Kind::number && value->number >= least && value->number <= most)
    return value->number;
  wrong(name, "is to be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return std::nullopt;
}

std::optional<bool> Fields::yesNo(std::string_view name) {
  const Value* value = any(name);
  if (!value)
    return std::nullopt;
  if (value->kind == Value::Kind::boolean)
    return value->number != 0;
  wrong(name, "is to be true or false");
  return std::nullopt;
}

std::optional<std::string> Fields::numberOrText(std::string_view name, const char* needed) {
  const Value* value = any(name);
  if (!value)
    return std::nullopt;
  if (value->kind == Value::Kind::text)
    return value->text;
  if (value->kind == Value::Kind::number)
    return std::to_string(value->number);
  wrong(name, std::string("is to be ") + needed);
  return std::nullopt;
}

std::optional<Duration> Fields::duration(std::string_view name) {
  const auto text = numberOrText(name, "a duration such as \"30s\" or \"24h\"");
  if (!text)
    return std::nullopt;
  const Result<Duration> value = parseDuration(*text);
  if (value.ok())
    return value.value();
  wrong(name, "is \"" + labelOf(*text) + "\", which is no duration; write for example \"30s\", \"500ms\" or \"24h\"");
  return std::nullopt;
}

std::optional<Duration> Fields::later(std::string_view name) {
  const char* form = "is to be a time from then on, such as \"+10s\"";
  const Value* value = any(name);
  if (!value)
    return std::nullopt;
  if (value->kind == Value::Kind::text && !value->text.empty() && value->text.front() == '+')
    if (const Result<Duration> time = parseDuration(std::string_view(value->text).substr(1)); time.ok())
      return time.value();
  wrong(name, form);
  return std::nullopt;
}

std::vector<std::string> Fields::texts(std::string_view name) {
  std::vector<std::string> texts;
  const Value* value = any(name);
  if (!value)
    return texts;
  if (value->kind == Value::Kind::text)
    return {value->text};
  const bool isList = value->kind == Value::Kind::list && !value->items.empty();
  const bool isOfTexts = isList && std::all_of(value->items.begin(), value->items.end(),
                                               [](const Value& item) { return item.kind == Value::Kind::text; });
  if (!isOfTexts)
    wrong(name, "is to be a name in quotes, or a list of such names");
  else
    for (const Value& item : value->items)
      texts.push_back(item.text);
  return texts;
}

template <class T, class Parse>
std::optional<T> Fields::parsed(std::string_view name, Parse parse, const char* needed) {
  const auto text = numberOrText(name, needed);
  if (!text)
    return std::nullopt;
  const Result<T> value = parse(*text);
  if (value.ok())
    return value.value();
  wrong(name, "is wrong: " + value.error().detail);
  return std::nullopt;
}

std::optional<Bound> Fields::countBound(std::string_view name) {
  return parsed<Bound>(name, parseCountBound, "a number or a bound such as \"<=15\"");
}
std::optional<Bound> Fields::timeBound(std::string_view name) {
  return parsed<Bound>(name, parseTimeBound, "a bound such as \"<=500ms\"");
}
std::optional<Bound> Fields::shareBound(std::string_view name) {
  return parsed<Bound>(name, parseShareBound, "a bound such as \">=95%\"");
}

std::optional<size_t> Fields::word(std::string_view name, const std::vector<std::string_view>& words) {
  const auto given = text(name, 256);
  if (!given)
    return std::nullopt;
  const auto found = std::find(words.begin(), words.end(), *given);
  if (found != words.end())
    return size_t(found - words.begin());
  wrong(name, "is \"" + labelOf(*given) + "\"; it is to be " + oneOf(words));
  return std::nullopt;
}

void Fields::finish() {
  for (const Value::Entry& entry : m_table.entries)
    if (std::find(m_known.begin(), m_known.end(), entry.name) == m_known.end())
      m_mistakes.add(entry.line, m_what + " has no \"" + labelOf(entry.name) + "\"; it knows " +
                                     oneOf(m_known).substr(std::string_view("one of ").size()));
}

} // namespace pushscope::scenario
