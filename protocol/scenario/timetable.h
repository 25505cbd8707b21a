#pragma once

#include "protocol/scenario/roster.h"
#include "protocol/scenario/scenario.h"

#include <optional>
#include <vector>

namespace pushscope::scenario {

// Everything that a scenario does, in the order of time. Phones and offsets are drawn for a repetition when it begins,
// from the seed, the entry and the repetition alone, so memory holds only what is under way.
class Timetable {
 public:
  enum class Kind : uint8_t { step, touch, push, queue }; // of one moment, in this order
  struct Due {
    Kind kind = Kind::step;
    uint32_t plan = 0; // index among the scenario's entries of this kind
    std::vector<uint32_t> phones;
  };

  // Both outlive the timetable.
  Timetable(const Scenario& scenario, const Roster& roster, uint64_t seed);

  // What is due by `elapsed`, oldest first; phones of one repetition that are due together come together.
  std::optional<Due> next(Duration elapsed);
  // When next() has something; nothing if that is all.
  std::optional<Duration> upcoming() const;

 private:
  struct Entry {
    Kind kind = Kind::step;
    uint32_t plan = 0;
    const Timing* timing = nullptr;
  };
  struct Turn {
    Duration offset{};
    uint32_t phone = 0;
  };
  // A repetition: not begun (`turns` empty) or under way.
  struct Occurrence {
    Duration at{};
    uint32_t entry = 0;
    uint32_t repetition = 0;
    Duration began{};
    size_t taken = 0;
    std::vector<Turn> turns;
  };
  static bool later(const Occurrence& a, const Occurrence& b);
  void add(Kind kind, uint32_t plan, const Timing& timing);
  void push(Occurrence occurrence);
  Occurrence pop();
  void begin(Occurrence& occurrence) const;
  std::vector<uint32_t> phonesOf(const Timing& timing) const;

  const Roster& m_roster;
  uint64_t m_seed;
  Duration m_end; // nothing is due after it
  std::vector<Entry> m_entries;
  std::vector<Occurrence> m_heap; // the next one first
};

} // namespace pushscope::scenario
