#include "protocol/machine/wake_budget.h"

#include "protocol/base/random.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <deque>

namespace pushscope {
namespace {

using namespace std::chrono_literals;
using For = WakeBudget::For;

constexpr MonoTime at(Duration d) {
  return MonoTime(d);
}
constexpr For everyKind[] = {For::normal, For::high, For::heartbeat};

Sleep voip() {
  return {true, 15, 300s, 10s};
}

// So many resumes, ten seconds apart from zero on.
WakeBudget after(uint32_t resumes, const Sleep& sleep) {
  WakeBudget budget(sleep);
  for (uint32_t i = 0; i < resumes; ++i)
    EXPECT_TRUE(budget.wrote(at(i * 10s)));
  return budget;
}

TEST(WakeBudget, WithoutALimitAllowsEverything) {
  WakeBudget budget;
  for (int i = 0; i < 1000; ++i) {
    EXPECT_TRUE(budget.wrote(at(i * 8s)));
    for (For kind : everyKind)
      ASSERT_EQ(budget.allowed(kind, at(i * 8s)), at(i * 8s));
  }
  budget.told(4711, at(1h));
  EXPECT_EQ(budget.resumes(at(1h)), 0u);
}

TEST(WakeBudget, CountsAResumeOnceTheAppSleepsAgain) {
  WakeBudget budget(voip());
  EXPECT_TRUE(budget.wrote(at(0s)));
  EXPECT_FALSE(budget.wrote(at(3s)));
  EXPECT_FALSE(budget.wrote(at(WakeBudget::grace)));
  // Bytes do not make an app run longer: the time counts from the resume.
  EXPECT_TRUE(budget.wrote(at(WakeBudget::grace + 1us)));
  EXPECT_EQ(budget.resumes(at(9s)), 2u);
}

TEST(WakeBudget, BelievesAShorterBudget) {
  WakeBudget budget({true, 15, 300s, 2s});
  EXPECT_TRUE(budget.wrote(at(0s)));
  EXPECT_FALSE(budget.wrote(at(2s)));
  EXPECT_TRUE(budget.wrote(at(2s + 1us)));
}

TEST(WakeBudget, AllowsTheTenThreeAndOneOf9Wire) {
  for (uint32_t resumes = 0; resumes <= 15; ++resumes) {
    WakeBudget budget = after(resumes, voip());
    const MonoTime now = at(160s);
    EXPECT_EQ(budget.allowed(For::normal, now) == now, resumes <= 10) << resumes;
    EXPECT_EQ(budget.allowed(For::high, now) == now, resumes <= 13) << resumes;
    EXPECT_EQ(budget.allowed(For::heartbeat, now) == now, resumes <= 14) << resumes;
  }
}

TEST(WakeBudget, SaysWhenEnoughHaveLeftTheWindow) {
  WakeBudget budget = after(13, voip());
  const MonoTime now = at(130s);
  EXPECT_EQ(budget.resumes(now), 13u);
  EXPECT_EQ(budget.allowed(For::normal, now), at(328s)); // those of 0, 10 and 20 s, and what they may stand for
  EXPECT_GT(budget.allowed(For::normal, at(328s) - 1us), at(327s));
  EXPECT_EQ(budget.allowed(For::normal, at(328s)), at(328s));
  EXPECT_EQ(budget.resumes(at(320s)), 10u);
  EXPECT_EQ(budget.resumes(at(420s)), 0u);
}

TEST(WakeBudget, BytesAreFreeWhileTheAppRuns) {
  WakeBudget budget = after(15, voip());
  EXPECT_EQ(budget.allowed(For::normal, at(141s)), at(141s));
  EXPECT_EQ(budget.allowed(For::heartbeat, at(148s)), at(308s));
}

TEST(WakeBudget, KeepsTheLastForTheHeartbeatWhateverTheLimit) {
  for (uint32_t limit = 1; limit <= WakeBudget::mostResumes; ++limit)
    for (uint32_t resumes = 0; resumes <= limit; ++resumes) {
      WakeBudget budget({true, limit, 24h, 10s});
      if (resumes > 0)
        budget.told(resumes - 1, at(0s));
      const bool normal = budget.allowed(For::normal, at(0s)) == at(0s);
      const bool high = budget.allowed(For::high, at(0s)) == at(0s);
      EXPECT_EQ(normal, resumes == 0 || (resumes <= limit * 2 / 3 && resumes + 2 <= limit)) << limit << ' ' << resumes;
      EXPECT_EQ(high, resumes == 0 || resumes + 2 <= limit) << limit << ' ' << resumes;
      EXPECT_EQ(budget.allowed(For::heartbeat, at(0s)) == at(0s), resumes < limit) << limit << ' ' << resumes;
    }
}

TEST(WakeBudget, IsCorrectedByThePhone) {
  WakeBudget budget = after(3, voip());
  budget.told(13, at(60s)); // and the one that brought it
  EXPECT_EQ(budget.resumes(at(60s)), 14u);
  EXPECT_EQ(budget.allowed(For::high, at(60s)), at(308s));
  EXPECT_EQ(budget.allowed(For::normal, at(60s)), at(368s)); // those that were not seen are thought to be the latest
  budget.told(0, at(70s));
  EXPECT_EQ(budget.resumes(at(70s)), 1u);
  EXPECT_EQ(budget.resumes(at(359s)), 1u);
  EXPECT_EQ(budget.resumes(at(360s)), 0u);
}

TEST(WakeBudget, WhatAPhoneClaimsCostsNoMemory) {
  WakeBudget budget({true, 0xffff'ffff, 24h * 40, 1ms});
  budget.told(0xffff'ffff, at(0s));
  EXPECT_LE(budget.resumes(at(0s)), WakeBudget::mostResumes + 1);
  for (int i = 0; i < 10'000; ++i)
    budget.wrote(at(i * 1s));
  EXPECT_LE(budget.resumes(at(10'000s)), WakeBudget::mostResumes + 1);
}

TEST(WakeBudget, AnotherLimitRulesAtOnce) {
  WakeBudget budget = after(12, voip());
  budget.set({true, 6, 300s, 10s});
  EXPECT_LE(budget.resumes(at(120s)), 7u);
  EXPECT_GT(budget.allowed(For::heartbeat, at(120s)), at(120s));
  budget.set({});
  EXPECT_EQ(budget.allowed(For::normal, at(120s)), at(120s));
}

// 6-trust TC6, seen from the server: whoever asks before each write never wakes a phone sixteen times in 300 s, though
// its app runs for anything from 8 to 10 s.
TEST(WakeBudget, WhoAsksBeforeEachWriteNeverReachesTheLimit) {
  Random random(testSeed("WakeBudget.WhoAsksBeforeEachWrite"));
  for (int round = 0; round < 200; ++round) {
    WakeBudget budget(voip());
    std::deque<MonoTime> resumes; // the truth
    MonoTime runsUntil = MonoTime::min(), now{};
    for (int i = 0; i < 2000; ++i) {
      now += random.between(0s, random.chance(100'000) ? 120s : 12s);
      const MonoTime allowed = budget.allowed(everyKind[random.below(3)], now);
      ASSERT_GE(allowed, now);
      if (random.below(2) == 0)
        now = allowed;
      if (allowed > now)
        continue;
      budget.wrote(now);
      if (now <= runsUntil)
        continue;
      runsUntil = now + random.between(8s, 10s);
      resumes.push_back(now);
      while (resumes.front() + 300s <= now)
        resumes.pop_front();
      ASSERT_LE(resumes.size(), size_t{15});
    }
  }
}

} // namespace
} // namespace pushscope
