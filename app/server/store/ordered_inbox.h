#pragma once

#include "protocol/base/ids.h"

#include <algorithm>
#include <vector>

namespace pushscope {

inline Sequence sequenceOf(Sequence sequence) {
  return sequence;
}

// What waits for one device, in order, with what is gone at the front: an inbox is emptied from there, mostly one
// delivery after another. 32 bytes while it is empty. An entry has a sequence: sequenceOf(entry).
template <class Entry>
class OrderedInbox {
 public:
  using Iterator = typename std::vector<Entry>::iterator;

  Iterator begin() { return m_all.begin() + std::ptrdiff_t(m_gone); }
  Iterator end() { return m_all.end(); }
  size_t size() const { return m_all.size() - m_gone; }

  // The first with a greater sequence.
  Iterator after(Sequence sequence) {
    if (begin() == end() || sequence < sequenceOf(*begin()))
      return begin();
    return std::upper_bound(begin(), end(), sequence,
                            [](Sequence wanted, const Entry& entry) { return wanted < sequenceOf(entry); });
  }
  // end() if it is not there.
  Iterator find(Sequence sequence) {
    const Iterator found = std::lower_bound(
        begin(), end(), sequence, [](const Entry& entry, Sequence wanted) { return sequenceOf(entry) < wanted; });
    return found != end() && sequenceOf(*found) == sequence ? found : end();
  }
  // Of a greater sequence than any before.
  void push(Entry entry) { m_all.push_back(std::move(entry)); }
  void erase(Iterator one) {
    if (one == begin())
      return eraseUpTo(one + 1);
    m_all.erase(one);
  }
  void eraseUpTo(Iterator last) {
    for (Iterator gone = begin(); gone != last; ++gone)
      *gone = Entry{}; // what it holds is free at once
    m_gone = size_t(last - m_all.begin());
    tidy();
  }
  void shrink() {
    m_all.erase(m_all.begin(), begin());
    m_gone = 0;
    m_all.shrink_to_fit();
  }

 private:
  // Each entry is moved once on average.
  void tidy() {
    constexpr size_t kept = 4; // of an inbox that is empty most of the time; more is given back
    if (m_gone == m_all.size()) {
      if (m_all.capacity() > kept)
        std::vector<Entry>().swap(m_all);
      m_all.clear();
      m_gone = 0;
    } else if (m_gone > m_all.size() / 2) {
      m_all.erase(m_all.begin(), begin());
      m_gone = 0;
    }
  }

  std::vector<Entry> m_all;
  size_t m_gone = 0;
};

} // namespace pushscope
