#pragma once

#include "models/query/heartbeat_lines.h"
#include "ui/chart/line_chart.h"
#include "ui/console_context.h"
#include "ui/page.h"

class QComboBox;
class QLabel;

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
  std::any handOver() const override;
  void takeOver(const std::any& before) override;

 private:
  void makeBar();
  void draw(const World& world, WallTime now);
  static QString summaryOf(const Series::Totals& shown, std::optional<double> rate);
  LineChart roundTripsOf(const World& world, int64_t from, int64_t to) const;
  void addGroups(LineChart& chart, const World& world, GroupBy by) const;
  LineChart missesOf(const World& world, int64_t from, int64_t to) const;
  void sayBrushed(const BeatRange& range);
  void changeEvent(QEvent* event) override;
  void takeBrush(const BeatRange& range);

  ConsoleContext& m_context;
  QWidget* m_bar;
  QLabel* m_summary;
  QLabel* m_empty;
  QLabel* m_brushed;
  QComboBox *m_span, *m_groups;
  LineChartView* m_view;
  LineChartView* m_missView;
  HeatmapView* m_heatmap;
  AdvisorPanel* m_advisor;
  bool m_any = false; // there is something to draw
  int64_t m_drawnSecond = 0;
};

} // namespace pushscope
