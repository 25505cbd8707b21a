#include "models/items/ladder_rows.h"
#include "models/items/table_model.h"
#include "protocol/base/random.h"
#include "tests/models/sample_world.h"
#include "tests/support/seed.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

int columnOf(const RowSource& rows, const char* id) {
  return columnWithId(rows.columns(), id);
}

class TableModelTest : public ::testing::Test {
 protected:
  SampleWorld sample;
  const LinkId node = sample.addLink(LinkKind::node, "stage");
  TableModel model{deviceRows()};
  // Warns of every breach of the rules for models; a warning fails the test.
  QAbstractItemModelTester rules{&model, QAbstractItemModelTester::FailureReportingMode::Warning};

  void tell(uint32_t handle, const std::string& device, uint32_t waiting = 0, Duration roundTrip = {}) {
    DeviceRecord record = sample.record(handle, device);
    record.waiting = waiting;
    record.roundTrip = roundTrip;
    sample.tell(node, record);
  }
  void show() { model.setWorld(&sample.world, sample.now); }
  void tick(Duration later = 1s) {
    sample.now += later;
    model.refresh(sample.changes(), sample.now);
  }
  QStringList column(const char* id) const {
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
      texts << model.index(row, columnOf(deviceRows(), id)).data().toString();
    return texts;
  }
  QStringList devices() const { return column("device"); }
};

TEST_F(TableModelTest, IsEmptyWithoutAWorld) {
  EXPECT_EQ(model.rowCount(), 0);
  EXPECT_GT(model.columnCount(), 5);
  EXPECT_EQ(model.unfilteredCount(), 0u);
  model.sort(1, Qt::AscendingOrder);
  model.refresh({}, sample.now);
  show();
  model.setWorld(nullptr, sample.now);
  EXPECT_EQ(model.rowCount(), 0);
}

TEST_F(TableModelTest, ShowsRowsInTheOrderInWhichTheyAppeared) {
  show();
  tell(1, "c");
  tell(2, "a");
  tick();
  tell(3, "b");
  tick();
  EXPECT_EQ(devices(), (QStringList{"c", "a", "b"}));
  model.setNaturalOrder(Qt::DescendingOrder);
  EXPECT_EQ(devices(), (QStringList{"b", "a", "c"}));
  tell(4, "d");
  tick();
  EXPECT_EQ(devices(), (QStringList{"d", "b", "a", "c"}));
}

TEST_F(TableModelTest, ARowThatIsAddedMovesNoOther) {
  show();
  QSignalSpy moved(&model, &QAbstractItemModel::layoutChanged);
  tell(1, "a");
  tell(2, "b");
  tick();
  tell(3, "c");
  tick();
  EXPECT_EQ(moved.count(), 0);
  model.setNaturalOrder(Qt::DescendingOrder);
  EXPECT_EQ(moved.count(), 1);
  tell(4, "d");
  tick();
  EXPECT_EQ(moved.count(), 1);
}

TEST_F(TableModelTest, UnknownValuesComeLastInEitherDirection) {
  show();
  tell(1, "slow", 0, 90ms);
  tell(2, "unmeasured");
  tell(3, "fast", 0, 5ms);
  tick();
  const int roundTrip = columnOf(deviceRows(), "round_trip_ms");
  model.sort(roundTrip, Qt::AscendingOrder);
  EXPECT_EQ(devices(), (QStringList{"fast", "slow", "unmeasured"}));
  model.sort(roundTrip, Qt::DescendingOrder);
  EXPECT_EQ(devices(), (QStringList{"slow", "fast", "unmeasured"}));
  model.sort(-1, Qt::AscendingOrder);
  EXPECT_EQ(devices(), (QStringList{"slow", "unmeasured", "fast"}));
}

TEST_F(TableModelTest, ALiveColumnIsSortedAgainOnceASecondOnly) {
  show();
  tell(1, "a", 1);
  tell(2, "b", 2);
  tick();
  model.sort(columnOf(deviceRows(), "waiting"), Qt::DescendingOrder);
  EXPECT_EQ(devices(), (QStringList{"b", "a"}));
  tell(1, "a", 9);
  tick(200ms);
  EXPECT_EQ(devices(), (QStringList{"b", "a"})) << "rows do not dance under the mouse";
  EXPECT_EQ(column("waiting"), (QStringList{"2", "9"})) << "but cells are live";
  tick(900ms);
  EXPECT_EQ(devices(), (QStringList{"a", "b"}));
}

