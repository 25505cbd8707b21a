#include "models/items/beat_group_rows.h"
#include "models/items/column.h"
#include "models/items/ladder_comparison.h"
#include "models/items/ladder_rows.h"
#include "models/query/condition.h"
#include "tests/models/sample_world.h"

#include <QRegularExpression>
#include <QSet>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

// Everything that has broken a table somewhere: overrides of direction, escapes, NUL, line ends, emoji, and length.
const std::string& hostile() {
  static const std::string text = std::string("a\0b", 3) + "\x1b[31m" + "\r\n\t" + "\xe2\x80\xae" + "\xd8\x9c" +
                                  "\xe2\x81\xa6" + "\xe2\x80\xa8" + "\xc2\x85" + "😀" + std::string(10'000, 'x');
  return text;
}

bool isHarmless(const QString& text) {
  static const QRegularExpression bad(QStringLiteral(
      "[\\x{00}-\\x{1f}\\x{7f}-\\x{9f}\\x{61c}\\x{200e}\\x{200f}\\x{2028}-\\x{202e}\\x{2066}-\\x{2069}]"));
  return !text.contains(bad) && text.isValidUtf16() && text.size() <= 201;
}

class ColumnsTest : public ::testing::Test {
 protected:
  SampleWorld sample;
  const LinkId node = sample.addLink(LinkKind::node, "stage");
  const LinkId fleet = sample.addLink(LinkKind::fleet, "fleet");

  DeviceRecord fullRecord(const std::string& device) const {
    DeviceRecord record = sample.record(1, device);
    record.profile = record.address = record.client = device;
    record.lastBeat = record.closed = sample.now;
    record.roundTrip = 20ms;
    record.roundTrips.add(20ms);
    record.missed = record.waiting = 3;
    record.closing = {Side::phone, ErrorCode::heartbeatLost, false};
    record.clockOffset = -2s;
    record.clockError = 5ms;
    record.appCause = Cause::user;
    record.network = {true, true, true, true};
    record.wakesOnData = true;
    record.mostResumes = 15;
    return record;
  }
  void addDevice(const std::string& device) {
    for (const LinkId link : {node, fleet}) {
      sample.tell(link, fullRecord(device));
      sample.wake(link, 1, wakeOf(sample.now, 14));
      sample.wake(link, 1, missedWake(sample.now));
      Batch batch = sample.batchOf(link);
      batch.notices.push_back({{1}, {sample.now, NoticeKind::suppressed, Reason::alertsOff, 3, 0}});
      batch.syncs.push_back({{1}, {sample.now, true, 40ms, 90ms, 12}});
      sample.apply(std::move(batch));
    }
  }
  void addDelivery(const std::string& device) {
    sample.deliver(node, 1, uuidOf(1), device,
                   {stageFact(1, Stage::accepted, sample.now), stageFact(1, Stage::written, sample.now + 1ms, 1),
                    stageFact(1, Stage::retrying, sample.now + 2ms, 1),
                    stageFact(1, Stage::dead, sample.now + 3ms, 0, Reason::operatorAsked),
                    stageFact(1, Stage::acknowledged, sample.now + 4ms),
                    stageFact(1, Stage::notShown, sample.now + 5ms, 0, Reason::alertsOff)});
  }

  void expectValid(const RowSource& rows, uint64_t row) const {
    for (const Column& column : rows.columns()) {
      SCOPED_TRACE(column.id);
      const QVariant value = column.value(sample.world, row);
      EXPECT_TRUE(isHarmless(forPeople(column.kind, value, sample.now)));
      EXPECT_TRUE(isHarmless(forFiles(column.kind, value)));
      if (!value.isValid())
        continue;
      const int type = value.typeId();
      EXPECT_EQ(type, column.kind == Kind::text ? int(QMetaType::QString) : int(QMetaType::LongLong));
      if (column.tone) {
        EXPECT_LE(column.tone(sample.world, row), Tone::faint);
      }
    }
  }
  QString text(const RowSource& rows, std::string_view id, uint64_t row) const {
    for (const Column& column : rows.columns())
      if (column.id == id)
        return forPeople(column.kind, column.value(sample.world, row), sample.now);
    return {};
  }
  Tone tone(const RowSource& rows, std::string_view id, uint64_t row) const {
    for (const Column& column : rows.columns())
      if (column.id == id && column.tone)
        return column.tone(sample.world, row);
    return Tone::neutral;
  }
  QStringList unknownIds(const RowSource& rows, uint64_t row) const {
    QStringList ids;
    for (const Column& column : rows.columns())
      if (!column.value(sample.world, row).isValid())
        ids << column.id;
    return ids;
  }
};

bool isMade(const NumberCell& cell) {
  return bool(cell);
}
bool isMade(const CodedCell& cell) {
  return cell.code && cell.word;
}
bool isMade(const TextCell& cell) {
  return bool(cell.text);
}

void expectGoodSpecs(const RowSource& rows) {
  static const QRegularExpression snakeCase(QStringLiteral("^[a-z][a-z0-9]*(_[a-z0-9]+)*$"));
  QSet<QString> ids;
  for (const Column& column : rows.columns()) {
    SCOPED_TRACE(column.id);
    EXPECT_TRUE(snakeCase.match(column.id).hasMatch());
    EXPECT_FALSE(ids.contains(column.id));
    ids << column.id;
    EXPECT_FALSE(columnTitle(column).isEmpty());
    EXPECT_FALSE(columnHelp(column).isEmpty());
    EXPECT_GT(column.width, 0);
    EXPECT_EQ(QString(column.id).endsWith("_ms"), column.kind == Kind::duration) << "the id names the unit";
    EXPECT_TRUE(std::visit([](const auto& cell) { return isMade(cell); }, column.cell));
    EXPECT_EQ(column.kind != Kind::text, std::holds_alternative<NumberCell>(column.cell));
    EXPECT_EQ(queryColumn(rows.columns(), QString(column.id)), columnWithId(rows.columns(), column.id));
    if (*column.alias) {
      EXPECT_TRUE(snakeCase.match(column.alias).hasMatch());
      EXPECT_EQ(queryColumn(rows.columns(), QString(column.alias)), columnWithId(rows.columns(), column.id))
          << "an alias means one column";
    }
  }
}

TEST_F(ColumnsTest, IdsAreUniqueSnakeCaseAndNameTheUnit) {
  expectGoodSpecs(deviceRows());
  expectGoodSpecs(deliveryRows());
  expectGoodSpecs(wakeRows());
  expectGoodSpecs(LadderRows(0));
  expectGoodSpecs(LadderComparison(0, 1));
  expectGoodSpecs(BeatGroupRows());
}

TEST_F(ColumnsTest, AFullRowHasAValueInEveryColumn) {
  addDevice("phone");
  addDelivery("phone");
  Batch beat = sample.batchOf(node);
  beat.beats.push_back({{1}, sample.now, Duration(20'000)});
  sample.apply(std::move(beat));
  const int64_t second = micros(sample.now) / 1'000'000;
  sample.world.chooseBeats({second, second + 1, 0, uint32_t(FineHistogram::buckets)});
  expectValid(deviceRows(), 0);
  EXPECT_EQ(unknownIds(deviceRows(), 0), QStringList());
  expectValid(deliveryRows(), 0);
  EXPECT_EQ(unknownIds(deliveryRows(), 0), QStringList());
  const LadderRows ladder(0);
  ASSERT_EQ(ladder.end(sample.world), 6u);
  for (uint64_t row = 0; row < 6; ++row)
    expectValid(ladder, row);
  ASSERT_EQ(wakeRows().end(sample.world), 4u);
  for (uint64_t row = 0; row < 4; ++row)
    expectValid(wakeRows(), row);
  EXPECT_EQ(unknownIds(wakeRows(), 0), QStringList());
}

TEST_F(ColumnsTest, AWakeThatWasMissedHasNoNumbers) {
  addDevice("phone");
  EXPECT_EQ(unknownIds(wakeRows(), 1),
            (QStringList{"latency_ms", "used_ms", "budget_ms", "resumes_300s", "pushes", "beats"}));
  EXPECT_EQ(text(wakeRows(), "outcome", 0), "happened");
  EXPECT_EQ(text(wakeRows(), "outcome", 1), "missed: its socket is not marked to wake it");
  EXPECT_EQ(text(wakeRows(), "source", 0), "phone, reported");
  EXPECT_EQ(text(wakeRows(), "source", 1), "server");
  EXPECT_EQ(text(wakeRows(), "source", 2), "phone, truth");
}

TEST_F(ColumnsTest, WhatIsNotKnownIsUnknownAndNeverAZero) {
  DeviceRecord silent;
  silent.handle = {1};
  silent.device = "phone";
  sample.tell(fleet, silent);
  expectValid(deviceRows(), 0);
  for (const char* id : {"link",      "app_state",   "round_trip_ms", "round_trip_p50_ms", "missed",  "waiting",
                         "last_beat", "connected",   "connects",      "last_disconnect",   "node",    "clock_offset_ms",
                         "app_cause", "truth_cause", "resumes_300s",  "most_resumes_300s", "wakes",   "missed_wakes",
                         "last_wake", "kept_awake",  "badge",         "last_notice",       "session", "first_push_ms",
                         "sync_ms",   "chosen_beats"})
    EXPECT_TRUE(unknownIds(deviceRows(), 0).contains(id)) << id;
  sample.deliver(node, 1, uuidOf(1), "phone");
  expectValid(deliveryRows(), 0);
  EXPECT_EQ(unknownIds(deliveryRows(), 0),
            (QStringList{"state_reason", "notification", "acknowledged_after_ms", "accepted"}));
}

TEST_F(ColumnsTest, ANumberOutsideOfTheSourceIsBlank) {
  expectValid(deliveryRows(), 4711);
  expectValid(wakeRows(), 4711);
  const LadderRows ladder(4711);
  EXPECT_EQ(ladder.end(sample.world), 0u);
  expectValid(ladder, 0);
  for (const Column& column : ladder.columns()) {
    EXPECT_FALSE(column.value(sample.world, 0).isValid());
  }
}

TEST_F(ColumnsTest, TextFromDevicesIsShownWithoutItsTricks) {
  addDevice(hostile());
  addDelivery(hostile());
  sample.say(node, LinkStatus::State::online, hostile());
  expectValid(deviceRows(), 0);
  expectValid(deliveryRows(), 0);
  expectValid(LadderRows(0), 0);
  expectValid(wakeRows(), 0);
}

TEST_F(ColumnsTest, APhoneThatMayBeWokenWasWokenZeroTimes) {
  DeviceRecord sleeper = sample.record(1, "sleeper"), other = sample.record(2, "desktop");
  sleeper.wakesOnData = true;
  sleeper.mostResumes = 15;
  sample.tell(node, sleeper);
  sample.tell(node, other);
  EXPECT_EQ(text(deviceRows(), "wakes", 0), "0");
  EXPECT_EQ(text(deviceRows(), "missed_wakes", 0), "0");
  EXPECT_EQ(text(deviceRows(), "resumes_300s", 0), "0");
  EXPECT_EQ(text(deviceRows(), "wakes", 1), "–") << "nobody would tell";
  EXPECT_EQ(text(deviceRows(), "most_resumes_300s", 1), "–");
}

TEST_F(ColumnsTest, APhoneThatIsShortOfResumesOrCutOffStandsOut) {
  DeviceRecord phone = sample.record(1, "phone");
  phone.mostResumes = 15;
  phone.network.wifi = true;
  sample.tell(fleet, phone);
  sample.wake(fleet, 1, wakeOf(sample.now, 10));
  EXPECT_EQ(tone(deviceRows(), "resumes_300s", 0), Tone::neutral);
  EXPECT_EQ(tone(deviceRows(), "network", 0), Tone::neutral);
  EXPECT_EQ(text(deviceRows(), "network", 0), "Wi-Fi");
  sample.wake(fleet, 1, wakeOf(sample.now, 11));
  Batch batch = sample.batchOf(fleet);
  batch.networks.push_back({{1}, sample.now, {true, false, false, false}});
  sample.apply(std::move(batch));
  EXPECT_EQ(text(deviceRows(), "resumes_300s", 0), "11");
  EXPECT_EQ(tone(deviceRows(), "resumes_300s", 0), Tone::late);
  EXPECT_EQ(tone(wakeRows(), "resumes_300s", 1), Tone::late);
  EXPECT_EQ(tone(wakeRows(), "resumes_300s", 0), Tone::neutral);
  EXPECT_EQ(tone(deviceRows(), "network", 0), Tone::dead);
}

TEST_F(ColumnsTest, AReasonStandsBesideTheStateAndTheNotification) {
  addDelivery("phone");
  EXPECT_EQ(text(deliveryRows(), "state", 0), "dead");
  EXPECT_EQ(text(deliveryRows(), "state_reason", 0), "an operator asked for it");
  EXPECT_EQ(text(deliveryRows(), "notification", 0), "not shown: alerts are off");
  EXPECT_EQ(tone(deliveryRows(), "notification", 0), Tone::late);
}

TEST_F(ColumnsTest, TheLadderTellsHowFarTheSecondPathWasOutOfStep) {
  sample.deliver(node, 1, uuidOf(1), "phone",
                 {stageFact(1, Stage::handled, sample.now), stageFact(1, Stage::mediaReady, sample.now + 340ms)});
  EXPECT_EQ(text(LadderRows(0), "note", 1), "340 ms after it was handled");
  sample.deliver(node, 2, uuidOf(2), "phone",
                 {stageFact(2, Stage::handled, sample.now + 20ms), stageFact(2, Stage::mediaReady, sample.now)});
  EXPECT_EQ(text(LadderRows(1), "note", 0), "20.0 ms before it was handled");
  sample.deliver(node, 3, uuidOf(3), "phone", {stageFact(3, Stage::mediaReady, sample.now)});
  EXPECT_EQ(text(LadderRows(2), "note", 0), "its second path is open");
}

TEST_F(ColumnsTest, StaleBeliefAndDifferingTruthAreSaidInWords) {
  addDevice("phone");
  DeviceRecord truth = fullRecord("phone");
  truth.link = LinkState::offline;
  sample.tell(fleet, truth);
  const auto text = [&](const char* id) {
    for (const Column& column : deviceRows().columns())
      if (std::string_view(column.id) == id)
        return column.value(sample.world, 0).toString();
    return QString();
  };
  EXPECT_EQ(text("truth"), "≠ offline");
  sample.say(node, LinkStatus::State::waiting);
  EXPECT_EQ(text("link"), "online (stale)");
  EXPECT_EQ(text("truth"), "offline") << "nothing to differ from";
}

TEST_F(ColumnsTest, ALadderCountsFromItsFirstStageAndFromTheStageAbove) {
  addDelivery("phone");
  const LadderRows ladder(0);
  const auto value = [&](const char* id, uint64_t row) {
    for (const Column& column : ladder.columns())
      if (std::string_view(column.id) == id)
        return column.value(sample.world, row);
    return QVariant();
  };
  EXPECT_EQ(value("since_start_ms", 0).toLongLong(), 0);
  EXPECT_FALSE(value("step_ms", 0).isValid()) << "nothing is above the first";
  EXPECT_EQ(value("since_start_ms", 3).toLongLong(), 3000);
  EXPECT_EQ(value("note", 5).toString(), "alerts are off");
  EXPECT_EQ(value("step_ms", 3).toLongLong(), 1000);
  EXPECT_EQ(value("source", 0).toString(), "server");
  EXPECT_FALSE(value("error_ms", 0).isValid());
}

TEST_F(ColumnsTest, ARowSourceIsConcernedByItsOwnChangesOnly) {
  World::Changes devices, deliveries, wakes;
  wakes.wakes = true;
  EXPECT_TRUE(wakeRows().concerns(wakes));
  EXPECT_FALSE(wakeRows().concerns(deliveries));
  devices.devices = true;
  deliveries.deliveries = true;
  EXPECT_TRUE(deviceRows().concerns(devices));
  EXPECT_FALSE(deviceRows().concerns(deliveries));
  EXPECT_TRUE(deliveryRows().concerns(deliveries));
  EXPECT_FALSE(deliveryRows().concerns(devices));
  EXPECT_TRUE(LadderRows(0).concerns(deliveries));
}

} // namespace
} // namespace pushscope
