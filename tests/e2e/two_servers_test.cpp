#include "tests/support/program.h"
#include "tests/support/wait.h"

#include <gtest/gtest.h>

#include <csignal>

namespace pushscope {
namespace {

int online(const TestBed& bed) {
  int count = 0;
  for (const QJsonObject& session : bed.ctl({"sessions", "--json"}).objects())
    count += session["link"] == "online";
  return count;
}

// Source text: do not wait for a server that is dead; disconnect and connect to another one.
TEST(TwoServers, PhonesLeaveTheOneThatDiesForTheOther) {
  TestBed first(QStringLiteral("500ms/250ms/2")), second(QStringLiteral("500ms/250ms/2"));
  first.startFleet(50, {"--server", second.device()});
  ASSERT_TRUE(waitUntil([&] { return online(first) == 50; }));
  first.server().killHard();
  EXPECT_TRUE(waitUntil([&] { return online(second) == 50; }));
}

TEST(TwoServers, AndOneThatIsFrozenWhileItsConnectionsLive) {
  TestBed first(QStringLiteral("500ms/250ms/2")), second(QStringLiteral("500ms/250ms/2"));
  first.startFleet(50, {"--server", second.device()});
  ASSERT_TRUE(waitUntil([&] { return online(first) == 50; }));
  first.server().signal(SIGSTOP);
  EXPECT_TRUE(waitUntil([&] { return online(second) == 50; }));
  first.server().signal(SIGCONT);
}

} // namespace
} // namespace pushscope
