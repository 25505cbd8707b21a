#pragma once

#include "models/items/column.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

namespace pushscope {

// Text as queries and sorts compare it: plain, whatever its case, UTF-8.
std::string foldedText(const QString& text);

// What some columns say of some rows, as plain values. Nobody changes it once it is gathered, so a worker may read it
// while the world goes on.
struct RowKeys {
  struct Numbers {
    std::vector<int64_t> values;
  };
  // An index into `words` for each row; the first word is "not known".
  struct Words {
    std::vector<uint32_t> values;
    std::vector<std::string> words{{}};   // folded, in the language that is shown
    std::vector<std::string> sources{{}}; // of codes alone: the same words as queries have them in every language
  };
  // The text of row i, folded, lies between ends[i - 1] and ends[i].
  struct Texts {
    static constexpr size_t usualLength = 40; // ids and addresses are shorter, uuids a little

    std::string bytes;
    std::vector<size_t> ends;
    std::vector<bool> known;

    // Generously: what is not written to takes no memory, while to move what was written takes long.
    void reserve(size_t rows) {
      bytes.reserve(rows * usualLength);
      ends.reserve(rows);
      known.reserve(rows);
    }
    std::string_view at(size_t i) const {
      const size_t from = i == 0 ? 0 : ends[i - 1];
      return std::string_view(bytes).substr(from, ends[i] - from);
    }
  };
  using Keys = std::variant<std::monostate, Numbers, Words, Texts>;

  std::vector<uint64_t> rows; // that are shown, ascending
  std::vector<Keys> columns;  // by column; nothing for those that nobody asked for
  Numbers ranks;              // of the column that is sorted by, if it has an order of its own
};

// Which keys a query and an order need.
struct KeyWish {
  std::vector<int> columns; // ascending, each once
  int rankOf = -1;          // a column whose cell has a rank; -1: none
};

// Gathers keys from the world a slice at a time: on the world's thread, and never for long.
class KeyGatherer {
 public:
  KeyGatherer(const RowSource& source, const World& world, KeyWish wish);
  // Of the source rows from `first` to `end` - 1 alone.
  KeyGatherer(const RowSource& source, const World& world, KeyWish wish, uint64_t first, uint64_t end);

  // A block of rows, which takes some tenths of a millisecond at most. False when there are no more.
  bool gatherBlock();
  // Rows before this were looked at.
  uint64_t end() const { return m_next; }
  RowKeys take() { return std::move(m_keys); }

 private:
  // The index of each code or raw text among the words of a column.
  struct Index {
    std::unordered_map<int64_t, uint32_t> byCode;
    std::unordered_map<std::string, uint32_t> byText;
  };
  void gather(size_t column, std::span<const uint64_t> rows);
  uint32_t wordOf(const CodedCell& cell, int64_t code, RowKeys::Words& words, Index& index) const;
  uint32_t wordOf(const TextCell& cell, std::string_view text, RowKeys::Words& words, Index& index) const;

  const RowSource& m_source;
  const World& m_world;
  KeyWish m_wish;
  uint64_t m_next = 0, m_end = 0; // rows that are added meanwhile are for the next time
  RowKeys m_keys;
  std::vector<Index> m_indexes; // by column
};

} // namespace pushscope
