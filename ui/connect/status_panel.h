#pragma once

#include "ui/console_context.h"

#include <QHash>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace pushscope {

class LinkButtons;

// In the status bar: each link's state and what can be done to it, what is recorded, facts a second, what waits, what
// was missed. Of the live feed, whatever is watched; so are the problems and the log.
class StatusPanel : public QWidget {
  Q_OBJECT
 public:
  StatusPanel(ConsoleContext& context, QWidget* parent = nullptr);
  void refresh(WallTime now);

 signals:
  void addLinkWanted();
  void disconnectWanted(pushscope::LinkId link);

 private:
  ConsoleContext& m_context;
  LinkButtons* m_links;
  QLabel* m_rates;
  uint64_t m_lastFacts = 0;
  WallTime m_lastTime{};
  double m_factsPerSecond = 0;
};

// Above the page: what is wrong with a link, in a sentence, with the way to try again. Hidden when all is well. Of
// many it says the first, and how many more there are.
class ProblemBar : public QWidget {
  Q_OBJECT
 public:
  ProblemBar(ConsoleContext& context, QWidget* parent = nullptr);
  void refresh(WallTime now);

 private:
  ConsoleContext& m_context;
  QLabel* m_shape;
  QLabel* m_text;
  QPushButton* m_retry;
};

// Below the page: what happened, newest last. Bounded.
class LogPanel : public QWidget {
  Q_OBJECT
 public:
  LogPanel(ConsoleContext& context, QWidget* parent = nullptr);
  void add(const QString& sentence);
  void refresh(WallTime now);
  // The links are others from now on.
  void forgetLinks() {
    m_seen.clear();
    m_recent.clear();
  }
  // What was said since the links are these, the newest of it.
  const QStringList& recent() const { return m_recent; }

  static constexpr int maxLines = 2000;
  static constexpr int recentLines = 500;

 private:
  struct Seen {
    LinkStatus::State state = LinkStatus::State::connecting;
    uint64_t missedBlocks = 0;
    uint32_t stalls = 0;
  };
  ConsoleContext& m_context;
  QPlainTextEdit* m_text;
  QStringList m_recent;
  QHash<uint32_t, Seen> m_seen;
};

} // namespace pushscope
