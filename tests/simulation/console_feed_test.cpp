#include "models/feed/block_reader.h"
#include "models/query/heartbeat_advice.h"
#include "models/scenario/batch_witness.h"
#include "models/store/world.h"
#include "protocol/scenario/parser.h"
#include "tests/simulation/scenario_run.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>

namespace pushscope {
namespace {

constexpr LinkId nodeLink{0}, fleetLink{1};

// What a console does with a frame: decode it, tell the judge, apply it to its store.
class ConsoleFeed {
 public:
  explicit ConsoleFeed(scenario::Judge& judge) : m_witness(judge) {
    for (const auto& [link, kind] : {std::pair(nodeLink, LinkKind::node), std::pair(fleetLink, LinkKind::fleet)}) {
      m_world.addLink(link, kind, "simulation");
      Batch snapshot;
      snapshot.link = link;
      snapshot.kind = kind;
      snapshot.snapshotBegins = snapshot.snapshotEnds = true;
      take(std::move(snapshot));
    }
  }

  void block(Port port, const SharedFrame& frame) {
    Batch batch;
    batch.link = port == Port::admin ? nodeLink : fleetLink;
    batch.kind = port == Port::admin ? LinkKind::node : LinkKind::fleet;
    const auto cursor = readBlock(BytesView(*frame).subspan(headerBytes), Duration::zero(), batch);
    ASSERT_TRUE(cursor.ok()) << cursor.error().detail;
    take(std::move(batch));
  }
  const World& world() const { return m_world; }

 private:
  void take(Batch&& batch) {
    m_witness.take(batch);
    m_world.apply(std::move(batch), WallTime(std::chrono::hours(24 * 365 * 56)));
  }
  World m_world;
  BatchWitness m_witness;
};

class ConsoleFeedTest : public ::testing::TestWithParam<const char*> {};

// Server core, phones, encoder, decoder and the console's store in one process on virtual time: what the judge is told
// over the wire is what it is told directly.
TEST_P(ConsoleFeedTest, TheVerdictsOverTheWireAreThoseOfTheFacts) {
  const auto scenario = readScenario(std::string(PUSHSCOPE_SCENARIOS) + "/" + GetParam());
  ASSERT_TRUE(scenario.ok()) << scenario.error().detail;
  std::shared_ptr<ConsoleFeed> feed;
  ScenarioOptions options;
  options.console = [&](scenario::Judge& judge) {
    feed = std::make_shared<ConsoleFeed>(judge);
    return [feed](Port port, const SharedFrame& frame) { feed->block(port, frame); };
  };
  const ScenarioOutcome overTheWire = play(scenario.value(), options), directly = play(scenario.value());
  EXPECT_EQ(overTheWire.text(), directly.text());
  EXPECT_EQ(overTheWire.hash, directly.hash);
  EXPECT_GT(feed->world().deliveries().size(), 0u);
}

INSTANTIATE_TEST_SUITE_P(Some, ConsoleFeedTest,
                         ::testing::Values("voip-wake.toml", "worst-network.toml", "user-kills-apps.toml",
                                           "wake-limit.toml"),
                         [](const auto& tested) {
                           std::string name = tested.param;
                           name.resize(name.find('.'));
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

// Sleeping phones whose server pings them in intervals from one to seven minutes, behind NATs that forget after 300 s:
// all that the advisor is told of it is what a server tells.
TEST(HeartbeatAdvisor, FindsTheTimeAfterWhichTheNatsOfASimulatedFleetForget) {
  std::string text = "name = \"nats\"\nduration = \"3h\"\nseed = 7\n";
  for (const int seconds : {60, 120, 180, 240, 270, 330, 420})
    text += "[[phones]]\ngroup = \"every-" + std::to_string(seconds) +
            "\"\ncount = 20\nprofile = \"ios-voip-classic\"\n"
            "set = { start = \"background\", nat_timeout = \"300s\", background_heartbeat = \"" +
            std::to_string(seconds) + "s/15s/3\" }\n";
  const auto scenario = scenario::parse(text);
  ASSERT_TRUE(scenario.ok()) << scenario.error().detail;
  std::shared_ptr<ConsoleFeed> feed;
  ScenarioOptions options;
  options.console = [&](scenario::Judge& judge) {
    feed = std::make_shared<ConsoleFeed>(judge);
    return [feed](Port port, const SharedFrame& frame) { feed->block(port, frame); };
  };
  (void)play(scenario.value(), options);
  AdviceWish wish;
  wish.wakesADay = 200; // 432 s, which these NATs do not let live
  const HeartbeatAdvice advice = adviseHeartbeat(feed->world().silences(), wish);
  EXPECT_GT(advice.held, 1000u);
  EXPECT_GE(advice.dead, 20u); // many phones find out before their server does
  EXPECT_EQ(advice.basis, HeartbeatAdvice::Basis::limit);
  ASSERT_TRUE(advice.interval);
  EXPECT_LT(*advice.interval * 11 / 10, std::chrono::seconds(300)) << "its longest silence, too";
  EXPECT_GT(*advice.interval, std::chrono::seconds(200));
  EXPECT_LE(*advice.limit, std::chrono::seconds(306)); // bins are 3 % wide
  wish.network = NetworkPath::unknown;
  EXPECT_EQ(adviseHeartbeat(feed->world().silences(), wish).held, 0u) << "their fleet knows their networks";
}

} // namespace
} // namespace pushscope
