#pragma once

#include "models/items/list_rows.h"

#include <utility>

// What the columns of lists are made of: functions of an entry, which need not know where entries are kept.
namespace pushscope {

// Null for a row that the list has dropped, and that is on screen until the next rebuild.
template <class T>
const typename PulledList<T>::Entry* entryOf(const World& world, uint64_t row) {
  return world.lists().of<T>().find(row);
}

template <class T, class Value>
NumberCell listNumber(Value value) {
  return [value](const World& world, uint64_t row) {
    const auto* entry = entryOf<T>(world, row);
    return entry ? int64_t(value(entry->value)) : unknownNumber;
  };
}
template <class T>
NumberCell listTime(WallTime T::*time) {
  return listNumber<T>(
      [time](const T& entry) { return entry.*time > WallTime{} ? micros(entry.*time) : unknownNumber; });
}
template <class Word>
CodedCell listCode(NumberCell code, Word word, int64_t codes = 0) {
  return {std::move(code), [word](const World&, int64_t value) { return QString(word(value)); }, codes};
}
template <class T>
TextCell listText(std::string T::*text, qsizetype longest = 200, bool fewTexts = false) {
  return {[text](const World& world, uint64_t row, std::string&) -> std::optional<std::string_view> {
            const auto* entry = entryOf<T>(world, row);
            return entry ? std::optional<std::string_view>(entry->value.*text) : std::nullopt;
          },
          longest, fewTexts};
}

template <class T>
Column pushColumn(bool shownAtFirst) {
  return {"uuid",
          "push",
          QT_TRANSLATE_NOOP("Columns", "Push"),
          QT_TRANSLATE_NOOP("Columns", "The push's uuid"),
          Kind::text,
          37,
          shownAtFirst,
          TextCell{[](const World& world, uint64_t row, std::string& room) -> std::optional<std::string_view> {
            const auto* entry = entryOf<T>(world, row);
            if (!entry || entry->value.uuid.isNull())
              return std::nullopt;
            return room = entry->value.uuid.text();
          }}};
}

// The server that told it; faint while that is not connected, because what it told may not be so any more.
template <class T>
Column nodeColumn() {
  return {
      "node",
      "",
      QT_TRANSLATE_NOOP("Columns", "Node"),
      QT_TRANSLATE_NOOP("Columns", "The server that told it"),
      Kind::text,
      10,
      true,
      CodedCell{[](const World& world, uint64_t row) {
                  const auto* entry = entryOf<T>(world, row);
                  return entry ? int64_t(entry->link.value) : unknownNumber;
                },
                [](const World& world, int64_t link) { return plain(world.links()[size_t(link)].status.name, 64); }},
      [](const World& world, uint64_t row) {
        const auto* entry = entryOf<T>(world, row);
        const bool live = entry && world.links()[entry->link.value].status.state == LinkStatus::State::online;
        return live ? Tone::neutral : Tone::faint;
      }};
}

// The rows of one list under these columns.
template <class T>
class ListRows : public RowSource {
 public:
  explicit ListRows(std::vector<Column> columns) : m_columns(std::move(columns)) {}

  std::span<const Column> columns() const override { return m_columns; }
  uint64_t first(const World& world) const override { return world.lists().of<T>().first(); }
  uint64_t end(const World& world) const override { return world.lists().of<T>().end(); }
  bool shown(const World& world, uint64_t row) const override {
    const auto* entry = entryOf<T>(world, row);
    return entry && entry->there;
  }
  bool concerns(const World::Changes& changes) const override { return changes.lists; }

 private:
  std::vector<Column> m_columns;
};

} // namespace pushscope
