#pragma once

#include "ui/console_context.h"

#include <QWidget>

class QLabel;

namespace pushscope {

class LinkButtons;

// In the status bar: each link's state and what can be done to it, what is recorded, facts a second, what waits, what
// was missed. Of the live feed, whatever is watched; so are the problems and the log.
class StatusPanel : public QWidget {
  Q_OBJECT
 public:
  StatusPanel(ConsoleContext& context, QWidget* parent = nullptr);
  void refresh(WallTime now);
  const LinkButtons& links() const { return *m_links; }

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
};

} // namespace pushscope
