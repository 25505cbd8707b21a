#include "ui/wake/wakes_page.h"

#include "models/query/query.h"
#include "models/text/format.h"
#include "ui/actions/action.h"
#include "ui/alerts/alert_menu.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSplitter>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace pushscope {
namespace {

constexpr int64_t minute = 60;          // rates are per minute: phones are woken seldom
constexpr int64_t historySeconds = 300; // of the small charts, in steps of
constexpr int64_t historyStep = 5;
constexpr int64_t medianSeconds = 300;
constexpr size_t mostLanes = 40;
constexpr int roomyHeight = 560;
constexpr Duration shortestLook = std::chrono::seconds(5);
constexpr Duration longestLook = std::chrono::seconds(Series::seconds); // what is kept
constexpr Duration busiestFor = std::chrono::seconds(5);
constexpr Duration redrawAfter = std::chrono::milliseconds(250);

using History = std::vector<std::optional<double>>;

// One value for each step of the history; a step in which nobody listened is a gap.
template <class Value>
History historyOf(const World& world, WallTime now, Value value) {
  History history;
  const int64_t end = micros(now) / 1'000'000;
  for (int64_t n = end - historySeconds; n < end; n += historyStep) {
    std::optional<double> sum;
    for (int64_t s = n; s < n + historyStep; ++s)
      if (const Series::Second& second = world.series().second(s); second.heard)
        sum = sum.value_or(0) + double(value(second));
    history.push_back(sum);
  }
  return history;
}

History latencies(const World& world, WallTime now) {
  History history;
  const int64_t end = micros(now) / 1'000'000;
  for (int64_t n = end - historySeconds; n < end; n += historyStep) {
    FineHistogram sum;
    for (int64_t s = n; s < n + historyStep; ++s)
      sum.add(world.series().second(s).wakeLatencies);
    const auto median = sum.percentile(500);
    history.push_back(median ? std::optional(double(median->count())) : std::nullopt);
  }
  return history;
}

} // namespace

WakesPage::WakesPage(ConsoleContext& context, QWidget* parent)
    : Page(parent), m_context(context), m_model(wakeRows()), m_scan(mostLanes) {
  m_model.setNaturalOrder(Qt::DescendingOrder);
  auto* tiles = new QHBoxLayout;
  tiles->setSpacing(Theme::unit);
  makeTiles(tiles);
  auto* splitter = new QSplitter(Qt::Vertical, this);
  splitter->setChildrenCollapsible(false);
  splitter->addWidget(makeLanes());
  splitter->addWidget(makeTable());
  splitter->setStretchFactor(0, 3);
  splitter->setStretchFactor(1, 2);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit);
  layout->setSpacing(Theme::unit);
  layout->addLayout(tiles);
  layout->addWidget(splitter, 1);
  connect(&m_context, &ConsoleContext::devicesSelected, this, &WakesPage::devicesSelected);
  endLook();
}

void WakesPage::makeTiles(QHBoxLayout* row) {
  const auto add = [&](const QString& name, const QString& tip, const char* id, std::function<void()> act) {
    auto* tile = new Tile(name, tip, this);
    row->addWidget(tile);
    connect(tile, &Tile::clicked, makeAction(this, {id, tr("Show what is behind “%1”").arg(name), tip}, std::move(act)),
            &QAction::trigger);
    return tile;
  };
  const auto query = [this](const char* text) {
    return [this, text] { m_query->edit()->setText(QLatin1String(text)); };
  };
  m_wakes = add(tr("Wakes per minute"), tr("Apps that were resumed, in the last 60 s. Shows all rows."), "wakesAll",
                query(""));
  m_missed = add(tr("Missed per minute"),
                 tr("Wakes that were called for and did not happen, in the last 60 s. Shows their rows."),
                 "wakesMissed", query("wake:missed"));
  m_short = add(tr("Short of resumes"),
                tr("Phones that used more than 10 of the 15 resumes that their system allows "
                   "in 300 s, or as much of another limit. Selects them."),
                "wakesShort", [this] {
                  QList<Row> rows;
                  for (const Row device : m_scan.found().shortOfResumes)
                    rows << device;
                  m_context.selectDevices(rows);
                });
  m_latency = add(tr("Median latency"),
                  tr("From the event until the app ran, and how long it ran, in the last "
                     "5 minutes. Shows all rows."),
                  "wakesLatency", query(""));
}

