#pragma once

#include "models/feed/feed.h"

#include <QWidget>

class QMenu;
class QToolButton;

namespace pushscope {

// The links of the live feed as buttons in the status bar: state by shape and word, all that is known in the tooltip,
// what can be done to it in the menu. Of more than a few one button says how many there are and how they are, and its
// menu lists them.
class LinkButtons : public QWidget {
  Q_OBJECT
 public:
  explicit LinkButtons(Feed& feed, QWidget* parent = nullptr);
  void refresh(WallTime now);

  static QString nameOf(const World::LinkInfo& link);
  // What stands beside each other in the narrowest window.
  static constexpr int mostSingle = 3;

  std::vector<LinkId> openLinks() const;
  // With its address if another open one has the same name.
  QString labelOf(LinkId link) const;

 signals:
  void addLinkWanted();
  void disconnectWanted(pushscope::LinkId link);

 private:
  const World::LinkInfo& info(LinkId link) const { return m_feed.world().links()[link.value]; }
  QToolButton* button(qsizetype place);
  void drawSingle(QToolButton& button, LinkId link, WallTime now);
  void drawSum(QToolButton& button, const std::vector<LinkId>& links);
  void fill(QMenu* menu, qsizetype place);
  void addActions(QMenu* menu, LinkId link);

  Feed& m_feed;
  QList<QToolButton*> m_buttons;
};

} // namespace pushscope
