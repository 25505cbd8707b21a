#include "models/scenario/batch_witness.h"
#include "protocol/scenario/conductor.h"
#include "protocol/scenario/parser.h"
#include "tests/models/sample_world.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

const std::string head = R"(name = "test"
duration = "60s"
[[phones]]
group = "callers"
count = 2
profile = "ios-voip-classic"
[[push]]
name = "ring"
at = "0s"
[[expect]]
)";

constexpr LinkId node{0}, fleet{1};

class BatchWitnessTest : public ::testing::Test {
 protected:
  WallTime start = wallFromMicros(1'700'000'000'000'000);
  MonoTime monoStart{1h};
  std::unique_ptr<scenario::Conductor> conductor;
  std::unique_ptr<BatchWitness> witness;

  void play(const std::string& expectation) {
    conductor = std::make_unique<scenario::Conductor>(scenario::parse(head + expectation).value(), 1);
    witness = std::make_unique<BatchWitness>(conductor->judge());
  }
  void begin() { conductor->start({monoStart, start}); }
  Batch batchOf(LinkId link) const {
    Batch batch;
    batch.link = link;
    batch.kind = link == node ? LinkKind::node : LinkKind::fleet;
    return batch;
  }
  void tellPhones(LinkId link, uint32_t firstHandle, uint64_t incarnation = 1) {
    Batch batch = batchOf(link);
    batch.status = LinkStatus{};
    batch.status->state = LinkStatus::State::online;
    batch.status->incarnation = {incarnation};
    witness->take(batch);
    Batch records = batchOf(link);
    records.snapshotBegins = records.snapshotEnds = true;
    for (uint32_t i = 0; i < 2; ++i) {
      DeviceRecord record;
      record.handle = {firstHandle + i};
      record.device = i == 0 ? "callers-0001" : "callers-0002";
      record.appState = AppState::foreground;
      record.link = LinkState::online;
      records.devices.push_back(record);
    }
    witness->take(records);
  }
  scenario::Verdict verdict() const { return conductor->judge().verdicts().front(); }
  scenario::Verdict observed() const {
    for (const scenario::Verdict& v : conductor->judge().verdicts())
      if (v.expectation == "everything is observed")
        return v;
    return {};
  }
};

TEST_F(BatchWitnessTest, TakesEveryKindOfFact) {
  play("push = 'ring'\nstage = 'shown'\ncount = 1\n"
       "[[expect]]\nwakes = 'data'\ntotal = 1\n"
       "[[expect]]\nnotice = 'banner'\ntotal = 1\n"
       "[[expect]]\nsync = 'resumed'\ntotal = 1\n"
       "[[expect]]\nclosed = 'heartbeat_lost'\ntotal = 1\n"
       "[[expect]]\nairplane = true\ncount = 1\n"
       "[[expect]]\napp = 'woken'\ncause = 'data'\ncount = 1\n"
       "[[expect]]\nlink = 'offline'\ncount = 1\n");
  tellPhones(node, 1);
  tellPhones(fleet, 11);
  begin();
  const auto inject = std::get<Inject>(conductor->next({monoStart, start}).value());

  Batch belief = batchOf(node);
  belief.deliveries.push_back({{1}, inject.uuid, "callers-0001", {1}, 0, 0});
  belief.deliveries.push_back({{2}, inject.uuid, "callers-0002", {1}, 0, 0});
  for (uint32_t i = 1; i <= 2; ++i)
    belief.stages.push_back({{i}, start + 1s, Stage::accepted, 0, {}, ErrorCode::ok, Reason::none});
  belief.links.push_back({{1}, start + 30s, LinkState::offline, {Side::server, ErrorCode::heartbeatLost, true}});
  SyncFact sync;
  sync.at = start + 40s;
  sync.resumed = true;
  belief.syncs.push_back({{1}, sync});
  witness->take(belief);

  Batch truth = batchOf(fleet);
  truth.deliveries.push_back({{5}, inject.uuid, "callers-0001", {1}, 0, 0});
  truth.stages.push_back({{5}, start + 2s, Stage::shown, 1, {}, ErrorCode::ok, Reason::none});
  Wake wake;
  wake.at = start + 2s;
  wake.cause = Cause::data;
  truth.wakes.push_back({{11}, wake});
  truth.notices.push_back({{11}, {start + 2s, NoticeKind::banner, Reason::none, 1, 0}});
  truth.apps.push_back({{11}, start + 2s, AppState::woken, Cause::data});
  truth.networks.push_back({{12}, start + 20s, {true, false, false, false}});
  truth.links.push_back({{12}, start + 20s, LinkState::offline, {}});
  witness->take(truth);

  for (const scenario::Verdict& v : conductor->judge().verdicts())
    EXPECT_TRUE(v.passed) << v.expectation << ": " << v.sentence;
}

// Columns of a block are in no order between them; their times are.
TEST_F(BatchWitnessTest, PutsTheStatesOfABatchInTheOrderOfTheirTimes) {
  play("app = 'terminated'\nlink = 'online'\nlasts = '2s'\n");
  tellPhones(fleet, 1);
  begin();
  Batch batch = batchOf(fleet);
  for (uint32_t i = 1; i <= 2; ++i) {
    batch.links.push_back({{i}, start + 12s, LinkState::offline, {}});
    batch.apps.push_back({{i}, start + 10s, AppState::terminated, Cause::crash});
  }
  witness->take(batch);
  EXPECT_TRUE(verdict().passed) << verdict().sentence;
}

TEST_F(BatchWitnessTest, HandlesOfAnotherIncarnationAreOthers) {
  play("app = 'woken'\ncount = 1\n");
  tellPhones(fleet, 1, 1);
  begin();
  tellPhones(fleet, 2, 2); // a fleet that was started again
  Batch batch = batchOf(fleet);
  batch.apps.push_back({{1}, start + 5s, AppState::woken, Cause::data}); // now nobody
  witness->take(batch);
  EXPECT_FALSE(verdict().passed);
  batch.apps.front().handle = {3};
  witness->take(batch);
  EXPECT_TRUE(verdict().passed) << verdict().sentence;
}

TEST_F(BatchWitnessTest, WhatWasMissedIsAFailure) {
  play("app = 'woken'\ncount = 0\n");
  tellPhones(fleet, 1);
  begin();
  EXPECT_TRUE(observed().passed) << observed().sentence;
  Batch gap = batchOf(fleet);
  gap.missedBlocks = 4;
  witness->take(gap);
  EXPECT_FALSE(observed().passed);
  play("app = 'woken'\ncount = 0\n");
  tellPhones(fleet, 1);
  begin();
  tellPhones(fleet, 1); // a second snapshot
  EXPECT_FALSE(observed().passed);
}

TEST_F(BatchWitnessTest, BeginsWithWhatTheWorldKnows) {
  SampleWorld sample;
  ASSERT_EQ(sample.addLink(LinkKind::node, "node"), node);
  ASSERT_EQ(sample.addLink(LinkKind::fleet, "fleet"), fleet);
  for (const LinkId link : {node, fleet}) {
    sample.tell(link, sample.record(21, "callers-0001"));
    sample.tell(link, sample.record(22, "callers-0002"));
    sample.tell(link, sample.record(23, "stranger"));
  }
  sample.app(fleet, 22, AppState::suspended, Cause::system, sample.now);
  play("app = 'suspended'\nat = '0s'\ncount = 1\n"
       "[[expect]]\nbelieved_link = 'online'\nat = '0s'\n"
       "[[expect]]\napp = 'woken'\ncount = 1\n");
  witness->begin(sample.world);
  begin();
  Batch batch = batchOf(fleet);
  batch.apps.push_back({{22}, start + 5s, AppState::woken, Cause::data});
  witness->take(batch);
  const auto verdicts = conductor->judge().verdicts();
  for (size_t i = 0; i < 3; ++i)
    EXPECT_TRUE(verdicts[i].passed) << verdicts[i].expectation << ": " << verdicts[i].sentence;
}

} // namespace
} // namespace pushscope