// In a low window the lanes need the room more than the small charts.
void WakesPage::resizeEvent(QResizeEvent* event) {
  Page::resizeEvent(event);
  for (Tile* tile : {m_wakes, m_missed, m_short, m_latency})
    tile->setCompact(height() < roomyHeight);
}

QWidget* WakesPage::makeLanes() {
  auto* box = new QWidget(this);
  m_which = new QComboBox(box);
  m_which->setObjectName(QStringLiteral("wakesWhich"));
  m_which->setAccessibleName(tr("Devices of the lanes"));
  m_which->addItem(tr("busiest devices"));
  m_which->addItem(tr("selected devices"));
  m_span = makeSpanChoice("wakesSpan", box);
  m_span->setCurrentIndex(2);
  m_lanes = new LanesView(box);
  m_lanes->setObjectName(QStringLiteral("wakesLanes"));
  m_histograms = new WakeHistograms(box);
  m_histograms->setObjectName(QStringLiteral("wakesHistograms"));
  m_tabs = new QTabWidget(box);
  m_tabs->setObjectName(QStringLiteral("wakesTabs"));
  m_tabs->setDocumentMode(true);
  m_tabs->addTab(m_lanes, tr("Lanes"));
  m_tabs->addTab(m_histograms, tr("Latency and run time"));
  m_toNow = makeAction(this, {"wakesToNow", tr("Back to now"), tr("The lanes follow what happens again (Escape)")},
                       [this] { followNow(); });
  auto* controls = new QWidget(m_tabs); // beside the tabs, where they take no room from the lanes
  m_nowButton = makeButton(m_toNow, controls);
  m_nowButton->setObjectName(QStringLiteral("wakesNow"));
  auto* row = new QHBoxLayout(controls);
  row->setContentsMargins(0, 0, 0, 4);
  for (QWidget* control : QList<QWidget*>{m_nowButton, m_which, m_span})
    row->addWidget(control);
  m_tabs->setCornerWidget(controls);
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_tabs, 1);
  const auto redraw = [this] {
    m_busiestAt = {};
    drawLanes(m_context.world(), m_context.now());
  };
  connect(m_which, &QComboBox::currentIndexChanged, this, redraw);
  connect(m_span, &QComboBox::currentIndexChanged, this, &WakesPage::followNow);
  connect(m_tabs, &QTabWidget::currentChanged, this, redraw);
  connect(m_lanes, &LanesView::timeWanted, this, &WakesPage::look);
  connect(m_lanes, &LanesView::nowWanted, this, &WakesPage::followNow);
  connect(m_lanes, &LanesView::laneChosen, this, &WakesPage::choose);
  connect(m_lanes, &LanesView::laneActivated, this, [this](Row device) {
    emit m_context.rowsWanted(QStringLiteral("sessions"),
                              QStringLiteral("id=") +
                                  quotedForQuery(plain(m_context.world().devices().device(device))));
  });
  return box;
}

QWidget* WakesPage::makeTable() {
  auto* box = new QWidget(this);
  m_query = new QueryBar(&m_model, QStringLiteral("wakesFilter"), box);
  m_query->edit()->setPlaceholderText(tr("Query: words, or wake:missed cause:data latency>2s  (Ctrl+F)"));
  m_query->edit()->setAccessibleName(tr("Query of the wakes"));
  m_view = new TableView(&m_model, box);
  m_view->setObjectName(QStringLiteral("wakesTable"));
  m_view->setAccessibleName(tr("Wakes"));
  // Not as they became known: a phone tells of a wake when it is over, or when it is connected again.
  m_view->sortByColumn(columnWithId(m_model.columns(), "at"), Qt::DescendingOrder);
  installAlertMenu(m_context, m_view, AlertRows::wakes);
  m_view->setMinimumHeight(4 * Theme::rowHeight);
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  layout->addWidget(m_query);
  layout->addWidget(m_view, 1);
  connect(m_view, &TableView::selectedRowsChanged, this, [this] {
    const auto rows = m_view->selectedSourceRows();
    if (const WakeRow* wake = rows.isEmpty() ? nullptr : m_context.world().wakes().find(rows.first()))
      choose(wake->device);
  });
  return box;
}

