#include "ui/ladder/ladder_painter.h"

#include "models/items/ladder_rows.h"
#include "models/text/format.h"
#include "models/text/sentences.h"
#include "ui/chart/crisp.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

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

QString labelOf(const DeliveryRow& delivery, const LadderStage& stage) {
  const QString name = Sentences::stage(stage.stage);
  if (const auto skew = Sentences::mediaSkew(delivery, stage))
    return QStringLiteral("%1 %2%3").arg(name, *skew < Duration::zero() ? QString() : QStringLiteral("+"),
                                         durationForPeople(*skew));
  if (stage.stage == Stage::notShown && stage.reason != Reason::none)
    return QStringLiteral("%1: %2").arg(name, Sentences::reason(stage.reason));
  return stage.stage == Stage::written && stage.attempt > 1 ? QStringLiteral("%1 %2").arg(name).arg(stage.attempt)
                                                            : name;
}

void paintAxis(QPainter& painter, const QRectF& plot, const Span& span, WallTime zero, const QPalette& palette) {
  const Duration step = tickStep(span.to - span.from, plot.width());
  for (WallTime t = zero; t <= span.to; t += step) {
    const double x = plot.left() + span.x(t, plot.width());
    drawRule(painter, {x, plot.top(), x, plot.bottom()}, Theme::grid(palette));
    painter.setPen(Theme::faintText(palette));
    const QString label = t == zero ? QStringLiteral("0") : durationForPeople(t - zero);
    const QRectF place(x - 40, plot.bottom() + 3, 80, axisHeight - 3);
    if (place.right() < plot.right() + 44)
      painter.drawText(place, Qt::AlignHCenter | Qt::AlignTop, label);
  }
}

constexpr double aboveLine = symbol * 0.7, belowLine = symbol;

// Where the labels of one lane stand: those that would touch go one row higher. Stages at one point share a label,
// which is the first one's; the others have no text.
struct Label {
  const LadderStage* stage;
  double x;
  QString text;
  double left = 0;
  size_t row = 0;
};
constexpr double onePoint = symbol / 2;

std::vector<Label> labelsOf(const DeliveryRow& delivery, Source source, const QRectF& plot, const Span& span,
                            const QFontMetricsF& metrics) {
  std::vector<Label> labels;
  size_t first = 0; // that the next stage may share
  for (const LadderStage& stage : delivery.stages) {
    if (stage.source != source)
      continue;
    labels.push_back({&stage, plot.left() + span.x(stage.at, plot.width()), labelOf(delivery, stage)});
    Label& label = labels.back();
    if (labels.size() > 1 && label.x - labels[first].x < onePoint)
      labels[first].text += QStringLiteral(", ") + std::exchange(label.text, {});
    else
      first = labels.size() - 1;
  }
  std::vector<double> rowEnds;
  for (Label& label : labels) {
    if (label.text.isEmpty())
      continue;
    label.text = metrics.elidedText(label.text, Qt::ElideRight, plot.width());
    const double width = metrics.horizontalAdvance(label.text);
    label.left = std::max(plot.left(), std::min(label.x - 2, plot.right() + 8 - width));
    auto row = std::find_if(rowEnds.begin(), rowEnds.end(), [&](double end) { return end < label.left; });
    if (row == rowEnds.end())
      row = rowEnds.insert(rowEnds.end(), 0);
    *row = label.left + width + 6;
    label.row = size_t(row - rowEnds.begin());
  }
  return labels;
}

size_t rowsOf(const std::vector<Label>& labels) {
  size_t rows = 1;
  for (const Label& label : labels)
    rows = std::max(rows, label.row + 1);
  return rows;
}

// The lane that lacks most rows gets the next one, as long as there is room.
std::array<size_t, 3> shareRows(const std::array<size_t, 3>& wanted, double height) {
  std::array<size_t, 3> granted{1, 1, 1};
  auto room = ptrdiff_t((height - 3 * (aboveLine + belowLine)) / labelRow) - 3;
  for (; room > 0; --room) {
    size_t neediest = 0;
    for (size_t i = 1; i < granted.size(); ++i)
      if (ptrdiff_t(wanted[i]) - ptrdiff_t(granted[i]) > ptrdiff_t(wanted[neediest]) - ptrdiff_t(granted[neediest]))
        neediest = i;
    ++granted[neediest];
  }
  return granted;
}

void paintLane(QPainter& painter, const QRectF& plot, double y, size_t rows, Source source,
               const std::vector<Label>& labels, const Span& span, const QPalette& palette) {
  painter.setPen(Theme::faintText(palette));
  painter.drawText(QRectF(plot.left() - laneNameWidth, y - 8, laneNameWidth - 8, 16), Qt::AlignVCenter | Qt::AlignRight,
                   Sentences::source(source));
  drawRule(painter, {plot.left(), y, plot.right(), y}, Theme::grid(palette));
  for (const Label& label : labels) {
    const LadderStage& stage = *label.stage;
    const double x = label.x;
    if (stage.error > Duration::zero()) {
      const double reach = double(stage.error.count()) / double((span.to - span.from).count()) * plot.width();
      QColor soft = Theme::tone(stageTone(stage), palette);
      soft.setAlphaF(0.25f);
      painter.fillRect(QRectF(std::max(plot.left(), x - reach), y - 3,
                              std::min(plot.right(), x + reach) - std::max(plot.left(), x - reach), 6),
                       soft);
    }
    toneIcon(stageTone(stage), palette)
        .paint(&painter, QRectF(x - symbol / 2, y - symbol / 2, symbol, symbol).toRect());
    // When there is no row left, the table below still has it.
    if (label.row >= rows)
      continue;
    painter.setPen(palette.color(QPalette::Text));
    painter.drawText(QPointF(label.left, y - aboveLine - labelRow * double(label.row)), label.text);
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
  const QFontMetricsF metrics(painter.font());
  std::array<std::vector<Label>, 3> labels;
  std::array<size_t, 3> wanted{};
  for (size_t i = 0; i < lanes.size(); ++i) {
    labels[i] = labelsOf(delivery, lanes[i], plot, span, metrics);
    wanted[i] = rowsOf(labels[i]);
  }
  const auto rows = shareRows(wanted, plot.height());
  double y = plot.top();
  for (size_t i = 0; i < lanes.size(); ++i) {
    y += aboveLine + labelRow * double(rows[i]);
    paintLane(painter, plot, y, rows[i], lanes[i], labels[i], span, palette);
    y += belowLine;
  }
  painter.restore();
}

} // namespace pushscope
