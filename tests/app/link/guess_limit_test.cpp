#include "app/link/guess_limit.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

class GuessLimitTest : public ::testing::Test {
 protected:
  GuessLimit limit;
  asio::ip::address here = asio::ip::make_address("192.0.2.1");

  static MonoTime at(Duration time) { return MonoTime(1h + time); }
};

TEST_F(GuessLimitTest, EachWrongTokenIsAnsweredLater) {
  std::vector<Duration> waits;
  for (int i = 0; i < 6; ++i)
    waits.push_back(limit.failed(here, at(0s)));
  EXPECT_EQ(waits, (std::vector<Duration>{100ms, 200ms, 400ms, 800ms, 1s, 1s}));
}

TEST_F(GuessLimitTest, TenWithinAMinuteBlockForAMinute) {
  for (int i = 0; i < 10; ++i) {
    EXPECT_FALSE(limit.isBlocked(here, at(i * 5s)));
    limit.failed(here, at(i * 5s));
  }
  EXPECT_TRUE(limit.isBlocked(here, at(45s)));
  EXPECT_TRUE(limit.isBlocked(here, at(45s + 60s - 1us)));
  EXPECT_FALSE(limit.isBlocked(here, at(45s + 60s)));
  EXPECT_FALSE(limit.isBlocked(asio::ip::make_address("192.0.2.2"), at(45s)));
}

TEST_F(GuessLimitTest, TenOverALongerTimeDoNot) {
  for (int i = 0; i < 100; ++i) {
    limit.failed(here, at(i * 7s));
    EXPECT_FALSE(limit.isBlocked(here, at(i * 7s)));
  }
}

TEST_F(GuessLimitTest, TriesDuringABlockDoNotProlongIt) {
  for (int i = 0; i < 10; ++i)
    limit.failed(here, at(0s));
  for (int i = 0; i < 59; ++i)
    limit.failed(here, at(i * 1s));
  EXPECT_FALSE(limit.isBlocked(here, at(60s)));
  EXPECT_EQ(limit.failed(here, at(60s)), Duration(100ms)) << "and then it starts over";
}

TEST_F(GuessLimitTest, ANetworkOfIpv6CountsAsOne) {
  for (int i = 0; i < 10; ++i)
    limit.failed(asio::ip::make_address("2001:db8:1:2::" + std::to_string(i + 1)), at(0s));
  EXPECT_TRUE(limit.isBlocked(asio::ip::make_address("2001:db8:1:2:ffff::9"), at(0s)));
  EXPECT_FALSE(limit.isBlocked(asio::ip::make_address("2001:db8:1:3::1"), at(0s)));
}

TEST_F(GuessLimitTest, AnIpv4AddressInsideIpv6IsThatAddress) {
  for (int i = 0; i < 10; ++i)
    limit.failed(asio::ip::make_address("::ffff:192.0.2.1"), at(0s));
  EXPECT_TRUE(limit.isBlocked(here, at(0s)));
  EXPECT_FALSE(limit.isBlocked(asio::ip::make_address("::ffff:192.0.2.2"), at(0s)));
}

TEST_F(GuessLimitTest, RemembersSoManyAndForgetsTheOldest) {
  for (int i = 0; i < 10; ++i)
    limit.failed(here, at(1s));
  const auto other = [](unsigned number) { return asio::ip::address(asio::ip::address_v4(0x0a00'0000u + number)); };
  limit.failed(other(0), at(0s));
  for (unsigned i = 1; i < GuessLimit::remembered; ++i)
    limit.failed(other(i), at(2s));
  EXPECT_TRUE(limit.isBlocked(here, at(3s)));
  EXPECT_EQ(limit.failed(other(0), at(3s)), Duration(100ms)) << "it was forgotten";
}

} // namespace
} // namespace pushscope
