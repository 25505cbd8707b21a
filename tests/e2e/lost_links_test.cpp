#include "tests/support/program.h"
#include "tests/support/wait.h"

#include <QElapsedTimer>

#include <gtest/gtest.h>

#include <csignal>

namespace pushscope {
namespace {

constexpr int phones = 100;

int countOf(const QList<QJsonObject>& sessions, const char* link, const char* reason = nullptr) {
  int count = 0;
  for (const QJsonObject& session : sessions)
    count += session["link"] == link && (!reason || session["last_disconnect"] == reason);
  return count;
}

class LostLinks : public ::testing::Test {
 protected:
  TestBed bed{QStringLiteral("1s/3s/2")};

  void SetUp() override {
    bed.startFleet(phones);
    ASSERT_TRUE(waitUntil([&] { return countOf(sessions(), "online") == phones; }));
  }
  QList<QJsonObject> sessions() { return bed.ctl({"sessions", "--json"}).objects(); }
};

TEST_F(LostLinks, AFleetThatIsKilledIsOfflineAtOnceAndSaidToHaveLeftWithoutGoodbye) {
  bed.fleet().killHard();
  ASSERT_TRUE(waitUntil([&] {
    return countOf(sessions(), "offline", "closed by the phone's side without goodbye") == phones;
  })) << "and not by the heartbeat, which would say so";
}

TEST_F(LostLinks, AFleetThatEndsInGoodOrderSaysGoodbye) {
  bed.fleet().terminate();
  EXPECT_EQ(bed.fleet().waitExit(), 0);
  ASSERT_TRUE(
      waitUntil([&] { return countOf(sessions(), "offline", "closed by the phone's side with goodbye") == phones; }));
}

// The whole point of an application heartbeat: the kernel of a stopped process keeps its connections and answers TCP.
TEST_F(LostLinks, AFleetThatIsStoppedIsSuspectAndThenDeadByHeartbeatWhileTcpSaysItLives) {
  bed.fleet().signal(SIGSTOP);
  QElapsedTimer since;
  since.start();
  ASSERT_TRUE(waitUntil([&] { return countOf(sessions(), "suspect") == phones; }));
  ASSERT_TRUE(waitUntil([&] { return countOf(sessions(), "offline", "closed by the server: heartbeat") == phones; }));
  // Dead at interval + misses x timeout = 7 s after the last beat, which came up to an interval before the stop.
  EXPECT_GE(since.elapsed(), 5900);
  bed.fleet().signal(SIGCONT);
  ASSERT_TRUE(waitUntil([&] { return countOf(sessions(), "online") == phones; }))
      << "and when it goes on, it comes back";
}

TEST_F(LostLinks, APushToAPhoneThatIsGoneWaitsAndIsDeliveredWhenItIsBack) {
  bed.fleet().killHard();
  ASSERT_TRUE(waitUntil([&] { return countOf(sessions(), "offline") == phones; }));
  const auto push = bed.ctl({"push", "--device", "phone-0001", "--payload", "{}", "--json"});
  ASSERT_EQ(push.exitCode, 0);
  const QString uuid = push.objects().first()["uuid"].toString();
  EXPECT_EQ(bed.ctl({"trace", uuid, "--json"}).objects().first()["state"], "queued");
  bed.startFleet(phones);
  ASSERT_TRUE(waitUntil([&] {
    return bed.ctl({"trace", uuid, "--json"}).objects().first()["state"] == "acknowledged";
  }));
}

// As when the host slept: afterwards all that happened seems long ago, and nobody is to blame.
TEST_F(LostLinks, AHostThatStoodStillForgivesInsteadOfEndingEverySession) {
  bed.fleet().signal(SIGSTOP);
  bed.server().signal(SIGSTOP);
  QElapsedTimer since;
  since.start();
  // Longer than the 7 s in which a silent session is declared dead.
  waitUntil([&] { return since.elapsed() > 8500; });
  bed.server().signal(SIGCONT);
  bed.fleet().signal(SIGCONT);
  // A beat from each phone after that: connections have been tried by fire.
  ASSERT_TRUE(waitUntil([&] { return since.elapsed() > 10'500; }));
  ASSERT_TRUE(waitUntil([&] { return countOf(sessions(), "online") == phones; }));
  for (const QJsonObject& session : sessions())
    EXPECT_EQ(session["connects"].toInt(), 1) << session["device"].toString().toStdString();
}

} // namespace
} // namespace pushscope
