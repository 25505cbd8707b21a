#include "ui/wake/lanes_painter.h"

#include "models/text/format.h"
#include "models/text/sentences.h"
#include "ui/chart/crisp.h"
#include "ui/chart/time_axis.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QPolygonF>

namespace pushscope {
namespace {

// Within a lane, from its top.
constexpr double marksTop = 2, marksHeight = 8;
constexpr double statesTop = 11, statesHeight = 14;
constexpr double budgetTop = 27, budgetHeight = 4;
constexpr double narrowest = 2; // of a span that would be thinner than a line

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Lanes)
};

// How a state looks: an app in the foreground at full height, one in the background lower, one that runs for a wake
// hatched, a sleeping one as a line, a terminated one as a broken line.
struct StateLook {
  Tone tone;
  double height; // 0: a line
  Qt::BrushStyle hatch = Qt::NoBrush;
};
StateLook lookOf(AppState state) {
  switch (state) {
  case AppState::foreground:
    return {Tone::alive, statesHeight};
  case AppState::background:
    return {Tone::info, statesHeight - 4};
  case AppState::woken:
    return {Tone::late, statesHeight, Qt::FDiagPattern};
  case AppState::handler:
    return {Tone::retried, statesHeight, Qt::DiagCrossPattern};
  case AppState::suspended:
    return {Tone::faint, 0};
  case AppState::terminated:
    return {Tone::dead, 0};
  case AppState::unknown:
    break;
  }
  return {Tone::neutral, 0};
}

QColor soft(QColor color) {
  color.setAlphaF(0.3f);
  return color;
}

