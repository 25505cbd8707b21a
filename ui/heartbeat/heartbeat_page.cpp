#include "ui/heartbeat/heartbeat_page.h"

#include "models/text/format.h"
#include "ui/heartbeat/advisor_panel.h"
#include "ui/heartbeat/heatmap_view.h"
#include "ui/theme/theme.h"

#include <QChart>
#include <QChartView>
#include <QComboBox>
#include <QDateTime>
#include <QDateTimeAxis>
#include <QEvent>
#include <QGraphicsLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLegendMarker>
#include <QLineSeries>
#include <QLocale>
#include <QLogValueAxis>
#include <QTimer>
#include <QValueAxis>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace pushscope {
namespace {

constexpr int missChartHeight = 15 * Theme::unit, lowestChart = 14 * Theme::unit;
// With less, the advisor takes the room of the lines.
constexpr int roomyPage = 62 * Theme::unit;
constexpr double leastLeft = 56, leastRight = 16; // beside the plots, for the labels of the heatmap
constexpr int64_t shortestSpan = 20;              // seconds

constexpr double millisecond = 1000;
constexpr int noGroups = -1;

QList<QPointF> pointsOf(const Stretch& stretch, double unit) {
  QList<QPointF> points;
  for (const LinePoint& point : stretch)
    points << QPointF(double(point.second) * millisecond, point.value / unit);
  return points;
}

QString number(uint64_t count) {
  return QLocale().toString(qulonglong(count));
}

} // namespace

HeartbeatPage::HeartbeatPage(ConsoleContext& context, QWidget* parent) : Page(parent), m_context(context) {
  makeBar();
  m_empty = new QLabel(this);
  m_empty->setTextFormat(Qt::PlainText);
  m_empty->setAlignment(Qt::AlignCenter);
  m_empty->setWordWrap(true);
  makeChart();
  m_heatmap = new HeatmapView(this);
  m_heatmap->setObjectName(QStringLiteral("heatmap"));
  m_brushed = new QLabel(this);
  m_brushed->setObjectName(QStringLiteral("brushed"));
  m_brushed->setTextFormat(Qt::PlainText);
  m_brushed->setWordWrap(true);
  m_brushed->hide();
  makeMissChart();
  m_advisor = new AdvisorPanel(this);
  styleCharts();

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
  for (QChart* chart : {m_chart, m_missChart}) {
    chart->setMargins({});
    chart->layout()->setContentsMargins(0, 0, 0, 0);
  }
  connect(m_heatmap, &HeatmapView::brushed, this, &HeartbeatPage::takeBrush);
  connect(m_heatmap, &HeatmapView::cleared, m_brushed, &QWidget::hide);
}

void HeartbeatPage::makeBar() {
  m_bar = new QWidget(this);
  m_summary = new QLabel(m_bar);
  m_summary->setTextFormat(Qt::PlainText);
  m_groups = new QComboBox(m_bar);
  m_groups->setObjectName(QStringLiteral("heartbeatGroups"));
  m_groups->setAccessibleName(tr("Lines of which devices"));
  m_groups->setToolTip(tr("Lines of all devices together, or p50 and p99 of each kind of phone or each node"));
  m_groups->addItem(tr("all devices"), noGroups);
  m_groups->addItem(tr("by profile"), int(GroupBy::profile));
  m_groups->addItem(tr("by node"), int(GroupBy::node));
  m_span = new QComboBox(m_bar);
  m_span->setObjectName(QStringLiteral("heartbeatSpan"));
  m_span->setAccessibleName(tr("Time span"));
  m_span->addItem(tr("last minute"), 60);
  m_span->addItem(tr("last 5 minutes"), 300);
  m_span->addItem(tr("last 10 minutes"), 600);
  m_span->setCurrentIndex(1);
  auto* bar = new QHBoxLayout(m_bar);
  bar->setContentsMargins(0, 0, 0, 0);
  bar->addWidget(m_summary, 1);
  bar->addWidget(m_groups);
  bar->addWidget(m_span);
}

void HeartbeatPage::makeChart() {
  m_chart = new QChart;
  m_time = new QDateTimeAxis;
  m_time->setFormat(QStringLiteral("HH:mm:ss"));
  m_time->setTickCount(HeatmapPlan::ticks);
  m_time->setLabelsVisible(false); // the heatmap has them
  m_milliseconds = new QLogValueAxis;
  m_milliseconds->setBase(10);
  m_milliseconds->setMinorTickCount(8);
  m_milliseconds->setLabelFormat(QStringLiteral("%g"));
  m_milliseconds->setTitleText(tr("ms, log scale"));
  m_chart->addAxis(m_time, Qt::AlignBottom);
  m_chart->addAxis(m_milliseconds, Qt::AlignLeft);
  m_view = new QChartView(m_chart, this);
  m_view->setRenderHint(QPainter::Antialiasing);
  m_view->setFrameShape(QFrame::NoFrame);
  m_view->setMinimumHeight(lowestChart);
  m_view->setAccessibleName(tr("Round trip of heartbeats"));
}