TEST_F(TableModelTest, TheLimitKeepsTheFirstOfTheOrder) {
  show();
  for (uint32_t i = 1; i <= 9; ++i)
    tell(i, "phone-" + std::to_string(i), i);
  tick();
  model.setLimit(3);
  EXPECT_EQ(model.rowCount(), 3);
  model.sort(columnOf(deviceRows(), "waiting"), Qt::DescendingOrder);
  EXPECT_EQ(devices(), (QStringList{"phone-9", "phone-8", "phone-7"}));
  EXPECT_EQ(model.unfilteredCount(), 9u);
  model.setLimit(0);
  EXPECT_EQ(model.rowCount(), 9);
}

TEST_F(TableModelTest, AFilterHidesRowsAndAWrongOneHidesNone) {
  show();
  for (const char* device : {"qa-1", "qa-2", "prod-1"})
    tell(uint32_t(sample.world.devices().size() + 1), device);
  tick();
  EXPECT_FALSE(model.setQuery("QA-"));
  EXPECT_EQ(devices(), (QStringList{"qa-1", "qa-2"}));
  EXPECT_EQ(model.unfilteredCount(), 3u);
  EXPECT_EQ(model.setQuery("nosuch:1")->place.length, 6);
  EXPECT_EQ(model.rowCount(), 3);
  model.setQuery("prod");
  model.setQuery("");
  EXPECT_EQ(model.rowCount(), 3);
}

TEST_F(TableModelTest, WhatIsSelectedStaysSelectedWhileRowsMoveAndOthersLeave) {
  show();
  for (uint32_t i = 1; i <= 20; ++i)
    tell(i, "phone-" + std::to_string(i), 100 - i);
  tick();
  const QPersistentModelIndex selected = model.index(6, 2);
  const qulonglong source = selected.data(TableModel::SourceRowRole).toULongLong();
  model.sort(columnOf(deviceRows(), "waiting"), Qt::AscendingOrder);
  EXPECT_EQ(selected.data(TableModel::SourceRowRole).toULongLong(), source);
  model.setNaturalOrder(Qt::DescendingOrder);
  model.setQuery("device~7");
  ASSERT_TRUE(selected.isValid());
  EXPECT_EQ(selected.row(), 1) << "below phone-17, for which fewer deliveries wait";
  EXPECT_EQ(selected.column(), 2);
  model.setQuery("");
  EXPECT_EQ(selected.data(TableModel::SourceRowRole).toULongLong(), source);
  EXPECT_EQ(model.rowOf(source), selected.row());
  model.setQuery("phone-20");
  EXPECT_FALSE(selected.isValid()) << "it is not shown any more";
  EXPECT_EQ(model.rowOf(source), -1);
}

TEST_F(TableModelTest, ADeviceThatItsServerForgotIsNotShown) {
  show();
  tell(1, "a");
  tell(2, "b");
  tick();
  Batch page = sample.batchOf(node);
  page.snapshotBegins = page.snapshotEnds = true;
  page.devices.push_back(sample.record(7, "b"));
  sample.apply(std::move(page));
  tick();
  EXPECT_EQ(devices(), QStringList{"b"});
}

TEST_F(TableModelTest, SaysOnceATickThatCellsChanged) {
  show();
  tell(1, "a");
  tick();
  QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
  tell(1, "a", 5);
  tick(33ms);
  EXPECT_EQ(changed.count(), 1);
  tick(33ms);
  EXPECT_EQ(changed.count(), 1) << "nothing happened";
  tick(1s);
  EXPECT_EQ(changed.count(), 2) << "relative times move on";
}

TEST_F(TableModelTest, AnotherWorldReplacesEverything) {
  show();
  tell(1, "old");
  tick();
  SampleWorld other;
  other.tell(other.addLink(LinkKind::node, "other"), other.record(1, "new"));
  model.setWorld(&other.world, other.now);
  EXPECT_EQ(devices(), QStringList{"new"});
  model.setWorld(nullptr, other.now);
}

