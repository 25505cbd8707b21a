#pragma once

#include "models/items/column.h"
#include "protocol/scenario/push_judge.h"

#include <QElapsedTimer>

#include <deque>
#include <map>

namespace pushscope {

// What was expected of pushes that were sent from here, and how they stand. The judge is that of scenarios; this shows
// it the ladders that a world knows. What happens on a phone is told by its fleet, or, without one, by the phone
// through its server: that comes with the next frame that the phone sends anyway, so its silence breaks no expectation.
class PushVerdicts {
 public:
  using State = scenario::Outcome::State;

  // Of a push on one device: "pass", "open", or "FAIL" and by how much; the first expectation that is not kept.
  struct OfDevice {
    State state = State::open;
    QString text;
    Duration overdue{}; // late by so much; zero: it is another matter
  };
  struct OfPush {
    QString expected; // as it was written
    size_t passed = 0, failed = 0, open = 0;
    // All devices that took it are known, and none is open.
    bool settled = false;
    std::string worstDevice;                 // among those that failed, the one that is the latest, else the first
    QString worst;                           // what is said of it
    std::vector<scenario::Verdict> verdicts; // by expectation
    // "198 of 200 passed; worst: phone-0007, acknowledged after 3.20 s, 1.20 s too late".
    QString sentence() const;
  };

  static constexpr size_t mostPushes = 200; // the oldest are forgotten; those to 2,000 devices are some 200 KiB each
  // What happened until so long ago was told: facts of the last moment come with the next block, and the other side's
  // clock is known to some ms (as ScenarioRun::settling).
  static constexpr Duration settling = std::chrono::milliseconds(1500);
  // Between two looks at a push that goes on: people read no faster, and 2,000 ladders take some milliseconds.
  static constexpr Duration interval = std::chrono::milliseconds(250);
  static constexpr Duration slice = std::chrono::milliseconds(2);

  // `due` is when the server may write it.
  void expect(const Uuid& push, const QString& line, std::vector<scenario::Expectation> expectations, WallTime due);
  // A server answered: for so many devices it took the push, this one it refused.
  void accepted(const Uuid& push, size_t devices);
  void refused(const Uuid& push, const std::string& device);

  // On each change of the world, and once a second: looks at pushes that go on, one after another.
  void refresh(const World& world, WallTime now);
  // It is another world, or another time of it.
  void restart();

  bool isEmpty() const { return m_pushes.empty(); }
  // Null: nothing was expected of it.
  const OfPush* of(const Uuid& push) const;
  const OfDevice* of(const Uuid& push, const std::string& device) const;
  // Settled since this was asked last.
  std::vector<Uuid> takeSettled();

 private:
  struct Push {
    Uuid uuid;
    std::vector<scenario::Expectation> expectations;
    WallTime due;
    size_t accepted = 0;
    std::vector<std::string> refused;
    OfPush result;
    std::map<std::string, OfDevice> devices;
    WallTime looked{};
    size_t stages = 0; // known at that look: a push of which all is told changes by none
  };
  Push* find(const Uuid& uuid);
  const Push* find(const Uuid& uuid) const;
  void judge(Push& push, const World& world, WallTime now);

  std::deque<Push> m_pushes; // the oldest first
  size_t m_turn = 0;
  std::vector<Uuid> m_settled;
};

// Deliveries with one column more: the verdict. The verdicts outlive it.
class JudgedDeliveryRows : public RowSource {
 public:
  explicit JudgedDeliveryRows(const PushVerdicts& verdicts);

  std::span<const Column> columns() const override { return m_columns; }
  uint64_t first(const World& world) const override { return deliveryRows().first(world); }
  uint64_t end(const World& world) const override { return deliveryRows().end(world); }
  bool concerns(const World::Changes& changes) const override { return deliveryRows().concerns(changes); }

 private:
  std::vector<Column> m_columns;
};

} // namespace pushscope
