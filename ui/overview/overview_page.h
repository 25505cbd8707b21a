#pragma once

#include "models/query/wake_scan.h"
#include "ui/chart/tile.h"
#include "ui/console_context.h"
#include "ui/page.h"
#include "ui/table/table_view.h"

class QLabel;

namespace pushscope {

// How the whole is doing: tiles with their history, and the worst of everything. Every number leads to its rows.
class OverviewPage : public Page {
  Q_OBJECT
 public:
  explicit OverviewPage(ConsoleContext& context, QWidget* parent = nullptr);

  QString id() const override { return QStringLiteral("overview"); }
  QString title() const override { return tr("Overview"); }
  QString icon() const override { return QStringLiteral("overview"); }
  void refresh(const World& world, const World::Changes& changes, WallTime now) override;
  void reset(const World& world, WallTime now) override;

 private:
  void resizeEvent(QResizeEvent* event) override;
  void arrangeTiles();
  void showColumns(bool roomy);
  Tile* addTile(const QString& name, const QString& tip, const QString& page, const QString& query = {});
  TableView* addWorst(const QString& title, TableModel* model, const QStringList& columns, int place);
  void refreshTiles(const World& world, WallTime now);

  ConsoleContext& m_context;
  class QGridLayout* m_tiles;
  class QGridLayout* m_worst;
  QList<Tile*> m_allTiles;
  Tile *m_online, *m_offline, *m_beats, *m_roundTrip, *m_missed, *m_waiting, *m_pushes, *m_acknowledge, *m_wakes,
      *m_short;
  int m_inARow = 0;
  WakeScan m_scan;
  TableModel m_slowest, m_missing, m_newest;
  TableView *m_slowestView, *m_missingView, *m_newestView;
};

} // namespace pushscope
