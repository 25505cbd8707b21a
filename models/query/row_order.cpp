#include "models/query/row_order.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>

namespace pushscope {
namespace {

struct Keyed {
  uint64_t key;
  uint32_t index; // into the keys
};
constexpr uint64_t lastKey = ~uint64_t{0}; // of what is not known

// By key, stable. A byte at a time from the lowest; bytes that are the same in all keys are passed over, so that keys
// of a small range, which is usual, take few passes. A million take a tenth of what comparing them takes.
void sortByKey(std::vector<Keyed>& rows) {
  std::vector<Keyed> other(rows.size());
  for (int shift = 0; shift < 64; shift += 8) {
    std::array<size_t, 256> starts{};
    for (const Keyed& row : rows)
      ++starts[size_t(row.key >> shift & 0xff)];
    if (std::find(starts.begin(), starts.end(), rows.size()) != starts.end())
      continue;
    std::exclusive_scan(starts.begin(), starts.end(), starts.begin(), size_t{0});
    for (const Keyed& row : rows)
      other[starts[size_t(row.key >> shift & 0xff)]++] = row;
    rows.swap(other);
  }
}

// Unsigned, ascending in the wanted direction; the greatest number that there is does not come as late as what is not
// known.
uint64_t numberKey(int64_t number, Qt::SortOrder order) {
  if (number == unknownNumber)
    return lastKey;
  const uint64_t key = std::min(uint64_t(number) ^ uint64_t{1} << 63, lastKey - 1);
  return order == Qt::AscendingOrder ? key : ~key;
}

void sortByNumbers(std::vector<Keyed>& rows, const std::vector<int64_t>& values, Qt::SortOrder order) {
  for (Keyed& row : rows)
    row.key = numberKey(values[row.index], order);
  sortByKey(rows);
}

void sortByWords(std::vector<Keyed>& rows, const RowKeys::Words& words, Qt::SortOrder order) {
  std::vector<std::string_view> sorted(words.words.begin() + 1, words.words.end());
  std::sort(sorted.begin(), sorted.end());
  std::vector<uint64_t> byWord(words.words.size(), lastKey);
  for (size_t i = 1; i < byWord.size(); ++i)
    byWord[i] = numberKey(std::lower_bound(sorted.begin(), sorted.end(), words.words[i]) - sorted.begin(), order);
  for (Keyed& row : rows)
    row.key = byWord[words.values[row.index]];
  sortByKey(rows);
}

// Eight bytes, the first on top; a shorter text is filled up with zeros.
uint64_t prefixOf(std::string_view text) {
  uint64_t prefix = 0;
  for (size_t i = 0; i < 8; ++i)
    prefix = prefix << 8 | (i < text.size() ? uint8_t(text[i]) : 0);
  return prefix;
}

size_t commonPrefix(const std::vector<Keyed>& rows, const RowKeys::Texts& texts) {
  const std::string_view first = texts.at(rows.front().index);
  size_t common = first.size();
  for (const Keyed& row : rows)
    if (texts.known[row.index]) {
      const std::string_view text = texts.at(row.index);
      common = std::min(common, text.size());
      common =
          size_t(std::mismatch(text.begin(), text.begin() + ptrdiff_t(common), first.begin()).first - text.begin());
    }
  return common;
}

// By the eight bytes after what all have in common, which decides nearly always; then the rest of those that are equal.
void sortByTexts(std::vector<Keyed>& rows, const RowKeys::Texts& texts, Qt::SortOrder order) {
  const auto unknown =
      std::stable_partition(rows.begin(), rows.end(), [&](const Keyed& k) { return texts.known[k.index]; });
  const std::vector<Keyed> last(unknown, rows.end());
  rows.erase(unknown, rows.end());
  if (!rows.empty()) {
    const size_t common = commonPrefix(rows, texts);
    const auto key = [&](const Keyed& row) { return prefixOf(texts.at(row.index).substr(common)); };
    for (Keyed& row : rows)
      row.key = order == Qt::AscendingOrder ? key(row) : ~key(row);
    sortByKey(rows);
    for (auto from = rows.begin(); from != rows.end();) {
      const auto to = std::find_if(from, rows.end(), [&](const Keyed& row) { return row.key != from->key; });
      if (to - from > 1)
        std::stable_sort(from, to, [&](const Keyed& a, const Keyed& b) {
          const int comparison = texts.at(a.index).compare(texts.at(b.index));
          return order == Qt::AscendingOrder ? comparison < 0 : comparison > 0;
        });
      from = to;
    }
  }
  rows.insert(rows.end(), last.begin(), last.end());
}

void sortRows(std::vector<Keyed>& rows, const RowKeys& keys, const OrderWish& wish) {
  const RowKeys::Keys& column = keys.columns[size_t(wish.sortColumn)];
  if (const auto* numbers = std::get_if<RowKeys::Numbers>(&column))
    sortByNumbers(rows, numbers->values, wish.sortOrder);
  else if (const auto* words = std::get_if<RowKeys::Words>(&column))
    sortByWords(rows, *words, wish.sortOrder);
  else if (const auto* texts = std::get_if<RowKeys::Texts>(&column))
    sortByTexts(rows, *texts, wish.sortOrder);
}

bool hasRank(const Column& column) {
  const CodedCell* coded = std::get_if<CodedCell>(&column.cell);
  return coded && coded->rank;
}

} // namespace

KeyWish keysFor(const OrderWish& wish, std::span<const Column> columns) {
  KeyWish keys{wish.condition.columns(), -1};
  if (wish.sortColumn < 0)
    return keys;
  if (hasRank(columns[size_t(wish.sortColumn)])) {
    keys.rankOf = wish.sortColumn;
    return keys;
  }
  const auto at = std::lower_bound(keys.columns.begin(), keys.columns.end(), wish.sortColumn);
  if (at == keys.columns.end() || *at != wish.sortColumn)
    keys.columns.insert(at, wish.sortColumn);
  return keys;
}

std::vector<uint64_t> orderOf(const RowKeys& keys, const OrderWish& wish, WallTime now) {
  const std::vector<bool> matches = wish.condition.matches(keys, now);
  std::vector<Keyed> rows;
  rows.reserve(keys.rows.size());
  for (size_t i = 0; i < keys.rows.size(); ++i)
    if (matches[i])
      rows.push_back({0, uint32_t(i)});
  if (wish.naturalOrder == Qt::DescendingOrder)
    std::reverse(rows.begin(), rows.end());
  if (!keys.ranks.values.empty())
    sortByNumbers(rows, keys.ranks.values, wish.sortOrder);
  else if (wish.sortColumn >= 0)
    sortRows(rows, keys, wish);
  if (wish.limit > 0 && rows.size() > wish.limit)
    rows.resize(wish.limit);
  std::vector<uint64_t> order(rows.size());
  std::transform(rows.begin(), rows.end(), order.begin(), [&](const Keyed& row) { return keys.rows[row.index]; });
  return order;
}

std::vector<uint64_t> orderOf(const RowSource& rows, const World& world, const OrderWish& wish, WallTime now) {
  KeyGatherer gatherer(rows, world, keysFor(wish, rows.columns()));
  while (gatherer.gatherBlock()) {
  }
  return orderOf(gatherer.take(), wish, now);
}

} // namespace pushscope
