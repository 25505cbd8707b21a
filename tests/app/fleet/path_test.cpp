#include "app/fleet/network/path.h"

#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <vector>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

// One path between a phone and its server, of which the test plays both.
class PathTest : public ::testing::Test {
 protected:
  PathTest() { traits.shortestDelay = traits.longestDelay = 50ms; }
  void open() {
    path.emplace(traits, random);
    path->opened(now);
  }
  static Path::Frame frame(uint32_t number, size_t bytes = 0) {
    Path::Frame frame;
    frame.header.serial = number;
    frame.body = Bytes(bytes);
    return frame;
  }
  bool down(uint32_t number, size_t bytes = 0) { return path->down(frame(number, bytes), now, random); }
  void up(uint8_t number) { path->up(Bytes{number}, now, random); }
  // When each frame comes out at the phone, and which it is.
  struct Came {
    uint32_t number;
    MonoTime at;
  };
  std::vector<Came> arrivals() {
    std::vector<Came> came;
    while (path->deadline() != never) {
      now = std::max(now, path->deadline());
      while (auto frame = path->takeDown(now))
        came.push_back({*frame ? (*frame)->header.serial : 0, now});
      while (auto frame = path->takeUp(now))
        came.push_back({*frame ? (**frame)[0] : 0u, now});
    }
    return came;
  }
  // How long one frame takes that is sent now.
  Duration passage() {
    const MonoTime sent = now;
    if (!down(1))
      return endless;
    return arrivals().at(0).at - sent;
  }

  Random random{testSeed("path")};
  NetworkTraits traits;
  MonoTime now{1h};
  std::optional<Path> path;
};

TEST_F(PathTest, AFrameTakesThePathsDelayAndItsJitter) {
  traits.shortestDelay = 20ms, traits.longestDelay = 80ms;
  Duration shortest = endless, longest{};
  for (int i = 0; i < 1000; ++i) {
    open();
    const Duration first = passage();
    EXPECT_EQ(passage(), first) << "the greater part stays";
    shortest = std::min(shortest, first), longest = std::max(longest, first);
  }
  EXPECT_GE(shortest, 20ms);
  EXPECT_LT(shortest, 22ms);
  EXPECT_LE(longest, 80ms);
  EXPECT_GT(longest, 78ms);
  traits.jitter = 10ms;
  open();
  path->setDelay(50ms);
  Duration least = endless, most{};
  for (int i = 0; i < 1000; ++i) {
    const Duration took = passage();
    least = std::min(least, took), most = std::max(most, took);
  }
  EXPECT_GE(least, 50ms);
  EXPECT_LT(least, 51ms);
  EXPECT_LE(most, 60ms);
  EXPECT_GT(most, 59ms);
}

TEST_F(PathTest, WhateverTheNetworkDoesFramesComeInOrder) {
  traits.jitter = 200ms;
  traits.lossPerMillion = 300'000;
  traits.reorderPerMillion = 300'000;
  open();
  for (uint32_t i = 1; i <= 200; ++i) {
    ASSERT_TRUE(down(i));
    up(uint8_t(i));
    now += 1ms;
  }
  uint32_t lastDown = 0, downs = 0;
  for (const Came& came : arrivals())
    if (came.number == lastDown + 1)
      lastDown = came.number, ++downs;
  EXPECT_EQ(downs, 200u) << "every frame, once, in order";
}

TEST_F(PathTest, LossOnlyDelaysByTimeoutsThatDoubleFrom200Milliseconds) { // RFC 6298
  traits.lossPerMillion = 500'000;
  open();
  std::vector<Duration> steps;
  Duration total = 0s;
  for (Duration timeout = 200ms; steps.size() < 15; timeout = std::min<Duration>(timeout * 2, 120s)) {
    steps.push_back(total);
    total += timeout;
  }
  std::vector<int> seen(steps.size());
  for (int i = 0; i < 4000; ++i) {
    const Duration took = passage();
    if (took == endless) { // lost fifteen times: one in 32,768
      open();
      continue;
    }
    const Duration extra = took - 50ms;
    const auto step = std::find(steps.begin(), steps.end(), extra);
    ASSERT_NE(step, steps.end()) << extra.count();
    ++seen[size_t(step - steps.begin())];
  }
  EXPECT_NEAR(seen[0], 2000, 200) << "half of them at once";
  EXPECT_NEAR(seen[1], 1000, 150) << "a quarter with the first repetition: 200 ms";
  EXPECT_NEAR(seen[2], 500, 120) << "an eighth with the second: 600 ms";
}

TEST_F(PathTest, TcpGivesUpAfterFifteenTries) {
  traits.lossPerMillion = 1'000'000;
  open();
  EXPECT_FALSE(down(1));
  EXPECT_EQ(path->lost(), Reason::halfOpen);
  EXPECT_FALSE(path->noticed()) << "of which nobody is told";
  EXPECT_TRUE(arrivals().empty());
  traits.lossPerMillion = 0;
  EXPECT_FALSE(down(2)) << "for good";
  path->opened(now);
  EXPECT_TRUE(down(3)) << "until there is another connection";
}

TEST_F(PathTest, ReorderingDelaysAndNothingElse) {
  traits.reorderPerMillion = 1'000'000;
  open();
  Duration most{};
  for (int i = 0; i < 500; ++i)
    most = std::max(most, passage());
  EXPECT_LE(most, 150ms);
  EXPECT_GT(most, 140ms);
}

