#pragma once

#include "protocol/scenario/timetable.h"

#include <string>
#include <vector>

namespace pushscope::scenario {

// One entry of a scenario that does something, for whoever shows how far a run is.
struct AgendaEntry {
  Timetable::Kind kind = Timetable::Kind::step;
  uint32_t plan = 0;  // as in Timetable::Due
  Duration begin{};   // of the first repetition
  Duration end{};     // of the last one, with its spread
  uint64_t turns = 0; // how often a phone has its turn: phones times repetitions
  std::string text;   // what it does, in the words of the file: "airplane on", "push ring", "cancel ring"
  std::string phones; // names of groups, "every phone"
};

// In the order in which they begin, then in that of the file.
std::vector<AgendaEntry> agendaOf(const Scenario& scenario, const Roster& roster);

// From when on, since the start of the scenario, nothing that happens changes the verdict of an expectation any more.
// (What happened before may be told some moments later.)
Duration settlesAt(const Expectation& expectation, const Scenario& scenario);

} // namespace pushscope::scenario
