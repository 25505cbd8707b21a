#include "models/query/advice_text.h"
#include "protocol/base/random.h"
#include "tests/models/sample_world.h"
#include "tests/support/seed.h"

#include <QJsonArray>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;
using Basis = HeartbeatAdvice::Basis;

// Phones that are pinged after a silence, NATs that forget, and what a server tells of both.
class HeartbeatAdviceTest : public ::testing::Test {
 protected:
  SampleWorld sample;
  LinkId node = sample.addLink(LinkKind::node, "node-1");
  Random random{testSeed("HeartbeatAdvice")};
  uint32_t phones = 0;
  static constexpr HeartbeatPolicy policy{240s, 15s, 3};

  struct Phone {
    uint32_t handle;
    WallTime at; // of the last sign of life
  };
  Phone phone(AppState state = AppState::suspended) {
    ++phones;
    DeviceRecord record = sample.record(phones, "phone-" + std::to_string(phones));
    record.appState = state;
    sample.tell(node, record);
    Phone phone{phones, sample.now};
    beat(phone, 1s); // from here on it is known how long it is silent
    return phone;
  }
  void beat(Phone& phone, Duration after) {
    phone.at += after;
    Batch batch = sample.batchOf(node);
    batch.beats.push_back({{phone.handle}, phone.at, 20ms});
    sample.apply(std::move(batch));
  }
  // The server pings after this silence, and the NAT has forgotten the connection or not.
  void silence(Phone& phone, Duration after, Duration nat) {
    if (after <= nat)
      return beat(phone, after);
    phone.at += after;
    for (uint32_t miss = 1; miss <= policy.misses; ++miss) {
      Batch batch = sample.batchOf(node);
      batch.misses.push_back({{phone.handle}, phone.at + policy.timeout * miss, miss});
      const bool last = miss == policy.misses;
      batch.links.push_back({{phone.handle},
                             phone.at + policy.timeout * miss,
                             last ? LinkState::offline : LinkState::suspect,
                             last ? Closing{Side::server, ErrorCode::heartbeatLost, true} : Closing{}});
      sample.apply(std::move(batch));
    }
    phone = this->phone(AppState::suspended);
  }
  Duration between(Duration from, Duration to) {
    return from + Duration(int64_t(random.below(uint64_t((to - from).count()))));
  }
  HeartbeatAdvice advise(uint32_t wakes = 200) const {
    AdviceWish wish;
    wish.wakesADay = wakes;
    return adviseHeartbeat(sample.world.silences(), wish);
  }
};

TEST_F(HeartbeatAdviceTest, NatsThatForgetAfter300SecondsLimitTheIntervalBelowThat) {
  std::vector<Phone> all;
  for (int i = 0; i < 40; ++i)
    all.push_back(phone());
  for (int round = 0; round < 50; ++round)
    for (Phone& each : all)
      silence(each, between(20s, 420s), 300s);
  const HeartbeatAdvice advice = advise(); // 200 wakes a day: 432 s
  ASSERT_TRUE(advice.interval);
  EXPECT_EQ(advice.basis, Basis::limit);
  ASSERT_TRUE(advice.limit);
  EXPECT_GE(*advice.limit, 290s);
  // A bin that holds both counts as lost; one in which nobody died by chance reaches a little beyond.
  EXPECT_LE(*advice.limit, SilenceLog::lowerBound(SilenceLog::binOf(300s) + 1));
  EXPECT_LE(*advice.interval * 11 / 10, 290s) << "with its jitter it stays below";
  EXPECT_GE(*advice.interval, 230s);
  EXPECT_GT(advice.dead, 100u);
  EXPECT_EQ(advice.confidence, HeartbeatAdvice::Confidence::fair);
  EXPECT_GT(advice.wakesADay, 300u);
  const AdviceWish wish;
  EXPECT_TRUE(AdviceText(advice, wish).policy().endsWith("s/15s/3")) << AdviceText(advice, wish).policy().toStdString();
}

TEST_F(HeartbeatAdviceTest, WhatTheWakesAllowIsAdvisedIfItHolds) {
  std::vector<Phone> all;
  for (int i = 0; i < 40; ++i)
    all.push_back(phone());
  for (int round = 0; round < 40; ++round)
    for (Phone& each : all)
      silence(each, between(20s, 420s), 300s);
  const HeartbeatAdvice advice = advise(720); // 120 s
  EXPECT_EQ(advice.basis, Basis::wakes);
  EXPECT_EQ(advice.interval, 120s);
  EXPECT_EQ(advice.wakesADay, 720u);
  EXPECT_EQ(advice.foundAfter, 132s + 45s);
  ASSERT_TRUE(advice.mostLost);
  EXPECT_LT(*advice.mostLost, 0.02);
}