TEST_F(PathTest, ANatForgetsAfterItsTimeOfSilence) {
  traits.natTimeout = 300s;
  open();
  now += 300s;
  EXPECT_TRUE(down(1));
  now += 300s; // counts from the last packet in either direction
  up(2);
  EXPECT_EQ(path->lost(), Reason::none);
  EXPECT_EQ(arrivals().size(), 2u);
  now += 300s;
  EXPECT_FALSE(down(3));
  EXPECT_EQ(path->lost(), Reason::natExpired);
  EXPECT_TRUE(path->flags().blackHole);
  EXPECT_FALSE(path->takeReset()) << "silently";
  EXPECT_FALSE(path->noticed());
  up(4);
  EXPECT_TRUE(arrivals().empty());
}

TEST_F(PathTest, ANatThatResetsSaysSoOnce) {
  traits.natTimeout = 300s;
  traits.natResets = true;
  open();
  now += 300s + 1us;
  up(1);
  EXPECT_EQ(path->lost(), Reason::natExpired);
  EXPECT_TRUE(path->takeReset());
  EXPECT_FALSE(path->takeReset());
}

TEST_F(PathTest, AirplaneModeEndsTheConnectionAndThePhoneKnows) {
  open();
  up(1);
  EXPECT_TRUE(path->setAirplane(true));
  EXPECT_EQ(path->lost(), Reason::airplane);
  EXPECT_TRUE(path->noticed());
  EXPECT_FALSE(path->usable(false));
  EXPECT_EQ(path->obstacle(), Reason::airplane);
  EXPECT_EQ(path->flags(), (Network{true, true, true, true}));
  EXPECT_FALSE(down(2));
  EXPECT_FALSE(path->setAirplane(false)) << "nothing new is lost";
  EXPECT_EQ(path->lost(), Reason::airplane) << "and what was lost does not come back";
  EXPECT_TRUE(path->usable(false));
}

TEST_F(PathTest, WifiIsPreferredAndItsLossEndsAConnectionThatUsedIt) {
  open();
  EXPECT_FALSE(path->setCellular(false)) << "it was not in use";
  EXPECT_TRUE(path->setWifi(false));
  EXPECT_EQ(path->lost(), Reason::noNetwork);
  EXPECT_EQ(path->obstacle(), Reason::noNetwork);
  path->opened(now); // without a network
  EXPECT_FALSE(path->usable(false));
  EXPECT_TRUE(path->setWifi(true)) << "it was of no network";
  path->opened(now);
  EXPECT_FALSE(path->setCellular(true));
  EXPECT_TRUE(path->usable(true));
}

TEST_F(PathTest, SwitchingNetworksEndsTheConnectionEachTime) {
  open();
  for (int i = 0; i < 4; ++i) {
    EXPECT_TRUE(path->switchNetwork());
    EXPECT_EQ(path->lost(), Reason::noNetwork);
    EXPECT_TRUE(path->noticed());
    EXPECT_TRUE(path->usable(false)) << "the other one is there";
    EXPECT_EQ(path->usable(true), i % 2 == 1);
    path->opened(now);
    EXPECT_EQ(path->lost(), Reason::none);
  }
}

TEST_F(PathTest, HalfOpenNothingPassesAndNobodyIsTold) {
  open();
  ASSERT_TRUE(down(1));
  path->lose(Reason::halfOpen);
  EXPECT_FALSE(down(2));
  up(3);
  EXPECT_FALSE(path->noticed());
  EXPECT_TRUE(path->flags().blackHole);
  const auto came = arrivals();
  ASSERT_EQ(came.size(), 1u) << "what was under way already still comes";
  EXPECT_EQ(came[0].number, 1u);
  path->closed();
  path->lose(Reason::halfOpen);
  EXPECT_EQ(path->lost(), Reason::none) << "there was no connection to lose";
}

TEST_F(PathTest, ASlowReaderTakesSoManyBytesASecond) {
  traits.slowReaderBytes = 1024;
  open();
  const MonoTime sent = now;
  for (uint32_t i = 1; i <= 10; ++i)
    ASSERT_TRUE(down(i, 1024 - headerBytes));
  EXPECT_EQ(path->incoming(), 10u);
  const auto came = arrivals();
  ASSERT_EQ(came.size(), 10u);
  for (uint32_t i = 0; i < 10; ++i)
    EXPECT_EQ(came[i].at, sent + 50ms + (i + 1) * 1s);
  EXPECT_EQ(path->incoming(), 0u);
}

TEST_F(PathTest, TheEndComesBehindWhatWasSent) {
  open();
  ASSERT_TRUE(down(1));
  ASSERT_TRUE(path->down(std::nullopt, now, random));
  up(2);
  path->up(std::nullopt, now, random);
  const auto came = arrivals();
  ASSERT_EQ(came.size(), 4u);
  EXPECT_EQ(came[0].number, 1u);
  EXPECT_EQ(came[1].number, 0u);
  EXPECT_EQ(came[2].number, 2u);
  EXPECT_EQ(came[3].number, 0u);
}

TEST_F(PathTest, ANewConnectionBeginsWithNothingOfTheOldOne) {
  open();
  ASSERT_TRUE(down(1));
  up(2);
  path->lose(Reason::natExpired);
  path->opened(now);
  EXPECT_EQ(path->lost(), Reason::none);
  EXPECT_TRUE(arrivals().empty());
}

} // namespace
} // namespace pushscope
