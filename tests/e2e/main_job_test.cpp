#include "tests/support/files.h"
#include "tests/support/program.h"
#include "tests/support/wait.h"

#include <QFile>
#include <QJsonArray>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

size_t onlineCount(const QList<QJsonObject>& sessions) {
  size_t count = 0;
  for (const QJsonObject& session : sessions)
    count += session["link"] == "online";
  return count;
}

bool waitOnline(TestBed& bed, size_t phones) {
  return waitUntil([&] { return onlineCount(bed.ctl({"sessions", "--json"}).objects()) == phones; }, 60'000);
}

TEST(MainJob, AThousandPhonesAreListedWithPlausibleRoundTrips) {
  TestBed bed(QStringLiteral("30s/15s/3"));
  bed.startFleet(1000, {"--seed", "7"});
  ASSERT_TRUE(waitOnline(bed, 1000));
  // The first round trip comes with the hello, not with the first beat half a minute later.
  QList<QJsonObject> sessions;
  const auto unmeasured = [&] {
    size_t count = 0;
    for (const QJsonObject& session : sessions = bed.ctl({"sessions", "--json"}).objects())
      count += session["round_trip_ms"].isNull();
    return count;
  };
  ASSERT_TRUE(waitUntil([&] { return unmeasured() == 0; }));
  ASSERT_EQ(sessions.size(), 1000);
  for (const QJsonObject& session : sessions) {
    const double roundTrip = session["round_trip_ms"].toDouble();
    // Profiles put 2 ms to 230 ms on the way there and back; the rest is this machine's own delay.
    EXPECT_GT(roundTrip, 1.9) << session["device"].toString().toStdString();
    EXPECT_LT(roundTrip, 15'000) << session["device"].toString().toStdString();
    EXPECT_LE(std::abs(session["clock_offset_ms"].toDouble()), 5000 + session["clock_error_ms"].toDouble() + 100);
  }
}

TEST(MainJob, APushIsAcknowledgedAndItsLadderIsOrdered) {
  TestBed bed;
  bed.startFleet(20);
  ASSERT_TRUE(waitOnline(bed, 20));
  const auto push = bed.ctl({"push", "--device", "phone-0003", "--payload", R"({"alert":"hi"})", "--wait", "--json"});
  ASSERT_EQ(push.exitCode, 0) << push.errors.toStdString();
  ASSERT_EQ(push.objects().size(), 1);
  const QJsonObject ladder = push.objects().first();
  EXPECT_EQ(ladder["device"], "phone-0003");
  EXPECT_EQ(ladder["state"], "acknowledged");
  EXPECT_EQ(ladder["attempts"], 1);
  QStringList serverStages, phoneStages;
  double last = 0;
  for (const QJsonValue& value : ladder["ladder"].toArray()) {
    const QJsonObject stageObject = value.toObject();
    EXPECT_GE(stageObject["since_start_ms"].toDouble(), last);
    last = stageObject["since_start_ms"].toDouble();
    (stageObject["source"] == "server" ? serverStages : phoneStages) << stageObject["stage"].toString();
  }
  EXPECT_EQ(serverStages, (QStringList{"composed", "accepted", "routed", "written", "acknowledged"}));
  phoneStages.sort();
  EXPECT_EQ(phoneStages, (QStringList{"handled", "shown", "woken"}));

  const auto trace = bed.ctl({"trace", ladder["uuid"].toString(), "--json"});
  ASSERT_EQ(trace.exitCode, 0) << trace.errors.toStdString();
  EXPECT_EQ(trace.objects().first()["ladder"].toArray().size(), ladder["ladder"].toArray().size());
}

TEST(MainJob, APushToManyDevicesNamesThoseThatAreUnknown) {
  TestBed bed;
  bed.startFleet(3);
  ASSERT_TRUE(waitOnline(bed, 3));
  const auto push = bed.ctl({"push", "--device", "phone-0001", "--device", "nobody", "--device", "phone-0002",
                             "--payload", "{}", "--wait", "--json"});
  EXPECT_EQ(push.exitCode, 4);
  EXPECT_EQ(push.objects().size(), 2);
  EXPECT_TRUE(push.errors.contains("nobody is not known to this server")) << push.errors.toStdString();
}

TEST(MainJob, WatchTellsOfEachDelivery) {
  TestBed bed;
  bed.startFleet(2);
  ASSERT_TRUE(waitOnline(bed, 2));
  Program watch(QStringLiteral("pushctl"),
                {"--server", bed.admin(), "--token-file", bed.tokenFile(), "watch", "--for", "60s", "--json"});
  QByteArray seen;
  // It may still be connecting, so pushes are sent until one of them is told.
  ASSERT_TRUE(waitUntil([&] {
    bed.ctl({"push", "--device", "phone-0001", "--payload", "{}"});
    return (seen = watch.output()).contains("acknowledged");
  }));
  EXPECT_TRUE(seen.contains("\"device\":\"phone-0001\""));
}

TEST(MainJob, ExitCodesAreWhatScriptsCountOn) {
  TestBed bed;
  EXPECT_EQ(bed.ctl({"sessions"}).exitCode, 0);
  EXPECT_EQ(bed.ctl({"no-such-command"}).exitCode, 2);
  EXPECT_EQ(bed.ctl({"push", "--device", "a", "--payload", "{"}).exitCode, 2);
  EXPECT_EQ(bed.ctl({"trace", "x"}).exitCode, 2);
  EXPECT_EQ(bed.ctl({"trace", "01a1fc51-e41a-7dba-8f23-30673ba5ffb9"}).exitCode, 4);
  EXPECT_EQ(bed.ctl({"sessions", "--filter", "no_such_column:x"}).exitCode, 2);

  Program noServer(QStringLiteral("pushctl"), {"--server", "127.0.0.1:1", "--token-file", bed.tokenFile(), "sessions"});
  EXPECT_EQ(noServer.waitExit(), 3);
  EXPECT_TRUE(noServer.log().contains("cannot be reached"));
  Program noToken(QStringLiteral("pushctl"),
                  {"--server", bed.admin(), "--token-file", bed.path("missing"), "sessions"});
  EXPECT_EQ(noToken.waitExit(), 6);
  const QString wrong = writeFile(bed.path("wrong"), "guess\n");
  Program wrongToken(QStringLiteral("pushctl"), {"--server", bed.admin(), "--token-file", wrong, "sessions"});
  EXPECT_EQ(wrongToken.waitExit(), 4);
  EXPECT_TRUE(wrongToken.log().contains("does not accept this token"));
}

TEST(MainJob, AConfigurationFileSetsWhatFlagsSet) {
  QTemporaryDir folder;
  QFile config(folder.filePath("node.toml"));
  ASSERT_TRUE(config.open(QIODevice::WriteOnly));
  config.write(("device-listen = \"127.0.0.1:0\"\nadmin-listen = \"127.0.0.1:0\"\ntoken-file = \"" +
                folder.filePath("token") + "\"\nnode = \"from-file\"\n")
                   .toUtf8());
  config.close();
  Program node(QStringLiteral("pushnode"), {"--config", config.fileName()});
  EXPECT_FALSE(node.waitReady().isEmpty()) << node.log().toStdString();
  EXPECT_TRUE(waitUntil([&] { return node.log().contains("node from-file"); }));

  ASSERT_TRUE(config.open(QIODevice::Append));
  config.write("no-such-setting = 1\n");
  config.close();
  Program broken(QStringLiteral("pushnode"), {"--config", config.fileName()});
  EXPECT_EQ(broken.waitExit(), 2);
  EXPECT_TRUE(broken.log().contains("no-such-setting")) << broken.log().toStdString();
}

} // namespace
} // namespace pushscope