void HeartbeatPage::makeMissChart() {
  m_missChart = new QChart;
  m_missChart->setTitle(tr("Missed beats, and connections ended by them, per second"));
  m_missTime = new QDateTimeAxis;
  m_missTime->setFormat(QStringLiteral("HH:mm:ss"));
  m_missTime->setTickCount(HeatmapPlan::ticks);
  m_missTime->setLabelsVisible(false);
  m_missCount = new QValueAxis;
  m_missCount->setLabelFormat(QStringLiteral("%d"));
  m_missCount->setTickCount(3);
  m_missChart->addAxis(m_missTime, Qt::AlignBottom);
  m_missChart->addAxis(m_missCount, Qt::AlignLeft);
  m_misses = new QLineSeries;
  m_misses->setName(tr("missed"));
  m_deaths = new QLineSeries;
  m_deaths->setName(tr("ended"));
  for (QLineSeries* series : {m_misses, m_deaths}) {
    m_missChart->addSeries(series);
    series->attachAxis(m_missTime);
    series->attachAxis(m_missCount);
  }
  m_missView = new QChartView(m_missChart, this);
  m_missView->setRenderHint(QPainter::Antialiasing);
  m_missView->setFrameShape(QFrame::NoFrame);
  m_missView->setFixedHeight(missChartHeight);
  m_missView->setAccessibleName(m_missChart->title());
}

void HeartbeatPage::styleCharts() {
  for (QChart* chart : {m_chart, m_missChart}) {
    chart->setBackgroundBrush(palette().base());
    chart->setBackgroundRoundness(0);
    chart->setTitleBrush(palette().text());
    chart->setTitleFont(font());
    chart->legend()->setAlignment(Qt::AlignTop);
    chart->legend()->setLabelColor(palette().color(QPalette::Text));
    chart->legend()->setFont(Theme::caption(font()));
    for (QAbstractAxis* axis : chart->axes()) {
      axis->setLabelsColor(Theme::faintText(palette()));
      axis->setLabelsFont(Theme::caption(font()));
      axis->setTitleBrush(Theme::faintText(palette()));
      axis->setTitleFont(Theme::caption(font()));
      axis->setGridLineColor(Theme::grid(palette()));
      axis->setLinePenColor(Theme::grid(palette()));
      QColor faint = Theme::grid(palette());
      faint.setAlphaF(0.4f);
      axis->setMinorGridLineColor(faint);
    }
  }
  m_misses->setPen(QPen(Theme::tone(Tone::late, palette()), 1.6));
  m_deaths->setPen(QPen(Theme::tone(Tone::dead, palette()), 1.6, Qt::DashLine));
}

// One time axis for all: labels of different width move the plots, and margins move them back under each other.
void HeartbeatPage::alignPlots() {
  if (!m_view->isVisible())
    return;
  const auto beside = [](const QChart* chart) {
    const QRectF plot = chart->plotArea();
    return std::pair(plot.left() - chart->margins().left(),
                     chart->size().width() - plot.right() - chart->margins().right());
  };
  const auto [lineLeft, lineRight] = beside(m_chart);
  const auto [missLeft, missRight] = beside(m_missChart);
  const double left = std::ceil(std::max({lineLeft, missLeft, leastLeft}));
  const double right = std::ceil(std::max({lineRight, missRight, leastRight}));
  for (QChart* chart : {m_chart, m_missChart}) {
    const auto [chartLeft, chartRight] = beside(chart);
    const QMargins margins(int(left - chartLeft), 0, int(right - chartRight), 0);
    const QMargins before = chart->margins();
    if (std::abs(margins.left() - before.left()) > 1 || std::abs(margins.right() - before.right()) > 1)
      chart->setMargins(margins);
  }
  m_heatmap->alignTo(left, right);
}

void HeartbeatPage::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange)
    styleCharts();
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
  m_summary->setText(m_any ? tr("p50 %1   p99 %2   %3 beats/s   %4 missed   %5 connections ended")
                                 .arg(durationForPeople(*totals.roundTripP50), durationForPeople(*totals.roundTripP99))
                                 .arg(totals.beatsPerSecond, 0, 'f', 1)
                                 .arg(totals.misses)
                                 .arg(totals.deaths)
                           : QString());
  if (!m_any)
    return;
  for (QDateTimeAxis* axis : {m_time, m_missTime})
    axis->setRange(QDateTime::fromSecsSinceEpoch(from), QDateTime::fromSecsSinceEpoch(to));
  drawLines(linesOf(world, from, to));
  m_heatmap->show(heatmapOf(world.series(), from, to, m_heatmap->mostColumns(), m_heatmap->mostRows()));
  drawMisses(world, from, to);
  // Once the charts have arranged themselves. Not whenever they do, for moving a margin makes them do it again.
  QTimer::singleShot(0, this, &HeartbeatPage::alignPlots);
}

