#include "ui/heartbeat/heatmap_painter.h"

#include "models/text/format.h"
#include "ui/chart/crisp.h"
#include "ui/chart/time_axis.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFontMetricsF>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace pushscope {
namespace {

constexpr double markWidth = 8;
constexpr double narrowestWords = 40; // in a gap
constexpr double scaleWidth = 96, scaleHeight = 8;

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Heatmap)
};
QString clock(int64_t second) {
  return QDateTime::fromSecsSinceEpoch(second).toString(QStringLiteral("HH:mm:ss"));
}

// 1 is all that there is; a cell with one beat is 0.
double shareOf(uint32_t count, uint32_t most) {
  return most <= 1 ? 1 : std::log(double(count)) / std::log(double(most));
}

QRectF spanRect(const HeatmapPlan& plan, int64_t from, int64_t to) {
  const QRectF plot = plan.plot();
  const double left = std::clamp(plan.x(double(from)), plot.left(), plot.right());
  return {left, plot.top(), std::clamp(plan.x(double(to)), plot.left(), plot.right()) - left, plot.height()};
}

// Neighbouring columns with the same gap are one.
void paintGaps(QPainter& painter, const HeatmapPlan& plan, const Heatmap& map, const QPalette& palette) {
  const QFontMetricsF metrics(painter.font());
  for (size_t c = 0; c < map.columns.size();) {
    const size_t first = c;
    const Heatmap::Gap gap = map.columns[first].gap;
    while (c < map.columns.size() && map.columns[c].gap == gap)
      ++c;
    if (gap == Heatmap::Gap::none)
      continue;
    const QRectF rect = spanRect(plan, map.secondOf(first), map.secondOf(c));
    painter.fillRect(rect, palette.color(QPalette::AlternateBase));
    painter.fillRect(rect, QBrush(Theme::grid(palette), Qt::BDiagPattern));
    const QString words = gapWords(gap);
    const QRectF room = rect.adjusted(4, 2, -4, -2);
    const QRectF box = metrics.boundingRect(room, Qt::AlignCenter | Qt::TextWordWrap, words).adjusted(-3, -1, 3, 1);
    if (!rect.contains(box) || room.width() < narrowestWords)
      continue;
    painter.fillRect(box, palette.color(QPalette::Base));
    painter.setPen(Theme::faintText(palette));
    painter.drawText(box, Qt::AlignCenter | Qt::TextWordWrap, words);
  }
}

void paintCells(QPainter& painter, const HeatmapPlan& plan, const Heatmap& map, const QPalette& palette) {
  std::vector<double> edges;
  for (size_t r = 0; r <= map.rows; ++r)
    edges.push_back(plan.y(map.lowerBound(r)));
  for (size_t c = 0; c < map.columns.size(); ++c) {
    const QRectF column = spanRect(plan, map.secondOf(c), map.secondOf(c + 1));
    for (size_t r = 0; r < map.rows; ++r)
      if (const uint32_t count = map.count(c, r); count > 0)
        painter.fillRect(QRectF(QPointF(column.left(), edges[r + 1]), QPointF(column.right(), edges[r])),
                         Theme::heat(shareOf(count, map.most), palette));
  }
}

// Bounds of the scale at 1, and where there is room at 2 and 5, of each factor of ten.
void paintLatencyAxis(QPainter& painter, const HeatmapPlan& plan, const QPalette& palette) {
  const QRectF plot = plan.plot();
  const QFontMetricsF metrics(painter.font());
  double free = plot.bottom() + metrics.height();
  for (int64_t decade = 10; decade <= 100'000'000; decade *= 10)
    for (const int64_t digit : {1, 2, 5}) {
      const Duration bound(decade * digit);
      if (bound < plan.shortest || bound > plan.longest)
        continue;
      const double y = plan.y(bound);
      drawRule(painter, {plot.left() - (digit == 1 ? 5 : 3), y, plot.left(), y}, Theme::grid(palette));
      // A label for a 2 or a 5 only where the factor of ten has room for four.
      const bool roomy = plan.y(Duration(decade)) - plan.y(Duration(decade * 10)) > 4 * metrics.height();
      if ((digit != 1 && !roomy) || y + metrics.height() > free + 1)
        continue;
      painter.setPen(Theme::faintText(palette));
      painter.drawText(QRectF(plan.area.left(), y - metrics.height() / 2, plan.left - 8, metrics.height()),
                       Qt::AlignRight | Qt::AlignVCenter, boundText(bound));
      free = y;
    }
}

void paintMark(QPainter& painter, const QPointF& at, bool isDeath, const QPalette& palette) {
  const double r = markWidth / 2 - 0.5;
  painter.setPen(Qt::NoPen);
  painter.setBrush(Theme::tone(isDeath ? Tone::dead : Tone::late, palette));
  if (isDeath)
    painter.drawRect(QRectF(at.x() - r + 0.5, at.y() - r + 0.5, 2 * r - 1, 2 * r - 1));
  else
    painter.drawPolygon(QPolygonF({{at.x() - r, at.y() + r}, {at.x() + r, at.y() + r}, {at.x(), at.y() - r}}));
}

