#include "app/server/net/server_config.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

TEST(ServerConfig, BeginsWithTheDesignsFigures) {
  const CoreConfig core = ServerConfig().core;
  EXPECT_EQ(core.heartbeat, (HeartbeatPolicy{30s, 15s, 3}));
  EXPECT_EQ(core.backgroundHeartbeat, (HeartbeatPolicy{240s, 15s, 3}));
  EXPECT_EQ(core.timeToLive, 24h);
  EXPECT_EQ(core.longestTimeToLive, 7 * 24h);
  EXPECT_EQ(core.sessionKept, 300s);
  EXPECT_TRUE(core.guardsWakes);
  EXPECT_EQ(core.backlog.retry, Backlog::Retry::classic);
  EXPECT_EQ(core.backlog.worstCase(), 180s);
  EXPECT_EQ(core.backlog.capacity, 1000u);
}

TEST(ServerConfig, ReadsARetryPolicyByItsName) {
  EXPECT_EQ(parseRetry("classic").value(), Backlog::Retry::classic);
  EXPECT_EQ(parseRetry("reconnect").value(), Backlog::Retry::reconnect);
  for (const char* text : {"", "Classic", "never"}) {
    EXPECT_EQ(parseRetry(text).error().code, ErrorCode::usage) << text;
    EXPECT_NE(parseRetry(text).error().detail.find("classic, reconnect"), std::string::npos) << text;
  }
}

TEST(ServerConfig, ReadsACollectionAndItsSize) {
  CoreConfig core;
  EXPECT_TRUE(parseCollection("friends=50", core).ok());
  EXPECT_TRUE(parseCollection("members=1000", core).ok());
  ASSERT_EQ(core.collections.size(), 2u);
  EXPECT_EQ(core.collections["friends"].items, 50u);
  EXPECT_EQ(core.collections["members"].items, 1'000u);
}

TEST(ServerConfig, RefusesWhatIsNoCollectionOrTooMuch) {
  CoreConfig core;
  const std::string longName(maxCollectionName + 1, 'x');
  for (const std::string& text :
       {std::string(), std::string("friends"), std::string("=5"), std::string("friends="), std::string("friends=-1"),
        std::string("friends=5x"), std::string("friends=1001"), longName + "=5"}) {
    const Status status = parseCollection(text, core);
    ASSERT_FALSE(status.ok()) << text;
    EXPECT_EQ(status.error().code, ErrorCode::usage);
    EXPECT_NE(status.error().detail.find("--collection " + text), std::string::npos);
  }
  EXPECT_TRUE(core.collections.empty());
  for (size_t i = 0; i < maxCollections; ++i)
    EXPECT_TRUE(parseCollection("c" + std::to_string(i) + "=1", core).ok());
  EXPECT_FALSE(parseCollection("oneMore=1", core).ok());
}

} // namespace
} // namespace pushscope