void paintState(QPainter& painter, const QRectF& span, AppState state, const QPalette& palette) {
  const StateLook look = lookOf(state);
  if (look.tone == Tone::neutral)
    return;
  const QFontMetricsF metrics(painter.font());
  const QString word = Sentences::appState(state);
  const double wordWidth = metrics.horizontalAdvance(word) + 8;
  const bool said = span.width() >= wordWidth;
  const QColor color = Theme::tone(look.tone, palette);
  const double middle = span.center().y();
  if (look.height == 0) {
    const double from = said ? span.left() + wordWidth : span.left();
    painter.setPen(QPen(color, 2, state == AppState::terminated ? Qt::DotLine : Qt::SolidLine, Qt::FlatCap));
    if (from < span.right())
      painter.drawLine(QPointF(from, middle), QPointF(span.right(), middle));
  } else {
    const QRectF bar(span.left(), middle - look.height / 2, std::max(narrowest, span.width()), look.height);
    painter.fillRect(bar, soft(color));
    // Not behind the word.
    if (look.hatch != Qt::NoBrush)
      painter.fillRect(bar.adjusted(said ? wordWidth : 0, 0, 0, 0), QBrush(color, look.hatch));
    drawBox(painter, bar, color);
  }
  if (!said)
    return;
  painter.setPen(look.height == 0 ? Theme::faintText(palette) : palette.color(QPalette::Text));
  painter.drawText(span.adjusted(4, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, word);
}

enum class Mark { data, handler, other, missed };

Mark markOf(const Wake& wake) {
  if (!happened(wake))
    return Mark::missed;
  return wake.cause == Cause::data ? Mark::data : wake.cause == Cause::keepAlive ? Mark::handler : Mark::other;
}

void paintMark(QPainter& painter, const QPointF& centre, Mark mark, const QPalette& palette) {
  const double r = marksHeight / 2;
  const QColor color = Theme::tone(mark == Mark::missed ? Tone::dead : Tone::info, palette);
  painter.setPen(Qt::NoPen);
  painter.setBrush(color);
  switch (mark) {
  case Mark::data:
    painter.drawPolygon(
        QPolygonF({{centre.x() - r, centre.y() - r}, {centre.x() + r, centre.y() - r}, {centre.x(), centre.y() + r}}));
    return;
  case Mark::handler:
    painter.drawPolygon(QPolygonF({{centre.x(), centre.y() - r},
                                   {centre.x() + r, centre.y()},
                                   {centre.x(), centre.y() + r},
                                   {centre.x() - r, centre.y()}}));
    return;
  case Mark::other:
    painter.drawEllipse(centre, r - 0.5, r - 0.5);
    return;
  case Mark::missed:
    painter.setPen(QPen(color, 2, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(centre + QPointF(-r + 1, -r + 1), centre + QPointF(r - 1, r - 1));
    painter.drawLine(centre + QPointF(-r + 1, r - 1), centre + QPointF(r - 1, -r + 1));
  }
}

void paintBudget(QPainter& painter, const QRectF& granted, const QRectF& used, bool isOver, const QPalette& palette) {
  painter.fillRect(used.intersected(granted), Theme::tone(Tone::alive, palette));
  if (isOver)
    painter.fillRect(QRectF(granted.right(), used.top(), used.right() - granted.right(), used.height()),
                     Theme::tone(Tone::dead, palette));
  drawBox(painter, granted.adjusted(0, -1, 0, 1), Theme::faintText(palette));
}

void paintWake(QPainter& painter, const LanesPlan& plan, double top, const Wake& wake, const QPalette& palette) {
  const QRectF plot = plan.plot();
  const double x = plan.x(wake.at);
  if (x >= plot.left() && x <= plot.right())
    paintMark(painter, {x, top + marksTop + marksHeight / 2}, markOf(wake), palette);
  if (!happened(wake) || wake.budget <= Duration::zero())
    return;
  const WallTime ran = wake.at + wake.latency;
  const auto box = [&](Duration length) {
    const double left = std::clamp(plan.x(ran), plot.left(), plot.right());
    const double right = std::clamp(plan.x(ran + length), plot.left(), plot.right());
    return QRectF(left, top + budgetTop, right - left, budgetHeight);
  };
  if (const QRectF granted = box(wake.budget); granted.width() > 0)
    paintBudget(painter, granted, box(wake.used), isOverBudget(wake), palette);
}

// A name, and below it what is special about the phone.
void paintName(QPainter& painter, const QRectF& place, const NamedLane& named, const QPalette& palette,
               const QFont& font) {
  const WakeLane& lane = named.lane;
  painter.setFont(font);
  painter.setPen(palette.color(QPalette::Text));
  const QRectF upper(place.left(), place.top() + 1, place.width(), 17);
  painter.drawText(upper, Qt::AlignVCenter | Qt::AlignLeft,
                   QFontMetricsF(font).elidedText(named.name, Qt::ElideMiddle, upper.width()));
  painter.setFont(Theme::caption(font));
  const QFontMetricsF metrics(painter.font());
  QRectF lower(place.left(), place.top() + 17, place.width(), 14);
  QString note;
  Tone tone = Tone::neutral;
  if (lane.resumes && lane.resumes->limit > 0) {
    note = Words::tr("%1 of %2 resumes").arg(lane.resumes->used).arg(lane.resumes->limit);
    tone = isShort(lane.resumes->used, lane.resumes->limit) ? Tone::late : Tone::neutral;
  }
  if (lane.keepsAwake) {
    note = Words::tr("keeps itself awake");
    tone = Tone::dead;
  }
  if (tone != Tone::neutral) {
    toneIcon(tone, palette).paint(&painter, QRectF(lower.left(), lower.top() + 1, 12, 12).toRect());
    lower.setLeft(lower.left() + 15);
  }
  painter.setPen(Theme::faintText(palette));
  painter.drawText(lower, Qt::AlignVCenter | Qt::AlignLeft, metrics.elidedText(note, Qt::ElideRight, lower.width()));
}

void paintLane(QPainter& painter, const LanesPlan& plan, const QRectF& row, const NamedLane& named, bool isCurrent,
               const QPalette& palette, const QFont& font) {
  if (isCurrent) {
    painter.fillRect(row.adjusted(0, 0, 0, -1), soft(palette.color(QPalette::Highlight)));
    painter.fillRect(QRectF(row.left(), row.top(), 3, row.height() - 1), palette.color(QPalette::Highlight));
  }
  paintName(painter, QRectF(row.left() + 6, row.top(), plan.nameWidth() - 12, row.height()), named, palette, font);
  painter.setFont(Theme::caption(font));
  const QRectF plot = plan.plot();
  painter.save();
  painter.setClipRect(QRectF(plot.left(), row.top(), plot.width(), row.height()), Qt::IntersectClip);
  for (const AppSpan& state : named.lane.states) {
    const double left = std::max(plot.left(), plan.x(state.from)), right = std::min(plot.right(), plan.x(state.to));
    if (left < plot.right() && right > plot.left())
      paintState(painter, QRectF(left, row.top() + statesTop, std::max(0.0, right - left), statesHeight), state.state,
                 palette);
  }
  for (const Wake& wake : named.lane.wakes)
    paintWake(painter, plan, row.top(), wake, palette);
  painter.restore();
  drawRule(painter, {row.left(), row.bottom() - 0.5, row.right(), row.bottom() - 0.5}, soft(Theme::grid(palette)));
}

QString stateWords(const AppSpan& state) {
  const QString until = durationForPeople(state.to - state.from);
  return state.cause == Cause::unknown
             ? Words::tr("%1 for %2, since %3").arg(Sentences::appState(state.state), until, timeOfDay(state.from))
             : Words::tr("%1 for %2, since %3: %4")
                   .arg(Sentences::appState(state.state), until, timeOfDay(state.from), Sentences::cause(state.cause));
}

QString wakeWords(const Wake& wake) {
  const QString head = Words::tr("Wake at %1 by %2").arg(timeOfDay(wake.at), Sentences::cause(wake.cause));
  if (!happened(wake))
    return Words::tr("%1, %2").arg(head, Sentences::wake(wake));
  return Words::tr("%1, ran after %2 for %3 of %4; resume %5 in 300 s; pushes: %6, beats: %7")
      .arg(head, durationForPeople(wake.latency), durationForPeople(wake.used), durationForPeople(wake.budget))
      .arg(wake.resumes)
      .arg(wake.pushes)
      .arg(wake.beats);
}

} // namespace

void paintLanes(QPainter& painter, const LanesPlan& plan, const std::vector<NamedLane>& lanes,
                std::optional<size_t> current, double scrolled, const QPalette& palette, const QFont& font) {
  if (plan.to <= plan.from || plan.plot().width() < 1)
    return;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF plot = plan.plot();
  paintTimeAxis(painter, {plot, plan.from, plan.to, plan.isPast}, plot.top(), plot.bottom(), palette, font);
  painter.setClipRect(plan.area.adjusted(0, 0, 0, -LanesPlan::axisHeight), Qt::IntersectClip);
  for (size_t i = 0; i < lanes.size(); ++i)
    if (const QRectF row = plan.row(i, scrolled);
        row.bottom() > plan.area.top() && row.top() < plan.area.bottom() - LanesPlan::axisHeight)
      paintLane(painter, plan, row, lanes[i], current == i, palette, font);
  painter.restore();
}

double paintLanesLegend(QPainter& painter, const QRectF& area, const QPalette& palette, const QFont& font) {
  constexpr double rowHeight = 17, shape = 22, gap = 14;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(Theme::caption(font));
  const QFontMetricsF metrics(painter.font());
  double x = area.left(), y = area.top();
  const auto entry = [&](const QString& word, auto&& draw) {
    const double width = shape + 4 + metrics.horizontalAdvance(word);
    if (x > area.left() && x + width > area.right()) {
      x = area.left();
      y += rowHeight;
    }
    draw(QRectF(x, y + 1, shape, statesHeight));
    painter.setPen(Theme::faintText(palette));
    painter.drawText(QRectF(x + shape + 4, y, width, rowHeight - 1), Qt::AlignVCenter | Qt::AlignLeft, word);
    x += width + gap;
  };
  for (const AppState state : {AppState::foreground, AppState::background, AppState::suspended, AppState::woken,
                               AppState::handler, AppState::terminated})
    entry(Sentences::appState(state), [&](const QRectF& place) { paintState(painter, place, state, palette); });
  const auto mark = [&](const QString& word, Mark which) {
    entry(word, [&](const QRectF& place) { paintMark(painter, place.center(), which, palette); });
  };
  mark(Words::tr("wake by data"), Mark::data);
  mark(Words::tr("keep-alive"), Mark::handler);
  mark(Words::tr("other wake"), Mark::other);
  mark(Words::tr("missed wake"), Mark::missed);
  entry(Words::tr("used of granted time"), [&](const QRectF& place) {
    const QRectF granted(place.left(), place.center().y() - budgetHeight / 2, shape, budgetHeight);
    paintBudget(painter, granted, granted.adjusted(0, 0, -shape / 3, 0), false, palette);
  });
  painter.restore();
  return y + rowHeight - area.top();
}

QString wordsAt(const LanesPlan& plan, const std::vector<NamedLane>& lanes, double scrolled, const QPointF& point) {
  const double y = point.y() - plan.area.top() + scrolled;
  if (y < 0 || point.y() > plan.plot().bottom())
    return {};
  const auto index = size_t(y / LanesPlan::laneHeight);
  if (index >= lanes.size())
    return {};
  const NamedLane& named = lanes[index];
  QStringList words{named.name};
  constexpr double near = 5;
  for (const Wake& wake : named.lane.wakes) {
    const double from = plan.x(wake.at) - near,
                 to = std::max(from + 2 * near, plan.x(wake.at + wake.latency + wake.used));
    if (point.x() >= from && point.x() <= to)
      words << wakeWords(wake);
  }
  for (const AppSpan& state : named.lane.states)
    if (point.x() >= plan.x(state.from) && point.x() < plan.x(state.to) && point.x() >= plan.plot().left())
      words << stateWords(state);
  if (point.x() < plan.plot().left() && named.lane.keepsAwake)
    words << Words::tr(
        "The app keeps itself awake: it ran for more than 60 s because of data, or it has at most one resume "
        "left.");
  words << Words::tr("Source: %1").arg(Sentences::source(named.lane.source));
  return words.join(QLatin1Char('\n'));
}

} // namespace pushscope
