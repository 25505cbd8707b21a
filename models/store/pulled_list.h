#pragma once

#include "models/store/batch.h"

#include <algorithm>
#include <deque>
#include <map>
#include <string>
#include <tuple>

namespace pushscope {

// What names an entry of a list among those of its server, for as long as that process runs.
using ListKey = std::tuple<uint64_t, std::string, Uuid>;
inline ListKey keyOf(const Queued& entry) {
  return {entry.sequence.value, entry.device, entry.uuid};
}
inline ListKey keyOf(const DeadLetter& entry) {
  return {entry.sequence.value, entry.device, entry.uuid};
}
inline ListKey keyOf(const PastSession& entry) {
  return {entry.cursor, {}, {}};
}
inline ListKey keyOf(const AuditEntry& entry) {
  return {entry.cursor, {}, {}};
}
inline ListKey keyOf(const TokenInfo& entry) {
  return {0, entry.name, {}};
}

// A log only grows: its entries have a cursor, and are asked for from the last one that is known. Any other list is as
// it is now, and is read from its beginning each time.
template <class T>
inline constexpr bool isLog = requires(const T& entry) {
  entry.cursor;
};

// How far one server has told a list.
struct ListSource {
  Incarnation incarnation; // whose
  uint32_t pull = 0;       // counts from 1
  size_t count = 0;        // entries of this pull
  WallTime complete{};     // when its end was last reached; zero: never
  bool more = false;       // there is more than is kept
  uint64_t last = 0;       // cursor of the newest entry of a log
};

// A list that servers hand out in pages, as far as it was asked for; written to by pages alone. An entry is a row with
// a number that is never given to another one. A page changes the entries that are known and adds those that are not;
// when the end of the list is reached, those that it did not have any more are gone. A gone one is shown no more, but
// keeps its number and what was known of it until the end is reached again, for whoever still draws it.
//
// Bounded, because a server may have millions, which no person reads: of each server the first `capacity` entries, of a
// log the newest. An entry takes some 300 bytes.
template <class T>
class PulledList {
 public:
  static constexpr size_t capacity = 100'000;

  struct Entry {
    T value;
    LinkId link;
    uint32_t pull = 0; // the last one that had it
    bool there = true;
  };

  uint64_t first() const { return m_first; }
  uint64_t end() const { return m_first + m_entries.size(); }
  const Entry* find(uint64_t row) const {
    return row >= m_first && row < end() ? &m_entries[size_t(row - m_first)] : nullptr;
  }
  // Those that are there.
  size_t size() const { return m_byKey.size(); }
  // Of which device alone it is; empty: of all.
  const std::string& device() const { return m_device; }
  ListSource source(LinkId link) const {
    const auto found = m_sources.find(link);
    return found == m_sources.end() ? ListSource{} : found->second;
  }

  void take(LinkId link, Incarnation incarnation, const PageRequest& asked, std::vector<T>&& entries, uint64_t next,
            WallTime now) {
    if (asked.device != m_device)
      begin(asked.device);
    ListSource& source = m_sources[link];
    if (source.incarnation != incarnation) {
      leave([link](const Entry& entry) { return entry.link == link; });
      source = {incarnation, source.pull, 0, {}, false, 0};
    }
    if (asked.after == 0 || source.pull == 0) {
      ++source.pull;
      source.count = 0;
    }
    source.count += entries.size();
    for (T& entry : entries)
      add(link, source, std::move(entry));
    if (next != 0 && (isLog<T> || source.count < capacity))
      return bound();
    source.complete = now;
    source.more = next != 0;
    if (!isLog<T>)
      leave([&](const Entry& entry) { return entry.link == link && entry.pull != source.pull; });
    tidy();
    bound();
  }

  // Nobody wants this server any more.
  void forget(LinkId link) {
    leave([link](const Entry& entry) { return entry.link == link; });
    m_sources.erase(link);
  }

 private:
  using Key = std::pair<LinkId, ListKey>;

  // The list of another device is another list.
  void begin(const std::string& device) {
    m_device = device;
    m_first = end();
    m_entries.clear();
    m_byKey.clear();
    m_sources.clear();
  }

  void add(LinkId link, ListSource& source, T&& value) {
    if constexpr (isLog<T>)
      source.last = std::max(source.last, value.cursor);
    const auto [at, isNew] = m_byKey.try_emplace({link, keyOf(value)}, end());
    if (isNew)
      m_entries.push_back({std::move(value), link, source.pull, true});
    else
      m_entries[size_t(at->second - m_first)] = {std::move(value), link, source.pull, true};
  }

  template <class Gone>
  void leave(Gone isGone) {
    while (!m_entries.empty() && !m_entries.front().there)
      dropFirst();
    for (Entry& entry : m_entries)
      if (entry.there && isGone(entry)) {
        entry.there = false;
        m_byKey.erase({entry.link, keyOf(entry.value)});
      }
  }

  // Rows that stay for ever would keep all that came and went behind them: then they become rows anew.
  void tidy() {
    constexpr size_t slack = 1024;
    while (m_entries.size() > 2 * size() + slack) {
      if (Entry& front = m_entries.front(); front.there) {
        m_byKey[{front.link, keyOf(front.value)}] = end();
        m_entries.push_back(std::move(front));
        front.there = false;
        m_entries.pop_front();
        ++m_first;
      } else {
        dropFirst();
      }
    }
  }

  void bound() {
    while (m_entries.size() > capacity * std::max<size_t>(m_sources.size(), 1))
      dropFirst();
  }

  void dropFirst() {
    if (m_entries.front().there)
      m_byKey.erase({m_entries.front().link, keyOf(m_entries.front().value)});
    m_entries.pop_front();
    ++m_first;
  }

  std::deque<Entry> m_entries;
  uint64_t m_first = 0;
  std::string m_device;
  std::map<Key, uint64_t> m_byKey; // of those that are there
  std::map<LinkId, ListSource> m_sources;
};

} // namespace pushscope
