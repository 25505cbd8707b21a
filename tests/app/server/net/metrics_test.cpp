#include "app/server/monitor/metrics.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

bool has(const std::string& page, const std::string& line) {
  return page.find("\n" + line + "\n") != std::string::npos;
}

TEST(Metrics, CountsWhatIsTold) {
  Metrics metrics;
  metrics.device({});
  metrics.missed({1}, {}, 1);
  metrics.wake({1}, {});
  Wake missed;
  missed.missed = Reason::asleep;
  metrics.wake({1}, missed);
  metrics.link({1}, {}, LinkState::offline, {Side::phone, ErrorCode::ok, false});
  metrics.link({1}, {}, LinkState::suspect, {});
  metrics.stall(1500ms);
  const std::string page = metrics.text({3, 2, 5, 1, 4, 1024, false, true});
  EXPECT_TRUE(has(page, "pushnode_devices 3"));
  EXPECT_TRUE(has(page, "pushnode_connections 2"));
  EXPECT_TRUE(has(page, "pushnode_deliveries_waiting 5"));
  EXPECT_TRUE(has(page, "pushnode_deliveries_unacknowledged 1"));
  EXPECT_TRUE(has(page, "pushnode_consoles 4"));
  EXPECT_TRUE(has(page, "pushnode_store_works 0"));
  EXPECT_TRUE(has(page, "pushnode_draining 1"));
  EXPECT_TRUE(has(page, "pushnode_hellos_total 1"));
  EXPECT_TRUE(has(page, "pushnode_beats_missed_total 1"));
  EXPECT_TRUE(has(page, "pushnode_wakes_total 1"));
  EXPECT_TRUE(has(page, "pushnode_wakes_missed_total 1"));
  EXPECT_TRUE(has(page, "pushnode_stalled_seconds 1.5"));
  EXPECT_TRUE(has(page, "pushnode_connections_closed_total{side=\"phone\"} 1"));
}

TEST(Metrics, MeasuresRoundTripsAndAcknowledgements) {
  Metrics metrics;
  metrics.beat({1}, {}, 4ms);
  metrics.beat({1}, {}, 400s);
  const WallTime accepted{1000s};
  metrics.stage({{1}, accepted, Stage::accepted});
  metrics.stage({{1}, accepted + 20ms, Stage::written, 1});
  metrics.stage({{1}, accepted + 30ms, Stage::acknowledged});
  metrics.stage({{2}, accepted, Stage::accepted});
  metrics.stage({{2}, accepted + 1s, Stage::cancelled});
  const std::string page = metrics.text({});
  EXPECT_TRUE(has(page, "pushnode_round_trip_seconds_count 2"));
  EXPECT_TRUE(has(page, "pushnode_round_trip_seconds_bucket{le=\"0.005\"} 1"));
  EXPECT_TRUE(has(page, "pushnode_round_trip_seconds_bucket{le=\"300\"} 1"));
  EXPECT_TRUE(has(page, "pushnode_round_trip_seconds_bucket{le=\"+Inf\"} 2"));
  EXPECT_TRUE(has(page, "pushnode_acknowledged_seconds_count 1")) << "what was cancelled is none";
  EXPECT_TRUE(has(page, "pushnode_acknowledged_seconds_bucket{le=\"0.05\"} 1"));
  EXPECT_TRUE(has(page, "pushnode_deliveries_total{stage=\"accepted\"} 2"));
  EXPECT_TRUE(has(page, "pushnode_deliveries_total{stage=\"cancelled\"} 1"));
}

} // namespace
} // namespace pushscope
