#pragma once

#include "models/query/device_wakes.h"

#include <tuple>

namespace pushscope {

// What can only be known by looking at the wakes of every device. A call takes a bounded time, so that a page with a
// million devices never waits: a small world is looked at in one call, a large one in many, and until they are through
// the answer is that of the time before.
class WakeScan {
 public:
  struct Found {
    size_t limited = 0; // whose system limits their resumes
    size_t awake = 0;   // that keep themselves awake
    // With so few resumes left that a server holds back what is not urgent.
    std::vector<Row> shortOfResumes;
    // Those that were woken most often, missed wakes included; if there is room, those whose app changed its state
    // follow. Each of the two groups is in the order of its rows.
    std::vector<Row> busiest;
  };

  // How many of the busiest are wanted.
  explicit WakeScan(size_t busiest = 0) : m_most(busiest) {}

  // Once a tick. Wakes and changes before `since` make nobody busy.
  void step(const World& world, WallTime since, WallTime now);
  // The next step() begins anew; it may be another world.
  void restart() { *this = WakeScan(m_most); }
  const Found& found() const { return m_found; }
  // Every device was looked at once: before that nothing is known.
  bool isThrough() const { return m_through; }

  // A tick has 8 ms for everything.
  static constexpr Duration slice = std::chrono::milliseconds(1);
  // From the beginning of one look to that of the next.
  static constexpr Duration interval = std::chrono::seconds(1);

 private:
  struct Busy {
    size_t wakes, changes;
    Row row;
    // The busier comes first.
    friend bool operator<(const Busy& a, const Busy& b) {
      return std::tie(b.wakes, b.changes, a.row) < std::tie(a.wakes, a.changes, b.row);
    }
  };
  void look(const World& world, Row row, WallTime since);
  void finish();

  size_t m_most;
  Found m_found, m_next;
  std::vector<Busy> m_busy; // a heap, the least busy on top
  bool m_running = false, m_through = false;
  Row m_row = 0;
  WallTime m_began{};
};

} // namespace pushscope
