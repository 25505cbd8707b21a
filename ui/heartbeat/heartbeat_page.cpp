#include "ui/heartbeat/heartbeat_page.h"

#include "models/text/format.h"
#include "ui/heartbeat/advisor_panel.h"
#include "ui/heartbeat/heatmap_view.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"
#include "ui/theme/tint.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace pushscope {
namespace {

constexpr int missChartHeight = 13 * Theme::unit, lowestChart = 12 * Theme::unit;
// With less, the advisor takes the room of the lines.
constexpr int roomyPage = 62 * Theme::unit;
constexpr int64_t shortestSpan = 20; // seconds
constexpr int noGroups = -1;

} // namespace

HeartbeatPage::HeartbeatPage(ConsoleContext& context, QWidget* parent) : Page(parent), m_context(context) {
  makeBar();
  m_empty = paragraph({}, this);
  m_empty->setAlignment(Qt::AlignCenter);
  setTint(m_empty, Tint::faint);
  m_view = new LineChartView(this);
  m_view->setObjectName(QStringLiteral("roundTrips"));
  m_view->setMinimumHeight(lowestChart);
  m_heatmap = new HeatmapView(this);
  m_heatmap->setObjectName(QStringLiteral("heatmap"));
  m_brushed = paragraph({}, this);
  m_brushed->setObjectName(QStringLiteral("brushed"));
  m_brushed->hide();
  m_missView = new LineChartView(this);
  m_missView->setObjectName(QStringLiteral("misses"));
  m_missView->setFixedHeight(missChartHeight);
  m_advisor = new AdvisorPanel(this);

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit);
  layout->setSpacing(Theme::unit);
  layout->addWidget(m_bar);
  layout->addWidget(m_empty, 1);
  layout->addWidget(m_view, 1);
  layout->addWidget(m_heatmap, 1);
  layout->addWidget(m_brushed);
  layout->addWidget(m_missView);
  layout->addWidget(m_advisor);

  const auto redraw = [this] { draw(m_context.world(), m_context.now()); };
  connect(m_span, &QComboBox::currentIndexChanged, this, redraw);
  connect(m_groups, &QComboBox::currentIndexChanged, this, redraw);
  connect(m_advisor, &AdvisorPanel::wishChanged, this, redraw);
  // The heatmap has the same misses as marks; in a small window there is room for one of the two.
  connect(m_advisor, &AdvisorPanel::opened, this, redraw);
  connect(m_heatmap, &HeatmapView::brushed, this, &HeartbeatPage::takeBrush);
  connect(m_heatmap, &HeatmapView::cleared, m_brushed, &QWidget::hide);
}

void HeartbeatPage::makeBar() {
  m_bar = new QWidget(this);
  m_summary = paragraph({}, m_bar);
  m_groups = new QComboBox(m_bar);
  m_groups->setObjectName(QStringLiteral("heartbeatGroups"));
  m_groups->setAccessibleName(tr("Lines of which devices"));
  m_groups->setToolTip(tr("Lines of all devices together, or p50 and p99 of each kind of phone or each node"));
  m_groups->addItem(tr("all devices"), noGroups);
  m_groups->addItem(tr("by profile"), int(GroupBy::profile));
  m_groups->addItem(tr("by node"), int(GroupBy::node));
  m_span = makeSpanChoice("heartbeatSpan", m_bar);
  m_span->setCurrentIndex(1);
  auto* bar = new QHBoxLayout(m_bar);
  bar->setContentsMargins(0, 0, 0, 0);
  bar->addWidget(m_summary, 1);
  bar->addWidget(m_groups);
  bar->addWidget(m_span);
}

// Lines have their colours from when they were made.
void HeartbeatPage::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange && isVisible())
    draw(m_context.world(), m_context.now());
  Page::changeEvent(event);
}

void HeartbeatPage::reset(const World& world, WallTime now) {
  m_heatmap->clearBrush();
  m_brushed->hide();
  draw(world, now);
}

void HeartbeatPage::refresh(const World& world, const World::Changes&, WallTime now) {
  if (micros(now) / 1'000'000 != m_drawnSecond)
    draw(world, now);
}

void HeartbeatPage::draw(const World& world, WallTime now) {
  m_drawnSecond = micros(now) / 1'000'000;
  const int64_t span = m_span->currentData().toLongLong();
  // A console that was started a moment ago shows that moment, not an empty chart with a line at its edge.
  const int64_t known = m_drawnSecond - world.series().firstHeard(now).value_or(m_drawnSecond);
  const int64_t from = m_drawnSecond - std::clamp(known, shortestSpan, span), to = m_drawnSecond;
  const Series::Totals totals = world.series().totals(now, to - from);
  m_any = totals.roundTripP50.has_value();
  m_empty->setVisible(!m_any);
  m_view->setVisible(m_any && (!m_advisor->isOpen() || height() >= roomyPage));
  m_heatmap->setVisible(m_any);
  m_missView->setVisible(m_any && !m_advisor->isOpen());
  m_advisor->show(world.silences());
  m_empty->setText(world.onlineLink(LinkKind::node)
                       ? tr("No heartbeat was measured in this time. The first round trip comes with the first hello.")
                       : tr("No server is connected, so there are no heartbeats to show."));
  const std::optional<double> rate = world.onlineLink(LinkKind::node)
                                         ? std::optional(world.series().totals(now, Series::rateSeconds).beatsPerSecond)
                                         : std::nullopt;
  m_summary->setText(m_any ? summaryOf(totals, rate) : QString());
  if (!m_any)
    return;
  m_view->show(roundTripsOf(world, from, to));
  m_heatmap->show(heatmapOf(world.series(), from, to, m_heatmap->mostColumns(), m_heatmap->mostRows()));
  m_missView->show(missesOf(world, from, to));
}

