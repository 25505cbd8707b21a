#pragma once

#include "models/query/heartbeat_lines.h"

#include <QFont>
#include <QPalette>
#include <QPen>
#include <QRectF>
#include <QString>
#include <QWidget>

class QPainter;

namespace pushscope {

// Lines over time. Its title and legend stand above the plot, its time below it, as those of the heatmap do, and with
// the same room beside the plot both have one time axis.
struct LineChart {
  struct Line {
    QString name; // for people, and what the legend says; empty: it says nothing
    QPen pen;
    std::vector<Stretch> stretches; // a gap between each two
  };
  enum class Scale {
    duration, // values are µs; logarithmic, in whole factors of ten
    count,    // from 0 on; so many per second
  };

  QString title;
  Scale scale = Scale::duration;
  int64_t from = 0, to = 0; // seconds since 1970
  std::vector<Line> lines;

  static constexpr double left = 64, right = 16; // room beside the plot
  static constexpr double header = 24;
};

// Draws into any painter, at any scale.
void paintLineChart(QPainter& painter, const QRectF& area, const LineChart& chart, const QPalette& palette,
                    const QFont& font);

class LineChartView : public QWidget {
  Q_OBJECT
 public:
  explicit LineChartView(QWidget* parent = nullptr);
  void show(LineChart chart);
  const LineChart& chart() const { return m_chart; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  LineChart m_chart;
};

} // namespace pushscope