// At most one mark where one has room.
void paintMarks(QPainter& painter, const HeatmapPlan& plan, const Heatmap& map, bool deaths, const QPalette& palette) {
  const QRectF strip = plan.stripRect(deaths ? 1 : 0);
  painter.setPen(Theme::faintText(palette));
  painter.drawText(QRectF(plan.area.left(), strip.top(), plan.left - 8, strip.height()),
                   Qt::AlignRight | Qt::AlignVCenter, deaths ? Words::tr("ended") : Words::tr("missed"));
  double free = strip.left() - markWidth;
  for (size_t c = 0; c < map.columns.size(); ++c) {
    if ((deaths ? map.columns[c].deaths : map.columns[c].misses) == 0)
      continue;
    const QRectF span = spanRect(plan, map.secondOf(c), map.secondOf(c + 1));
    const double x = std::clamp(span.center().x(), strip.left() + markWidth / 2, strip.right() - markWidth / 2);
    if (x - markWidth / 2 < free)
      continue;
    paintMark(painter, {x, strip.center().y()}, deaths, palette);
    free = x + markWidth / 2;
  }
}

void paintHeader(QPainter& painter, const HeatmapPlan& plan, const Heatmap& map, const QPalette& palette,
                 const QFont& font) {
  const QFontMetricsF metrics(Theme::caption(font));
  const double middle = plan.area.top() + HeatmapPlan::header / 2 - 1;
  double right = plan.plot().right();
  painter.setFont(Theme::caption(font));
  const auto label = [&](const QString& text) {
    const double width = metrics.horizontalAdvance(text);
    if (right - width < plan.plot().left())
      return;
    painter.setPen(Theme::faintText(palette));
    painter.drawText(QRectF(right - width, middle - metrics.height() / 2, width, metrics.height()), Qt::AlignCenter,
                     text);
    right -= width + 6;
  };
  if (map.most > 0 && plan.plot().width() > 2 * scaleWidth) {
    label(countForPeople(map.most));
    const QRectF bar(right - scaleWidth, middle - scaleHeight / 2, scaleWidth, scaleHeight);
    const int steps = map.most > 1 ? 48 : 1;
    for (int i = 0; i < steps; ++i)
      painter.fillRect(QRectF(bar.left() + bar.width() * i / steps, bar.top(), bar.width() / steps, bar.height()),
                       Theme::heat(steps == 1 ? 1 : double(i) / (steps - 1), palette));
    right = bar.left() - 6;
    if (map.most > 1)
      label(Words::tr("1"));
    label(Words::tr("beats a cell, log scale:"));
  }
  painter.setFont(font);
  painter.setPen(palette.color(QPalette::Text));
  const double left = plan.plot().left();
  painter.drawText(QRectF(left, plan.area.top(), std::max(0.0, right - left - 8), HeatmapPlan::header - 2),
                   Qt::AlignVCenter | Qt::AlignLeft,
                   QFontMetricsF(font).elidedText(Words::tr("Heartbeats by latency"), Qt::ElideRight,
                                                  std::max(0.0, right - left - 8)));
}

} // namespace

HeatmapPlan::HeatmapPlan(const QRectF& whole, const Heatmap& map) : area(whole), from(map.from), to(map.to) {
  if (map.rows > 0) {
    shortest = map.lowerBound(0);
    longest = map.lowerBound(map.rows);
  }
}

double HeatmapPlan::y(Duration latency) const {
  if (longest <= shortest)
    return plot().bottom();
  const double share = std::log(double(std::max<int64_t>(latency.count(), 1)) / double(shortest.count())) /
                       std::log(double(longest.count()) / double(shortest.count()));
  return plot().bottom() - plot().height() * std::clamp(share, 0.0, 1.0);
}

QRectF HeatmapPlan::rectOf(const Heatmap& map, const Heatmap::Cells& cells) const {
  const QRectF span = spanRect(*this, map.secondOf(cells.fromColumn), map.secondOf(cells.toColumn));
  return {QPointF(span.left(), y(map.lowerBound(cells.toRow))),
          QPointF(span.right(), y(map.lowerBound(cells.fromRow)))};
}

std::optional<Heatmap::Cells> HeatmapPlan::cellAt(const Heatmap& map, const QPointF& point) const {
  if (map.columns.empty() || map.rows == 0 || plot().width() <= 0)
    return std::nullopt;
  const double second = double(from) + (point.x() - plot().left()) / plot().width() * double(to - from);
  const double least = double(map.begin), most = double(map.secondOf(map.columns.size() - 1));
  const auto column = size_t((std::clamp(std::floor(second), least, most) - least) / double(map.step));
  size_t row = 0;
  while (row + 1 < map.rows && point.y() <= y(map.lowerBound(row + 1)))
    ++row;
  return Heatmap::Cells{column, column + 1, row, row + 1};
}