TEST_F(TableModelTest, SaysWhatACellIsToWhoeverDrawsIt) {
  show();
  tell(1, "a", 3, 5ms);
  tick();
  const QModelIndex waiting = model.index(0, columnOf(deviceRows(), "waiting"));
  EXPECT_EQ(waiting.data(TableModel::ToneRole).toInt(), int(Tone::retried));
  EXPECT_EQ(waiting.data(TableModel::KindRole).toInt(), int(Kind::count));
  EXPECT_EQ(waiting.data(TableModel::RawRole).toLongLong(), 3);
  EXPECT_TRUE(Qt::Alignment(waiting.data(Qt::TextAlignmentRole).toInt()).testFlag(Qt::AlignRight));
  const QModelIndex device = model.index(0, columnOf(deviceRows(), "device"));
  EXPECT_TRUE(Qt::Alignment(device.data(Qt::TextAlignmentRole).toInt()).testFlag(Qt::AlignLeft));
  const QModelIndex connected = model.index(0, columnOf(deviceRows(), "connected"));
  EXPECT_EQ(connected.data().toString(), "2 s ago");
  EXPECT_EQ(connected.data(Qt::ToolTipRole).toString(), absoluteTime(sample.now - 2s));
  EXPECT_EQ(model.headerData(0, Qt::Horizontal, Qt::DisplayRole).toString(), "Device");
  EXPECT_FALSE(model.headerData(0, Qt::Horizontal, Qt::ToolTipRole).toString().isEmpty());
  EXPECT_FALSE(model.headerData(99, Qt::Horizontal, Qt::DisplayRole).isValid());
  EXPECT_FALSE(model.headerData(0, Qt::Vertical, Qt::DisplayRole).isValid());
}

TEST_F(TableModelTest, ATooltipHasInFullWhatACellMayCutOff) {
  show();
  tell(1, "<b>a device with a long name</b>");
  tell(2, "short");
  tick();
  EXPECT_EQ(model.index(0, 0).data(Qt::ToolTipRole).toString(), "<p>&lt;b&gt;a device with a long name&lt;/b&gt;</p>");
  EXPECT_FALSE(model.index(1, 0).data(Qt::ToolTipRole).isValid());
}

TEST_F(TableModelTest, ALadderGrowsByTheStagesThatBecomeKnown) {
  sample.deliver(node, 1, uuidOf(1), "phone", {stageFact(1, Stage::accepted, sample.now)});
  TableModel ladder(std::make_unique<LadderRows>(sample.world.deliveries().firstNumber()));
  const QAbstractItemModelTester ladderRules(&ladder, QAbstractItemModelTester::FailureReportingMode::Warning);
  ladder.setWorld(&sample.world, sample.now);
  ASSERT_EQ(ladder.rowCount(), 1);
  Batch batch = sample.batchOf(node);
  batch.stages = {stageFact(1, Stage::acknowledged, sample.now + 40ms),
                  stageFact(1, Stage::written, sample.now + 10ms, 1)};
  sample.apply(std::move(batch));
  ladder.refresh(sample.changes(), sample.now);
  ASSERT_EQ(ladder.rowCount(), 3);
  EXPECT_EQ(ladder.index(1, 0).data().toString(), "written");
  EXPECT_EQ(ladder.index(2, 3).data().toString(), "30.0 ms");
  ladder.setWorld(nullptr, sample.now);
}

