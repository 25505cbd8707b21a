#pragma once

#include "models/items/column.h"

#include <QStringList>

#include <deque>
#include <map>

namespace pushscope {

// What happened to the connections of a console, and what it said of what a person did: the log, newest last. Texts are
// kept as they were said, in the language of that moment. Bounded: the oldest are forgotten.
class EventLog {
 public:
  struct Entry {
    WallTime at{};
    Tone tone = Tone::neutral;
    QString about; // the server or fleet; empty: the console
    QString text;  // plain
  };

  void add(Entry entry);
  // Adds what became of the links of a live world since the last time.
  void watch(const World& world, WallTime now);
  // The links are others from now on.
  void forgetLinks();

  // Entries are numbered for ever.
  uint64_t first() const { return m_first; }
  uint64_t end() const { return m_first + m_entries.size(); }
  const Entry* find(uint64_t number) const;
  // For a bug report: what was said since the links are these, the newest of it, a line each.
  QStringList recent() const;

  static constexpr size_t most = 2000; // some hours of a lively console; 0.5 MB
  static constexpr size_t mostRecent = 500;

 private:
  struct Seen {
    LinkStatus::State state = LinkStatus::State::connecting;
    uint64_t missedBlocks = 0;
    uint32_t stalls = 0;
  };
  void watch(const World::LinkInfo& link, Seen& seen, WallTime now);

  std::deque<Entry> m_entries;
  uint64_t m_first = 0, m_sinceLinks = 0;
  std::map<uint32_t, Seen> m_seen; // by link
};

// Its rows, for a table; they are the log's and not the world's that goes with them.
class EventRows : public RowSource {
 public:
  explicit EventRows(const EventLog& log); // which outlives it

  std::span<const Column> columns() const override { return m_columns; }
  uint64_t first(const World&) const override { return m_log.first(); }
  uint64_t end(const World&) const override { return m_log.end(); }
  bool concerns(const World::Changes&) const override { return true; }

 private:
  const EventLog& m_log;
  std::vector<Column> m_columns;
};

} // namespace pushscope
