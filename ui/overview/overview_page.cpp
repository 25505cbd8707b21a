#include "ui/overview/overview_page.h"

#include "models/text/sentences.h"
#include "ui/actions/action.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <functional>
#include <numeric>
#include <utility>

namespace pushscope {
namespace {

// In a small window a tile more a row would cut its words off; there are more rows then, without history.
constexpr int mostTilesInARow = 5, fewestTilesInARow = 4;
constexpr int roomyTile = 150;
constexpr int64_t historySeconds = 120;
constexpr size_t worstRows = 10;

using History = std::vector<std::optional<double>>;

History historyOf(const World& world, WallTime now,
                  const std::function<std::optional<double>(const Series::Second&)>& value) {
  History history;
  const int64_t end = pushscope::micros(now) / 1'000'000;
  for (int64_t n = end - historySeconds; n < end; ++n) {
    const Series::Second& second = world.series().second(n);
    history.push_back(second.heard ? value(second) : std::nullopt);
  }
  return history;
}

// Of what happens now and then: by the second it would be a comb.
constexpr int64_t piece = 4;

History countsOf(const World& world, WallTime now, uint32_t Series::Second::*count) {
  History history;
  const int64_t end = pushscope::micros(now) / 1'000'000 / piece * piece; // so that a piece keeps its seconds
  for (int64_t n = end - historySeconds; n < end; n += piece) {
    std::optional<double> sum;
    for (int64_t i = n; i < n + piece; ++i)
      if (const Series::Second& second = world.series().second(i); second.heard)
        sum = sum.value_or(0) + second.*count;
    history.push_back(sum);
  }
  return history;
}

std::optional<double> asMicros(std::optional<Duration> d) {
  return d ? std::optional(double(d->count())) : std::nullopt;
}

QString highest(const History& history, const std::function<QString(double)>& text) {
  std::optional<double> high;
  for (const auto& value : history)
    if (value && (!high || *value > *high))
      high = value;
  return high ? OverviewPage::tr("high %1 in 2 min").arg(text(*high)) : QString();
}

QString duration(double us) {
  return durationForPeople(Duration(int64_t(us)));
}
QString orDash(const std::optional<Duration>& d) {
  return d ? durationForPeople(*d) : QStringLiteral("–");
}

} // namespace

OverviewPage::OverviewPage(ConsoleContext& context, QWidget* parent)
    : Page(parent), m_context(context), m_slowest(deviceRows()), m_missing(deviceRows()), m_newest(deliveryRows()) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit);
  layout->setSpacing(2 * Theme::unit);
  m_tiles = new QGridLayout;
  m_tiles->setSpacing(Theme::unit);
  layout->addLayout(m_tiles);
  m_online = addTile(tr("Online"), tr("Devices with a live connection"), QStringLiteral("sessions"),
                     QStringLiteral("link:online"));
  m_roundTrip = addTile(tr("Round trip p99"), tr("Of the heartbeats in the last 10 s"), QStringLiteral("heartbeats"));
  m_beats =
      addTile(tr("Beats per second"), tr("Round trips measured, mean of the last 10 s"), QStringLiteral("heartbeats"));
  m_missed = addTile(tr("Missed in 2 min"), tr("Heartbeats without an answer, in the last 2 minutes"),
                     QStringLiteral("sessions"), QStringLiteral("missed>0"));
  m_wakes = addTile(tr("Wakes per minute"), tr("Apps that were resumed, in the last 60 s"), QStringLiteral("wakes"));
  m_offline = addTile(tr("Offline"), tr("Devices that were here and are not connected now"), QStringLiteral("sessions"),
                      QStringLiteral("link:offline"));
  m_acknowledge = addTile(tr("Acknowledged p99"), tr("From accepted to acknowledged, in the last 2 minutes"),
                          QStringLiteral("push"), QStringLiteral("state:acknowledged"));
  m_pushes = addTile(tr("Pushes in 2 min"), tr("Accepted by servers in the last 2 minutes"), QStringLiteral("push"));
  m_waiting = addTile(tr("Waiting deliveries"), tr("Accepted and not final yet"), QStringLiteral("queues"));
  m_short = addTile(tr("Short of resumes"),
                    tr("Phones that used more than 10 of the 15 resumes that their system allows in 300 s, or as much "
                       "of another limit"),
                    QStringLiteral("sessions"), QStringLiteral("resumes>10"));

  m_worst = new QGridLayout;
  m_worst->setSpacing(Theme::unit);
  m_worst->setHorizontalSpacing(2 * Theme::unit);
  layout->addLayout(m_worst, 1);
  m_slowestView =
      addWorst(tr("Slowest round trips"), &m_slowest, {"device", "round_trip_p50_ms", "round_trip_p99_ms"}, 0);
  m_missingView = addWorst(tr("Most missed beats"), &m_missing, {"device", "link", "missed"}, 1);
  m_newestView = addWorst(tr("Newest deliveries"), &m_newest, {"device", "state", "acknowledged_after_ms"}, 2);
  const auto sortBy = [](TableModel& model, const char* id, Qt::SortOrder order) {
    for (size_t i = 0; i < model.columns().size(); ++i)
      if (QLatin1String(model.columns()[i].id) == QLatin1String(id))
        model.sort(int(i), order);
    model.setLimit(worstRows);
  };
  sortBy(m_slowest, "round_trip_p99_ms", Qt::DescendingOrder);
  sortBy(m_missing, "missed", Qt::DescendingOrder);
  m_missing.setQuery(QStringLiteral("missed>0"));
  m_newest.setNaturalOrder(Qt::DescendingOrder);
  m_newest.setLimit(worstRows);
  arrangeTiles();
  connect(m_newestView, &TableView::selectedRowsChanged, this, [this] {
    if (const auto rows = m_newestView->selectedSourceRows(); !rows.isEmpty())
      m_context.selectDelivery(rows.first());
  });
  connect(m_newestView, &TableView::rowActivated, this,
          [this] { emit m_context.pageWanted(QStringLiteral("ladder")); });
}

