#include "protocol/message/device_query.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

DeviceRecord phone() {
  DeviceRecord record;
  record.device = "qa-phone-7";
  record.profile = "ios-voip";
  record.client = "app 2.1";
  record.address = "127.0.0.1:5000";
  record.link = LinkState::online;
  record.appState = AppState::suspended;
  record.tags = {"beta", "beijing"};
  return record;
}

bool fits(const std::string& query) {
  return DeviceQuery::parse(query).value().matches(phone());
}

TEST(DeviceQuery, ComparesEachField) {
  for (const char* query : {"device:qa-phone-7", "profile:ios-voip", "address:127.0.0.1:5000", "tag:beta",
                            "tag:beijing", "link:online", "app:suspended"})
    EXPECT_TRUE(fits(query)) << query;
  for (const char* query : {"device:qa-phone", "profile:ios", "tag:bet", "link:offline", "app:woken"})
    EXPECT_FALSE(fits(query)) << query;
}

TEST(DeviceQuery, ContainsNegatesAndJoins) {
  EXPECT_TRUE(fits("device~phone"));
  EXPECT_TRUE(fits("device~"));
  EXPECT_TRUE(fits("client~2.1 -tag:gamma  link:online"));
  EXPECT_FALSE(fits("client~2.1 -tag:beta"));
  EXPECT_FALSE(fits("tag~bei link:suspect"));
}

TEST(DeviceQuery, NamesTheTermThatIsWrong) {
  const auto errorOf = [](const std::string& query) { return DeviceQuery::parse(query).error(); };
  EXPECT_EQ(errorOf(""), (Error{ErrorCode::malformed, "query"}));
  EXPECT_EQ(errorOf("   "), (Error{ErrorCode::malformed, "query"}));
  EXPECT_EQ(errorOf("device:a colour:red"), (Error{ErrorCode::malformed, "colour:red"}));
  EXPECT_EQ(errorOf("phone"), (Error{ErrorCode::malformed, "phone"}));
  std::string many;
  for (int i = 0; i < 17; ++i)
    many += "tag:" + std::to_string(i) + " ";
  EXPECT_EQ(errorOf(many), (Error{ErrorCode::malformed, "tag:16"}));
}

} // namespace
} // namespace pushscope
