#include "protocol/message/fleet.h"
#include "protocol/message/telemetry.h"

#include <gtest/gtest.h>

#include <set>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

constexpr Stage allStages[] = {Stage::composed,  Stage::accepted,  Stage::routed,       Stage::written,
                               Stage::woken,     Stage::handled,   Stage::acknowledged, Stage::shown,
                               Stage::notShown,  Stage::duplicate, Stage::mediaReady,   Stage::queued,
                               Stage::retrying,  Stage::held,      Stage::offline,      Stage::expired,
                               Stage::cancelled, Stage::dead,      Stage::evicted};

TEST(StageName, DiffersForEveryStage) {
  std::set<std::string_view> names{stageName(Stage::unknown)};
  for (Stage stage : allStages)
    EXPECT_TRUE(names.insert(stageName(stage)).second) << stageName(stage);
}

TEST(StageName, CallsAValueOfANewerPeerUnknown) {
  EXPECT_EQ(stageName(static_cast<Stage>(200)), "unknown");
}

TEST(Stage, IsNeverBothWaitingAndFinal) {
  for (Stage stage : allStages)
    EXPECT_FALSE(isWaiting(stage) && isFinal(stage)) << stageName(stage);
}

TEST(Stage, FiveAreFinal) {
  std::set<std::string_view> final;
  for (Stage stage : allStages)
    if (isFinal(stage))
      final.insert(stageName(stage));
  EXPECT_EQ(final, (std::set<std::string_view>{"acknowledged", "expired", "cancelled", "dead", "evicted"}));
}

TEST(Stage, FourAreWaiting) {
  std::set<std::string_view> waiting;
  for (Stage stage : allStages)
    if (isWaiting(stage))
      waiting.insert(stageName(stage));
  EXPECT_EQ(waiting, (std::set<std::string_view>{"queued", "retrying", "held", "offline"}));
}

TEST(StateNames, AreThoseOfTheContract) {
  EXPECT_EQ(appStateName(AppState::foreground), "foreground");
  EXPECT_EQ(appStateName(AppState::background), "background");
  EXPECT_EQ(appStateName(AppState::suspended), "suspended");
  EXPECT_EQ(appStateName(AppState::woken), "woken");
  EXPECT_EQ(appStateName(AppState::handler), "handler");
  EXPECT_EQ(appStateName(AppState::terminated), "terminated");
  EXPECT_EQ(linkStateName(LinkState::online), "online");
  EXPECT_EQ(linkStateName(LinkState::suspect), "suspect");
  EXPECT_EQ(linkStateName(LinkState::offline), "offline");
  EXPECT_EQ(sideName(Side::server), "server");
  EXPECT_EQ(sideName(Side::phone), "phone");
}

// Each of the first `count` has a name of its own, made of what may stand in a column id or a scenario file; and what a
// newer peer may say is called as the first.
template <class Enum>
void expectNames(size_t count, std::string_view (*nameOf)(Enum)) {
  std::set<std::string_view> names;
  for (size_t i = 0; i < count; ++i) {
    const std::string_view name = nameOf(static_cast<Enum>(i));
    EXPECT_FALSE(name.empty()) << i;
    EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string_view::npos) << name;
    EXPECT_TRUE(names.insert(name).second) << name;
  }
  for (size_t i = count; i < 256; ++i)
    EXPECT_EQ(nameOf(static_cast<Enum>(i)), nameOf(Enum{})) << i;
}

TEST(Names, DifferWithinEveryEnumeration) {
  expectNames(appStateCount, appStateName);
  expectNames(linkStateCount, linkStateName);
  expectNames(3, sideName);
  expectNames(causeCount, causeName);
  expectNames(reasonCount, reasonName);
  expectNames(noticeKindCount, noticeKindName);
  expectNames(phoneActionCount, phoneActionName);
}

TEST(PhoneActionName, IsReadBack) {
  for (size_t i = 0; i < phoneActionCount; ++i) {
    const auto action = static_cast<PhoneAction>(i);
    EXPECT_EQ(phoneActionFromName(phoneActionName(action)), action);
  }
  for (std::string_view none : {"", "Foreground", "swipe-away", "swipe_away ", "nothing"})
    EXPECT_EQ(phoneActionFromName(none), PhoneAction::unknown) << none;
}

TEST(Network, IsKeptInItsBits) {
  for (uint32_t bits = 0; bits < 16; ++bits)
    EXPECT_EQ(networkBits(networkOf(bits)), bits);
  EXPECT_EQ(networkBits({false, true, false, true}), 10u);
  EXPECT_EQ(networkOf(0xfffffff2), (Network{false, true, false, false}));
}

TEST(HeartbeatPolicy, OfTheSourceTextsEndsAfterSeventyFiveSeconds) {
  EXPECT_EQ(HeartbeatPolicy{}.deadAfter(), 75s);
}

TEST(HeartbeatPolicy, IsCheckedAtItsLimits) {
  EXPECT_TRUE(checkPolicy({}).ok());
  EXPECT_TRUE(checkPolicy({100ms, 100ms, 1}).ok());
  EXPECT_TRUE(checkPolicy({1800s, 1800s, 100}).ok());
}

TEST(HeartbeatPolicy, IsRefusedWithTheNameOfTheField) {
  EXPECT_EQ(checkPolicy({99ms, 15s, 3}).error(), (Error{ErrorCode::limit, "heartbeat interval"}));
  EXPECT_EQ(checkPolicy({1801s, 15s, 3}).error(), (Error{ErrorCode::limit, "heartbeat interval"}));
  EXPECT_EQ(checkPolicy({30s, 0s, 3}).error(), (Error{ErrorCode::limit, "heartbeat timeout"}));
  EXPECT_EQ(checkPolicy({30s, 1801s, 3}).error(), (Error{ErrorCode::limit, "heartbeat timeout"}));
  EXPECT_EQ(checkPolicy({30s, 15s, 0}).error(), (Error{ErrorCode::limit, "heartbeat misses"}));
  EXPECT_EQ(checkPolicy({30s, 15s, 101}).error(), (Error{ErrorCode::limit, "heartbeat misses"}));
  EXPECT_FALSE(checkPolicy({-1s, 15s, 3}).ok());
}

} // namespace
} // namespace pushscope
