#include "ui/heartbeat/evidence_painter.h"

#include "models/text/format.h"
#include "ui/chart/crisp.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace pushscope {
namespace {

constexpr double left = 48, right = 8, bottom = 18;
constexpr double wordsHeight = 15, top = 3 * wordsHeight + 4; // legend, limit, advice
constexpr double widestBar = 40;

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Evidence)
};

QRectF plotOf(const QRectF& area) {
  return area.adjusted(left, top, -right, -bottom);
}

double heightOf(uint64_t count, uint64_t most) {
  return count == 0 ? 0 : (1 + std::log2(double(count))) / (1 + std::log2(double(most)));
}

// Bars are as wide as each other: lengths of silence grow by the same factor.
QRectF placeOf(const QRectF& area, const HeartbeatAdvice& advice, size_t index) {
  const QRectF plot = plotOf(area);
  const double width = std::min(widestBar, plot.width() / double(advice.evidence.size()));
  return {plot.left() + width * double(index), plot.top(), width, plot.height()};
}

double xOf(const QRectF& area, const HeartbeatAdvice& advice, Duration silence) {
  for (size_t i = 0; i < advice.evidence.size(); ++i) {
    const auto& line = advice.evidence[i];
    if (silence > line.to && i + 1 < advice.evidence.size())
      continue;
    const QRectF place = placeOf(area, advice, i);
    const double share = double((silence - line.from).count()) / double((line.to - line.from).count());
    return place.left() + place.width() * std::clamp(share, 0.0, 1.0);
  }
  return plotOf(area).left();
}

QString seconds(Duration d) {
  return Words::tr("%1 s").arg(d < std::chrono::seconds(10) ? QLocale().toString(double(d.count()) / 1e6, 'f', 1)
                                                            : QLocale().toString(qlonglong(d.count() / 1'000'000)));
}

// Its words stand in a line of their own, so that they do not meet others.
void paintLine(QPainter& painter, const QRectF& area, double x, int line, const QString& words, Tone tone,
               const QPalette& palette) {
  const QRectF plot = plotOf(area);
  const QFontMetricsF metrics(painter.font());
  const double width = std::min(metrics.horizontalAdvance(words), area.width());
  painter.setPen(QPen(Theme::tone(tone, palette), 2, tone == Tone::dead ? Qt::DashLine : Qt::SolidLine, Qt::FlatCap));
  const double y = area.top() + wordsHeight * line;
  painter.drawLine(QPointF(x, y + 2), QPointF(x, plot.bottom()));
  painter.setPen(palette.color(QPalette::Text));
  const double from = x - width - 5 < area.left() ? std::min(x + 5, area.right() - width) : x - width - 5;
  painter.drawText(QRectF(from, y, width, wordsHeight), Qt::AlignVCenter | Qt::AlignLeft, words);
}

void paintHeld(QPainter& painter, const QRectF& bar, const QPalette& palette) {
  painter.fillRect(bar, Theme::tone(Tone::info, palette));
}
void paintDead(QPainter& painter, const QRectF& bar, const QPalette& palette) {
  painter.fillRect(bar, QBrush(Theme::tone(Tone::dead, palette), Qt::BDiagPattern));
  drawBox(painter, bar, Theme::tone(Tone::dead, palette));
}

void paintLegend(QPainter& painter, const QRectF& area, const QPalette& palette) {
  constexpr double swatch = 10;
  const QFontMetricsF metrics(painter.font());
  double x = area.left();
  const auto words = [&](const QString& text) {
    const double width = std::min(metrics.horizontalAdvance(text), area.right() - x);
    painter.setPen(Theme::faintText(palette));
    painter.drawText(QRectF(x, area.top(), width, wordsHeight), Qt::AlignVCenter | Qt::AlignLeft,
                     metrics.elidedText(text, Qt::ElideRight, width));
    x += width + 4;
  };
  const auto entry = [&](const QString& text, auto&& paint) {
    if (x + swatch > area.right())
      return;
    paint(painter, QRectF(x, area.top() + (wordsHeight - swatch) / 2, swatch, swatch), palette);
    x += swatch + 4;
    words(text);
    x += 8;
  };
  words(Words::tr("Beats by the silence before:"));
  entry(Words::tr("passed"), paintHeld);
  entry(Words::tr("no connection"), paintDead);
}

} // namespace

void paintEvidence(QPainter& painter, const QRectF& area, const HeartbeatAdvice& advice, const QPalette& palette,
                   const QFont& font) {
  const QRectF plot = plotOf(area);
  if (plot.width() < 1 || plot.height() < 1)
    return;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(Theme::caption(font));
  const QFontMetricsF metrics(painter.font());
  if (advice.evidence.empty()) {
    painter.setPen(Theme::faintText(palette));
    painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap,
                     Words::tr("No silence of half a second or more was seen yet."));
    painter.restore();
    return;
  }
  uint64_t most = 1;
  for (const auto& line : advice.evidence)
    most = std::max({most, line.held, line.dead});
  painter.setPen(Theme::faintText(palette));
  painter.drawText(QRectF(area.left(), plot.top() - metrics.height() / 2, left - 6, metrics.height()),
                   Qt::AlignRight | Qt::AlignVCenter, countForPeople(most));
  double free = area.left();
  for (size_t i = 0; i < advice.evidence.size(); ++i) {
    const auto& line = advice.evidence[i];
    const QRectF place = placeOf(area, advice, i).adjusted(1, 0, -1, 0);
    const auto bar = [&](double from, uint64_t count) {
      const double height = plot.height() * heightOf(count, most);
      return QRectF(place.left() + place.width() * from, plot.bottom() - height, place.width() / 2, height);
    };
    paintHeld(painter, bar(0, line.held), palette);
    if (line.dead > 0)
      paintDead(painter, bar(0.5, line.dead), palette);
    const QString label = seconds(line.from);
    const double width = metrics.horizontalAdvance(label);
    if (place.left() < free || place.left() + width > area.right())
      continue;
    painter.setPen(Theme::faintText(palette));
    painter.drawText(QPointF(place.left(), plot.bottom() + 3 + metrics.ascent()), label);
    free = place.left() + width + 8;
  }
  drawRule(painter, {plot.bottomLeft(), plot.bottomRight()}, Theme::grid(palette));
  paintLegend(painter, area, palette);
  if (advice.interval)
    paintLine(painter, area, xOf(area, advice, *advice.interval), 2,
              Words::tr("advised: %1").arg(seconds(*advice.interval)), Tone::alive, palette);
  if (advice.limit)
    paintLine(painter, area, xOf(area, advice, *advice.limit), 1, Words::tr("lost from %1").arg(seconds(*advice.limit)),
              Tone::dead, palette);
  painter.restore();
}

QString evidenceWordsAt(const QRectF& area, const HeartbeatAdvice& advice, const QPointF& point) {
  for (size_t i = 0; i < advice.evidence.size(); ++i)
    if (placeOf(area, advice, i).contains(point)) {
      const auto& line = advice.evidence[i];
      return Words::tr("After a silence of %1 to %2: %3 beats passed, %4 found no connection")
          .arg(seconds(line.from), seconds(line.to), countForPeople(line.held), countForPeople(line.dead));
    }
  return {};
}

} // namespace pushscope