void paintHeatmap(QPainter& painter, const HeatmapPlan& plan, const Heatmap& map,
                  const std::optional<Heatmap::Cells>& brush, const std::optional<Heatmap::Cells>& cursor,
                  const QPalette& palette, const QFont& font) {
  const QRectF plot = plan.plot();
  if (plan.to <= plan.from || plot.width() < 1 || plot.height() < 1)
    return;
  painter.save();
  painter.setFont(Theme::caption(font));
  // Without smoothing, so that neighbours meet at the same pixel, whatever the scale.
  painter.setRenderHint(QPainter::Antialiasing, false);
  paintGaps(painter, plan, map, palette);
  paintCells(painter, plan, map, palette);
  painter.setRenderHint(QPainter::Antialiasing);
  paintLatencyAxis(painter, plan, palette);
  const double bottom = plan.stripRect(1).bottom();
  paintTimeAxis(painter, {plot, wallFromMicros(plan.from * 1'000'000), wallFromMicros(plan.to * 1'000'000)}, bottom,
                bottom, palette, font);
  drawBox(painter, plot, Theme::grid(palette));
  paintMarks(painter, plan, map, false, palette);
  paintMarks(painter, plan, map, true, palette);
  if (map.rows == 0) {
    painter.setPen(Theme::faintText(palette));
    if (std::any_of(map.columns.begin(), map.columns.end(), [](const auto& c) { return c.gap == Heatmap::Gap::none; }))
      painter.drawText(plot, Qt::AlignCenter, Words::tr("nothing was measured"));
  }
  const auto frame = [&](const Heatmap::Cells& cells, const QPen& pen) {
    if (cells.toColumn <= cells.fromColumn || cells.toRow <= cells.fromRow)
      return;
    painter.setBrush(Qt::NoBrush);
    // Light on dark and dark on light: seen on every colour of the cells.
    painter.setPen(QPen(palette.color(QPalette::Base), pen.widthF() + 2));
    painter.drawRect(plan.rectOf(map, cells));
    painter.setPen(pen);
    painter.drawRect(plan.rectOf(map, cells));
  };
  painter.setClipRect(plot.adjusted(-2, -2, 2, 2), Qt::IntersectClip);
  if (brush)
    frame(*brush, QPen(palette.color(QPalette::Highlight), 2));
  if (cursor)
    frame(*cursor, QPen(palette.color(QPalette::Text), 1));
  painter.setClipping(false);
  paintHeader(painter, plan, map, palette, font);
  painter.restore();
}

QString gapWords(Heatmap::Gap gap) {
  switch (gap) {
  case Heatmap::Gap::noServer:
    return Words::tr("no server connected");
  case Heatmap::Gap::notLooking:
    return Words::tr("this console did not look");
  case Heatmap::Gap::none:
    break;
  }
  return {};
}

QString wordsOf(const Heatmap& map, const Heatmap::Cells& cells) {
  const QString when =
      Words::tr("%1 to %2").arg(clock(map.secondOf(cells.fromColumn)), clock(map.secondOf(cells.toColumn)));
  bool known = false;
  Heatmap::Gap gap = Heatmap::Gap::none;
  uint64_t misses = 0, deaths = 0;
  for (size_t c = cells.fromColumn; c < cells.toColumn; ++c) {
    known |= map.columns[c].gap == Heatmap::Gap::none;
    gap = map.columns[c].gap;
    misses += map.columns[c].misses;
    deaths += map.columns[c].deaths;
  }
  if (!known)
    return Words::tr("%1: nothing is known, %2").arg(when, gapWords(gap));
  const uint64_t beats = map.beatsIn(cells);
  QString words =
      Words::tr("%1, %2 to %3: %4")
          .arg(when, durationForPeople(map.lowerBound(cells.fromRow)), durationForPeople(map.lowerBound(cells.toRow)),
               beats == 1 ? Words::tr("1 beat") : Words::tr("%1 beats").arg(countForPeople(beats)));
  if (misses > 0 || deaths > 0)
    words +=
        '\n' +
        Words::tr("Missed then: %1; connections ended by that: %2").arg(countForPeople(misses), countForPeople(deaths));
  return words;
}

QString wordsAt(const HeatmapPlan& plan, const Heatmap& map, const QPointF& point) {
  const QRectF plot = plan.plot();
  if (point.x() < plot.left() || point.x() > plot.right() || point.y() < plot.top() ||
      point.y() > plan.stripRect(1).bottom())
    return {};
  if (const auto cell = plan.cellAt(map, point))
    return wordsOf(map,
                   point.y() <= plot.bottom() ? *cell : Heatmap::Cells{cell->fromColumn, cell->toColumn, 0, map.rows});
  return {};
}

} // namespace pushscope
