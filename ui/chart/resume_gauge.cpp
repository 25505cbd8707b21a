#include "ui/chart/resume_gauge.h"

#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace pushscope {
namespace {

// More cells than these would be too thin to be told apart: the bar is drawn whole then.
constexpr uint32_t mostCells = 30;

// Where of `cells` the part begins in which only urgent wakes are left, as isShort() has it.
uint32_t shortFrom(uint32_t limit) {
  return limit * 2 / 3;
}

} // namespace

void paintResumes(QPainter& painter, const QRectF& area, const Resumes& resumes, const QPalette& palette,
                  const QFont& font) {
  if (resumes.limit == 0)
    return;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(Theme::caption(font));
  const uint32_t cells = std::min(resumes.limit, mostCells);
  const auto scaled = [&](uint32_t n) { return uint32_t(uint64_t(n) * cells / resumes.limit); };
  const uint32_t used = std::min(cells, scaled(std::min(resumes.used, resumes.limit)));
  const double width = area.width() / cells;
  const QRectF bar(area.left(), area.top(), area.width(), std::min(12.0, area.height()));
  for (uint32_t i = 0; i < cells; ++i) {
    const bool isLast = i + 1 >= scaled(resumes.limit - 1);
    const Tone tone = i < scaled(shortFrom(resumes.limit)) ? Tone::alive : isLast ? Tone::dead : Tone::late;
    const QRectF cell(bar.left() + width * i + 0.5, bar.top() + 0.5, width - 2, bar.height() - 1);
    painter.setPen(QPen(Theme::tone(tone, palette), 1));
    painter.setBrush(i < used ? QBrush(Theme::tone(tone, palette)) : QBrush(Qt::NoBrush));
    painter.drawRect(cell);
  }
  if (area.height() > bar.height() + 12) {
    const double x = std::max(bar.left() + 0.5, bar.left() + width * scaled(shortFrom(resumes.limit)) - 1);
    painter.setPen(Theme::faintText(palette));
    painter.drawLine(QPointF(x, bar.bottom() + 1), QPointF(x, bar.bottom() + 5));
    const QRectF words(area.left(), bar.bottom() + 4, area.width() - 1, area.bottom() - bar.bottom() - 4);
    painter.drawText(words, Qt::AlignRight | Qt::AlignTop, ResumeGauge::tr("then urgent ones only"));
  }
  painter.restore();
}

ResumeGauge::ResumeGauge(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setToolTip(tr("Times that the app was resumed in the last 300 s. One more than the limit, and its system ends it; in "
                "the last third a server wakes it for urgent pushes only, and keeps the last one for the heartbeat."));
}

void ResumeGauge::show(const std::optional<Resumes>& resumes) {
  setVisible(resumes && resumes->limit > 0);
  m_resumes = resumes.value_or(Resumes{});
  const QString said = tr("%1 of %2 resumes in 300 s").arg(m_resumes.used).arg(m_resumes.limit);
  if (said != accessibleName()) {
    setAccessibleName(said);
    update();
  }
}

void ResumeGauge::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintResumes(painter, rect(), m_resumes, palette(), font());
}

} // namespace pushscope
