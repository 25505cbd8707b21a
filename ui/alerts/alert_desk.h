#pragma once

#include "models/alerts/alert_watch.h"
#include "ui/console_context.h"

#include <QTimer>

#include <optional>

namespace pushscope {

// The alerts of the window. The rules are evaluated on the live feed always, and on a replay while one is watched: the
// page shows the alerts of what the pages show, while the bar, the status bar, the log and notices tell of the live
// feed alone.
class AlertDesk : public QObject {
  Q_OBJECT
 public:
  explicit AlertDesk(ConsoleContext& context, QObject* parent = nullptr);

  // Rules as text, from where they are kept; rulesEdited() says when they are to be kept again.
  void load(const QString& rules);
  const AlertWatch& live() const { return m_live; }
  const AlertWatch& shown() const { return m_replay ? *m_replay : m_live; }

  // Nothing: there are as many as there may be.
  std::optional<uint64_t> add(const AlertRule& rule);
  void change(uint64_t number, const AlertRule& rule);
  void setMuted(uint64_t number, bool muted);
  void remove(uint64_t number);

  // A person has seen what fires now; until another is raised it need not be said.
  void hideUntilNext();
  // Live records before this were seen.
  uint64_t firstUnseen() const { return m_firstUnseen; }

  // Whether the desktop is told of alerts at all.
  bool givesNotices() const { return m_givesNotices; }
  void setGivesNotices(bool gives);

 signals:
  void rulesEdited(const QString& rules);
  void noticesChanged(bool given);
  // A rule, or what was raised, is another one.
  void changed();
  // Of the live feed: at most one a rule a minute, none of those that are muted. Plain text.
  void noticeWanted(const QString& title, const QString& text, pushscope::AlertSeverity severity);

 private:
  void edited();
  void stepLive();
  void stepReplay();
  void sourceChanged();

  ConsoleContext& m_context;
  AlertWatch m_live;
  std::optional<AlertWatch> m_replay;
  uint64_t m_liveWorld = 0, m_replayWorld = 0;
  uint64_t m_firstUnseen = 0;
  bool m_givesNotices = true;
  QTimer m_more; // while there are rows that a step had no time for
};

} // namespace pushscope