TEST_F(HeartbeatAdviceTest, WithTooFewObservationsItSaysSo) {
  Phone one = phone();
  for (int i = 0; i < 29; ++i)
    beat(one, 240s);
  EXPECT_EQ(advise().basis, Basis::tooFew);
  EXPECT_EQ(advise().interval, std::nullopt);
  EXPECT_TRUE(AdviceText(advise(), AdviceWish{}).sentence().contains("29 beats"));
  beat(one, 240s);
  EXPECT_NE(advise().basis, Basis::tooFew);
}

TEST_F(HeartbeatAdviceTest, WhatNobodyCanHaveSeenYetIsNotHeldAgainstAnInterval) {
  std::vector<Phone> all;
  for (int i = 0; i < 40; ++i)
    all.push_back(phone());
  for (Phone& each : all)
    beat(each, 12s);
  EXPECT_EQ(advise(360).basis, Basis::tooEarly);
  EXPECT_EQ(advise(360).interval, std::nullopt);
  EXPECT_GT(advise(360).watchFor, 500s);
  beat(all[0], 600s);
  EXPECT_NE(advise(360).basis, Basis::tooEarly);
}

TEST_F(HeartbeatAdviceTest, WhatNobodyTriedIsNotAdvised) {
  Phone one = phone();
  for (int i = 0; i < 300; ++i)
    beat(one, between(216s, 264s)); // 240 s, with jitter
  const HeartbeatAdvice advice = advise(100);
  EXPECT_EQ(advice.basis, Basis::untried);
  ASSERT_TRUE(advice.interval);
  EXPECT_GE(*advice.interval, 235s) << "what rules now was tried";
  EXPECT_LE(*advice.interval, 245s);
  ASSERT_TRUE(advice.intervalNow);
  EXPECT_NEAR(double(advice.intervalNow->count()), 240e6, 8e6);
  EXPECT_EQ(advice.limit, std::nullopt);
}

TEST_F(HeartbeatAdviceTest, WhereEverySilenceIsLongAndManyAreLostNoCauseIsClaimed) {
  std::vector<Phone> all;
  for (int i = 0; i < 40; ++i)
    all.push_back(phone());
  for (int round = 0; round < 10; ++round)
    for (size_t i = 0; i < all.size(); ++i)
      silence(all[i], between(216s, 264s), i % 3 == 0 ? 120s : 900s);
  EXPECT_EQ(advise().basis, Basis::unclear);
  EXPECT_EQ(advise().interval, std::nullopt);
}

// One world in some hundred looks by chance as if there were a limit.
TEST_F(HeartbeatAdviceTest, DeathsThatComeAtAnyTimeAreNoLimit) {
  int limits = 0;
  for (int world = 0; world < 5; ++world) {
    sample = SampleWorld();
    node = sample.addLink(LinkKind::node, "node-1");
    phones = 0;
    std::vector<Phone> all;
    for (int i = 0; i < 40; ++i)
      all.push_back(phone());
    for (int round = 0; round < 60; ++round)
      for (Phone& each : all)
        // A radio that fails once in an hour and a half of silence, whatever the heartbeat.
        if (const Duration after = between(20s, 420s); random.below(5400) < uint64_t(after / 1s))
          silence(each, after, 0s);
        else
          beat(each, after);
    const HeartbeatAdvice advice = advise();
    EXPECT_GT(advice.dead, 50u);
    EXPECT_EQ(advice.limit.has_value(), advice.basis == Basis::limit);
    limits += advice.limit.has_value();
  }
  EXPECT_LE(limits, 1);
}

TEST_F(HeartbeatAdviceTest, OfSeveralLimitsTheShortestRules) {
  std::vector<Phone> all;
  for (int i = 0; i < 60; ++i)
    all.push_back(phone());
  for (int round = 0; round < 60; ++round)
    for (size_t i = 0; i < all.size(); ++i)
      silence(all[i], between(20s, 420s), i % 4 == 0 ? 120s : 300s);
  const HeartbeatAdvice advice = advise();
  ASSERT_TRUE(advice.limit);
  EXPECT_NEAR(double(advice.limit->count()), 120e6, 6e6);
}

