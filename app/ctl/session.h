#pragma once

#include "app/ctl/exit_code.h"
#include "app/ctl/interrupt.h"
#include "models/feed/feed.h"
#include "models/items/event_log.h"
#include "models/settings/connection_profile.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace pushscope::ctl {

struct Options {
  ConnectionProfile profile; // whom to connect to
  Duration timeout = std::chrono::seconds(30);
};

// What a command does with a world that fills.
class Command {
 public:
  virtual ~Command() = default;
  // Every server and fleet has sent its snapshot. Called once.
  virtual void ready(Feed& feed) = 0;
  // An exit code ends the program. Called after ready(), at each change, and that is once a second at least.
  virtual std::optional<int> changed(const Feed& feed, const World::Changes& changes) = 0;
  // The time given with --timeout is over.
  virtual int timedOut(const Feed& feed) = 0;
  // Ctrl+C. What has an end to write begins it and says by changed() when it is over.
  virtual std::optional<int> interrupted(const Feed&) { return ctl::interrupted; }
  // Whether --timeout ends it at all.
  virtual bool bounded() const { return true; }
};

// Connects, waits for the snapshots, runs one command, ends the event loop with its exit code. The command ends before
// the feed that it works on.
class CommandSession : public QObject {
  Q_OBJECT
 public:
  CommandSession(Options options, std::unique_ptr<Command> command)
      : m_options(std::move(options)), m_command(std::move(command)) {}

  // The exit code if it failed before any connection was tried.
  std::optional<int> start();
  // The same for servers and fleets that are known otherwise.
  void startWith(const std::vector<LinkTarget>& targets);
  void finish(int code);

 private:
  void changed(const World::Changes& changes);
  std::optional<int> connectionProblem() const;
  bool allComplete() const;
  void tellTurns();

  Options m_options;
  Feed m_feed;
  std::unique_ptr<Command> m_command;
  QTimer m_limit;
  std::optional<Interrupt> m_interrupt; // from when there is an event loop to tell of it
  EventLog m_log;
  uint64_t m_told = 0; // of its entries
  bool m_ready = false;
  bool m_finished = false;
};

} // namespace pushscope::ctl
