#include "protocol/message/admin.h"
#include "protocol/message/fleet.h"
#include "protocol/message/telemetry.h"
#include "pushscope/v1/admin.pb.h"
#include "pushscope/v1/fleet.pb.h"
#include "pushscope/v1/telemetry.pb.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <string>

namespace pushscope {
namespace {

using google::protobuf::EnumDescriptor;

// "PHONE_ACTION_SWIPE_AWAY" → "swipe_away".
std::string nameOf(const google::protobuf::EnumValueDescriptor& value, const std::string& prefix) {
  std::string name(value.name());
  EXPECT_EQ(name.compare(0, prefix.size(), prefix), 0) << name;
  name.erase(0, prefix.size());
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return char(std::tolower(c)); });
  return name;
}

// Plain values are cast to generated ones and back, so they must be the same numbers under the same names.
template <class Enum>
void expectSame(const EnumDescriptor& published, const std::string& prefix, std::string_view (*plainName)(Enum)) {
  for (int i = 0; i < published.value_count(); ++i) {
    const auto& value = *published.value(i);
    EXPECT_EQ(plainName(static_cast<Enum>(value.number())), nameOf(value, prefix));
  }
}

// And none is missing at the end.
template <class Enum>
void expectSame(const EnumDescriptor& published, const std::string& prefix, std::string_view (*plainName)(Enum),
                size_t count) {
  expectSame(published, prefix, plainName);
  EXPECT_EQ(size_t(published.value_count()), count) << prefix;
  EXPECT_EQ(published.value(published.value_count() - 1)->number() + 1, int(count)) << prefix;
}

TEST(Enumerations, AreThoseOfTheContract) {
  expectSame(*v1::AppState_descriptor(), "APP_STATE_", appStateName, appStateCount);
  expectSame(*v1::LinkState_descriptor(), "LINK_STATE_", linkStateName, linkStateCount);
  expectSame(*v1::Side_descriptor(), "SIDE_", sideName, 3);
  expectSame(*v1::Cause_descriptor(), "CAUSE_", causeName, causeCount);
  expectSame(*v1::Reason_descriptor(), "REASON_", reasonName, reasonCount);
  expectSame(*v1::NoticeKind_descriptor(), "NOTICE_KIND_", noticeKindName, noticeKindCount);
  expectSame(*v1::PhoneAction_descriptor(), "PHONE_ACTION_", phoneActionName, phoneActionCount);
  expectSame(*v1::Stage_descriptor(), "STAGE_", stageName);
}

TEST(Enumerations, OfQueuesAreThoseOfTheContract) {
  EXPECT_EQ(int(QueueAction::cancel), int(v1::QUEUE_ACTION_CANCEL));
  EXPECT_EQ(int(QueueAction::postpone), int(v1::QUEUE_ACTION_POSTPONE));
  EXPECT_EQ(int(QueueAction::retryNow), int(v1::QUEUE_ACTION_RETRY_NOW));
  EXPECT_EQ(int(QueueAction::deadLetter), int(v1::QUEUE_ACTION_DEAD_LETTER));
  EXPECT_EQ(int(QueueAction::requeue), int(v1::QUEUE_ACTION_REQUEUE));
  EXPECT_EQ(int(QueueAction::purge), int(v1::QUEUE_ACTION_PURGE));
  EXPECT_EQ(v1::QueueAction_descriptor()->value_count(), 7);
}

TEST(Enumerations, OfSessionsAreThoseOfTheContract) {
  EXPECT_EQ(int(SessionAction::ping), int(v1::SESSION_ACTION_PING));
  EXPECT_EQ(int(SessionAction::kick), int(v1::SESSION_ACTION_KICK));
  EXPECT_EQ(int(SessionAction::heartbeat), int(v1::SESSION_ACTION_HEARTBEAT));
  EXPECT_EQ(v1::SessionAction_descriptor()->value_count(), 4);
}

} // namespace
} // namespace pushscope