QList<HeartbeatPage::Line> HeartbeatPage::linesOf(const World& world, int64_t from, int64_t to) {
  if (const int by = m_groups->currentData().toInt(); by != noGroups)
    return groupedLines(world, GroupBy(by), from, to);
  m_chart->setTitle(tr("Round trip of heartbeats"));
  QList<Line> lines;
  for (const auto& [perThousand, name, tone] :
       {std::tuple(990u, tr("p99"), Tone::dead), std::tuple(900u, tr("p90"), Tone::late),
        std::tuple(500u, tr("p50"), Tone::info)})
    lines << Line{name, QPen(Theme::tone(tone, palette()), 1.8), roundTripLine(world.series(), from, to, perThousand)};
  return lines;
}

QList<HeartbeatPage::Line> HeartbeatPage::groupedLines(const World& world, GroupBy by, int64_t from, int64_t to) {
  const GroupLines grouped = groupLines(world, by, from, to);
  const QString title = by == GroupBy::node ? tr("Round trip of heartbeats by node: p99 solid, p50 dotted")
                                            : tr("Round trip of heartbeats by profile: p99 solid, p50 dotted");
  m_chart->setTitle(grouped.counted < grouped.all
                        ? tr("%1; of %2 of %3 beats").arg(title, number(grouped.counted), number(grouped.all))
                        : title);
  QList<Line> lines;
  for (size_t i = 0; i < grouped.groups.size(); ++i) {
    const GroupLines::Group& group = grouped.groups[i];
    const QString told = plain(group.name, 40);
    const QString name = group.others ? tr("other") : told.isEmpty() ? tr("not told") : told;
    const QColor colour = group.others ? Theme::faintText(palette()) : Theme::line(int(i), palette());
    lines << Line{name, QPen(colour, 1.8), group.p99} << Line{{}, QPen(colour, 1.4, Qt::DotLine), group.p50};
  }
  return lines;
}

void HeartbeatPage::drawLines(const QList<Line>& lines) {
  qsizetype used = 0;
  double highest = 1, lowest = 1000;
  for (const Line& line : lines)
    for (size_t i = 0; i < line.stretches.size(); ++i) {
      if (used == m_pieces.size()) {
        auto* made = new QLineSeries;
        m_chart->addSeries(made);
        made->attachAxis(m_time);
        made->attachAxis(m_milliseconds);
        m_pieces << made;
      }
      QLineSeries* piece = m_pieces[used++];
      const QList<QPointF> points = pointsOf(line.stretches[i], millisecond);
      // A legend takes its labels for rich text.
      piece->setName(line.name.toHtmlEscaped());
      piece->setPen(line.pen);
      piece->replace(points);
      for (QLegendMarker* marker : m_chart->legend()->markers(piece))
        marker->setVisible(i == 0 && !line.name.isEmpty());
      for (const QPointF& point : points) {
        highest = std::max(highest, point.y());
        lowest = std::min(lowest, point.y());
      }
    }
  for (; used < m_pieces.size(); ++used) {
    m_pieces[used]->replace(QList<QPointF>());
    for (QLegendMarker* marker : m_chart->legend()->markers(m_pieces[used]))
      marker->setVisible(false);
  }
  m_milliseconds->setRange(std::pow(10, std::floor(std::log10(lowest))),
                           std::pow(10, std::ceil(std::log10(highest * 1.05))));
}

void HeartbeatPage::drawMisses(const World& world, int64_t from, int64_t to) {
  const MissLines lines = missLines(world.series(), from, to);
  m_misses->replace(pointsOf(lines.misses, 1));
  m_deaths->replace(pointsOf(lines.deaths, 1));
  double highest = 1;
  for (const Stretch* line : {&lines.misses, &lines.deaths})
    for (const LinePoint& point : *line)
      highest = std::max(highest, point.value);
  m_missCount->setRange(0, std::ceil(highest / 2) * 2);
}

// To the sessions whose round trips lie there, as far as they are known one by one.
void HeartbeatPage::takeBrush(const BeatRange& range) {
  const Heatmap::Cells cells = m_heatmap->map().cellsOf(range);
  const uint64_t all = m_heatmap->map().beatsIn(cells);
  m_context.chooseBeats(range);
  const ChosenBeats& chosen = m_context.world().chosenBeats();
  const QString where = wordsOf(m_heatmap->map(), cells);
  QString said = where;
  if (all > 0 && chosen.beats() == 0)
    said = tr("%1. Whose they are is not kept any more: there are too many beats to keep each for so long.").arg(where);
  else if (all > 0)
    said = tr("%1, of %2 devices").arg(where, number(chosen.devices()));
  if (chosen.beats() > 0 && chosen.beats() < all)
    said = tr("%1, as far as is known: of %2 of these beats").arg(said, number(chosen.beats()));
  m_brushed->setText(said);
  m_brushed->show();
  if (chosen.beats() == 0)
    return;
  emit m_context.said(said);
  emit m_context.filterWanted(QStringLiteral("brushed>0"));
  emit m_context.pageWanted(QStringLiteral("sessions"));
}

} // namespace pushscope