TEST_F(HeartbeatAdviceTest, AGapBetweenWhatHeldAndWhatDiedIsNotTaken) {
  Phone one = phone();
  for (int i = 0; i < 400; ++i)
    beat(one, 30s);
  for (int i = 0; i < 40; ++i) {
    Phone each = phone();
    silence(each, between(216s, 264s), 120s);
  }
  const HeartbeatAdvice advice = advise();
  ASSERT_TRUE(advice.interval);
  EXPECT_LE(*advice.interval, 30s) << "the NAT may forget anywhere between 30 s and 216 s";
}

TEST_F(HeartbeatAdviceTest, ASilenceInWhichSomethingElsePassedIsNotCounted) {
  Phone one = phone();
  const auto held = [&] { return advise().held; };
  const uint64_t before = held();
  beat(one, 100s);
  EXPECT_EQ(held(), before + 1);
  Batch push = sample.batchOf(node);
  push.queues.push_back({{one.handle}, 1});
  sample.apply(std::move(push));
  beat(one, 100s);
  EXPECT_EQ(held(), before + 1) << "a push";
  beat(one, 100s);
  EXPECT_EQ(held(), before + 2);
  sample.app(node, one.handle, AppState::foreground, Cause::user, one.at + 10s);
  beat(one, 100s);
  EXPECT_EQ(held(), before + 2) << "a person used it";
  beat(one, 100s);
  Batch ended = sample.batchOf(node);
  ended.links.push_back({{one.handle}, one.at + 50s, LinkState::offline, {Side::phone, ErrorCode::ok, false}});
  sample.apply(std::move(ended));
  sample.tell(node, sample.record(one.handle, "phone-" + std::to_string(one.handle)));
  beat(one, 100s);
  EXPECT_EQ(held(), before + 3) << "another connection";
  EXPECT_EQ(advise().dead, 0u) << "the phone's doing";
}

TEST_F(HeartbeatAdviceTest, OnlyAFleetKnowsTheNetworkAndItIsKeptApart) {
  const LinkId fleet = sample.addLink(LinkKind::fleet, "fleet");
  DeviceRecord record = sample.record(1, "phone-1");
  record.network.cellular = true;
  sample.tell(fleet, record);
  Phone known = phone(), unknown = phone();
  for (int i = 0; i < 40; ++i) {
    beat(known, 60s);
    beat(unknown, 90s);
  }
  AdviceWish wish;
  wish.network = NetworkPath::cellular;
  EXPECT_EQ(adviseHeartbeat(sample.world.silences(), wish).held, 40u);
  wish.network = NetworkPath::unknown;
  EXPECT_EQ(adviseHeartbeat(sample.world.silences(), wish).held, 40u);
  wish.network = NetworkPath::wifi;
  EXPECT_EQ(adviseHeartbeat(sample.world.silences(), wish).held, 0u);
}

TEST_F(HeartbeatAdviceTest, TheSilenceBeforeADeathEndsWithThePingThatNobodyAnswered) {
  Phone one = phone();
  silence(one, 200s, 100s); // found dead 245 s after the last sign of life
  const HeartbeatAdvice advice = advise();
  ASSERT_EQ(advice.dead, 1u);
  ASSERT_EQ(advice.evidence.back().dead, 1u);
  EXPECT_LE(advice.evidence.back().from, 200s);
  EXPECT_GT(advice.evidence.back().to, 200s);
}

TEST_F(HeartbeatAdviceTest, EveryBasisHasItsWordsAndItsLines) {
  for (int i = 0; i < 4; ++i) {
    Phone one = phone();
    for (int n = 0; n < 30; ++n)
      beat(one, between(216s, 264s));
  }
  AdviceWish wish;
  for (const Basis basis :
       {Basis::tooFew, Basis::tooEarly, Basis::unclear, Basis::wakes, Basis::limit, Basis::untried}) {
    HeartbeatAdvice advice = adviseHeartbeat(sample.world.silences(), wish);
    advice.basis = basis;
    advice.limit = 300s;
    if (basis == Basis::tooFew || basis == Basis::tooEarly || basis == Basis::unclear)
      advice.interval.reset();
    const AdviceText text(advice, wish);
    EXPECT_FALSE(text.sentence().isEmpty());
    EXPECT_FALSE(text.sentence().contains('%')) << text.sentence().toStdString();
    EXPECT_EQ(text.deviceLine().isEmpty(), !advice.interval);
    EXPECT_EQ(text.change().isEmpty(), !advice.interval);
    EXPECT_EQ(text.json()["interval_s"].isNull(), !advice.interval);
    EXPECT_FALSE(text.json()["evidence"].toArray().isEmpty());
  }
}

} // namespace
} // namespace pushscope
