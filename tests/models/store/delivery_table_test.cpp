#include "models/store/delivery_table.h"
#include "protocol/base/random.h"
#include "tests/models/sample_world.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

constexpr LinkId node{0}, other{1}, fleet{2};
constexpr WallTime start = wallFromMicros(1'700'000'000'000'000);

DeliveryRecord recordOf(uint32_t handle, uint64_t push, const std::string& device = "phone", uint64_t sequence = 1) {
  return {{handle}, uuidOf(push), device, {sequence}, 100, 0};
}

class DeliveryTableTest : public ::testing::Test {
 protected:
  DeliveryTable table;

  bool add(Stage stage, Duration at, uint32_t attempt = 0, LinkId link = node, LinkKind kind = LinkKind::node) {
    return table.addStage(link, kind, stageFact(1, stage, start + at, attempt)).has_value();
  }
  bool addWhy(Stage stage, Duration at, Reason reason, uint32_t handle = 1) {
    return table.addStage(node, LinkKind::node, stageFact(handle, stage, start + at, 0, reason)).has_value();
  }
  const DeliveryRow& row() const { return *table.find(table.firstNumber()); }
  std::vector<Stage> ladder() const {
    std::vector<Stage> stages;
    for (const LadderStage& s : row().stages)
      stages.push_back(s.stage);
    return stages;
  }
};

TEST_F(DeliveryTableTest, APushForOneDeviceIsOneRowWhoeverTellsOfIt) {
  const auto number = table.add(node, LinkKind::node, recordOf(1, 1));
  EXPECT_EQ(table.add(fleet, LinkKind::fleet, recordOf(8, 1)), number);
  EXPECT_NE(table.add(node, LinkKind::node, recordOf(2, 1, "tablet")), number);
  EXPECT_EQ(table.size(), 2u);
  EXPECT_EQ(table.ofPush(uuidOf(1)).size(), 2u);
  EXPECT_TRUE(table.ofPush(uuidOf(2)).empty());
}

TEST_F(DeliveryTableTest, APostponedDeliveryEndsAndGoesOnAsAnother) {
  const auto before = table.add(node, LinkKind::node, recordOf(1, 1, "phone", 4));
  addWhy(Stage::cancelled, 10ms, Reason::postponed);
  const auto after = table.add(node, LinkKind::node, recordOf(2, 1, "phone", 9));
  ASSERT_NE(before, after);
  EXPECT_EQ(table.find(before)->state, Stage::cancelled);
  EXPECT_EQ(table.find(before)->reason, Reason::postponed);
  addWhy(Stage::acknowledged, 90ms, Reason::none, 2);
  EXPECT_EQ(table.find(before)->state, Stage::cancelled);
  EXPECT_EQ(table.find(after)->state, Stage::acknowledged);
  EXPECT_EQ(table.ofPush(uuidOf(1)), (std::vector{before, after})) << "in the order of their sequences";
  // What truly happened to the phone belongs to the one that was written.
  EXPECT_EQ(table.add(fleet, LinkKind::fleet, recordOf(8, 1, "phone", 9)), after);
  EXPECT_EQ(table.addStage(fleet, LinkKind::fleet, stageFact(8, Stage::handled, start + 50ms)), std::optional(after));
}

TEST_F(DeliveryTableTest, WhereADeliveryIsNoFleetKnows) {
  table.add(fleet, LinkKind::fleet, recordOf(1, 1));
  EXPECT_EQ(row().state, Stage::unknown);
  add(Stage::handled, 10ms, 0, fleet, LinkKind::fleet);
  EXPECT_EQ(row().state, Stage::unknown);
  table.add(node, LinkKind::node, recordOf(1, 1));
  EXPECT_EQ(row().state, Stage::accepted);
}

TEST_F(DeliveryTableTest, KeepsTheReasonOfItsPresentState) {
  table.add(node, LinkKind::node, recordOf(1, 1));
  addWhy(Stage::held, 10ms, Reason::wakeBudget);
  EXPECT_EQ(row().state, Stage::held);
  EXPECT_EQ(row().reason, Reason::wakeBudget);
  add(Stage::written, 20ms, 1);
  EXPECT_EQ(row().reason, Reason::none);
  addWhy(Stage::offline, 30ms, Reason::terminatedByUser);
  EXPECT_EQ(row().reason, Reason::terminatedByUser);
  addWhy(Stage::queued, 25ms, Reason::notConnected);
  EXPECT_EQ(row().reason, Reason::terminatedByUser) << "told later, of an earlier time";
  addWhy(Stage::acknowledged, 40ms, Reason::none);
  addWhy(Stage::offline, 50ms, Reason::crashed);
  EXPECT_EQ(row().reason, Reason::none) << "final is final";
}

TEST_F(DeliveryTableTest, WhatThePersonSawFollowsTheFinalState) {
  table.add(node, LinkKind::node, recordOf(1, 1));
  add(Stage::acknowledged, 10ms);
  addWhy(Stage::notShown, 12ms, Reason::alertsOff);
  add(Stage::mediaReady, 15ms);
  add(Stage::duplicate, 20ms);
  EXPECT_EQ(row().state, Stage::acknowledged);
  EXPECT_EQ(row().reason, Reason::none);
  EXPECT_EQ(ladder(), (std::vector{Stage::acknowledged, Stage::notShown, Stage::mediaReady, Stage::duplicate}));
  EXPECT_EQ(row().stages[1].reason, Reason::alertsOff);
}

TEST_F(DeliveryTableTest, StagesAreByTimeInWhateverOrderTheyCome) {
  table.add(node, LinkKind::node, recordOf(1, 1));
  EXPECT_TRUE(add(Stage::acknowledged, 30ms));
  EXPECT_TRUE(add(Stage::accepted, 10ms));
  EXPECT_TRUE(add(Stage::written, 20ms, 1));
  EXPECT_TRUE(add(Stage::composed, 0ms));
  EXPECT_EQ(ladder(), (std::vector{Stage::composed, Stage::accepted, Stage::written, Stage::acknowledged}));
  EXPECT_EQ(row().first, start);
  EXPECT_EQ(row().settled, start + 30ms);
}

TEST_F(DeliveryTableTest, AStageThatIsKnownIsNotAddedAgain) {
  table.add(node, LinkKind::node, recordOf(1, 1));
  EXPECT_TRUE(add(Stage::written, 10ms, 1));
  EXPECT_FALSE(add(Stage::written, 11ms, 1)) << "the same attempt, told again with another estimate of the clock";
  EXPECT_TRUE(add(Stage::written, 12ms, 2));
  EXPECT_EQ(row().attempts, 2u);
  EXPECT_EQ(row().stages.size(), 2u);
}

TEST_F(DeliveryTableTest, AStageOfAnUnknownDeliveryIsDropped) {
  EXPECT_FALSE(add(Stage::written, 10ms, 1));
  table.add(node, LinkKind::node, recordOf(1, 1));
  EXPECT_FALSE(add(Stage::written, 10ms, 1, other)) << "handles are each link's own";
}

TEST_F(DeliveryTableTest, TheFirstFinalStateStays) {
  table.add(node, LinkKind::node, recordOf(1, 1));
  add(Stage::expired, 10ms);
  add(Stage::acknowledged, 20ms);
  add(Stage::retrying, 30ms, 1);
  EXPECT_EQ(row().state, Stage::expired);
  EXPECT_EQ(row().settled, start + 10ms);
}

TEST_F(DeliveryTableTest, TheStateIsWhereTheDeliveryWasSeenLastNotWhatWasToldLast) {
  table.add(node, LinkKind::node, recordOf(1, 1));
  EXPECT_EQ(row().state, Stage::accepted);
  add(Stage::written, 20ms, 1);
  EXPECT_EQ(row().state, Stage::written);
  add(Stage::queued, 10ms);
  EXPECT_EQ(row().state, Stage::written) << "a trace tells afterwards what a gap had swallowed";
  add(Stage::retrying, 30ms, 1);
  EXPECT_EQ(row().state, Stage::retrying);
  add(Stage::routed, 40ms);
  EXPECT_EQ(row().state, Stage::retrying) << "routed says nothing of where it is";
}

TEST_F(DeliveryTableTest, APhoneNeverDecidesTheState) {
  table.add(node, LinkKind::node, recordOf(1, 1));
  table.add(fleet, LinkKind::fleet, recordOf(1, 1));
  add(Stage::written, 10ms, 1);
  add(Stage::acknowledged, 20ms, 0, fleet, LinkKind::fleet);
  EXPECT_EQ(row().state, Stage::written);
  EXPECT_EQ(row().stages.back().source, Source::truth);
}

TEST_F(DeliveryTableTest, EveryPhoneSideStageNamesItsSource) {
  table.add(node, LinkKind::node, recordOf(1, 1));
  table.add(fleet, LinkKind::fleet, recordOf(1, 1));
  Duration at = 10ms;
  for (const Stage stage :
       {Stage::woken, Stage::handled, Stage::shown, Stage::notShown, Stage::duplicate, Stage::mediaReady}) {
    EXPECT_TRUE(add(stage, at, 0, fleet, LinkKind::fleet));
    EXPECT_EQ(row().stages.back().source, Source::truth);
    EXPECT_EQ(row().timeOf(stage), start + at);
    EXPECT_TRUE(add(stage, at + 1ms)) << "the report stands beside the truth";
    EXPECT_EQ(row().stages.back().source, Source::reported);
    EXPECT_EQ(row().timeOf(stage), start + at + 1ms) << "what came through the server is preferred";
    at += 5ms;
  }
  add(Stage::acknowledged, at);
  EXPECT_EQ(row().stages.back().source, Source::server);
}

TEST_F(DeliveryTableTest, ALinkThatStartsAnewReusesItsHandles) {
  table.add(node, LinkKind::node, recordOf(1, 1));
  table.add(other, LinkKind::node, recordOf(1, 2));
  table.forgetHandles(node, LinkKind::node);
  EXPECT_FALSE(add(Stage::written, 10ms, 1));
  EXPECT_TRUE(add(Stage::written, 10ms, 1, other));
  const auto number = table.add(node, LinkKind::node, recordOf(1, 3));
  EXPECT_EQ(table.addStage(node, LinkKind::node, stageFact(1, Stage::written, start, 1)), std::optional(number));
}

TEST_F(DeliveryTableTest, WhatAServerHadNotSettledIsUnknownOnceItStartsAnew) {
  table.add(node, LinkKind::node, recordOf(1, 1));
  table.add(fleet, LinkKind::fleet, recordOf(1, 1));
  add(Stage::written, 10ms, 1);
  table.forgetHandles(fleet, LinkKind::fleet);
  EXPECT_EQ(row().state, Stage::written) << "a fleet never decided it";
  table.forgetHandles(node, LinkKind::node);
  EXPECT_EQ(row().state, Stage::unknown);
  table.add(node, LinkKind::node, recordOf(1, 1));
  add(Stage::acknowledged, 20ms);
  table.forgetHandles(node, LinkKind::node);
  EXPECT_EQ(row().state, Stage::acknowledged) << "final is final";
}

TEST_F(DeliveryTableTest, ALadderIsBoundedHoweverMuchAServerTells) {
  table.add(node, LinkKind::node, recordOf(1, 1));
  for (uint32_t attempt = 1; attempt <= 1000; ++attempt)
    add(Stage::written, 10ms, attempt);
  EXPECT_EQ(row().stages.size(), DeliveryTable::stagesPerDelivery);
}

TEST_F(DeliveryTableTest, AFullTableDropsTheOldestAndNeverReusesANumber) {
  constexpr uint32_t beyond = 3000;
  for (uint32_t i = 1; i <= DeliveryTable::capacity + beyond; ++i)
    ASSERT_EQ(table.add(node, LinkKind::node, recordOf(i, i)), i - 1);
  EXPECT_EQ(table.size(), DeliveryTable::capacity);
  EXPECT_EQ(table.firstNumber(), beyond);
  EXPECT_EQ(table.endNumber(), DeliveryTable::capacity + beyond);
  EXPECT_EQ(table.find(beyond - 1), nullptr);
  EXPECT_EQ(table.find(beyond)->uuid, uuidOf(beyond + 1));
  EXPECT_EQ(table.find(table.endNumber()), nullptr);
  EXPECT_TRUE(table.ofPush(uuidOf(1)).empty());
  EXPECT_FALSE(add(Stage::written, 10ms, 1)) << "a dropped delivery takes no more stages";
  EXPECT_EQ(table.add(node, LinkKind::node, recordOf(1, 1)), DeliveryTable::capacity + beyond)
      << "told of again, it is a new row";
}

// Remembers every stage ever told and works out the rest.
struct PlainDelivery {
  struct Told {
    Stage stage;
    WallTime at;
    uint32_t attempt;
    Source source;
    Reason reason;
  };
  std::vector<Told> told; // in order of arrival
  bool lost = false;      // its server started anew, and has told nothing of it since
  bool byServer = false;

  static bool place(const Told& t) {
    return t.source == Source::server && (isFinal(t.stage) || isWaiting(t.stage) || t.stage == Stage::written);
  }
  std::pair<Stage, Reason> state() const {
    for (const Told& t : told)
      if (place(t) && isFinal(t.stage))
        return {t.stage, t.reason};
    if (lost)
      return {Stage::unknown, Reason::none};
    const Told* last = nullptr;
    for (const Told& t : told)
      if (place(t) && (!last || t.at >= last->at))
        last = &t;
    return last ? std::pair(last->stage, last->reason)
                : std::pair(byServer ? Stage::accepted : Stage::unknown, Reason::none);
  }
  uint32_t attempts() const {
    uint32_t most = 0;
    for (const Told& t : told)
      if (t.stage == Stage::written)
        most = std::max(most, t.attempt);
    return most;
  }
};

TEST(DeliveryTableTwin, AgreesWithAPlainSecondImplementation) {
  constexpr Stage all[] = {Stage::composed,  Stage::accepted,     Stage::routed,   Stage::written,   Stage::woken,
                           Stage::handled,   Stage::acknowledged, Stage::shown,    Stage::queued,    Stage::held,
                           Stage::offline,   Stage::retrying,     Stage::expired,  Stage::dead,      Stage::unknown,
                           Stage::cancelled, Stage::evicted,      Stage::notShown, Stage::duplicate, Stage::mediaReady};
  Random random(testSeed("DeliveryTableTwin"));
  DeliveryTable table;
  using Triple = std::tuple<uint64_t, std::string, uint64_t>; // push, device, sequence
  std::map<Triple, PlainDelivery> plain;
  std::map<std::pair<uint32_t, uint32_t>, Triple> handles;
  for (uint64_t step = 0; step < testSteps(60'000); ++step) {
    const auto link = uint32_t(random.below(3));
    const LinkKind kind = link == fleet.value ? LinkKind::fleet : LinkKind::node;
    const auto handle = uint32_t(random.below(400));
    if (random.below(2000) == 0) {
      table.forgetHandles({link}, kind);
      for (const auto& [key, triple] : handles)
        plain[triple].lost |= key.first == link && kind == LinkKind::node;
      std::erase_if(handles, [link](const auto& h) { return h.first.first == link; });
    }
    if (random.below(8) == 0) {
      const Triple triple{random.below(900), random.below(2) == 0 ? "phone" : "tablet", 1 + random.below(3)};
      const auto& [push, device, sequence] = triple;
      table.add({link}, kind, recordOf(handle, push, device, sequence));
      handles[{link, handle}] = triple;
      plain[triple].byServer |= kind == LinkKind::node;
      continue;
    }
    const DeliveryStageFact fact = stageFact(handle, all[random.below(std::size(all))], start + random.between(0s, 1ms),
                                             uint32_t(random.below(3)), static_cast<Reason>(random.below(reasonCount)));
    constexpr Stage phoneSide[] = {Stage::woken,    Stage::handled,   Stage::shown,
                                   Stage::notShown, Stage::duplicate, Stage::mediaReady};
    const bool onPhone = std::find(std::begin(phoneSide), std::end(phoneSide), fact.stage) != std::end(phoneSide);
    const Source source = kind == LinkKind::fleet ? Source::truth : onPhone ? Source::reported : Source::server;
    const auto known = handles.find({link, handle});
    bool isNews = known != handles.end();
    if (isNews) {
      auto& told = plain[known->second].told;
      isNews = std::none_of(told.begin(), told.end(), [&](const auto& t) {
        return t.stage == fact.stage && t.attempt == fact.attempt && t.source == source;
      });
      if (isNews) {
        told.push_back({fact.stage, fact.at, fact.attempt, source, fact.reason});
        plain[known->second].lost &= !PlainDelivery::place(told.back());
      }
    }
    ASSERT_EQ(table.addStage({link}, kind, fact).has_value(), isNews) << "step " << step;
  }
  ASSERT_EQ(table.size(), plain.size());
  for (const auto& [triple, delivery] : plain) {
    const auto& [push, device, sequence] = triple;
    const auto numbers = table.ofPush(uuidOf(push));
    const auto number = std::find_if(numbers.begin(), numbers.end(), [&](DeliveryTable::Number n) {
      return table.find(n)->device == std::get<1>(triple) && table.find(n)->sequence.value == std::get<2>(triple);
    });
    ASSERT_NE(number, numbers.end());
    const DeliveryRow& row = *table.find(*number);
    EXPECT_EQ(row.stages.size(), delivery.told.size());
    EXPECT_TRUE(std::is_sorted(row.stages.begin(), row.stages.end(),
                               [](const LadderStage& a, const LadderStage& b) { return a.at < b.at; }));
    EXPECT_EQ(std::pair(row.state, row.reason), delivery.state());
    EXPECT_EQ(row.attempts, delivery.attempts());
  }
}

} // namespace
} // namespace pushscope
