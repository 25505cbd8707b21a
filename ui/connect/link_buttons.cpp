#include "ui/connect/link_buttons.h"

#include "models/text/sentences.h"
#include "ui/theme/icons.h"
#include "ui/theme/parts.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

#include <algorithm>

namespace pushscope {
namespace {

using State = LinkStatus::State;

constexpr int shapeSize = 14;
constexpr qsizetype longestName = 24;

Tone toneOf(State state) {
  switch (state) {
  case State::connecting:
    return Tone::info;
  case State::online:
    return Tone::alive;
  case State::waiting:
    return Tone::late;
  case State::refused:
    return Tone::dead;
  case State::closed:
    return Tone::faint;
  }
  return Tone::neutral;
}

QString details(const World::LinkInfo& link, WallTime now) {
  QStringList lines{Sentences::link(link, now)};
  if (!link.status.server.empty())
    lines << plain(link.status.server, 64);
  if (link.lastHeard != WallTime{})
    lines << LinkButtons::tr("%1 facts, the last %2").arg(link.facts).arg(timeForPeople(link.lastHeard, now));
  lines << (link.missedBlocks == 1 ? LinkButtons::tr("1 block missed")
                                   : LinkButtons::tr("%1 blocks missed").arg(link.missedBlocks));
  return lines.join(QLatin1Char('\n'));
}

} // namespace

LinkButtons::LinkButtons(Feed& feed, QWidget* parent) : QWidget(parent), m_feed(feed) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
}

QString LinkButtons::nameOf(const World::LinkInfo& link) {
  return plain(link.name(), longestName);
}

QString LinkButtons::labelOf(LinkId link) const {
  const std::vector<LinkId> links = openLinks();
  const QString name = nameOf(info(link)), address = plain(info(link).target, 48);
  const bool twice = std::count_if(links.begin(), links.end(), [&](LinkId l) { return nameOf(info(l)) == name; }) > 1;
  return twice && name != address ? QStringLiteral("%1 %2").arg(name, address) : name;
}

std::vector<LinkId> LinkButtons::openLinks() const {
  std::vector<LinkId> open;
  for (uint32_t i = 0; i < m_feed.world().links().size(); ++i)
    if (!info({i}).isClosed())
      open.push_back({i});
  return open;
}

QToolButton* LinkButtons::button(qsizetype place) {
  while (m_buttons.size() <= place) {
    auto* made = new QToolButton(this);
    made->setObjectName(QStringLiteral("link%1").arg(m_buttons.size()));
    made->setAutoRaise(true);
    made->setMinimumWidth(1); // long names are cut rather than the window made wider
    made->setFocusPolicy(Qt::StrongFocus);
    made->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    made->setPopupMode(QToolButton::InstantPopup);
    made->setIconSize({shapeSize, shapeSize});
    auto* menu = new QMenu(made);
    menu->setObjectName(QStringLiteral("linkMenu%1").arg(m_buttons.size()));
    made->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu, at = m_buttons.size()] { fill(menu, at); });
    layout()->addWidget(made);
    m_buttons << made;
  }
  return m_buttons[place];
}

void LinkButtons::refresh(WallTime now) {
  const std::vector<LinkId> links = openLinks();
  const bool single = links.size() <= mostSingle;
  const qsizetype needed = single ? qsizetype(links.size()) : 1;
  for (qsizetype place = 0; place < needed; ++place)
    if (single)
      drawSingle(*button(place), links[size_t(place)], now);
    else
      drawSum(*button(place), links);
  for (qsizetype place = 0; place < m_buttons.size(); ++place)
    m_buttons[place]->setVisible(place < needed);
}

void LinkButtons::drawSingle(QToolButton& button, LinkId link, WallTime now) {
  const World::LinkInfo& known = info(link);
  const QString label = labelOf(link), state = Sentences::linkShort(known.status.state);
  button.setIcon(toneIcon(toneOf(known.status.state), palette()));
  button.setText(literally(known.missedBlocks > 0
                               ? tr("%1: %2, %3 missed").arg(label, state, QString::number(known.missedBlocks))
                               : tr("%1: %2").arg(label, state)));
  button.setToolTip(asToolTip(details(known, now)));
  button.setAccessibleName(tr("%1: %2").arg(label, state));
}

void LinkButtons::drawSum(QToolButton& button, const std::vector<LinkId>& links) {
  const auto count = [&](auto&& fits) { return std::count_if(links.begin(), links.end(), fits); };
  const auto inState = [&](State state) { return count([&](LinkId l) { return info(l).status.state == state; }); };
  const auto nodes = count([&](LinkId l) { return info(l).kind == LinkKind::node; });
  QStringList states;
  Tone worst = Tone::alive;
  for (const State state : {State::online, State::connecting, State::waiting, State::refused})
    if (const auto so = inState(state); so > 0) {
      states << QStringLiteral("%1 %2").arg(so).arg(Sentences::linkShort(state));
      worst = toneOf(state);
    }
  const auto fleets = qsizetype(links.size()) - nodes;
  QStringList kinds;
  if (nodes > 0)
    kinds << (nodes == 1 ? tr("1 server") : tr("%1 servers").arg(nodes));
  if (fleets > 0)
    kinds << (fleets == 1 ? tr("1 fleet") : tr("%1 fleets").arg(fleets));
  const QString text = tr("%1: %2").arg(kinds.join(QStringLiteral(", ")), states.join(QStringLiteral(", ")));
  button.setIcon(toneIcon(worst, palette()));
  button.setText(text);
  button.setAccessibleName(text);
  button.setToolTip(tr("Each server and fleet, and what can be done to it"));
}

// What the button shows at this moment: links come and go while the menu is closed.
void LinkButtons::fill(QMenu* menu, qsizetype place) {
  qDeleteAll(menu->findChildren<QMenu*>(Qt::FindDirectChildrenOnly)); // which clear() leaves
  menu->clear();
  const std::vector<LinkId> links = openLinks();
  if (links.size() <= mostSingle) {
    if (place < qsizetype(links.size()))
      addActions(menu, links[size_t(place)]);
  } else {
    for (const LinkId link : links) {
      QMenu* one =
          menu->addMenu(toneIcon(toneOf(info(link).status.state), palette()),
                        literally(tr("%1: %2").arg(labelOf(link), Sentences::linkShort(info(link).status.state))));
      addActions(one, link);
    }
  }
  menu->addSeparator();
  connect(menu->addAction(tr("&Add a server or fleet…")), &QAction::triggered, this, &LinkButtons::addLinkWanted);
}

void LinkButtons::addActions(QMenu* menu, LinkId link) {
  const State state = info(link).status.state;
  addLine(menu, plain(info(link).target, 64))->setEnabled(false);
  QAction* retry = menu->addAction(tr("&Try now"));
  retry->setEnabled(state == State::waiting || state == State::refused);
  connect(retry, &QAction::triggered, this, [this, link] { m_feed.retry(link); });
  connect(menu->addAction(tr("&Disconnect")), &QAction::triggered, this, [this, link] { emit disconnectWanted(link); });
}

} // namespace pushscope