TEST(DeliveryTableModel, DeliveriesThatAFullTableDroppedAreBlankUntilTheyLeave) {
  SampleWorld sample;
  const LinkId node = sample.addLink(LinkKind::node, "stage");
  const auto fill = [&](uint32_t from, uint32_t to) {
    Batch batch = sample.batchOf(node);
    for (uint32_t i = from; i < to; ++i)
      batch.deliveries.push_back({{i}, uuidOf(i), "phone", {i}, 1, 0});
    sample.apply(std::move(batch));
  };
  fill(1, 101);
  TableModel model(deliveryRows());
  model.setWorld(&sample.world, sample.now);
  model.sort(columnOf(deliveryRows(), "sequence"), Qt::AscendingOrder);
  fill(101, 101 + DeliveryTable::capacity);
  model.refresh(sample.changes(), sample.now);
  ASSERT_EQ(model.rowCount(), 100);
  for (int column = 0; column < model.columnCount(); ++column)
    for (const int role : {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(TableModel::ToneRole)})
      (void)model.index(0, column).data(role);
  EXPECT_EQ(model.index(0, columnOf(deliveryRows(), "state")).data().toString(), "unknown");
  sample.now += 1s;
  model.refresh(sample.changes(), sample.now);
  EXPECT_TRUE(QTest::qWaitFor([&] { return size_t(model.rowCount()) == DeliveryTable::capacity; }, 10'000));
}

class WakeTableModel : public ::testing::Test {
 protected:
  SampleWorld sample;
  Random random{testSeed("WakeTableModel")};
  const LinkId node = sample.addLink(LinkKind::node, "stage"), fleet = sample.addLink(LinkKind::fleet, "fleet");
  TableModel model{wakeRows()};

  WakeTableModel() {
    for (uint32_t i = 1; i <= 20; ++i)
      for (const LinkId link : {node, fleet})
        sample.tell(link, sample.record(i, "phone-" + std::to_string(i)));
    model.setWorld(&sample.world, sample.now);
    model.setNaturalOrder(Qt::DescendingOrder);
  }
  void wakes(uint64_t count) {
    Batch batch = sample.batchOf(random.below(2) == 0 ? node : fleet);
    for (; count > 0; --count) {
      const WallTime at = sample.now - random.between(0s, 60s);
      const bool was = random.below(3) != 0;
      const auto why = static_cast<Reason>(1 + random.below(reasonCount - 1));
      batch.wakes.push_back({{uint32_t(1 + random.below(20))}, was ? wakeOf(at) : missedWake(at, why)});
    }
    sample.apply(std::move(batch));
  }
  void tick(Duration later) {
    sample.now += later;
    model.refresh(sample.changes(), sample.now);
  }
  // A large table is arranged while events are taken, and its order is renewed by ticks.
  bool showsInTime(uint64_t rows) {
    return QTest::qWaitFor(
        [&] {
          tick(1s);
          return uint64_t(model.rowCount()) == rows;
        },
        10'000);
  }
};

TEST_F(WakeTableModel, KeepsTheRulesOfModelsWhateverWakesCome) {
  const QAbstractItemModelTester rules(&model, QAbstractItemModelTester::FailureReportingMode::Warning);
  QString filter;
  // No more than so many: the tester looks at every row whenever one changes.
  for (uint64_t step = 0; step < std::min<uint64_t>(testSteps(150), 400); ++step) {
    wakes(random.below(30));
    tick(random.between(0ms, 1500ms));
    if (random.below(6) == 0)
      model.sort(int(random.below(uint64_t(model.columnCount()) + 1)) - 1, Qt::DescendingOrder);
    if (random.below(6) == 0)
      model.setQuery(filter = filter.isEmpty() ? QStringLiteral("missed") : QString());
    uint64_t expected = 0;
    for (WakeTable::Number n = sample.world.wakes().firstNumber(); n < sample.world.wakes().endNumber(); ++n)
      expected += filter.isEmpty() || !happened(sample.world.wakes().find(n)->wake);
    ASSERT_TRUE(showsInTime(expected)) << "step " << step;
  }
}

TEST_F(WakeTableModel, AFullTableLetsTheOldestGo) {
  wakes(5000);
  tick(1s);
  wakes(WakeTable::capacity - 1000);
  tick(33ms);
  ASSERT_TRUE(showsInTime(WakeTable::capacity));
  EXPECT_EQ(model.sourceRow(0), WakeTable::capacity + 3999);
  EXPECT_EQ(model.sourceRow(model.rowCount() - 1), 4000u);
  wakes(500);
  EXPECT_TRUE(QTest::qWaitFor(
      [&] {
        tick(33ms);
        return model.sourceRow(0) == sample.world.wakes().endNumber() - 1;
      },
      10'000));
}

// What the model should show, worked out from the world each time. (Orders and queries have twins of their own.)
struct Settings {
  QString query;
  int sortColumn = -1;
  Qt::SortOrder order = Qt::AscendingOrder, natural = Qt::AscendingOrder;
  size_t limit = 0;

  std::vector<uint64_t> expected(const SampleWorld& sample) const {
    return orderOf(deviceRows(), sample.world,
                   {Condition::of(query, deviceRows().columns()).condition, sortColumn, order, natural, limit},
                   sample.now);
  }
};

class TableModelTwin : public TableModelTest {
 protected:
  Random random{testSeed("TableModelTwin")};
  Settings settings;

  DeviceRecord randomRecord() {
    const auto number = uint32_t(1 + random.below(150));
    DeviceRecord record = sample.record(number, "phone-" + std::to_string(number));
    record.link = static_cast<LinkState>(random.below(linkStateCount));
    record.appState = static_cast<AppState>(random.below(appStateCount));
    record.profile = random.below(2) == 0 ? "ios" : "android";
    record.waiting = uint32_t(random.below(4));
    record.missed = uint32_t(random.below(3));
    record.roundTrip = random.below(3) == 0 ? Duration{} : random.between(1ms, 900ms);
    record.connected = sample.now - random.between(0s, 500s);
    record.clockError = random.between(0us, 3us);
    record.clockOffset = random.between(-5s, 5s);
    return record;
  }
  void changeWorld() {
    Batch batch = sample.batchOf(node);
    batch.snapshotBegins = batch.snapshotEnds = random.below(15) == 0;
    for (uint64_t n = random.below(20); n > 0; --n)
      batch.devices.push_back(randomRecord());
    sample.apply(std::move(batch));
  }
  void changeSettings() {
    static const QStringList queries{
        "", "", "", "1", "ios", "link:on", "waiting:2", "profile:android phone-1", "nosuch:x", "rtt>100ms or -ios"};
    switch (random.below(5)) {
    case 0:
      settings.query = queries[qsizetype(random.below(uint64_t(queries.size())))];
      model.setQuery(settings.query);
      return;
    case 1:
      settings.limit = random.below(2) == 0 ? 0 : random.below(40);
      return model.setLimit(settings.limit);
    case 2:
      settings.natural = random.below(2) == 0 ? Qt::AscendingOrder : Qt::DescendingOrder;
      return model.setNaturalOrder(settings.natural);
    default:
      settings.sortColumn = int(random.below(uint64_t(model.columnCount()) + 1)) - 1;
      settings.order = random.below(2) == 0 ? Qt::AscendingOrder : Qt::DescendingOrder;
      return model.sort(settings.sortColumn, settings.order);
    }
  }
  std::vector<uint64_t> shown() const {
    std::vector<uint64_t> rows;
    for (int row = 0; row < model.rowCount(); ++row)
      rows.push_back(model.sourceRow(row));
    return rows;
  }
};

TEST_F(TableModelTwin, AgreesWithWhatTheWorldSaysWhateverHappens) {
  show();
  std::vector<std::pair<QPersistentModelIndex, uint64_t>> kept;
  for (uint64_t step = 0; step < testSteps(1500); ++step) {
    changeWorld();
    if (random.below(3) == 0)
      tick(random.between(0ms, 300ms));
    tick();
    if (random.below(2) == 0)
      changeSettings();
    ASSERT_EQ(shown(), settings.expected(sample)) << "step " << step;
    std::erase_if(kept, [](const auto& k) { return !k.first.isValid(); });
    for (const auto& [index, source] : kept)
      ASSERT_EQ(model.sourceRow(index.row()), source) << "step " << step;
    if (model.rowCount() > 0 && kept.size() < 20) {
      const int row = int(random.below(uint64_t(model.rowCount())));
      kept.emplace_back(model.index(row, 0), model.sourceRow(row));
    }
  }
}

TEST_F(TableModelTest, NothingMovesWhileTheOrderIsHeldUnlessAPersonAsksForIt) {
  show();
  tell(1, "a", 1);
  tell(2, "b", 2);
  tick();
  const int waiting = columnOf(deviceRows(), "waiting");
  model.sort(waiting, Qt::DescendingOrder);
  QSignalSpy paused(&model, &TableModel::orderPausedChanged);
  model.holdOrder(true);
  EXPECT_FALSE(model.isOrderPaused());
  tell(1, "a", 9);
  tick();
  EXPECT_EQ(devices(), (QStringList{"b", "a"}));
  EXPECT_EQ(column("waiting"), (QStringList{"2", "9"})) << "but cells are live";
  EXPECT_TRUE(model.isOrderPaused());
  EXPECT_EQ(paused.count(), 1);
  model.sort(waiting, Qt::AscendingOrder);
  EXPECT_EQ(devices(), (QStringList{"b", "a"}));
  EXPECT_FALSE(model.isOrderPaused());
  tell(2, "b", 10);
  tick();
  EXPECT_EQ(devices(), (QStringList{"b", "a"}));
  model.holdOrder(false);
  EXPECT_EQ(devices(), (QStringList{"a", "b"})) << "what was promised is done at once";
  EXPECT_FALSE(model.isOrderPaused());
  EXPECT_EQ(paused.count(), 4);
}

// More rows than are arranged at once: a worker does it, and what was shown stays until then.
class LargeTableModel : public ::testing::Test {
 protected:
  static constexpr uint32_t many = uint32_t(Arranger::mostAtOnce) + 2000;
  Random random{testSeed("LargeTableModel")};
  SampleWorld sample;
  const LinkId node = sample.addLink(LinkKind::node, "stage");
  TableModel model{deviceRows()};

  LargeTableModel() {
    tellAll(1, many);
    model.setWorld(&sample.world, sample.now);
  }
  void tellAll(uint32_t from, uint32_t to) {
    Batch batch = sample.batchOf(node);
    for (uint32_t i = from; i <= to; ++i) {
      batch.devices.push_back(sample.record(i, "phone-" + std::to_string(i)));
      batch.devices.back().waiting = uint32_t(random.below(1000));
    }
    sample.apply(std::move(batch));
  }
  bool waitFor(const std::vector<uint64_t>& rows) {
    return QTest::qWaitFor([&] { return shown() == rows; }, 10'000);
  }
  std::vector<uint64_t> shown() const {
    std::vector<uint64_t> rows;
    for (int row = 0; row < model.rowCount(); ++row)
      rows.push_back(model.sourceRow(row));
    return rows;
  }
  std::vector<uint64_t> expected(const QString& query, const char* sortedBy, Qt::SortOrder order) const {
    return orderOf(deviceRows(), sample.world,
                   {Condition::of(query, deviceRows().columns()).condition, columnOf(deviceRows(), sortedBy), order},
                   sample.now);
  }
};

TEST_F(LargeTableModel, IsArrangedBesideTheGuiAndKeepsWhatIsSelected) {
  EXPECT_EQ(model.rowCount(), 0) << "not yet";
  ASSERT_TRUE(waitFor(expected("", "", Qt::AscendingOrder)));
  EXPECT_EQ(model.unfilteredCount(), many);
  const QPersistentModelIndex selected = model.index(77, 2);
  const uint64_t source = model.sourceRow(77);
  model.sort(columnOf(deviceRows(), "waiting"), Qt::DescendingOrder);
  EXPECT_EQ(model.rowCount(), int(many)) << "what was shown stays until then";
  ASSERT_TRUE(waitFor(expected("", "waiting", Qt::DescendingOrder)));
  EXPECT_EQ(model.sourceRow(selected.row()), source);
  model.setQuery("queue>500");
  ASSERT_TRUE(waitFor(expected("queue>500", "waiting", Qt::DescendingOrder)));
  EXPECT_EQ(model.unfilteredCount(), many);
  for (int row = 0; row < model.rowCount(); row += 97)
    EXPECT_EQ(model.rowOf(model.sourceRow(row)), row);
}

TEST_F(LargeTableModel, OnlyTheNewestWishIsTaken) {
  ASSERT_TRUE(waitFor(expected("", "", Qt::AscendingOrder)));
  QSignalSpy moved(&model, &QAbstractItemModel::layoutChanged);
  for (const char* query : {"p", "ph", "phone-", "phone-1", "phone-12"})
    model.setQuery(query);
  model.sort(columnOf(deviceRows(), "device"), Qt::DescendingOrder);
  ASSERT_TRUE(waitFor(expected("phone-12", "device", Qt::DescendingOrder)));
  EXPECT_EQ(moved.count(), 1) << "what was wished before was not done";
}

TEST_F(LargeTableModel, AnotherWorldOrTheEndOfTheModelEndsWhatIsUnderWay) {
  {
    TableModel other(deviceRows());
    other.setWorld(&sample.world, sample.now);
    QCoreApplication::processEvents();
  }
  QCoreApplication::processEvents();
  model.setWorld(nullptr, sample.now);
  SampleWorld empty;
  model.setWorld(&empty.world, sample.now);
  QThreadPool::globalInstance()->waitForDone();
  QCoreApplication::processEvents();
  EXPECT_EQ(model.rowCount(), 0);
  model.setWorld(nullptr, sample.now);
}

TEST_F(LargeTableModel, KeepsTheRulesOfModelsWhileDevicesCome) {
  const QAbstractItemModelTester rules(&model, QAbstractItemModelTester::FailureReportingMode::Warning);
  ASSERT_TRUE(waitFor(expected("", "", Qt::AscendingOrder)));
  for (uint32_t step = 1; step <= 3; ++step) {
    tellAll(many + step * 10, many + step * 10 + 5);
    sample.now += 1s;
    model.refresh(sample.changes(), sample.now);
    model.sort(columnOf(deviceRows(), step % 2 == 0 ? "waiting" : "device"), Qt::AscendingOrder);
    sample.now += 10min;
    model.refresh(sample.changes(), sample.now);
    ASSERT_TRUE(waitFor(expected("", step % 2 == 0 ? "waiting" : "device", Qt::AscendingOrder))) << "step " << step;
  }
}

} // namespace
} // namespace pushscope
