#include "tests/ui/window_fixture.h"
#include "ui/chart/line_chart.h"
#include "ui/chart/tile.h"
#include "ui/heartbeat/heatmap_view.h"

#include <QPushButton>

namespace pushscope {
namespace {

// What is shown is what happened: numbers lead to the rows behind them and agree with the server's own counters, and a
// time of which nothing is known is drawn as such.
class Truth : public Window {
 protected:
  Truth() : Window({"--metrics-listen", "127.0.0.1:0"}) {}

  const World& world() { return console.feed().world(); }
  Tile* tile(const char* name) {
    for (Tile* each : pageOf("overview")->findChildren<Tile*>())
      if (each->text() == QLatin1String(name))
        return each;
    ADD_FAILURE() << "no tile " << name;
    return nullptr;
  }
  // How the server counts it.
  double counted(const char* metric) {
    const QByteArray page = bed.metrics();
    const qsizetype at = page.indexOf('\n' + QByteArray(metric) + ' ');
    EXPECT_GE(at, 0) << metric << " in\n" << page.toStdString();
    return at < 0 ? -1 : page.mid(at + qstrlen(metric) + 2).split('\n').value(0).toDouble();
  }
  uint64_t sum(uint32_t Series::Second::*what) {
    uint64_t all = 0;
    const int64_t now = console.feed().now().time_since_epoch() / std::chrono::seconds(1);
    for (int64_t second = now - int64_t(Series::seconds) + 1; second <= now; ++second)
      all += world().series().second(second).*what;
    return all;
  }
};

TEST_F(Truth, SumsAreThoseOfTheServer) {
  ASSERT_EQ(connectTo({bed.admin(), bed.tokenFile(), {}, {}}), QString());
  ASSERT_TRUE(waitUntil([&] { return world().onlineLink(LinkKind::node).has_value(); }));
  bed.startFleet(phones);
  ASSERT_TRUE(waitUntil([&] { return online() == phones; }));
  openPage("push");
  type("pushTargets", "phone-0001");
  type("pushRepeat", "20");
  type("pushEvery", "50ms");
  click(find<QPushButton>("pushSend"));
  ASSERT_TRUE(waitUntil([&] { return counted("pushnode_deliveries_total{stage=\"acknowledged\"}") == 20; }));
  bed.fleet().terminate(); // so that no beat is on its way while both are read
  ASSERT_TRUE(waitUntil([&] { return online() == 0; }));
  const auto agree = [&](const char* metric, const std::function<double()>& shown) {
    EXPECT_TRUE(waitUntil([&] { return shown() == counted(metric); }))
        << metric << ": " << counted(metric) << " by the server, " << shown() << " shown";
  };
  agree("pushnode_round_trip_seconds_count", [&] { return double(sum(&Series::Second::beats)); });
  agree("pushnode_beats_missed_total", [&] { return double(sum(&Series::Second::misses)); });
  agree("pushnode_deliveries_total{stage=\"accepted\"}", [&] { return double(sum(&Series::Second::pushes)); });
  agree("pushnode_deliveries_total{stage=\"acknowledged\"}",
        [&] { return double(sum(&Series::Second::acknowledged)); });
  agree("pushnode_acknowledged_seconds_count", [&] { return double(sum(&Series::Second::acknowledged)); });
  agree("pushnode_devices", [&] { return double(world().devices().size()); });
  agree("pushnode_connections", [&] { return double(online()); });
  agree("pushnode_deliveries_waiting", [&] { return double(world().waitingDeliveries()); });
  EXPECT_GT(sum(&Series::Second::beats), 0u);
}

TEST_F(Truth, EveryTileLeadsToTheRowsThatItCounts) {
  connectConsole();
  console.window().context().control({"Test", PhoneAction::airplane, 1},
                                     {world().devices().find("phone-0004").value()});
  ASSERT_TRUE(waitUntil([&] { return online() == phones - 1; }));
  openPage("push");
  type("pushTargets", "phone-0004");
  type("pushRepeat", "3");
  type("pushEvery", "10ms");
  click(find<QPushButton>("pushSend"));
  ASSERT_TRUE(waitUntil([&] { return world().waitingDeliveries() == 3; }));
  struct Way {
    const char* tile;
    const char* page;
    const char* table = nullptr; // null: a picture, or numbers that change all the time
    int rows = 0;
  };
  for (const Way& way :
       {Way{"Online", "sessions", "sessionsTable", phones - 1}, Way{"Offline", "sessions", "sessionsTable", 1},
        Way{"Waiting deliveries", "queues", "queueTable", 3}, Way{"Pushes in 2 min", "push", "pushHistory", 3},
        Way{"Short of resumes", "sessions", "sessionsTable", 0}, Way{"Missed in 2 min", "sessions"},
        Way{"Round trip p99", "heartbeats"}, Way{"Beats per second", "heartbeats"}, Way{"Wakes per minute", "wakes"},
        Way{"Acknowledged p99", "push"}}) {
    openPage("overview");
    Tile* counted = tile(way.tile);
    ASSERT_NE(counted, nullptr);
    const auto number = [&] { return counted->accessibleDescription().section(' ', 0, 0); };
    EXPECT_TRUE(!way.table || waitUntil([&] { return number() == QString::number(way.rows); }))
        << way.tile << ": " << counted->accessibleDescription().toStdString();
    click(counted);
    EXPECT_TRUE(pageOf(way.page)->isVisible()) << way.tile;
    EXPECT_TRUE(!way.table || waitUntil([&] { return rows(way.table) == way.rows; })) << way.tile;
  }
}

TEST_F(Truth, ALostConnectionIsAGapWithItsCauseAndNothingIsDrawnAcross) {
  connectConsole();
  openPage("heartbeats");
  auto* heatmap = find<HeatmapView>("heatmap");
  ASSERT_TRUE(waitUntil([&] { return heatmap->isVisible() && heatmap->map().most > 0; }));
  const auto gap = [&]() -> std::pair<int64_t, int64_t> { // the longest time without a server after the first beat
    const Heatmap& map = heatmap->map();
    std::pair<int64_t, int64_t> longest{}, open{};
    bool begun = false;
    for (size_t c = 0; c < map.columns.size(); ++c) {
      begun |= map.columns[c].gap == Heatmap::Gap::none;
      if (!begun || map.columns[c].gap != Heatmap::Gap::noServer) {
        open = {};
        continue;
      }
      if (open.first == 0)
        open.first = map.secondOf(c);
      open.second = map.secondOf(c + 1);
      if (open.second - open.first > longest.second - longest.first)
        longest = open;
    }
    return longest;
  };
  ASSERT_TRUE(waitUntil([&] { return sum(&Series::Second::beats) > 2u * phones; }));
  bed.server().killHard();
  ASSERT_TRUE(waitUntil([&] { return gap().second - gap().first >= 4; }, 60'000));
  bed.restartServer();
  ASSERT_TRUE(waitUntil([&] { return online() == phones; }, 60'000));
  const uint64_t before = sum(&Series::Second::beats);
  ASSERT_TRUE(waitUntil([&] { return sum(&Series::Second::beats) > before + 2u * phones; }));
  const auto [from, to] = gap();
  ASSERT_GE(to - from, 4);
  const Heatmap& map = heatmap->map();
  for (size_t c = 0; c < map.columns.size(); ++c)
    if (map.secondOf(c) >= from && map.secondOf(c) < to) {
      const Heatmap::Cells whole{c, c + 1, 0, map.rows};
      EXPECT_EQ(map.beatsIn(whole), 0u);
      EXPECT_TRUE(wordsOf(map, whole).contains("no server connected")) << wordsOf(map, whole).toStdString();
    }
  picture("truth-gap");
  int pieces = 0;
  for (LineChartView* view : pageOf("heartbeats")->findChildren<LineChartView*>())
    for (const LineChart::Line& line : view->chart().lines)
      for (const Stretch& stretch : line.stretches) {
        ++pieces;
        for (size_t i = 1; i < stretch.size(); ++i)
          EXPECT_FALSE(stretch[i - 1].second <= from && stretch[i].second >= to) << "a line goes over the gap";
      }
  EXPECT_GT(pieces, 1) << "on both sides of it";
}

} // namespace
} // namespace pushscope