// The rate is that of the overview, the rest is of the time that is shown.
QString HeartbeatPage::summaryOf(const Series::Totals& shown, std::optional<double> rate) {
  const QStringList parts{tr("p50 %1").arg(durationForPeople(*shown.roundTripP50)),
                          tr("p99 %1").arg(durationForPeople(*shown.roundTripP99)),
                          tr("%1 beats").arg(countForPeople(shown.beats)),
                          shown.misses == 1 ? tr("1 missed") : tr("%1 missed").arg(countForPeople(shown.misses)),
                          shown.deaths == 1 ? tr("1 connection ended")
                                            : tr("%1 connections ended").arg(countForPeople(shown.deaths)),
                          tr("now %1 beats/s").arg(rate ? roundNumber(*rate) : QStringLiteral("–"))};
  return parts.join(QStringLiteral("   "));
}

LineChart HeartbeatPage::roundTripsOf(const World& world, int64_t from, int64_t to) const {
  LineChart chart;
  chart.from = from;
  chart.to = to;
  if (const int by = m_groups->currentData().toInt(); by != noGroups) {
    addGroups(chart, world, GroupBy(by));
    return chart;
  }
  chart.title = tr("Round trip of heartbeats");
  // Told apart without colours, too.
  for (const auto& [perThousand, name, tone, dash] :
       {std::tuple(990u, tr("p99"), Tone::dead, Qt::SolidLine), std::tuple(900u, tr("p90"), Tone::late, Qt::DashLine),
        std::tuple(500u, tr("p50"), Tone::info, Qt::DotLine)})
    chart.lines.push_back(
        {name, QPen(Theme::tone(tone, palette()), 1.8, dash), roundTripLine(world.series(), from, to, perThousand)});
  return chart;
}

void HeartbeatPage::addGroups(LineChart& chart, const World& world, GroupBy by) const {
  const GroupLines grouped = groupLines(world, by, chart.from, chart.to);
  chart.title = by == GroupBy::node ? tr("Round trip of heartbeats by node: p99 solid, p50 dotted")
                                    : tr("Round trip of heartbeats by profile: p99 solid, p50 dotted");
  if (grouped.counted < grouped.all)
    chart.title =
        tr("%1; of %2 of %3 beats").arg(chart.title, countForPeople(grouped.counted), countForPeople(grouped.all));
  for (size_t i = 0; i < grouped.groups.size(); ++i) {
    const GroupLines::Group& group = grouped.groups[i];
    const QString told = plain(group.name, 40);
    const QString name = group.others ? tr("other") : told.isEmpty() ? tr("not told") : told;
    const QColor colour = group.others ? Theme::faintText(palette()) : Theme::line(int(i), palette());
    chart.lines.push_back({name, QPen(colour, 1.8), group.p99});
    chart.lines.push_back({{}, QPen(colour, 1.4, Qt::DotLine), group.p50});
  }
}

LineChart HeartbeatPage::missesOf(const World& world, int64_t from, int64_t to) const {
  MissLines lines = missLines(world.series(), from, to);
  const QColor missed = Theme::tone(Tone::late, palette()), ended = Theme::tone(Tone::dead, palette());
  return {tr("Missed beats and connections that ended, per second"),
          LineChart::Scale::count,
          from,
          to,
          {{tr("missed"), QPen(missed, 1.6), std::move(lines.misses)},
           {tr("ended"), QPen(ended, 1.6, Qt::DashLine), std::move(lines.deaths)}}};
}

std::any HeartbeatPage::handOver() const {
  return m_heatmap->brush() && m_brushed->isVisibleTo(this) ? std::any(*m_heatmap->brush()) : std::any();
}

void HeartbeatPage::takeOver(const std::any& before) {
  const auto* range = std::any_cast<BeatRange>(&before);
  if (!range || !m_any)
    return;
  m_heatmap->setBrush(*range);
  sayBrushed(*range);
}

// To the sessions whose round trips lie there, as far as they are known one by one.
void HeartbeatPage::takeBrush(const BeatRange& range) {
  m_context.chooseBeats(range);
  sayBrushed(range);
  if (m_context.world().chosenBeats().beats() == 0)
    return;
  emit m_context.said(m_brushed->text());
  emit m_context.rowsWanted(QStringLiteral("sessions"), QStringLiteral("brushed>0"));
}

void HeartbeatPage::sayBrushed(const BeatRange& range) {
  const Heatmap::Cells cells = m_heatmap->map().cellsOf(range);
  const uint64_t all = m_heatmap->map().beatsIn(cells);
  const ChosenBeats& chosen = m_context.world().chosenBeats();
  const QString where = wordsOf(m_heatmap->map(), cells);
  QString said = where;
  if (all > 0 && chosen.beats() == 0)
    said = tr("%1. Whose they are is not kept any more: there are too many beats to keep each for so long.").arg(where);
  else if (all > 0)
    said = chosen.devices() == 1 ? tr("%1, of 1 device").arg(where)
                                 : tr("%1, of %2 devices").arg(where, countForPeople(chosen.devices()));
  if (chosen.beats() > 0 && chosen.beats() < all)
    said = tr("%1, as far as is known: of %2 of these beats").arg(said, countForPeople(chosen.beats()));
  m_brushed->setText(said);
  m_brushed->show();
}

} // namespace pushscope
