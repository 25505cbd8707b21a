#include "app/fleet/lifecycle/notification_centre.h"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

namespace pushscope {
namespace {

using namespace std::chrono_literals;
using Style = NotificationCentre::Style;

const WallTime wall{1'000'000s};

// What fires from now on, and when.
std::vector<Duration> firesAfter(NotificationCentre& centre, MonoTime start) {
  std::vector<Duration> fires;
  while (centre.deadline() != never) {
    const MonoTime due = centre.deadline();
    EXPECT_FALSE(centre.tick({due - 1us, wall}));
    EXPECT_TRUE(centre.tick({due, wall}));
    fires.push_back(due - start);
  }
  return fires;
}

// Claim 12: "up to 128" is wrong for every version that could be checked.
TEST(NotificationCentre, Keeps64PendingAndDropsTheRestWithoutAWord) {
  NotificationCentre centre({}, Style::banner);
  for (uint32_t i = 1; i <= 64; ++i) {
    const Notice notice = centre.schedule(MonoTime(i * 1min), wall);
    EXPECT_EQ(notice.kind, NoticeKind::scheduled);
    EXPECT_EQ(notice.pending, i);
  }
  for (uint32_t i = 65; i <= 128; ++i) {
    const Notice notice = centre.schedule(MonoTime(i * 1min), wall);
    EXPECT_EQ(notice.kind, NoticeKind::dropped);
    EXPECT_EQ(notice.reason, Reason::notificationLimit);
    EXPECT_EQ(notice.pending, 64u);
  }
  EXPECT_EQ(firesAfter(centre, {}).size(), 64u);
}

TEST(NotificationCentre, TheOldInterfaceKeepsThoseThatFireSoonest) {
  NotificationCentre centre({3, false}, Style::banner);
  for (const Duration fires : {50min, 10min, 40min, 20min, 30min, 60min})
    (void)centre.schedule(MonoTime(fires), wall);
  EXPECT_EQ(firesAfter(centre, {}), (std::vector<Duration>{10min, 20min, 30min}));
}

TEST(NotificationCentre, TheNewInterfaceKeepsThoseThatWereAddedLast) {
  NotificationCentre centre({3, true}, Style::banner);
  for (const Duration fires : {50min, 10min, 40min, 20min, 30min, 60min})
    (void)centre.schedule(MonoTime(fires), wall);
  EXPECT_EQ(firesAfter(centre, {}), (std::vector<Duration>{20min, 30min, 60min}));
}

TEST(NotificationCentre, WithoutALimitNothingIsDropped) {
  NotificationCentre centre({0, false}, Style::banner);
  for (int i = 1; i <= 500; ++i)
    EXPECT_EQ(centre.schedule(MonoTime(i * 1min), wall).kind, NoticeKind::scheduled);
  EXPECT_EQ(centre.pending(), 500u);
}

TEST(NotificationCentre, OneThatIsFiredNowIsNotCounted) {
  NotificationCentre centre({}, Style::banner);
  for (int i = 1; i <= 64; ++i)
    (void)centre.schedule(MonoTime(i * 1min), wall);
  const Notice notice = centre.post({}, wall);
  EXPECT_EQ(notice.kind, NoticeKind::banner);
  EXPECT_EQ(notice.pending, 64u) << "and takes nobody's place";
  EXPECT_EQ(centre.schedule(MonoTime(1h), wall).kind, NoticeKind::dropped);
}

TEST(NotificationCentre, OneThatHasFiredMakesRoom) {
  NotificationCentre centre({2, false}, Style::banner);
  (void)centre.schedule(MonoTime(1min), wall);
  (void)centre.schedule(MonoTime(2min), wall);
  const auto fired = centre.tick({MonoTime(1min), wall + 1min});
  ASSERT_TRUE(fired);
  EXPECT_EQ(fired->kind, NoticeKind::banner);
  EXPECT_EQ(fired->at, wall + 1min);
  EXPECT_EQ(fired->pending, 1u);
  EXPECT_EQ(centre.schedule(MonoTime(3min), wall).kind, NoticeKind::scheduled);
}

TEST(NotificationCentre, ShowsAsTheUserHasChosen) {
  NotificationCentre centre({}, Style::banner);
  EXPECT_EQ(centre.post({}, wall).kind, NoticeKind::banner);
  centre.setStyle(Style::alert);
  EXPECT_EQ(centre.post({}, wall).kind, NoticeKind::alert);
  centre.setStyle(Style::none);
  const Notice nothing = centre.post({}, wall);
  EXPECT_EQ(nothing.kind, NoticeKind::suppressed);
  EXPECT_EQ(nothing.reason, Reason::alertsOff);
  EXPECT_EQ(nothing.badge, 2u) << "what is not shown is not counted";
  EXPECT_EQ(centre.inApp(wall).kind, NoticeKind::inApp) << "an app in front draws it by itself";
}

TEST(NotificationCentre, AScheduledOneFiresAsTheUserHasChosenThen) {
  NotificationCentre centre({}, Style::alert);
  (void)centre.schedule(MonoTime(1min), wall);
  centre.setStyle(Style::none);
  const auto fired = centre.tick({MonoTime(1min), wall});
  ASSERT_TRUE(fired);
  EXPECT_EQ(fired->kind, NoticeKind::suppressed);
}

TEST(NotificationCentre, TheBadgeCountsWhatIsShownUntilTheAppIsOpened) {
  NotificationCentre centre({}, Style::banner);
  for (uint32_t i = 1; i <= 3; ++i)
    EXPECT_EQ(centre.post({}, wall).badge, i);
  EXPECT_EQ(centre.inApp(wall).badge, 3u);
  centre.opened();
  EXPECT_EQ(centre.badge(), 0u);
  EXPECT_EQ(centre.post({}, wall).badge, 1u);
}

TEST(NotificationCentre, TheSameIdentifierReplaces) {
  NotificationCentre centre({}, Style::banner);
  EXPECT_EQ(centre.post("score", wall).kind, NoticeKind::banner);
  const Notice again = centre.post("score", wall);
  EXPECT_EQ(again.kind, NoticeKind::replaced);
  EXPECT_EQ(again.badge, 1u) << "it is one notification still";
  EXPECT_EQ(centre.post("weather", wall).badge, 2u);
  EXPECT_EQ(centre.post({}, wall).kind, NoticeKind::banner) << "none replaces nothing";
  EXPECT_EQ(centre.post({}, wall).kind, NoticeKind::banner);
}

} // namespace
} // namespace pushscope
