#include "ui/replay/time_slider.h"

#include <QMouseEvent>
#include <QSignalBlocker>
#include <QStyle>
#include <QStyleOptionSlider>
#include <QTimer>

#include <algorithm>
#include <limits>

namespace pushscope {

TimeSlider::TimeSlider(QWidget* parent) : QSlider(Qt::Horizontal, parent) {
  setSingleStep(1000);
  connect(this, &QSlider::valueChanged, this, [this] {
    if (std::exchange(m_pending, true))
      return;
    QTimer::singleShot(0, this, [this] {
      m_pending = false;
      emit timeChosen(m_begin + std::chrono::milliseconds(value()));
    });
  });
}

// In milliseconds, which an int counts for three weeks.
void TimeSlider::setSpan(WallTime begin, WallTime end) {
  const QSignalBlocker quiet(this);
  m_begin = begin;
  const int64_t span = std::max<int64_t>((end - begin).count() / 1000, 1);
  setRange(0, int(std::min<int64_t>(span + 1, std::numeric_limits<int>::max())));
  setPageStep(std::max(maximum() / 20, 1000));
  setValue(0);
}

void TimeSlider::setTime(WallTime time) {
  if (isSliderDown() || m_pending)
    return;
  const QSignalBlocker quiet(this);
  setValue(int(std::clamp<int64_t>((time - m_begin).count() / 1000, 0, maximum())));
}

void TimeSlider::mousePressEvent(QMouseEvent* event) {
  QStyleOptionSlider option;
  initStyleOption(&option);
  const QRect handle = style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, this);
  if (event->button() == Qt::LeftButton && !handle.contains(event->position().toPoint())) {
    const int length = handle.width();
    setValue(QStyle::sliderValueFromPosition(minimum(), maximum(), int(event->position().x()) - length / 2,
                                             std::max(width() - length, 1)));
  }
  QSlider::mousePressEvent(event);
}

} // namespace pushscope
