#include "models/query/query_completion.h"
#include "tests/models/sample_world.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

class QueryCompletionTest : public ::testing::Test {
 protected:
  SampleWorld sample;

  QueryCompletionTest() {
    const LinkId node = sample.addLink(LinkKind::node, "stage");
    for (uint32_t i = 1; i <= 3; ++i) {
      DeviceRecord record = sample.record(i, "phone " + std::to_string(i));
      record.profile = i == 1 ? "ios-voip-classic" : "android";
      sample.tell(node, record);
    }
  }
  // With the cursor at the |.
  QueryCompletion complete(QString text) const {
    const qsizetype cursor = text.indexOf('|');
    return completeQuery(text.remove('|'), cursor, deviceRows(), &sample.world);
  }
  QStringList candidates(const QString& text) const {
    QStringList texts;
    for (const auto& candidate : complete(text).candidates)
      texts << candidate.text;
    return texts;
  }
};

TEST_F(QueryCompletionTest, FieldsComeWithTheirUsualComparison) {
  EXPECT_EQ(candidates("rt|"), QStringList{"rtt>"});
  EXPECT_TRUE(candidates("ios sta|").contains("state:"));
  EXPECT_TRUE(candidates("(-mis|").contains("missed>"));
  EXPECT_TRUE(candidates("|").contains("profile:"));
  EXPECT_TRUE(candidates("o|").contains("or"));
  EXPECT_TRUE(candidates("zzz|").isEmpty());
}

TEST_F(QueryCompletionTest, AfterAFieldComeItsComparisons) {
  EXPECT_EQ(candidates("rtt|").first(), "rtt>");
  EXPECT_TRUE(candidates("rtt|").contains("rtt<="));
  EXPECT_FALSE(candidates("rtt|").contains("rtt~"));
  EXPECT_TRUE(candidates("profile|").contains("profile~"));
  EXPECT_FALSE(candidates("connected|").contains("connected="));
}

TEST_F(QueryCompletionTest, AfterAComparisonComeValues) {
  EXPECT_EQ(candidates("link:s|"), (QStringList{"suspect"}));
  EXPECT_EQ(candidates("profile:|"), (QStringList{"ios-voip-classic", "android"}));
  EXPECT_EQ(candidates("profile=and|"), QStringList{"android"});
  EXPECT_EQ(candidates("id:\"phone 2|"), QStringList{"\"phone 2\""});
  EXPECT_EQ(candidates("rtt>500|").first(), "500ms");
  EXPECT_EQ(candidates("bytes>1|"), QStringList()) << "no such column here";
  EXPECT_EQ(candidates("missed>1|"), QStringList());
}

TEST_F(QueryCompletionTest, SaysWhatACandidateReplaces) {
  const QueryCompletion value = complete("ios profile:an|dr link:online");
  EXPECT_EQ(value.replaces.position, 12);
  EXPECT_EQ(value.replaces.length, 4);
  const QueryCompletion field = complete("-(pro|");
  EXPECT_EQ(field.replaces.position, 2);
  EXPECT_EQ(field.replaces.length, 3);
}

TEST_F(QueryCompletionTest, NeedsNoWorld) {
  EXPECT_TRUE(completeQuery("profile:", 8, deviceRows(), nullptr).candidates.empty());
  EXPECT_FALSE(completeQuery("pro", 3, deviceRows(), nullptr).candidates.empty());
}

} // namespace
} // namespace pushscope
