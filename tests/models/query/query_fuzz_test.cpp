#include "models/query/condition.h"
#include "models/query/query_completion.h"
#include "protocol/base/random.h"
#include "tests/models/sample_world.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

class QueryFuzz : public ::testing::Test {
 protected:
  Random random{testSeed("QueryFuzz")};
  SampleWorld sample;

  QueryFuzz() {
    const LinkId node = sample.addLink(LinkKind::node, "stage");
    for (uint32_t i = 1; i < 20; ++i)
      sample.tell(node, sample.record(i, "phone \"" + std::to_string(i) + "\""));
  }
  QString seedText() {
    static const QStringList seeds{"profile:ios state:background rtt>500ms missed>=2 queue>0 id~qa-",
                                   "(a or b) -c and not \"d e\"",
                                   "connected>10m last_beat < 3s",
                                   "not (link:online or truth~\"≠\") health:suspect",
                                   "rtt>1.5s p99<=20us missed!=3 kept_awake=\"\"",
                                   "((((a))))",
                                   "",
                                   "电话 or 设备"};
    return seeds[qsizetype(random.below(uint64_t(seeds.size())))];
  }
  QString mutated(QString text) {
    static const QString alphabet =
        QString::fromUtf8("()\"\\-:~=!<> \tornotadm59.µ设") + QChar(0xd800) + QChar(u'\0') + QChar(0x202e);
    for (uint64_t n = random.below(8); n > 0; --n) {
      const auto at = qsizetype(random.below(uint64_t(text.size()) + 1));
      switch (random.below(4)) {
      case 0:
        text.insert(at, alphabet[qsizetype(random.below(uint64_t(alphabet.size())))]);
        break;
      case 1:
        text.remove(at, 1 + qsizetype(random.below(4)));
        break;
      case 2:
        text.insert(at, seedText());
        break;
      default:
        text.insert(at, text.mid(qsizetype(random.below(uint64_t(text.size()) + 1)), 8));
      }
    }
    return text;
  }
};

TEST_F(QueryFuzz, WhateverIsTypedIsAQueryOrAMistakeWithinTheText) {
  const auto columns = deviceRows().columns();
  for (uint64_t step = 0; step < testSteps(5000); ++step) {
    const QString text = mutated(seedText());
    SCOPED_TRACE(qPrintable(text));
    const Condition::Made made = Condition::of(text, columns);
    if (made.mistake) {
      ASSERT_TRUE(made.condition.isEmpty());
      ASSERT_GE(made.mistake->place.position, 0);
      ASSERT_GT(made.mistake->place.length, 0);
      ASSERT_LE(made.mistake->place.position + made.mistake->place.length, text.size());
      ASSERT_FALSE(made.mistake->sentence().isEmpty());
    }
    if (const Query query = parseQuery(text); query.root) {
      ASSERT_EQ(parseQuery(queryText(*query.root)).root, query.root);
    }
    const auto cursor = qsizetype(random.below(uint64_t(text.size()) + 1));
    const QueryCompletion completion = completeQuery(text, cursor, deviceRows(), &sample.world);
    ASSERT_LE(completion.candidates.size(), mostCandidates);
    ASSERT_GE(completion.replaces.position, 0);
    ASSERT_GE(completion.replaces.length, 0);
    ASSERT_LE(completion.replaces.position + completion.replaces.length, text.size());
  }
}

} // namespace
} // namespace pushscope
