#pragma once

#include "ui/console_context.h"
#include "ui/page.h"

class QChart;
class QChartView;
class QComboBox;
class QLabel;
class QLineSeries;
class QDateTimeAxis;
class QLogValueAxis;
class QValueAxis;

namespace pushscope {

// Round trips over time as percentiles, and below, on the same time axis, missed beats and connections that they ended.
// Seconds in which nothing was heard are gaps.
class HeartbeatPage : public Page {
  Q_OBJECT
 public:
  explicit HeartbeatPage(ConsoleContext& context, QWidget* parent = nullptr);

  QString id() const override { return QStringLiteral("heartbeats"); }
  QString title() const override { return tr("Heartbeats"); }
  QString icon() const override { return QStringLiteral("heartbeats"); }
  void refresh(const World& world, const World::Changes& changes, WallTime now) override;
  void reset(const World& world, WallTime now) override;

 private:
  struct Line {
    unsigned perThousand;
    QString name;
    QList<QLineSeries*> pieces; // one for each stretch without a gap
  };
  void makeChart();
  void makeMissChart();
  void addPiece(Line& line);
  void styleCharts();
  void draw(const World& world, WallTime now);
  void drawLine(Line& line, const World& world, int64_t from, int64_t to);
  void drawMisses(const World& world, int64_t from, int64_t to);
  void changeEvent(QEvent* event) override;

  ConsoleContext& m_context;
  QLabel* m_summary;
  QLabel* m_empty;
  QComboBox* m_span;
  QChart* m_chart;
  QChart* m_missChart;
  QChartView* m_view;
  QChartView* m_missView;
  QDateTimeAxis *m_time, *m_missTime;
  QLogValueAxis* m_milliseconds;
  QValueAxis* m_missCount;
  QLineSeries *m_misses, *m_deaths;
  QList<Line> m_lines;
  int64_t m_drawnSecond = 0;
};

} // namespace pushscope
