#pragma once

#include "models/store/fine_histogram.h"

#include <QWidget>

namespace pushscope {

// How long it took from the event until a woken app ran, and how long it ran: two histograms, one above the other.
class WakeHistograms : public QWidget {
  Q_OBJECT
 public:
  explicit WakeHistograms(QWidget* parent = nullptr);

  void show(const FineHistogram& latencies, const FineHistogram& uses);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  FineHistogram m_latencies, m_uses;
};

} // namespace pushscope
