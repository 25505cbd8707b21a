#include "models/items/notice_rows.h"

#include "models/items/table_model.h"
#include "protocol/base/random.h"
#include "tests/models/sample_world.h"
#include "tests/support/seed.h"

#include <QAbstractItemModelTester>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

class NoticeTableModel : public ::testing::Test {
 protected:
  SampleWorld sample;
  Random random{testSeed("NoticeTableModel")};
  LinkId node = sample.addLink(LinkKind::node, "node-1");
  LinkId fleet = sample.addLink(LinkKind::fleet, "fleet");
  TableModel model{noticeRows()};

  void notify(LinkId link, uint32_t handle, NoticeKind kind, Reason reason = Reason::none, uint32_t badge = 1) {
    Batch batch = sample.batchOf(link);
    batch.notices.push_back({{handle}, {sample.now, kind, reason, badge, 0}});
    sample.apply(std::move(batch));
  }
  void tick(Duration passed) {
    sample.now += passed;
    model.refresh(sample.changes(), sample.now);
  }
  QString cell(int row, const char* id) {
    return model.index(row, columnWithId(model.columns(), id)).data().toString();
  }
};

TEST_F(NoticeTableModel, SaysWhatTheUserSawAndWhy) {
  sample.tell(fleet, sample.record(1, "phone-1"));
  notify(fleet, 1, NoticeKind::suppressed, Reason::alertsOff, 3);
  sample.deliver(fleet, 5, uuidOf(5), "phone-1", {stageFact(5, Stage::notShown, sample.now, 1, Reason::alertsOff)});
  model.setWorld(&sample.world, sample.now);
  ASSERT_EQ(model.rowCount(), 1);
  EXPECT_EQ(cell(0, "device"), "phone-1");
  EXPECT_EQ(cell(0, "shown_as"), "suppressed");
  EXPECT_FALSE(cell(0, "reason").isEmpty());
  EXPECT_EQ(cell(0, "badge"), "3");
  EXPECT_EQ(cell(0, "uuid"), QString::fromStdString(uuidOf(5).text()));
  notify(fleet, 1, NoticeKind::inApp);
  tick(1100ms);
  ASSERT_EQ(model.rowCount(), 2);
  EXPECT_EQ(cell(1, "shown_as"), "shown in the app");
  EXPECT_EQ(cell(1, "uuid"), "–");
}

TEST_F(NoticeTableModel, BelievesTheFleetWhereThereIsOne) {
  sample.tell(node, sample.record(1, "phone-1"));
  sample.tell(node, sample.record(2, "phone-2"));
  sample.tell(fleet, sample.record(1, "phone-1"));
  for (const LinkId link : {node, fleet})
    notify(link, 1, NoticeKind::banner);
  notify(node, 2, NoticeKind::alert);
  model.setWorld(&sample.world, sample.now);
  ASSERT_EQ(model.rowCount(), 2) << "not twice what two told";
  EXPECT_EQ(cell(0, "device"), "phone-1");
  EXPECT_EQ(cell(1, "device"), "phone-2");
}

TEST_F(NoticeTableModel, ShowsThoseOfChosenPhones) {
  for (uint32_t handle = 1; handle <= 3; ++handle)
    sample.tell(fleet, sample.record(handle, "phone-" + std::to_string(handle)));
  PhoneNoticeRows rows;
  TableModel some(rows);
  const QAbstractItemModelTester rules(&some, QAbstractItemModelTester::FailureReportingMode::Warning);
  for (const uint32_t handle : {1u, 2u, 3u, 2u})
    notify(fleet, handle, NoticeKind::banner);
  some.setWorld(&sample.world, sample.now);
  EXPECT_EQ(some.rowCount(), 4);
  rows.choose({1});
  some.setNaturalOrder(Qt::DescendingOrder);
  ASSERT_EQ(some.rowCount(), 2);
  EXPECT_EQ(some.sourceRow(0), 3u) << "the newest first";
  rows.choose({0, 2});
  some.setNaturalOrder(Qt::DescendingOrder);
  EXPECT_EQ(some.rowCount(), 2);
  rows.choose({});
  some.setNaturalOrder(Qt::DescendingOrder);
  EXPECT_EQ(some.rowCount(), 4);
}

TEST_F(NoticeTableModel, KeepsTheRulesOfModelsWhateverComes) {
  for (uint32_t handle = 1; handle <= 6; ++handle)
    sample.tell(fleet, sample.record(handle, "phone-" + std::to_string(handle)));
  model.setWorld(&sample.world, sample.now);
  model.setNaturalOrder(Qt::DescendingOrder);
  const QAbstractItemModelTester rules(&model, QAbstractItemModelTester::FailureReportingMode::Warning);
  uint64_t banners = 0;
  bool filtered = false;
  for (uint64_t step = 0; step < std::min<uint64_t>(testSteps(150), 400); ++step) {
    for (uint64_t n = random.below(5); n > 0; --n) {
      const auto kind = static_cast<NoticeKind>(1 + random.below(noticeKindCount - 1));
      banners += kind == NoticeKind::banner;
      notify(fleet, 1 + uint32_t(random.below(6)), kind);
    }
    if (random.below(6) == 0)
      model.setQuery((filtered = !filtered) ? QStringLiteral("as:banner") : QString());
    tick(1100ms);
    ASSERT_EQ(uint64_t(model.rowCount()), filtered ? banners : sample.world.notices().size()) << "step " << step;
  }
}

} // namespace
} // namespace pushscope
