#include "app/server/net/server_config.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

TEST(ServerConfig, ReadsAHeartbeatPolicy) {
  EXPECT_EQ(parseHeartbeat("30s/15s/3").value(), (HeartbeatPolicy{30s, 15s, 3}));
  EXPECT_EQ(parseHeartbeat("30/15/3").value(), (HeartbeatPolicy{30s, 15s, 3}));
  EXPECT_EQ(parseHeartbeat("500ms/250ms/2").value(), (HeartbeatPolicy{500ms, 250ms, 2}));
  EXPECT_EQ(heartbeatText({30s, 15s, 3}), "30s/15s/3");
}

TEST(ServerConfig, RefusesWhatIsNoPolicyOrOutOfBounds) {
  for (const char* text :
       {"", "30s", "30s/15s", "30s/15s/", "30s/15s/x", "30s/15s/3x", "a/15s/3", "30s/15s/3/4", "-1s/15s/3"})
    EXPECT_EQ(parseHeartbeat(text).error().code, ErrorCode::malformed) << text;
  for (const char* text : {"1ms/15s/3", "30s/1ms/3", "2h/15s/3", "30s/15s/0", "30s/15s/1000"})
    EXPECT_EQ(parseHeartbeat(text).error().code, ErrorCode::limit) << text;
}

} // namespace
} // namespace pushscope