// Choosing a lane or a row shows the device in the inspector; the lanes stay as they are.
void WakesPage::choose(Row device) {
  const QScopedValueRollback guard(m_choosing, true);
  m_context.selectDevices({device});
}

// A selection made elsewhere is what a person wants to look at.
void WakesPage::devicesSelected() {
  if (m_choosing)
    return;
  m_which->setCurrentIndex(m_context.devices().isEmpty() ? 0 : 1);
  drawLanes(m_context.world(), m_context.now());
}

WakesPage::Shown WakesPage::shown() const {
  return m_which->currentIndex() == 1 ? Shown::selected : Shown::busiest;
}

void WakesPage::reset(const World& world, WallTime now) {
  m_model.setWorld(&world, now);
  m_query->refresh();
  m_scan.restart();
  m_busiest.clear();
  m_busiestAt = m_drawnAt = {};
  m_tilesSecond = 0;
  m_lanes->show({}, now, now, false);
  endLook();
}

void WakesPage::refresh(const World& world, const World::Changes& changes, WallTime now) {
  m_model.refresh(changes, now);
  m_query->refresh();
  m_view->setEmptyText(m_query->edit()->text().isEmpty() || m_model.unfilteredCount() == 0
                           ? emptyText(world)
                           : tr("No wake matches the query. Clear it to see all %1.").arg(m_model.unfilteredCount()));
  m_scan.step(world, m_window ? m_window->from : now - spanOf(world, now), now);
  if (micros(now) / 1'000'000 != m_tilesSecond)
    drawTiles(world, now);
  if (now - m_drawnAt >= redrawAfter || now < m_drawnAt)
    drawLanes(world, now);
}

QString WakesPage::emptyText(const World& world) const {
  if (const QString why = m_context.whyEmpty(); !why.isEmpty())
    return why;
  if (world.devices().size() == 0)
    return tr("The server knows no device yet. Start phones with pushfleet, or let a device connect.");
  return tr("Nobody has told of a wake yet, nor of a missed one. Only suspended apps are woken: send a phone of a kind "
            "that sleeps, such as ios-voip-classic, to the background on the Sessions page, then push to it.");
}

void WakesPage::drawTiles(const World& world, WallTime now) {
  m_tilesSecond = micros(now) / 1'000'000;
  const bool known = world.onlineLink(LinkKind::node) || world.onlineLink(LinkKind::fleet);
  const QString dash = QStringLiteral("–"), nobody = tr("no server connected");
  const Series::Totals lately = world.series().totals(now, minute);
  const Series::Totals span = world.series().totals(now, medianSeconds);
  const auto inSpan = [&](uint64_t count) { return tr("%1 in 5 min").arg(countForPeople(count)); };
  m_wakes->show(known ? countForPeople(lately.wakes) : dash, known ? inSpan(span.wakes) : nobody, Tone::neutral,
                historyOf(world, now, [](const auto& s) { return s.wakes; }));
  m_missed->show(known ? countForPeople(lately.missedWakes) : dash, known ? inSpan(span.missedWakes) : nobody,
                 known && lately.missedWakes > 0 ? Tone::dead : Tone::neutral,
                 historyOf(world, now, [](const auto& s) { return s.missedWakes; }));
  const size_t limited = m_scan.found().limited, awake = m_scan.found().awake;
  const size_t few = m_scan.found().shortOfResumes.size();
  const QString detail = !m_scan.isThrough() ? tr("being counted")
                         : limited == 0      ? tr("no phone has a limit")
                         : awake == 1        ? tr("1 keeps itself awake")
                         : awake > 1         ? tr("%1 keep themselves awake").arg(countForPeople(awake))
                                             : tr("of %1 with a limit").arg(countForPeople(limited));
  m_short->show(known && m_scan.isThrough() ? countForPeople(few) : dash, known ? detail : nobody,
                !known      ? Tone::faint
                : awake > 0 ? Tone::dead
                : few > 0   ? Tone::late
                            : Tone::neutral,
                {});
  const auto duration = [&](const std::optional<Duration>& d) { return d ? durationForPeople(*d) : dash; };
  m_latency->show(known ? duration(span.wakeLatencyP50) : dash,
                  known ? tr("then ran %1").arg(duration(span.wakeUseP50)) : nobody, Tone::neutral,
                  latencies(world, now));
}

