#pragma once

#include "models/scenario/scenario_cast.h"
#include "models/scenario/scenario_file.h"
#include "models/scenario/scenario_run.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

namespace pushscope {

// What a console does with scenarios: one is chosen, read, and played, on what is connected or in a sandbox that
// somebody else makes. One run at a time; its outcome stays until another one begins or is chosen.
class ScenarioDesk : public QObject {
  Q_OBJECT
 public:
  enum class State {
    idle,     // nothing runs; the last run, if there was one, is over
    starting, // somebody makes a sandbox
    running,
  };
  // A run is asked how it stands so often, or more seldom if that takes long.
  static constexpr std::chrono::milliseconds interval{250};

  explicit ScenarioDesk(Feed& feed, QObject* parent = nullptr);

  // Refused while one runs. What cannot be read is chosen, too, with its mistake.
  void choose(ScenarioText text);
  void setScale(unsigned percent); // of its phones, 1 to 100
  unsigned scale() const { return m_scale; }
  const ScenarioText& text() const { return m_text; }
  // Null: none was chosen, or it cannot be read.
  const scenario::Scenario* scenario() const { return m_scenario ? &*m_scenario : nullptr; }
  const ScenarioMistake& mistake() const { return m_mistake; }
  uint32_t phoneCount() const { return m_roster ? m_roster->size() : 0; }
  // Of the live feed, as it is now.
  ScenarioCast cast() const;

  State state() const { return m_state; }
  // On the server and the fleet that are connected. False, and problem() says why.
  bool play(uint64_t seed);
  // Asks by sandboxWanted() for a server and phones of its own. Whoever makes them says begin() or sandboxFailed().
  void playInSandbox(uint64_t seed);
  void begin(LinkId node, LinkId fleet);
  void sandboxFailed(const QString& sentence);
  void stop();
  // Why the last try came to nothing; empty if it did not.
  const QString& problem() const { return m_problem; }

  // The newest run, over or not; null: there was none of what is chosen.
  const ScenarioRun* run() const { return m_run.get(); }
  uint64_t seed() const { return m_seed; }
  const std::vector<scenario::AgendaEntry>& agenda() const { return m_agenda; }
  // Of the run, as of the last changed(); before it, what is expected.
  const std::vector<ScenarioRun::Standing>& standings() const { return m_standings; }
  size_t count(ScenarioRun::Judged judged) const;
  // "voip-wake: passed, 17 of 17 expectations, seed 1"; what is waited for; empty if there was no run.
  QString sentence() const;
  // Over, and not because it never began.
  bool hasOutcome() const;
  bool passed() const { return hasOutcome() && m_run->passed(); }

 signals:
  // Something else was chosen, or a run begins: agenda and standings are others.
  void restarted();
  void changed();
  // Once for each run that began: sentence() has the outcome.
  void ended();
  void sandboxWanted();

 private:
  void read();
  void showExpectations();
  void startRun(LinkId node, LinkId fleet);
  void refresh();
  void runChanged();
  void fail(const QString& problem);

  Feed& m_feed;
  State m_state = State::idle;
  ScenarioText m_text;
  std::optional<scenario::Scenario> m_scenario;
  std::optional<scenario::Roster> m_roster;
  ScenarioMistake m_mistake;
  unsigned m_scale = 100;
  uint64_t m_seed = 1;
  QString m_problem;
  std::unique_ptr<ScenarioRun> m_run;
  std::vector<scenario::AgendaEntry> m_agenda;
  std::vector<ScenarioRun::Standing> m_standings;
  QTimer m_timer;
};

} // namespace pushscope
