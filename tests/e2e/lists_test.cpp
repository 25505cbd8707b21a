#include "tests/support/program.h"
#include "tests/support/wait.h"

#include <QSet>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

// What pushctl prints of the lists that servers hand out in pages.
class Lists : public ::testing::Test {
 protected:
  TestBed bed;

  // Two phones that are gone, and what waits for them: three pushes to the first, one to the second.
  void SetUp() override {
    bed.startFleet(2, {"--profile", "desktop"});
    ASSERT_TRUE(waitUntil([&] { return count("online") == 2; }));
    bed.fleet().killHard();
    ASSERT_TRUE(waitUntil([&] { return count("offline") == 2; }));
    for (const char* device : {"phone-0001", "phone-0001", "phone-0001", "phone-0002"})
      ASSERT_EQ(bed.ctl({"push", "--device", device, "--payload", "{}"}).exitCode, 0);
  }
  qsizetype count(const QString& link) {
    const auto sessions = bed.ctl({"sessions", "--json"}).objects();
    return std::count_if(sessions.begin(), sessions.end(), [&](const auto& s) { return s["link"] == link; });
  }
  QList<QByteArray> lines(const QStringList& arguments) {
    const auto outcome = bed.ctl(arguments);
    EXPECT_EQ(outcome.exitCode, 0) << outcome.errors.toStdString();
    return outcome.output.trimmed().split('\n');
  }
};

TEST_F(Lists, TheQueueIsPrintedAsATableAsCsvAndAsJson) {
  const auto table = lines({"queue", "list"});
  ASSERT_EQ(table.size(), 5);
  EXPECT_TRUE(table[0].startsWith("Device")) << table[0].toStdString();
  EXPECT_TRUE(table[1].contains("phone-000") && table[1].contains("not connected")) << table[1].toStdString();

  const auto csv = lines({"queue", "list", "--csv"});
  ASSERT_EQ(csv.size(), 5);
  EXPECT_EQ(csv[0].trimmed(), "device,uuid,state,reason,attempt,next_try,accepted,expires,payload_bytes,priority,"
                              "sequence,node");

  const auto json = bed.ctl({"queue", "list", "--json"}).objects();
  ASSERT_EQ(json.size(), 4);
  for (const char* key : {"device", "uuid", "state", "reason", "attempt", "next_try", "accepted", "expires",
                          "payload_bytes", "priority", "sequence", "node"})
    EXPECT_TRUE(json[0].contains(QLatin1String(key))) << key;
  EXPECT_EQ(json[0]["state"].toString(), "queued") << "it is looked for, for half a minute";
  EXPECT_EQ(json[0]["reason"].toString(), "not connected");
  EXPECT_EQ(json[0]["payload_bytes"].toInt(), 2);
  EXPECT_TRUE(json[0]["accepted"].toString().endsWith('Z'));
  EXPECT_TRUE(json[0]["next_try"].toString().endsWith('Z'));
}

TEST_F(Lists, AreNarrowedByDevicesAndQueries) {
  EXPECT_EQ(bed.ctl({"queue", "list", "--device", "phone-0001", "--json"}).objects().size(), 3);
  EXPECT_EQ(bed.ctl({"queue", "list", "--device", "phone-0002", "--device", "phone-0001", "--json"}).objects().size(),
            4);
  EXPECT_EQ(bed.ctl({"queue", "list", "--filter", "id:phone-0002 bytes<10", "--json"}).objects().size(), 1);
  EXPECT_EQ(bed.ctl({"queue", "list", "--filter", "bytes>10", "--json"}).objects().size(), 0);
  EXPECT_EQ(lines({"queue", "list", "--filter", "bytes>10"}),
            QList<QByteArray>{"nothing in this list fulfils the query"});
  EXPECT_EQ(lines({"queue", "dead"}), QList<QByteArray>{"there is nothing in this list"});
  EXPECT_EQ(lines({"queue", "dead", "--csv"}), QList<QByteArray>{"device,uuid,at,reason,payload_bytes,sequence,node"});
  const auto wrong = bed.ctl({"queue", "list", "--filter", "colour:red"});
  EXPECT_EQ(wrong.exitCode, 2);
  EXPECT_TRUE(wrong.errors.contains("colour")) << wrong.errors.toStdString();
}

TEST_F(Lists, TheOthersHaveTheSameFlags) {
  EXPECT_EQ(bed.ctl({"history", "--device", "phone-0001", "--json"}).objects().size(), 1);
  EXPECT_EQ(bed.ctl({"history", "--filter", "id:phone-0002", "--json"}).objects().size(), 1);
  EXPECT_EQ(lines({"audit", "--filter", "action=inject", "--csv"}).size(), 5);
  EXPECT_EQ(bed.ctl({"audit", "--filter", "-action=inject", "--json"}).objects().size(), 0);
  ASSERT_EQ(bed.ctl({"token", "add", "ci", "--role", "viewer"}).exitCode, 0);
  const auto tokens = bed.ctl({"token", "list", "--filter", "role:viewer", "--json"}).objects();
  ASSERT_EQ(tokens.size(), 1);
  EXPECT_EQ(tokens[0]["name"].toString(), "ci");
  EXPECT_EQ(lines({"sessions", "--csv"}).size(), 3);
}

// More than one page, in several shards: everything comes, once.
TEST_F(Lists, AreReadPageAfterPage) {
  constexpr int phones = 600, pushes = 4;
  TestBed many("500ms/2s/2", {"--shards", "3"});
  const auto count = [&](const char* query) {
    return many.ctl({"sessions", "--filter", QLatin1String(query), "--json"}).objects().size();
  };
  many.startFleet(phones, {"--profile", "desktop"});
  ASSERT_TRUE(waitUntil([&] { return count("link:online") == phones; }, 60'000));
  many.fleet().killHard();
  ASSERT_TRUE(waitUntil([&] { return count("link:offline") == phones; }, 60'000));
  for (int i = 0; i < pushes; ++i)
    ASSERT_EQ(many.ctl({"push", "--query", "device~phone", "--payload", "{}", "--json"}).exitCode, 0);
  const auto listed = many.ctl({"queue", "list", "--json"}).objects();
  QSet<QString> seen;
  for (const QJsonObject& entry : listed)
    seen << entry["device"].toString() + entry["uuid"].toString();
  EXPECT_EQ(listed.size(), phones * pushes);
  EXPECT_EQ(seen.size(), phones * pushes);
  EXPECT_EQ(many.ctl({"queue", "list", "--csv"}).output.count('\n'), phones * pushes + 1) << "one head for all pages";
}

} // namespace
} // namespace pushscope
