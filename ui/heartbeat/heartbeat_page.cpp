#include "ui/heartbeat/heartbeat_page.h"

#include "models/query/heartbeat_lines.h"
#include "models/text/format.h"
#include "ui/theme/theme.h"

#include <QChart>
#include <QChartView>
#include <QComboBox>
#include <QDateTime>
#include <QDateTimeAxis>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLegendMarker>
#include <QLineSeries>
#include <QLogValueAxis>
#include <QValueAxis>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace pushscope {
namespace {

constexpr int smallerChartHeight = 150;
constexpr int64_t shortestSpan = 20; // seconds

constexpr double millisecond = 1000;

QList<QPointF> pointsOf(const Stretch& stretch, double unit) {
  QList<QPointF> points;
  for (const LinePoint& point : stretch)
    points << QPointF(double(point.second) * millisecond, point.value / unit);
  return points;
}

} // namespace

HeartbeatPage::HeartbeatPage(ConsoleContext& context, QWidget* parent) : Page(parent), m_context(context) {
  m_summary = new QLabel(this);
  m_summary->setTextFormat(Qt::PlainText);
  m_span = new QComboBox(this);
  m_span->setAccessibleName(tr("Time span"));
  m_span->addItem(tr("last minute"), 60);
  m_span->addItem(tr("last 5 minutes"), 300);
  m_span->addItem(tr("last 10 minutes"), 600);
  m_span->setCurrentIndex(1);
  connect(m_span, &QComboBox::currentIndexChanged, this, [this] { draw(m_context.world(), m_context.now()); });
  m_empty = new QLabel(this);
  m_empty->setTextFormat(Qt::PlainText);
  m_empty->setAlignment(Qt::AlignCenter);
  m_empty->setWordWrap(true);
  makeChart();
  makeMissChart();
  styleCharts();

  auto* bar = new QHBoxLayout;
  bar->addWidget(m_summary, 1);
  bar->addWidget(m_span);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit);
  layout->setSpacing(Theme::unit);
  layout->addLayout(bar);
  layout->addWidget(m_empty, 1);
  layout->addWidget(m_view, 1);
  layout->addWidget(m_missView);
}

void HeartbeatPage::makeChart() {
  m_chart = new QChart;
  m_chart->setTitle(tr("Round trip of heartbeats"));
  m_time = new QDateTimeAxis;
  m_time->setFormat(QStringLiteral("HH:mm:ss"));
  m_time->setTickCount(6);
  m_milliseconds = new QLogValueAxis;
  m_milliseconds->setBase(10);
  m_milliseconds->setMinorTickCount(8);
  m_milliseconds->setLabelFormat(QStringLiteral("%g"));
  m_milliseconds->setTitleText(tr("milliseconds, log scale"));
  m_chart->addAxis(m_time, Qt::AlignBottom);
  m_chart->addAxis(m_milliseconds, Qt::AlignLeft);
  m_lines = {{990, tr("p99"), {}}, {900, tr("p90"), {}}, {500, tr("p50"), {}}};
  for (Line& line : m_lines)
    addPiece(line);
  m_view = new QChartView(m_chart, this);
  m_view->setRenderHint(QPainter::Antialiasing);
  m_view->setFrameShape(QFrame::NoFrame);
  m_view->setAccessibleName(m_chart->title());
}

void HeartbeatPage::addPiece(Line& line) {
  auto* piece = new QLineSeries;
  m_chart->addSeries(piece);
  piece->attachAxis(m_time);
  piece->attachAxis(m_milliseconds);
  line.pieces << piece;
}

void HeartbeatPage::makeMissChart() {
  m_missChart = new QChart;
  m_missChart->setTitle(tr("Missed beats, and connections ended by them, per second"));
  m_missTime = new QDateTimeAxis;
  m_missTime->setFormat(QStringLiteral("HH:mm:ss"));
  m_missTime->setTickCount(6);
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
  m_missView->setFixedHeight(smallerChartHeight);
  m_missView->setAccessibleName(m_missChart->title());
}

void HeartbeatPage::styleCharts() {
  for (QChart* chart : {m_chart, m_missChart}) {
    chart->setBackgroundBrush(palette().base());
    chart->setBackgroundRoundness(4);
    chart->setMargins({Theme::unit, Theme::unit, Theme::unit, Theme::unit});
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

void HeartbeatPage::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange)
    styleCharts();
  Page::changeEvent(event);
}

void HeartbeatPage::reset(const World& world, WallTime now) {
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
  const bool any = totals.roundTripP50.has_value();
  m_empty->setVisible(!any);
  m_view->setVisible(any);
  m_missView->setVisible(any);
  m_empty->setText(world.onlineLink(LinkKind::node)
                       ? tr("No heartbeat was measured in this time. The first round trip comes with the first hello.")
                       : tr("No server is connected, so there are no heartbeats to show."));
  m_summary->setText(any ? tr("p50 %1   p99 %2   %3 beats per second   %4 missed   %5 connections ended by heartbeat")
                               .arg(durationForPeople(*totals.roundTripP50), durationForPeople(*totals.roundTripP99))
                               .arg(totals.beatsPerSecond, 0, 'f', 1)
                               .arg(totals.misses)
                               .arg(totals.deaths)
                         : QString());
  if (!any)
    return;
  for (QDateTimeAxis* axis : {m_time, m_missTime})
    axis->setRange(QDateTime::fromSecsSinceEpoch(from), QDateTime::fromSecsSinceEpoch(to));
  for (Line& line : m_lines)
    drawLine(line, world, from, to);
  double highest = 1, lowest = 1000;
  for (const Line& line : m_lines)
    for (const QLineSeries* piece : line.pieces)
      for (const QPointF& point : piece->points()) {
        highest = std::max(highest, point.y());
        lowest = std::min(lowest, point.y());
      }
  m_milliseconds->setRange(std::pow(10, std::floor(std::log10(lowest))),
                           std::pow(10, std::ceil(std::log10(highest * 1.05))));
  drawMisses(world, from, to);
}

void HeartbeatPage::drawLine(Line& line, const World& world, int64_t from, int64_t to) {
  const std::vector<Stretch> stretches = roundTripLine(world.series(), from, to, line.perThousand);
  while (size_t(line.pieces.size()) < stretches.size())
    addPiece(line);
  const Tone tone = line.perThousand == 990 ? Tone::dead : line.perThousand == 900 ? Tone::late : Tone::info;
  for (qsizetype i = 0; i < line.pieces.size(); ++i) {
    QLineSeries* piece = line.pieces[i];
    piece->setName(line.name);
    piece->setPen(QPen(Theme::tone(tone, palette()), 1.8));
    piece->replace(size_t(i) < stretches.size() ? pointsOf(stretches[size_t(i)], millisecond) : QList<QPointF>());
    for (QLegendMarker* marker : m_chart->legend()->markers(piece))
      marker->setVisible(i == 0);
  }
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

} // namespace pushscope
