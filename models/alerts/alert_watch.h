#pragma once

#include "models/alerts/alert_readings.h"
#include "models/alerts/alert_state.h"
#include "models/alerts/row_count.h"

#include <QStringList>

#include <deque>

namespace pushscope {

// What was raised, and what it was raised on.
struct AlertRecord {
  enum class End : uint8_t { open, cleared, ruleChanged, left };

  uint64_t rule = 0; // its number
  AlertRule as;      // as the rule was then
  int64_t value = 0; // when it was raised
  int64_t worst = 0; // of all that it came to
  WallTime since{};  // beyond the threshold
  WallTime raised{}, ended{};
  End end = End::open;
  // Of the worst: up to RowCount::mostExamples devices (or servers and fleets), and pushes, plain.
  QStringList madeBy, pushes;

  // "Dead links: 14 sessions, above 10 for 10s", "Slow: Round trip p99 1.20 s, above 1s".
  QString sentence() const;
};

struct AlertEvent {
  uint64_t record = 0;
  AlertState::Change change = AlertState::Change::none;
  bool worthANotice = false; // somebody wants to be told, and was not told of this rule a minute ago
};

// All rules and what they raised. A machine without clock and I/O: told the world and the time, once a second or more
// often, it answers with what was raised and cleared. Numbers are read once a second; rows are counted in slices, one
// rule after another, each once a second at most, so a step takes `slice` and what a second's sums take (some tenths of
// a millisecond), however many rows and rules there are.
class AlertWatch {
 public:
  static constexpr Duration usualSlice = std::chrono::milliseconds(1); // a tick has 8 ms for everything
  static constexpr Duration interval = std::chrono::seconds(1);
  // Steps further apart are a break, after which nobody knows what was meanwhile.
  static constexpr Duration longestGap = std::chrono::seconds(10);
  static constexpr Duration noticeInterval = std::chrono::minutes(1);
  static constexpr size_t mostRecords = 1000; // more than a person reads; some 2 KiB each at most

  explicit AlertWatch(Duration slice = usualSlice) : m_slice(slice) {}

  // Rules have numbers, which are never reused. What could not be read is a slot without a rule.
  struct Slot {
    AlertLine line;
    AlertState state;
    uint64_t raised = 0; // times
    bool hasRule() const { return line.rule.has_value(); }
    const AlertRule& rule() const { return *line.rule; }

   private:
    friend class AlertWatch;
    std::optional<RowCount> count; // of rows
    WallTime began{}, told{};
    std::optional<uint64_t> record; // that is open
  };

  // The same rules under the same numbers, for another world.
  AlertWatch sameRules() const;
  // In place of all that there was.
  void load(const QString& text);
  // As load() takes it.
  QString text() const;
  // Nothing: there are as many as there may be.
  std::optional<uint64_t> add(const AlertRule& rule);
  void change(uint64_t number, const AlertRule& rule);
  void remove(uint64_t number);
  uint64_t endRule() const { return m_slots.size(); }
  // Null: it was removed.
  const Slot* find(uint64_t number) const;

  std::vector<AlertEvent> step(const AlertInput& input);
  // Rows remain that a step had no time for.
  bool isUnderWay() const;
  // Another world: nothing is known of it. What was raised stays in the list; what is raised at a time that was lived
  // through before, because a recording was sought, is the same record again.
  void restart();

  uint64_t firstRecord() const { return m_firstRecord; }
  uint64_t endRecord() const { return m_firstRecord + m_records.size(); }
  const AlertRecord* record(uint64_t number) const;
  // Firing and not muted, the most severe first, then the newest.
  std::vector<uint64_t> open() const;

 private:
  void make(Slot& slot);
  void tell(uint64_t number, const AlertInput& input, std::optional<int64_t> value, const RowCount::Found& found,
            std::vector<AlertEvent>& events);
  void readNumbers(const AlertInput& input, std::vector<AlertEvent>& events);
  void countRows(const AlertInput& input, const QElapsedTimer& spent, std::vector<AlertEvent>& events);
  bool asksForDeliveries() const;
  AlertRecord& recordOf(uint64_t number, WallTime raised);
  void end(Slot& slot, AlertRecord::End how, WallTime at);
  void takeEvidence(AlertRecord& record, const AlertInput& input, const RowCount::Found& found) const;

  Duration m_slice;
  std::vector<std::optional<Slot>> m_slots;
  std::deque<AlertRecord> m_records;
  uint64_t m_firstRecord = 0;
  AlertReadings m_readings;
  WallTime m_read{}, m_newest{}, m_stepped{}, m_watchedSince{};
  bool m_looksAtDeliveries = false;
  size_t m_turn = 0; // whose rows are counted next
};

} // namespace pushscope
