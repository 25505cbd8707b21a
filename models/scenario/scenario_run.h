#pragma once

#include "models/feed/feed.h"
#include "models/scenario/batch_witness.h"
#include "protocol/scenario/conductor.h"

#include <QObject>
#include <QTimer>

#include <map>
#include <vector>

namespace pushscope {

// Plays a scenario in real time over a feed with one link to a server and one to the fleet of its phones: waits until
// every phone is known to both, conducts, waits a little for what is still under way, and has the verdicts.
class ScenarioRun : public QObject {
  Q_OBJECT
 public:
  enum class State { waiting, playing, settling, done };

  ScenarioRun(Feed& feed, scenario::Scenario scenario, uint64_t seed, unsigned scalePercent, QObject* parent = nullptr);
  ~ScenarioRun() override;

  // Once, and before or after the links come online.
  void start(LinkId node, LinkId fleet);

  State state() const { return m_state; }
  scenario::Progress progress() const;
  uint32_t phoneCount() const { return m_conductor.roster().size(); }
  // Phones that have connected at least once.
  uint32_t phonesSeen() const;
  // Of state `done`.
  const std::vector<scenario::Verdict>& verdicts() const { return m_verdicts; }
  bool passed() const;
  const scenario::Scenario& scenario() const { return m_conductor.scenario(); }

  // Facts of the last moment come with the next block, and the other side's clock is known to some ms.
  static constexpr std::chrono::milliseconds settling{1500};

 signals:
  void stateChanged();

 private:
  void feedChanged(const World::Changes& changes);
  void watchLinks();
  void play();
  void perform(scenario::Action action);
  void take(const Answer& answer);
  void enter(State state);

  Feed& m_feed;
  scenario::Conductor m_conductor;
  BatchWitness m_witness;
  LinkId m_node, m_fleet;
  State m_state = State::waiting;
  bool m_started = false, m_lost = false;
  QTimer m_timer;
  std::map<RequestId, scenario::Action> m_open; // without an answer
  std::vector<scenario::Verdict> m_verdicts;
};

} // namespace pushscope