void OverviewPage::resizeEvent(QResizeEvent* event) {
  Page::resizeEvent(event);
  arrangeTiles();
}

void OverviewPage::arrangeTiles() {
  const int room = width() - 4 * Theme::unit;
  const bool roomy = (room - (mostTilesInARow - 1) * Theme::unit) / mostTilesInARow >= roomyTile;
  const int inARow = roomy ? mostTilesInARow : fewestTilesInARow;
  if (std::exchange(m_inARow, inARow) == inARow)
    return;
  showColumns(roomy);
  for (Tile* tile : m_allTiles)
    m_tiles->removeWidget(tile);
  for (int i = 0; i < m_allTiles.size(); ++i) {
    m_allTiles[i]->setCompact(!roomy);
    m_tiles->addWidget(m_allTiles[i], i / inARow, i % inARow);
  }
}

// In a small window an id that can be read is worth more than a column that a click away shows.
void OverviewPage::showColumns(bool roomy) {
  const auto show = [roomy](TableView* view, const char* id) {
    const int column = columnWithId(view->tableModel()->columns(), id);
    view->setColumnHidden(column, !roomy);
  };
  for (TableView* view : {m_slowestView, m_missingView, m_newestView}) // wheel and keys scroll as well
    view->setVerticalScrollBarPolicy(roomy ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
  show(m_slowestView, "round_trip_p50_ms");
  show(m_missingView, "link");
  show(m_newestView, "acknowledged_after_ms");
}

Tile* OverviewPage::addTile(const QString& name, const QString& tip, const QString& page, const QString& query) {
  auto* tile = new Tile(name, tip, this);
  m_allTiles << tile;
  const QByteArray id = QStringLiteral("tile%1").arg(m_allTiles.size()).toLatin1();
  QAction* show = makeAction(this, {id.constData(), tr("Show what is behind “%1”").arg(name), tip},
                             [this, page, query] { emit m_context.rowsWanted(page, query); });
  connect(tile, &Tile::clicked, show, &QAction::trigger);
  return tile;
}

TableView* OverviewPage::addWorst(const QString& title, TableModel* model, const QStringList& columns, int place) {
  QLabel* caption = heading(title, this);
  auto* view = new TableView(model, this);
  view->showOnly(columns);
  view->setSortingEnabled(false);
  view->fitColumns();
  view->setAccessibleName(title);
  view->setMinimumHeight(5 * Theme::rowHeight);
  caption->setBuddy(view);
  m_worst->addWidget(caption, 0, place);
  m_worst->addWidget(view, 1, place);
  m_worst->setColumnStretch(place, 5 + place); // "acknowledged" and "online (stale)" are long words
  if (model != &m_newest) {
    connect(view, &TableView::selectedRowsChanged, this, [this, view] {
      if (const auto rows = view->selectedSourceRows(); !rows.isEmpty())
        m_context.selectDevices({Row(rows.first())});
    });
    connect(view, &TableView::rowActivated, this, [this] { emit m_context.pageWanted(QStringLiteral("sessions")); });
  }
  return view;
}

void OverviewPage::reset(const World& world, WallTime now) {
  for (TableModel* model : {&m_slowest, &m_missing, &m_newest})
    model->setWorld(&world, now);
  m_scan.restart();
}

void OverviewPage::refresh(const World& world, const World::Changes& changes, WallTime now) {
  for (TableModel* model : {&m_slowest, &m_missing, &m_newest})
    model->refresh(changes, now);
  const QString none = !world.links().empty() ? tr("No device yet.")
                       : m_context.isLive()
                           ? tr("Not connected to any server. Choose File → Connect, or start a sandbox.")
                           : tr("Nothing was connected yet.");
  m_slowestView->setEmptyText(none);
  m_newestView->setEmptyText(world.links().empty() ? none : tr("No push was sent yet.\nSend one on the Push page."));
  m_missingView->setEmptyText(m_missing.unfilteredCount() > 0 ? tr("No beat was missed.") : none);
  if (changes.devices || changes.series || changes.links)
    refreshTiles(world, now);
}

void OverviewPage::refreshTiles(const World& world, WallTime now) {
  const bool known = world.onlineLink(LinkKind::node).has_value();
  const auto counts = world.countByLink();
  const auto count = [&](LinkState state) { return counts[static_cast<size_t>(state)]; };
  const QString dash = QStringLiteral("–"), stale = tr("no server connected");
  const auto recent = world.series().totals(now, Series::rateSeconds);
  const auto span = world.series().totals(now, historySeconds);

  const History online = historyOf(world, now, [](const auto& s) { return std::optional<double>(s.online); });
  m_online->show(known ? roundNumber(count(LinkState::online)) : dash,
                 known ? tr("%1 suspect").arg(roundNumber(count(LinkState::suspect))) : stale,
                 !known                          ? Tone::faint
                 : count(LinkState::suspect) > 0 ? Tone::late
                                                 : Tone::alive,
                 online);
  m_offline->show(known ? roundNumber(count(LinkState::offline)) : dash,
                  known ? tr("of %1 known").arg(roundNumber(double(std::accumulate(counts.begin(), counts.end(), 0u))))
                        : stale,
                  known && count(LinkState::offline) > 0 ? Tone::dead : Tone::neutral, {});
  const History beats = historyOf(world, now, [](const auto& s) { return std::optional<double>(s.beats); });
  m_beats->show(known ? roundNumber(recent.beatsPerSecond) : dash, known ? highest(beats, roundNumber) : stale,
                Tone::neutral, beats);
  const History trips = historyOf(world, now, [](const auto& s) { return asMicros(s.roundTrips.percentile(990)); });
  m_roundTrip->show(known ? orDash(recent.roundTripP99) : dash,
                    known ? tr("p50 %1").arg(orDash(recent.roundTripP50)) : stale, Tone::neutral, trips);
  const History misses = countsOf(world, now, &Series::Second::misses);
  m_missed->show(known ? roundNumber(double(span.misses)) : dash,
                 !known             ? stale
                 : span.deaths == 1 ? tr("ended 1 link")
                                    : tr("ended %1 links").arg(roundNumber(double(span.deaths))),
                 !known            ? Tone::neutral
                 : span.deaths > 0 ? Tone::dead
                 : span.misses > 0 ? Tone::late
                                   : Tone::neutral,
                 misses);
  const History pushes = countsOf(world, now, &Series::Second::pushes);
  m_pushes->show(known ? roundNumber(double(span.pushes)) : dash,
                 known ? tr("%1 acknowledged").arg(roundNumber(double(span.acknowledged))) : stale, Tone::neutral,
                 pushes);
  const History acknowledged =
      historyOf(world, now, [](const auto& s) { return asMicros(s.acknowledgements.percentile(990)); });
  m_acknowledge->show(known ? orDash(span.acknowledgeP99) : dash, known ? highest(acknowledged, duration) : stale,
                      Tone::neutral, acknowledged);
  const History wakes = countsOf(world, now, &Series::Second::wakes);
  const auto minute = world.series().totals(now, 60);
  m_wakes->show(known ? roundNumber(double(minute.wakes)) : dash,
                known ? tr("%1 missed").arg(roundNumber(double(minute.missedWakes))) : stale,
                known && minute.missedWakes > 0 ? Tone::dead : Tone::neutral, wakes);
  m_scan.step(world, now, now);
  const size_t few = m_scan.found().shortOfResumes.size();
  m_short->show(known && m_scan.isThrough() ? roundNumber(double(few)) : dash, known ? tr("urgent pushes only") : stale,
                known && few > 0 ? Tone::late : Tone::neutral, {});
  const uint32_t waiting = world.waitingDeliveries();
  m_waiting->show(known ? roundNumber(waiting) : dash, known ? tr("in all backlogs") : stale,
                  known && waiting > 0 ? Tone::retried : Tone::neutral, {});
}

} // namespace pushscope
