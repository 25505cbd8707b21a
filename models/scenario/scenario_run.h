#pragma once

#include "models/feed/feed.h"
#include "models/scenario/batch_witness.h"
#include "protocol/scenario/agenda.h"
#include "protocol/scenario/conductor.h"

#include <QObject>
#include <QTimer>

#include <map>
#include <vector>

namespace pushscope {

// Plays a scenario in real time over a feed with one link to a server and one to the fleet of its phones: waits until
// every phone is known to both, conducts, waits a little for what is still under way, and has the verdicts. When its
// feed begins a new world it stops, because its links are none any more.
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
  // Ends it now, for whoever does not want to wait; what could not be judged by then never is. A word on why, for
  // people.
  void stop(const QString& why);
  // Empty: it was not stopped.
  const QString& whyStopped() const { return m_whyStopped; }
  // A link was lost: what it would have told is missing, so the run cannot pass any more. Why, for people; else empty.
  const QString& loss() const { return m_loss; }

  // What is done when; how far an entry is by its number.
  const std::vector<scenario::AgendaEntry>& agenda() const { return m_agenda; }
  uint64_t turnsTaken(size_t entry) const { return m_conductor.turnsTaken(m_agenda[entry].kind, m_agenda[entry].plan); }
  // How an expectation stands. `open`: it may still come out either way, and what is said of it is what was seen so
  // far.
  enum class Judged { open, kept, broken, unjudged };
  struct Standing {
    Judged judged = Judged::open;
    scenario::Verdict verdict;
  };
  // In the order of verdicts(). It looks at all deliveries and phones: some ms for thousands.
  std::vector<Standing> standings() const;

  // Of state `done`; of a run that was stopped, those that could be judged.
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
  Judged judgedNow(const scenario::Verdict& verdict, Duration known) const;

  Feed& m_feed;
  scenario::Conductor m_conductor;
  BatchWitness m_witness;
  LinkId m_node, m_fleet;
  uint64_t m_world; // number of the world in which its links are
  State m_state = State::waiting;
  bool m_started = false;
  QString m_loss, m_whyStopped;
  std::vector<scenario::AgendaEntry> m_agenda;
  Duration m_played{}; // of its time, when it was stopped
  QTimer m_timer;
  std::map<RequestId, scenario::Action> m_open; // without an answer
  std::vector<scenario::Verdict> m_verdicts;
};

} // namespace pushscope
