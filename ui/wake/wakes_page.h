#pragma once

#include "models/query/wake_scan.h"
#include "ui/chart/tile.h"
#include "ui/console_context.h"
#include "ui/page.h"
#include "ui/table/query_bar.h"
#include "ui/wake/lanes_view.h"
#include "ui/wake/wake_histograms.h"

class QComboBox;

namespace pushscope {

// Did the phones wake? Totals, devices over time as lanes, how long wakes took and lasted as histograms, and every wake
// and missed wake as a row.
class WakesPage : public Page {
  Q_OBJECT
 public:
  explicit WakesPage(ConsoleContext& context, QWidget* parent = nullptr);

  QString id() const override { return QStringLiteral("wakes"); }
  QString title() const override { return tr("Wakes"); }
  QString icon() const override { return QStringLiteral("wakes"); }
  void refresh(const World& world, const World::Changes& changes, WallTime now) override;
  void reset(const World& world, WallTime now) override;
  TableView* table() const override { return m_view; }

 private:
  void resizeEvent(QResizeEvent* event) override;
  enum class Shown { busiest, selected };
  void makeTiles(class QHBoxLayout* row);
  QWidget* makeLanes();
  QWidget* makeTable();
  void devicesSelected();
  void choose(Row device);
  Shown shown() const;
  Duration spanOf(const World& world, WallTime now) const;
  void drawTiles(const World& world, WallTime now);
  void drawLanes(const World& world, WallTime now);
  void look(WallTime from, WallTime to);
  void followNow();
  void endLook();
  void drawHistograms(const World& world, WallTime now);
  std::vector<Row> lanesOf(const World& world, WallTime now);
  QString emptyText(const World& world) const;

  ConsoleContext& m_context;
  TableModel m_model;
  Tile *m_wakes, *m_missed, *m_short, *m_latency;
  QComboBox* m_which;
  QComboBox* m_span;
  LanesView* m_lanes;
  class QTabWidget* m_tabs;
  class QAction* m_toNow;
  class QPushButton* m_nowButton; // while there is a way back
  WakeHistograms* m_histograms;
  struct Window {
    WallTime from, to;
  };
  std::optional<Window> m_window; // that a person looks at; nothing: up to now
  QueryBar* m_query;
  TableView* m_view;
  WakeScan m_scan;
  std::vector<Row> m_busiest; // for a while, so that lanes do not dance
  WallTime m_busiestAt{};
  WallTime m_drawnAt{};
  int64_t m_tilesSecond = 0;
  bool m_choosing = false;
};

} // namespace pushscope
