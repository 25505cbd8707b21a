#include "tests/support/files.h"
#include "tests/support/program.h"
#include "tests/support/wait.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QJsonDocument>

#include <csignal>

namespace pushscope {
namespace {

// What a server keeps when it dies, and how it goes down in good order.
class Durability : public ::testing::Test {
 protected:
  QString push(TestBed& bed, const QString& device) {
    const auto outcome = bed.ctl({"push", "--device", device, "--payload", "{\"alert\":\"kept\"}", "--json"});
    EXPECT_EQ(outcome.exitCode, 0) << outcome.errors.toStdString();
    return outcome.objects().value(0)["uuid"].toString();
  }
  QJsonObject lastOf(TestBed& bed, const QString& uuid) {
    const QList<QJsonObject> all = bed.ctl({"trace", uuid, "--json"}).objects();
    return all.isEmpty() ? QJsonObject() : all.last();
  }
  // Known to the server, and gone.
  void phoneThatLeft(TestBed& bed) {
    bed.startFleet(1, {"--profile", "desktop"});
    ASSERT_TRUE(waitUntil([&] {
      const auto sessions = bed.ctl({"sessions", "--json"}).objects();
      return sessions.size() == 1 && sessions[0]["link"] == "online";
    }));
    bed.fleet().killHard();
    ASSERT_TRUE(waitUntil([&] { return bed.ctl({"sessions", "--json"}).objects().value(0)["link"] == "offline"; }));
  }
};

TEST_F(Durability, WhatWasAcceptedIsDeliveredAfterTheServerWasKilled) {
  TestBed bed;
  phoneThatLeft(bed);
  const QString first = push(bed, "phone-0001");
  const QString second = push(bed, "phone-0001");
  bed.server().killHard();
  bed.restartServer();

  const auto queue = bed.ctl({"queue", "list", "--json"}).objects();
  ASSERT_EQ(queue.size(), 2);
  EXPECT_EQ(queue[0]["uuid"].toString(), first);
  EXPECT_EQ(queue[0]["device"].toString(), "phone-0001");
  EXPECT_EQ(bed.ctl({"sessions", "--json"}).objects().value(0)["waiting"].toInt(), 2);
  const auto peeked = bed.ctl({"queue", "peek", first, "--device", "phone-0001"});
  EXPECT_EQ(peeked.output.trimmed(), "{\"alert\":\"kept\"}") << peeked.errors.toStdString();

  bed.startFleet(1, {"--profile", "desktop"});
  for (const QString& uuid : {first, second})
    EXPECT_TRUE(waitUntil([&] { return lastOf(bed, uuid)["state"] == "acknowledged"; })) << uuid.toStdString();
}

TEST_F(Durability, TheReceiptAndWhatPeopleDidOutliveTheServer) {
  TestBed bed;
  phoneThatLeft(bed);
  const QString uuid = push(bed, "phone-0001");
  EXPECT_EQ(bed.ctl({"queue", "dead-letter", uuid}).exitCode, 0);
  EXPECT_EQ(bed.ctl({"tag", "--device", "phone-0001", "--add", "kept"}).exitCode, 0);
  bed.server().terminate();
  EXPECT_EQ(bed.server().waitExit(), 0);
  bed.restartServer();

  EXPECT_EQ(lastOf(bed, uuid)["state"].toString(), "dead");
  const auto dead = bed.ctl({"queue", "dead", "--json"}).objects();
  ASSERT_EQ(dead.size(), 1);
  EXPECT_EQ(dead[0]["uuid"].toString(), uuid);
  const auto audit = bed.ctl({"audit", "--json"}).objects();
  ASSERT_EQ(audit.size(), 3);
  EXPECT_EQ(audit[0]["action"].toString(), "inject");
  EXPECT_EQ(audit[0]["uuid"].toString(), uuid);
  EXPECT_EQ(audit[1]["action"].toString(), "dead_letter");
  EXPECT_EQ(audit[1]["affected"].toInt(), 1);
  EXPECT_EQ(audit[2]["action"].toString(), "tag");
  EXPECT_EQ(audit[2]["who"].toString(), "admin");
  const auto history = bed.ctl({"history", "--device", "phone-0001", "--json"}).objects();
  ASSERT_EQ(history.size(), 1);

  // The dead letter can be sent again, to a tag that was kept.
  bed.startFleet(1, {"--profile", "desktop"});
  EXPECT_EQ(bed.ctl({"queue", "requeue", uuid, "--device", "phone-0001"}).exitCode, 0);
  EXPECT_TRUE(waitUntil([&] { return lastOf(bed, uuid)["state"] == "acknowledged"; }));
  const auto tagged = bed.ctl({"push", "--tag", "kept", "--payload", "{}", "--wait"});
  EXPECT_EQ(tagged.exitCode, 0) << tagged.errors.toStdString();
}

TEST_F(Durability, APurgeNeedsTheRightCount) {
  TestBed bed;
  phoneThatLeft(bed);
  for (int i = 0; i < 3; ++i)
    push(bed, "phone-0001");
  const auto wrong = bed.ctl({"queue", "purge", "--expect", "2"});
  EXPECT_EQ(wrong.exitCode, 4);
  EXPECT_TRUE(wrong.errors.contains("3 wait now")) << wrong.errors.toStdString();
  EXPECT_EQ(bed.ctl({"queue", "list", "--json"}).objects().size(), 3);
  EXPECT_EQ(bed.ctl({"queue", "purge", "--expect", "3"}).exitCode, 0);
  EXPECT_EQ(bed.ctl({"queue", "list", "--json"}).objects().size(), 0);
}

TEST_F(Durability, ASecondServerDoesNotTouchTheFileOfTheFirst) {
  TestBed bed("500ms/2s/2", {"--store", "sqlite"});
  Program second(QStringLiteral("pushnode"), {"--token-file", bed.tokenFile(), "--node", "stage", "--device-listen",
                                              "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"});
  EXPECT_EQ(second.waitExit(), 6);
  EXPECT_TRUE(second.log().contains("stage.db")) << second.log().toStdString();
}

TEST_F(Durability, AFileThatIsNoDatabaseIsLeftAlone) {
  TestBed bed;
  const QByteArray content(5000, 'x');
  const QString path = writeFile(bed.path("broken.db"), content);
  Program node(QStringLiteral("pushnode"), {"--token-file", bed.tokenFile(), "--device-listen", "127.0.0.1:0",
                                            "--admin-listen", "127.0.0.1:0", "--store", "sqlite:" + path});
  EXPECT_EQ(node.waitExit(), 6);
  EXPECT_TRUE(node.log().contains(path.toUtf8())) << node.log().toStdString();
  EXPECT_EQ(contentOf(path), content);
}

TEST_F(Durability, SeveralShardsServeTheSamePhonesAndKeepTheSameFile) {
  TestBed bed("500ms/2s/2", {"--shards", "4"});
  bed.startFleet(40, {"--profile", "desktop"});
  const auto online = [&] {
    const auto sessions = bed.ctl({"sessions", "--json"}).objects();
    return std::count_if(sessions.begin(), sessions.end(), [](const auto& s) { return s["link"] == "online"; }) == 40;
  };
  ASSERT_TRUE(waitUntil(online));
  const auto all = bed.ctl({"push", "--query", "profile:desktop", "--payload", "{}", "--wait", "--json"});
  EXPECT_EQ(all.exitCode, 0) << all.errors.toStdString();
  EXPECT_EQ(all.objects().size(), 40);
  bed.fleet().killHard();
  ASSERT_TRUE(waitUntil([&] {
    const auto sessions = bed.ctl({"sessions", "--json"}).objects();
    return std::all_of(sessions.begin(), sessions.end(), [](const auto& s) { return s["link"] == "offline"; });
  }));
  EXPECT_EQ(bed.ctl({"push", "--query", "device~phone", "--payload", "{}"}).exitCode, 0);
  bed.server().killHard();
  bed.restartServer();
  EXPECT_EQ(bed.ctl({"queue", "list", "--json"}).objects().size(), 40);
  bed.startFleet(40, {"--profile", "desktop"});
  EXPECT_TRUE(waitUntil([&] { return bed.ctl({"queue", "list", "--json"}).objects().isEmpty(); }));
}

// ---- Roles

TEST_F(Durability, ARoleMayDoWhatItMayAndNothingElse) {
  TestBed bed;
  phoneThatLeft(bed);
  const QString uuid = push(bed, "phone-0001");
  const auto tokenFor = [&](const QString& role) {
    const auto added = bed.ctl({"token", "add", role + "-1", "--role", role});
    EXPECT_EQ(added.exitCode, 0) << added.errors.toStdString();
    return writeFile(bed.path(role), added.output);
  };
  const QString viewer = tokenFor("viewer"), worker = tokenFor("operator");
  const auto as = [&](const QString& file, const QStringList& arguments) {
    return bed.ctl(QStringList{"--token-file", file} + arguments).exitCode;
  };
  const QList<QStringList> looks{{"sessions"}, {"queue", "list"}, {"queue", "dead"}, {"history"}, {"trace", uuid}};
  const QList<QStringList> acts{
      {"audit"},
      {"push", "--device", "phone-0001", "--payload", "{}"},
      {"queue", "peek", uuid, "--device", "phone-0001"},
      {"queue", "postpone", uuid, "--until", "1h"},
      {"queue", "retry", uuid},
      {"touch", "--device", "phone-0001", "--collection", "friends"},
      {"tag", "--device", "phone-0001", "--add", "x"},
      {"session", "heartbeat", "--device", "phone-0001", "--foreground", "30s/15s/3", "--background", "240s/15s/3"},
      {"queue", "cancel", uuid}};
  const QList<QStringList> rules{{"token", "list"},
                                 {"token", "add", "mallory", "--role", "admin"},
                                 {"token", "remove", "viewer-1"},
                                 {"queue", "purge", "--expect", "1"}};
  for (const QStringList& look : looks) {
    EXPECT_EQ(as(viewer, look), 0) << look.join(' ').toStdString();
    EXPECT_EQ(as(worker, look), 0) << look.join(' ').toStdString();
  }
  for (const QStringList& act : acts)
    EXPECT_EQ(as(viewer, act), 4) << act.join(' ').toStdString();
  for (const QStringList& act : acts)
    EXPECT_EQ(as(worker, act), 0) << act.join(' ').toStdString();
  for (const QStringList& rule : rules) {
    EXPECT_EQ(as(viewer, rule), 4) << rule.join(' ').toStdString();
    EXPECT_EQ(as(worker, rule), 4) << rule.join(' ').toStdString();
  }

  // What was refused is in the audit log, with the name of the token.
  const auto audit = bed.ctl({"audit", "--json"}).objects();
  const auto refused = std::count_if(audit.begin(), audit.end(), [](const auto& entry) {
    return entry["who"] == "viewer-1" && entry["outcome"] == "forbidden";
  });
  EXPECT_EQ(refused, acts.size() + rules.size());

  EXPECT_EQ(bed.ctl({"token", "remove", "viewer-1"}).exitCode, 0);
  EXPECT_EQ(as(viewer, {"sessions"}), 4) << "the token counts no more";
}

// ---- Going down

TEST_F(Durability, AServerThatGoesDownWaitsForAcknowledgementsAndTakesNothingNew) {
  TestBed bed("500ms/2s/2", {"--drain", "30s"});
  bed.startFleet(1, {"--profile", "desktop", "--set", "acknowledge_delay=1s"});
  ASSERT_TRUE(waitUntil([&] { return bed.ctl({"sessions", "--json"}).objects().value(0)["link"] == "online"; }));
  const QString uuid = push(bed, "phone-0001");
  bed.server().terminate();
  ASSERT_TRUE(waitUntil([&] { return bed.server().log().contains("going down"); }));
  EXPECT_EQ(bed.server().waitExit(), 0);
  bed.restartServer();
  EXPECT_EQ(lastOf(bed, uuid)["state"].toString(), "acknowledged");
}

// ---- Metrics

TEST_F(Durability, MetricsAndHealthAreReadByHttp) {
  TestBed bed;
  Program node(QStringLiteral("pushnode"),
               {"--token-file", bed.path("other-token"), "--device-listen", "127.0.0.1:0", "--admin-listen",
                "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0", "--log", "json"});
  const QString metrics = node.waitReady()["metrics"].toString();
  ASSERT_FALSE(metrics.isEmpty());
  const QByteArray page = httpGet(metrics, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_TRUE(page.startsWith("HTTP/1.1 200 OK")) << page.toStdString();
  EXPECT_TRUE(page.contains("\npushnode_connections 0\n"));
  EXPECT_TRUE(page.contains("pushnode_deliveries_total{stage=\"acknowledged\"} 0"));
  EXPECT_TRUE(page.contains("pushnode_acknowledged_seconds_bucket{le=\"+Inf\"} 0"));
  EXPECT_TRUE(httpGet(metrics, "GET /readyz HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n").contains("ready"));
  struct Case {
    const char* request;
    const char* status;
  };
  for (const Case& c : {Case{"POST /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n", "405"},
                        Case{"GET /metrics HTTP/1.1\r\nHost: evil.example\r\n\r\n", "421"},
                        Case{"GET /metrics HTTP/1.1\r\n\r\n", "421"},
                        Case{"GET /other HTTP/1.1\r\nHost: localhost\r\n\r\n", "404"}, Case{"nonsense\r\n\r\n", "400"}})
    EXPECT_TRUE(httpGet(metrics, c.request).startsWith(QByteArray("HTTP/1.1 ") + c.status)) << c.request;
  EXPECT_TRUE(httpGet(metrics, QByteArray(100'000, 'x')).startsWith("HTTP/1.1 400"));

  node.terminate();
  EXPECT_EQ(node.waitExit(), 0);
  for (const QByteArray& line : node.log().trimmed().split('\n'))
    EXPECT_TRUE(QJsonDocument::fromJson(line).isObject()) << line.toStdString();
}

} // namespace
} // namespace pushscope
