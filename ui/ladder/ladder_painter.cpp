#include "ui/ladder/ladder_painter.h"

#include "models/text/format.h"
#include "models/text/sentences.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace pushscope {
namespace {

constexpr double laneNameWidth = 118;
constexpr double axisHeight = 22;
constexpr double labelRow = 13;
constexpr double symbol = 11;

struct Span {
  WallTime from, to;
  double x(WallTime t, double width) const { return double((t - from).count()) / double((to - from).count()) * width; }
};

Span spanOf(const DeliveryRow& delivery) {
  const WallTime first = delivery.stages.front().at, last = delivery.stages.back().at;
  const Duration length = std::max<Duration>(last - first, std::chrono::milliseconds(1));
  return {first - length / 25, first + length + length / 10};
}

// 1, 2 or 5 times a power of ten, so that labels have room.
Duration tickStep(Duration span, double width) {
  const double raw = double(span.count()) / std::max(2.0, width / 80);
  const double power = std::pow(10, std::floor(std::log10(raw)));
  const double factor = raw / power <= 1 ? 1 : raw / power <= 2 ? 2 : raw / power <= 5 ? 5 : 10;
  return Duration(std::max<int64_t>(1, int64_t(factor * power)));
}

Tone toneOf(const LadderStage& stage) {
  if (stage.stage == Stage::acknowledged || stage.stage == Stage::shown)
    return Tone::alive;
  if (isFinal(stage.stage))
    return Tone::dead;
  return isWaiting(stage.stage) || stage.attempt > 1 ? Tone::retried : Tone::info;
}

QString labelOf(const LadderStage& stage) {
  const QString name = Sentences::stage(stage.stage);
  return stage.stage == Stage::written && stage.attempt > 1 ? QStringLiteral("%1 %2").arg(name).arg(stage.attempt)
                                                            : name;
}

void paintAxis(QPainter& painter, const QRectF& plot, const Span& span, WallTime zero, const QPalette& palette) {
  const Duration step = tickStep(span.to - span.from, plot.width());
  for (WallTime t = zero; t <= span.to; t += step) {
    const double x = plot.left() + span.x(t, plot.width());
    painter.setPen(QPen(Theme::grid(palette), 1));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    painter.setPen(Theme::faintText(palette));
    const QString label = t == zero ? QStringLiteral("0") : durationForPeople(t - zero);
    const QRectF place(x - 40, plot.bottom() + 3, 80, axisHeight - 3);
    if (place.right() < plot.right() + 44)
      painter.drawText(place, Qt::AlignHCenter | Qt::AlignTop, label);
  }
}

void paintLane(QPainter& painter, const QRectF& plot, double top, double height, Source source,
               const DeliveryRow& delivery, const Span& span, const QPalette& palette) {
  const double y = top + height - symbol;
  painter.setPen(Theme::faintText(palette));
  painter.drawText(QRectF(plot.left() - laneNameWidth, y - 8, laneNameWidth - 8, 16), Qt::AlignVCenter | Qt::AlignRight,
                   Sentences::source(source));
  painter.setPen(QPen(Theme::grid(palette), 1));
  painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
  const QFontMetricsF metrics(painter.font());
  const int rows = std::max(1, int((height - symbol * 1.8) / labelRow));
  std::vector<double> rowEnds(size_t(rows), -1e9);
  for (const LadderStage& stage : delivery.stages) {
    if (stage.source != source)
      continue;
    const double x = plot.left() + span.x(stage.at, plot.width());
    const QColor color = Theme::tone(toneOf(stage), palette);
    if (stage.error > Duration::zero()) {
      const double reach = double(stage.error.count()) / double((span.to - span.from).count()) * plot.width();
      QColor soft = color;
      soft.setAlphaF(0.25f);
      painter.fillRect(QRectF(std::max(plot.left(), x - reach), y - 3,
                              std::min(plot.right(), x + reach) - std::max(plot.left(), x - reach), 6),
                       soft);
    }
    toneIcon(toneOf(stage), palette).paint(&painter, QRectF(x - symbol / 2, y - symbol / 2, symbol, symbol).toRect());
    // Labels that would touch go one row higher; when there is no row left, the table below still has them.
    const QString label = labelOf(stage);
    const auto row = std::find_if(rowEnds.begin(), rowEnds.end(), [&](double end) { return end < x - 2; });
    if (row == rowEnds.end())
      continue;
    const double bottom = y - symbol * 0.7 - labelRow * double(row - rowEnds.begin());
    painter.setPen(palette.color(QPalette::Text));
    const double width = metrics.horizontalAdvance(label);
    const double left = std::min(x - 2, plot.right() + 8 - width);
    painter.drawText(QPointF(left, bottom), label);
    *row = left + width + 6;
  }
}

} // namespace

void paintLadder(QPainter& painter, const QRectF& area, const DeliveryRow& delivery, const QPalette& palette,
                 const QFont& font) {
  if (delivery.stages.empty())
    return;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(Theme::caption(font));
  const QRectF plot = area.adjusted(laneNameWidth, 4, -12, -axisHeight);
  const Span span = spanOf(delivery);
  paintAxis(painter, plot, span, delivery.stages.front().at, palette);
  constexpr std::array lanes{Source::server, Source::reported, Source::truth};
  // The server says most, so its lane gets half of the height for labels.
  const double unit = plot.height() / 4;
  double top = plot.top();
  for (Source source : lanes) {
    const double height = source == Source::server ? 2 * unit : unit;
    paintLane(painter, plot, top, height, source, delivery, span, palette);
    top += height;
  }
  painter.restore();
}

} // namespace pushscope