std::vector<Row> WakesPage::lanesOf(const World& world, WallTime now) {
  if (shown() == Shown::selected) {
    std::vector<Row> rows;
    for (const Row row : m_context.devices())
      if (row < world.devices().size() && rows.size() < mostLanes)
        rows.push_back(row);
    return rows;
  }
  if (!m_scan.isThrough())
    return {};
  // Of a time that is over they stay who they are.
  if (m_busiestAt == WallTime{} || (!m_window && (now - m_busiestAt >= busiestFor || now < m_busiestAt))) {
    m_busiestAt = now;
    m_busiest = m_scan.found().busiest;
  }
  return m_busiest;
}

// What was chosen. A console that was started a moment ago shows that moment, not an empty picture with a line at its
// edge; in steps, so that the picture does not shrink all the time.
Duration WakesPage::spanOf(const World& world, WallTime now) const {
  const int64_t chosen = m_span->currentData().toLongLong();
  const int64_t second = micros(now) / 1'000'000;
  const int64_t known = second - world.series().firstHeard(now).value_or(second);
  for (const int64_t step : {60, 120, 300})
    if (known < step && step < chosen)
      return std::chrono::seconds(step);
  return std::chrono::seconds(chosen);
}

// Within what is kept, and no closer than a person could tell one moment from another: beyond that a gesture does
// nothing. What reaches now and is as long as what is chosen is now itself.
void WakesPage::look(WallTime from, WallTime to) {
  const WallTime now = m_context.now();
  const Duration span = to - from, chosen = spanOf(m_context.world(), now);
  if (span < shortestLook || span > longestLook)
    return;
  from = std::clamp(from, now - longestLook, now - span);
  constexpr Duration slack = std::chrono::milliseconds(500);
  if (from + span >= now && span > chosen - slack && span < chosen + slack)
    return followNow();
  m_window = Window{from, from + span};
  allow(m_toNow, {});
  m_nowButton->show();
  drawLanes(m_context.world(), now);
}

void WakesPage::followNow() {
  endLook();
  m_busiestAt = {};
  drawLanes(m_context.world(), m_context.now());
}

void WakesPage::endLook() {
  m_window.reset();
  m_nowButton->hide();
  allow(m_toNow, tr("They do. Zoom with Ctrl and the wheel or + and −, drag to look back"));
}

// Of the time that is looked at, over all devices.
void WakesPage::drawHistograms(const World& world, WallTime now) {
  FineHistogram latencies, uses;
  const int64_t end = micros(m_window ? m_window->to : now) / 1'000'000 + 1;
  const int64_t begin = m_window ? micros(m_window->from) / 1'000'000 : end - m_span->currentData().toLongLong();
  for (int64_t n = begin; n < end; ++n) {
    const Series::Second& second = world.series().second(n);
    latencies.add(second.wakeLatencies);
    uses.add(second.wakeUses);
  }
  m_histograms->show(latencies, uses);
}

void WakesPage::drawLanes(const World& world, WallTime now) {
  m_drawnAt = now;
  if (m_tabs->currentWidget() == m_histograms)
    return drawHistograms(world, now);
  const WallTime from = m_window ? m_window->from : now - spanOf(world, now), to = m_window ? m_window->to : now;
  std::vector<NamedLane> lanes;
  for (const Row row : lanesOf(world, now))
    lanes.push_back({wakeLane(world, row, from, to), plain(world.devices().device(row), 64)});
  m_lanes->setEmptyText(
      shown() == Shown::selected && world.devices().size() > 0
          ? tr("No device is selected. Select some on the Sessions page, or choose the busiest "
               "devices above.")
      : m_scan.isThrough() || world.devices().size() == 0
          ? emptyText(world)
          : tr("The busiest of %1 devices are being looked for.").arg(countForPeople(world.devices().size())));
  m_lanes->show(std::move(lanes), from, to, m_window.has_value());
}

} // namespace pushscope
