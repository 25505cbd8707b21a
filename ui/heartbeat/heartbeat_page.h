#pragma once

#include "models/query/heartbeat_lines.h"
#include "ui/console_context.h"
#include "ui/page.h"

#include <QPen>

class QChart;
class QChartView;
class QComboBox;
class QLabel;
class QLineSeries;
class QDateTimeAxis;
class QLogValueAxis;
class QValueAxis;

namespace pushscope {

class AdvisorPanel;
class HeatmapView;

// Round trips over time: percentile lines of all devices, or p50 and p99 by profile or node; a heatmap, whose cells
// lead to their sessions; missed beats and connections that they ended; all on one time axis. Seconds in which nothing
// was heard are gaps. Below, the heartbeat advisor.
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
    QString name; // for people, and what the legend says; empty: it says nothing
    QPen pen;
    std::vector<Stretch> stretches; // µs
  };
  void makeBar();
  void makeChart();
  void makeMissChart();
  void styleCharts();
  void alignPlots();
  void draw(const World& world, WallTime now);
  QList<Line> linesOf(const World& world, int64_t from, int64_t to);
  QList<Line> groupedLines(const World& world, GroupBy by, int64_t from, int64_t to);
  void drawLines(const QList<Line>& lines);
  void drawMisses(const World& world, int64_t from, int64_t to);
  void takeBrush(const BeatRange& range);
  void changeEvent(QEvent* event) override;

  ConsoleContext& m_context;
  QWidget* m_bar;
  QLabel* m_summary;
  QLabel* m_empty;
  QLabel* m_brushed;
  QComboBox *m_span, *m_groups;
  QChart* m_chart;
  QChart* m_missChart;
  QChartView* m_view;
  QChartView* m_missView;
  HeatmapView* m_heatmap;
  AdvisorPanel* m_advisor;
  QDateTimeAxis *m_time, *m_missTime;
  QLogValueAxis* m_milliseconds;
  QValueAxis* m_missCount;
  QLineSeries *m_misses, *m_deaths;
  QList<QLineSeries*> m_pieces; // each draws one stretch of some line, or nothing
  bool m_any = false;           // there is something to draw
  int64_t m_drawnSecond = 0;
};

} // namespace pushscope
