#include "models/query/row_keys.h"

#include "models/text/source_words.h"

#include <algorithm>

namespace pushscope {
namespace {

// Some tenths of a millisecond for the dearest columns, and enough that looking at a clock in between costs nothing.
constexpr uint64_t blockRows = 256;

bool isPlainAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

// The usual text is ASCII: folded without a detour over UTF-16.
void appendFolded(std::string& out, std::string_view text, qsizetype longest) {
  if (text.size() > size_t(longest) || !isPlainAscii(text)) {
    out += foldedText(plain(text, longest));
    return;
  }
  const size_t from = out.size();
  out.append(text);
  for (size_t i = from; i < out.size(); ++i)
    out[i] = out[i] >= 'A' && out[i] <= 'Z' ? char(out[i] + ('a' - 'A')) : out[i];
}

} // namespace

std::string foldedText(const QString& text) {
  return text.toCaseFolded().toStdString();
}

KeyGatherer::KeyGatherer(const RowSource& source, const World& world, KeyWish wish)
    : KeyGatherer(source, world, std::move(wish), source.first(world), source.end(world)) {}

KeyGatherer::KeyGatherer(const RowSource& source, const World& world, KeyWish wish, uint64_t first, uint64_t end)
    : m_source(source), m_world(world), m_wish(std::move(wish)), m_next(first), m_end(end) {
  const size_t count = source.columns().size();
  m_keys.columns.resize(count);
  m_indexes.resize(count);
  const auto rows = size_t(m_end - m_next);
  m_keys.rows.reserve(rows);
  for (const int column : m_wish.columns) {
    RowKeys::Keys& keys = m_keys.columns[size_t(column)];
    const auto& cell = source.columns()[size_t(column)].cell;
    const TextCell* text = std::get_if<TextCell>(&cell);
    if (std::holds_alternative<NumberCell>(cell))
      keys.emplace<RowKeys::Numbers>().values.reserve(rows);
    else if (text && !text->fewTexts)
      keys.emplace<RowKeys::Texts>().reserve(rows);
    else
      keys.emplace<RowKeys::Words>().values.reserve(rows);
  }
  if (m_wish.rankOf >= 0)
    m_keys.ranks.values.reserve(rows);
}

bool KeyGatherer::gatherBlock() {
  const size_t had = m_keys.rows.size();
  const uint64_t end = std::min(m_end, m_next + blockRows);
  for (; m_next < end; ++m_next)
    if (m_source.shown(m_world, m_next))
      m_keys.rows.push_back(m_next);
  const auto rows = std::span<const uint64_t>(m_keys.rows).subspan(had);
  for (const int column : m_wish.columns)
    gather(size_t(column), rows);
  if (m_wish.rankOf >= 0) {
    const auto& rank = std::get<CodedCell>(m_source.columns()[size_t(m_wish.rankOf)].cell).rank;
    for (const uint64_t row : rows)
      m_keys.ranks.values.push_back(rank(m_world, row));
  }
  return m_next < m_end;
}

void KeyGatherer::gather(size_t column, std::span<const uint64_t> rows) {
  const auto& cell = m_source.columns()[column].cell;
  RowKeys::Keys& keys = m_keys.columns[column];
  if (const NumberCell* number = std::get_if<NumberCell>(&cell)) {
    for (const uint64_t row : rows)
      std::get<RowKeys::Numbers>(keys).values.push_back((*number)(m_world, row));
    return;
  }
  if (const CodedCell* coded = std::get_if<CodedCell>(&cell)) {
    auto& words = std::get<RowKeys::Words>(keys);
    for (const uint64_t row : rows)
      words.values.push_back(wordOf(*coded, coded->code(m_world, row), words, m_indexes[column]));
    return;
  }
  const auto& text = std::get<TextCell>(cell);
  std::string room;
  for (const uint64_t row : rows) {
    const auto value = text.text(m_world, row, room);
    if (auto* words = std::get_if<RowKeys::Words>(&keys)) {
      words->values.push_back(value ? wordOf(text, *value, *words, m_indexes[column]) : 0);
      continue;
    }
    auto& texts = std::get<RowKeys::Texts>(keys);
    if (value)
      appendFolded(texts.bytes, *value, text.longest);
    texts.ends.push_back(texts.bytes.size());
    texts.known.push_back(value.has_value());
  }
}

uint32_t KeyGatherer::wordOf(const CodedCell& cell, int64_t code, RowKeys::Words& words, Index& index) const {
  if (code == unknownNumber)
    return 0;
  const auto [entry, isNew] = index.byCode.try_emplace(code, uint32_t(words.words.size()));
  if (isNew) {
    words.words.push_back(foldedText(cell.word(m_world, code)));
    const SourceWords source;
    words.sources.push_back(foldedText(cell.word(m_world, code)));
  }
  return entry->second;
}

uint32_t KeyGatherer::wordOf(const TextCell& cell, std::string_view text, RowKeys::Words& words, Index& index) const {
  const auto [entry, isNew] = index.byText.try_emplace(std::string(text), uint32_t(words.words.size()));
  if (isNew)
    appendFolded(words.words.emplace_back(), text, cell.longest);
  return entry->second;
}

} // namespace pushscope
