#include "ui/wake/wake_histograms.h"

#include "ui/chart/histogram_painter.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace pushscope {

WakeHistograms::WakeHistograms(QWidget* parent) : QWidget(parent) {
  setAccessibleName(tr("Latency and run time of wakes"));
  setMinimumHeight(20 * Theme::unit);
}

void WakeHistograms::show(const FineHistogram& latencies, const FineHistogram& uses) {
  m_latencies = latencies;
  m_uses = uses;
  setAccessibleDescription(histogramWords(tr("From the event until the app ran"), latencies) + QStringLiteral("; ") +
                           histogramWords(tr("How long it ran"), uses));
  update();
}

void WakeHistograms::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), palette().base());
  QRectF area = QRectF(rect()).adjusted(Theme::unit, 4, -Theme::unit, -4);
  area.setHeight(area.height() / 2);
  paintHistogram(painter, area.adjusted(0, 0, 0, -4), tr("From the event until the app ran"), m_latencies,
                 Theme::tone(Tone::info, palette()), palette(), font());
  area.translate(0, area.height());
  paintHistogram(painter, area.adjusted(0, 4, 0, 0), tr("How long it ran"), m_uses, Theme::tone(Tone::alive, palette()),
                 palette(), font());
}

} // namespace pushscope
