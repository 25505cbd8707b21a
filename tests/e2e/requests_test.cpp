#include "tests/support/files.h"
#include "tests/support/program.h"
#include "tests/support/wait.h"

#include <QSet>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

// What pushctl asks of a server and of a fleet, and what becomes of it.
class Requests : public ::testing::Test {
 protected:
  TestBed bed;

  void SetUp() override {
    bed.startFleet(3, {"--profile", "desktop"});
    ASSERT_TRUE(waitUntil([&] { return linkOf("phone-0003") == "online"; }));
  }
  QString linkOf(const QString& device) {
    for (const QJsonObject& session : bed.ctl({"sessions", "--json"}).objects())
      if (session["device"] == device)
        return session["link"].toString();
    return {};
  }
  Outcome phone(const QStringList& action, const QString& device = "phone-0001") {
    return bed.ctl(QStringList{"--fleet", bed.control(), "--fleet-token-file", bed.fleetTokenFile(), "fleet", "do"} +
                   action + QStringList{"--device", device});
  }
  // A push to a phone that cannot be reached: it waits.
  QString waitingPush() {
    EXPECT_EQ(phone({"airplane", "--value", "on"}).exitCode, 0);
    EXPECT_TRUE(waitUntil([&] { return linkOf("phone-0001") == "offline"; }));
    const auto push = bed.ctl({"push", "--device", "phone-0001", "--payload", "{}", "--json"});
    EXPECT_EQ(push.exitCode, 0) << push.errors.toStdString();
    return push.objects().value(0)["uuid"].toString();
  }
  QString stateOf(const QString& uuid) {
    return bed.ctl({"trace", uuid, "--json"}).objects().value(0)["state"].toString();
  }
};

TEST_F(Requests, ASeriesIsSentInItsTimeFilledAndJudged) {
  const QString list = bed.path("devices.txt");
  writeFile(list, "# of the lab\nphone-0002\n");
  const auto series =
      bed.ctl({"push", "--device", "phone-0001", "--device-file", list, "--payload",
               R"({"to": "{{device}}", "n": {{n}}, "hello": "{{name}}"})", "--set", "name=Anna", "--repeat", "3",
               "--every", "50ms", "--collapse-key", "score", "--expect", "acknowledged within 20s", "--json"});
  EXPECT_EQ(series.exitCode, 0) << series.errors.toStdString();
  QSet<QString> pushes;
  int accepted = 0, kept = 0;
  for (const QJsonObject& line : series.objects()) {
    if (line["state"] == "accepted") {
      ++accepted;
      pushes << line["uuid"].toString();
    }
    kept += line["kept"].toInt();
  }
  EXPECT_EQ(accepted, 6);
  EXPECT_EQ(pushes.size(), 6) << "each has its own payload, so each is a push";
  EXPECT_EQ(kept, 6);

  const auto refused = [&](const QStringList& flags, int code, const char* words) {
    const auto outcome = bed.ctl(QStringList{"push", "--device", "phone-0001"} + flags);
    EXPECT_EQ(outcome.exitCode, code) << outcome.errors.toStdString();
    EXPECT_TRUE(outcome.errors.contains(words)) << outcome.errors.toStdString();
  };
  refused({"--payload", "\"{{who}}\""}, 2, "{{who}} has no value");
  refused({"--payload", "{}", "--repeat", "0"}, 2, "no number of times");
  refused({"--payload", "{}", "--repeat", "100", "--every", "1s"}, 2, "--timeout");
  refused({"--payload", "{}", "--repeat", "300", "--every", "10ms", "--expect", "no resend"}, 2, "in parts");
  refused({"--payload", "{}", "--device-file", bed.path("none")}, 6, "none");
}

TEST_F(Requests, APushThatWaitsIsCancelledOnce) {
  const QString uuid = waitingPush();
  const auto outcome = bed.ctl({"queue", "cancel", uuid, "--json"});
  EXPECT_EQ(outcome.exitCode, 0) << outcome.errors.toStdString();
  EXPECT_EQ(outcome.objects().value(0)["changed"].toInt(), 1);
  EXPECT_EQ(stateOf(uuid), "cancelled");
  EXPECT_EQ(bed.ctl({"queue", "cancel", uuid}).exitCode, 4) << "it is final";
}

TEST_F(Requests, APushThatIsPostponedComesLater) {
  const QString uuid = waitingPush();
  const auto outcome = bed.ctl({"queue", "postpone", uuid, "--device", "phone-0001", "--until", "3s"});
  EXPECT_EQ(outcome.exitCode, 0) << outcome.errors.toStdString();
  EXPECT_EQ(stateOf(uuid), "held");
  EXPECT_EQ(phone({"airplane", "--value", "off"}).exitCode, 0);
  EXPECT_TRUE(waitUntil([&] {
    const auto all = bed.ctl({"trace", uuid, "--json"}).objects();
    return std::any_of(all.begin(), all.end(), [](const auto& d) { return d["state"] == "acknowledged"; });
  }));
}

TEST_F(Requests, TheAccountsOfDevicesAreTouched) {
  const auto outcome =
      bed.ctl({"touch", "--device", "phone-0001", "--device", "phone-0002", "--collection", "friends", "--json"});
  EXPECT_EQ(outcome.exitCode, 0) << outcome.errors.toStdString();
  EXPECT_EQ(outcome.objects().value(0)["changed"].toInt(), 2);
  EXPECT_EQ(bed.ctl({"touch", "--device", "nobody", "--collection", "friends"}).exitCode, 4);
}

TEST_F(Requests, PhonesDoWhatTheyAreTold) {
  EXPECT_EQ(phone({"crash"}).exitCode, 0);
  EXPECT_TRUE(waitUntil([&] { return linkOf("phone-0001") == "offline"; }));
  EXPECT_EQ(phone({"crash"}, "nobody").exitCode, 4);
}

TEST_F(Requests, WhatMakesNoSenseIsASentence) {
  struct Case {
    QStringList arguments;
    const char* words;
  };
  const QString fleet = bed.control();
  const std::vector<Case> cases{
      {{"queue", "cancel", "x"}, "not the id of a push"},
      {{"queue", "postpone", "01a1fc84-3b97-78ec-9318-42d296cb65a9", "--until", "soon"}, "not a duration"},
      {{"--fleet", fleet, "fleet", "do", "dance", "--device", "phone-0001"}, "is no action"},
      {{"--fleet", fleet, "fleet", "do", "loss", "--device", "phone-0001", "--value", "30"}, "a percentage"},
      {{"--fleet", fleet, "fleet", "do", "fetch", "--device", "phone-0001"}, "needs --text"},
      {{"fleet", "do", "crash", "--device", "phone-0001"}, "--fleet is needed"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.words);
    const auto outcome = bed.ctl(c.arguments);
    EXPECT_EQ(outcome.exitCode, 2);
    EXPECT_TRUE(outcome.errors.contains(c.words)) << outcome.errors.toStdString();
  }
}

} // namespace
} // namespace pushscope
