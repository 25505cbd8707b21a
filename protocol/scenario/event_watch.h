#pragma once

#include "protocol/scenario/roster.h"
#include "protocol/scenario/scenario.h"
#include "protocol/scenario/verdict.h"

#include <string>
#include <vector>

namespace pushscope::scenario {

// Counts events of one kind for one expectation.
class EventWatch {
 public:
  // All of it outlives the watch.
  EventWatch(const Expectation& expectation, const EventExpectation& body, const Roster& roster);

  void wake(uint32_t phone, Duration elapsed, const Wake& wake);
  void notice(uint32_t phone, Duration elapsed, const Notice& notice);
  void sync(uint32_t phone, Duration elapsed, const SyncFact& sync);
  void closing(uint32_t phone, Duration elapsed, const Closing& closing);
  // One more of its phones was heard of by the source that it needs.
  void heard() { ++m_heard; }
  Verdict verdict() const;

  const EventExpectation& body() const { return m_body; }

 private:
  // What is asked of one number of an event, and what was seen of it.
  struct Measure {
    const std::optional<Bound>* bound = nullptr;
    const char* name = "";
    bool isTime = false;
    int64_t least = 0, most = 0;
  };
  struct Value {
    const std::optional<Bound>* bound;
    int64_t value;
  };
  bool looksAt(Duration elapsed) const { return elapsed >= m_body.span.after && elapsed <= m_body.span.before; }
  void count(uint32_t phone, std::initializer_list<Value> values);
  Example example(uint32_t phone) const { return {m_roster.device(phone), {}}; }
  void addMeasure(const std::optional<Bound>& bound, const char* name, bool isTime);
  void judge(Verdict& verdict) const;
  std::string measured() const;

  const Expectation& m_expectation;
  const EventExpectation& m_body;
  const Roster& m_roster;
  std::vector<Measure> m_measures; // those that are asked
  uint32_t m_heard = 0;
  uint64_t m_all = 0, m_good = 0;
  std::vector<uint32_t> m_byPhone; // good ones
  std::vector<Example> m_others;   // phones with others, the first of them
};

} // namespace pushscope::scenario
