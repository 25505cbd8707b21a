#include "ui/queues/list_panel.h"

#include "models/feed/clocks.h"
#include "models/items/list_rows.h"
#include "models/text/format.h"
#include "models/text/sentences.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"

#include <QLabel>
#include <QVBoxLayout>

namespace pushscope {
namespace {

// A person who waits for a retry looks at it as at a clock; a list of a thousand is one request.
constexpr Duration interval = std::chrono::seconds(2);

} // namespace

ListPanel::ListPanel(ConsoleContext& context, uint32_t list, const QString& page, const QString& thing, QWidget* parent)
    : QWidget(parent), m_context(context), m_thing(thing), m_model(listRows(list)), m_puller(list, interval) {
  m_query = new QueryBar(&m_model, page + QStringLiteral("Filter"), this);
  m_view = new TableView(&m_model, this);
  m_view->setMinimumHeight(4 * Theme::rowHeight);
  m_state = paragraph({}, this);
  m_state->setFont(Theme::caption(font()));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, Theme::unit, 0, 0);
  layout->setSpacing(Theme::unit);
  layout->addWidget(m_query);
  layout->addWidget(m_view, 1);
  layout->addWidget(m_state);
  // Also while it is hidden: an answer that is on its way comes then.
  connect(&m_context.feed(), &WorldSource::changed, this, &ListPanel::step);
}

void ListPanel::setDevice(const QString& device) {
  m_puller.setDevice(device.toStdString());
  step({});
}

void ListPanel::pullNow() {
  m_puller.pullNow();
  step({});
}

void ListPanel::step(const World::Changes& changes) {
  if (std::exchange(m_feedWorld, m_context.feed().worldNumber()) != m_context.feed().worldNumber())
    m_puller.forgetLinks();
  m_puller.step(m_context.feed().world(), changes.answers, readClocks().mono, isVisible() && m_context.isLive(),
                [this](LinkId link, ListRequest request) { return m_context.feed().ask(link, std::move(request)); });
}

bool ListPanel::isReading() const {
  const World& world = m_context.feed().world();
  for (uint32_t i = 0; i < world.links().size(); ++i)
    if (m_context.isLive() && m_puller.isReading({i}) &&
        world.lists().source(m_puller.list(), {i}).complete == WallTime{})
      return true;
  return false;
}

void ListPanel::reset(const World& world, WallTime now) {
  m_model.setWorld(&world, now);
  refresh(World::Changes::everything(), now);
}

void ListPanel::refresh(const World::Changes& changes, WallTime now) {
  if (isVisible())
    step({});
  m_model.refresh(changes, now);
  m_query->refresh();
  const QString text = state(now);
  if (text != m_state->text())
    m_state->setText(text);
  m_view->setEmptyText(emptyText(text));
}

QString ListPanel::emptyText(const QString& state) const {
  if (const uint64_t all = m_model.unfilteredCount(); all > 0)
    return tr("Nothing matches the query. Clear it to see all %1.").arg(countForPeople(all));
  if (!m_context.isLive())
    return tr("A recording does not have this list: it is asked of live servers. Go back to live to see it (Ctrl+L).");
  if (const QString why = m_context.whyEmpty(); !why.isEmpty())
    return why;
  const World& world = m_context.world();
  for (const LinkId link : world.openLinks(LinkKind::node))
    if (world.lists().source(m_puller.list(), link).complete == WallTime{})
      return state.isEmpty() ? tr("The list is being read.") : state;
  return m_emptyText;
}

QString ListPanel::state(WallTime now) const {
  QStringList lines;
  if (m_context.isLive())
    for (const LinkId link : m_context.world().openLinks(LinkKind::node))
      lines << stateOf(m_context.world().links()[link.value], link, now);
  return lines.join(QLatin1Char('\n'));
}

QString ListPanel::stateOf(const World::LinkInfo& info, LinkId link, WallTime now) const {
  const ListSource source = m_context.world().lists().source(m_puller.list(), link);
  const std::optional<Error> problem = m_puller.problem(link);
  const bool online = info.status.state == LinkStatus::State::online;
  const QString name = plain(info.name(), 40);
  const bool known = source.complete > WallTime{};
  QStringList parts;
  if (known && online && !problem)
    parts << tr("read %1").arg(timeForPeople(source.complete, now));
  else if (known)
    parts << tr("stale, as of %1 (%2)").arg(timeOfDay(source.complete), timeForPeople(source.complete, now));
  else if (online && !problem)
    parts << tr("being read, %1 so far").arg(countForPeople(source.count));
  if (source.more)
    parts << tr("there is more than these first %1").arg(countForPeople(PulledList<Queued>::capacity));
  QString text = tr("%1: %2.").arg(name, parts.join(QStringLiteral("; ")));
  if (problem)
    text = (parts.isEmpty() ? QString() : text + QLatin1Char(' ')) +
           Sentences::error(*problem, tr("%1 of %2").arg(m_thing, name));
  else if (!online)
    text = (parts.isEmpty() ? QString() : text + QLatin1Char(' ')) + tr("%1 is not connected.").arg(name);
  return text;
}

} // namespace pushscope
