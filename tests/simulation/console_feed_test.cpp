#include "models/feed/block_reader.h"
#include "models/scenario/batch_witness.h"
#include "models/store/world.h"
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

} // namespace
} // namespace pushscope
