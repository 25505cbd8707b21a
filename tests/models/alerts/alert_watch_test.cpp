#include "models/alerts/alert_rows.h"
#include "models/alerts/alert_watch.h"
#include "models/export/table_writer.h"
#include "models/items/table_model.h"
#include "tests/models/sample_world.h"

#include <QAbstractItemModelTester>
#include <QJsonObject>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;
using Change = AlertState::Change;

// A server with phones on virtual time, told once a second.
class AlertWatching : public ::testing::Test {
 protected:
  SampleWorld sample;
  LinkId node = sample.addLink(LinkKind::node, "stage");
  AlertWatch watch{1h}; // as long as it takes

  AlertWatching() { told(node); }
  void told(LinkId link) {
    Batch batch = sample.batchOf(link);
    batch.snapshotEnds = true;
    sample.apply(std::move(batch));
  }
  void lose(int phone, LinkState state = LinkState::offline) {
    DeviceRecord record = sample.record(uint32_t(phone), "phone-" + std::to_string(phone));
    record.link = state;
    sample.tell(node, record);
  }
  std::vector<AlertEvent> second(int seconds = 1) {
    std::vector<AlertEvent> events;
    for (; seconds > 0; --seconds) {
      sample.now += 1s;
      sample.world.beatSecond(sample.now);
      for (const AlertEvent& event : watch.step({sample.world, sample.now, 3}))
        events.push_back(event);
    }
    return events;
  }
  const AlertRecord& record(const AlertEvent& event) { return *watch.record(event.record); }
};

TEST_F(AlertWatching, RowsThatAQueryFindsRaiseItWithTheirDevices) {
  watch.load("warning \"Dead\": sessions > 2 for 3s clear 0 where link:offline");
  for (int phone = 1; phone <= 5; ++phone)
    lose(phone, phone < 3 ? LinkState::offline : LinkState::online);
  EXPECT_TRUE(second(20).empty());
  lose(3);
  lose(4);
  const WallTime beyond = sample.now + 1s;
  EXPECT_TRUE(second(3).empty());
  const auto events = second();
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].change, Change::raised);
  EXPECT_TRUE(events[0].worthANotice);
  EXPECT_EQ(record(events[0]).value, 4);
  EXPECT_EQ(record(events[0]).since, beyond);
  EXPECT_EQ(record(events[0]).raised, sample.now);
  EXPECT_EQ(record(events[0]).madeBy, (QStringList{"phone-1", "phone-2", "phone-3", "phone-4"}));
  EXPECT_EQ(record(events[0]).sentence(), "Dead: 4 sessions, above 2 for 3s");
  EXPECT_EQ(watch.open(), std::vector<uint64_t>{events[0].record});
  lose(5);
  second();
  EXPECT_EQ(record(events[0]).value, 4);
  EXPECT_EQ(record(events[0]).worst, 5);
  EXPECT_EQ(record(events[0]).madeBy.size(), 5);
  for (int phone = 1; phone <= 5; ++phone)
    lose(phone, LinkState::online);
  const auto over = second();
  ASSERT_EQ(over.size(), 1u);
  EXPECT_EQ(over[0].change, Change::cleared);
  EXPECT_EQ(record(over[0]).end, AlertRecord::End::cleared);
  EXPECT_EQ(record(over[0]).ended, sample.now);
  EXPECT_TRUE(watch.open().empty());
}

TEST_F(AlertWatching, ALostServerIsSaidAndTheRestIsNotKnown) {
  watch.load("critical \"Lost\": links_lost > 0\nwarning \"Dead\": sessions > 0 where link:offline\n"
             "warning \"Few\": devices_online < 5");
  lose(1);
  auto events = second(2);
  ASSERT_EQ(events.size(), 2u) << "one is offline, and fewer than five are online";
  sample.say(node, LinkStatus::State::waiting, "stage");
  events = second(30);
  ASSERT_EQ(events.size(), 1u) << "nothing else is raised or cleared";
  EXPECT_EQ(record(events[0]).as.name, "Lost");
  EXPECT_EQ(record(events[0]).madeBy, QStringList{"stage"});
  EXPECT_EQ(alertStateWord(*watch.find(1)), "firing, not known");
  EXPECT_EQ(watch.open().size(), 3u);
  EXPECT_EQ(record({watch.open().front(), {}, {}}).as.name, "Lost") << "the most severe first";
  sample.say(node, LinkStatus::State::online, "stage");
  events = second(2);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(record(events[0]).as.name, "Lost");
  EXPECT_EQ(events[0].change, Change::cleared);
  EXPECT_EQ(alertStateWord(*watch.find(1)), "firing, not known") << "connected, and it has not told all yet";
  lose(1, LinkState::online);
  told(node);
  events = second(2);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(record(events[0]).as.name, "Dead") << "nobody is offline; one is online, which is few";
}

TEST_F(AlertWatching, TellsOfARuleOnceAMinuteAndOfAMutedOneNever) {
  watch.load(
      "warning \"Dead\": sessions > 0 where link:offline\nmuted warning \"Quiet\": sessions > 0 where link:offline");
  int notices = 0, raised = 0;
  for (int second = 0; second < 180; ++second) {
    lose(1, second % 4 < 2 ? LinkState::offline : LinkState::online);
    for (const AlertEvent& event : this->second()) {
      notices += event.worthANotice;
      raised += event.change == Change::raised;
      EXPECT_FALSE(event.worthANotice && record(event).as.muted);
    }
  }
  EXPECT_EQ(raised, 90);
  EXPECT_EQ(notices, 3);
  lose(1);
  second();
  EXPECT_EQ(watch.open().size(), 1u) << "a muted one is in the list alone";
}

TEST_F(AlertWatching, KnowsTheNumbersOfTheOverview) {
  watch.load(
      "notice \"Depth\": retry_depth > 1\nnotice \"Old\": oldest_waiting > 90s\nnotice \"Lag\": batches_waiting > 2\n"
      "notice \"Missed\": missed_blocks_per_min > 0\nnotice \"Over\": wakes_over_budget_per_min > 0");
  lose(1, LinkState::online);
  const WallTime accepted = sample.now;
  sample.deliver(node, 1, uuidOf(7), "phone-1",
                 {stageFact(1, Stage::accepted, accepted), stageFact(1, Stage::written, accepted, 1),
                  stageFact(1, Stage::written, accepted + 15s, 2)});
  sample.deliver(node, 2, uuidOf(8), "phone-2",
                 {stageFact(2, Stage::accepted, accepted - 1h), stageFact(2, Stage::written, accepted, 9),
                  stageFact(2, Stage::acknowledged, accepted)});
  const auto events = second(2); // deliveries are looked at after the rest, for the second to come
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(record(events[0]).as.name, "Lag");
  EXPECT_EQ(record(events[1]).as.name, "Depth");
  EXPECT_EQ(record(events[1]).value, 2) << "what is final is not deep any more";
  EXPECT_EQ(record(events[1]).madeBy, QStringList{"phone-1"});
  EXPECT_EQ(record(events[1]).pushes, QStringList{QString::fromStdString(uuidOf(7).text())});
  EXPECT_TRUE(second(88).empty());
  const auto old = second(2);
  ASSERT_EQ(old.size(), 1u);
  EXPECT_EQ(record(old[0]).as.name, "Old");
  Batch batch = sample.batchOf(node);
  batch.missedBlocks = 4;
  sample.apply(std::move(batch));
  Wake wake = wakeOf(sample.now);
  wake.used = wake.budget + 5s;
  sample.wake(node, 1, wake);
  auto more = second();
  ASSERT_EQ(more.size(), 2u);
  EXPECT_EQ(record(more[0]).value, 4);
  EXPECT_EQ(record(more[1]).as.name, "Over");
  more = second(61);
  EXPECT_EQ(more.size(), 2u) << "both are more than a minute ago";
}

TEST_F(AlertWatching, ANumberThatNobodyMeasuredIsNotKnown) {
  watch.load("notice \"Slow\": round_trip_p99 > 1us\nnotice \"Ack\": acknowledge_p99 > 1us");
  EXPECT_TRUE(second(5).empty());
  EXPECT_EQ(alertStateWord(*watch.find(0)), "not known");
  EXPECT_EQ(alertStateWord(*watch.find(1)), "not known");
  AlertWatch nowhere(1h);
  nowhere.load(defaultAlertLines());
  const World empty;
  EXPECT_TRUE(nowhere.step({empty, sample.now, {}}).empty());
  for (uint64_t i = 0; i < nowhere.endRule(); ++i)
    EXPECT_EQ(alertStateWord(*nowhere.find(i)), "not known");
}

TEST_F(AlertWatching, RulesAreChangedWithoutForgettingWhatTheyFound) {
  watch.load("warning \"Dead\": sessions > 0 where link:offline\nwhat is this");
  EXPECT_EQ(watch.text(), "warning \"Dead\": sessions > 0 where link:offline\nwhat is this") << "kept as it is";
  EXPECT_EQ(alertStateWord(*watch.find(1)), "cannot be read");
  lose(1);
  second();
  AlertRule rule = watch.find(0)->rule();
  rule.muted = true;
  watch.change(0, rule);
  EXPECT_TRUE(watch.find(0)->state.isFiring()) << "what it watches is the same";
  EXPECT_EQ(watch.record(0)->end, AlertRecord::End::open);
  rule.watched = AlertQuery{AlertRows::sessions, "link:online"};
  watch.change(0, rule);
  EXPECT_EQ(watch.record(0)->end, AlertRecord::End::ruleChanged);
  EXPECT_TRUE(second(3).empty());
  watch.remove(1);
  EXPECT_EQ(watch.find(1), nullptr);
  const auto added = watch.add(rule);
  ASSERT_TRUE(added);
  EXPECT_EQ(*added, 2u) << "numbers are not used again";
  while (watch.add(rule)) {
  }
  size_t rules = 0;
  for (uint64_t i = 0; i < watch.endRule(); ++i)
    rules += watch.find(i) != nullptr;
  EXPECT_EQ(rules, mostAlertRules);
}

TEST_F(AlertWatching, ARecordingThatIsPlayedAgainRaisesTheSameRecordsAgain) {
  watch.load("warning \"Dead\": sessions > 0 for 2s where link:offline");
  const WallTime begin = sample.now;
  const auto play = [&] {
    sample.now = begin;
    lose(1, LinkState::online);
    second(10);
    lose(1);
    second(10);
    lose(1, LinkState::online);
    second(10);
    lose(1);
    second(5);
  };
  play();
  ASSERT_EQ(watch.endRecord(), 2u);
  const WallTime first = watch.record(0)->raised, second = watch.record(1)->raised;
  watch.restart();
  EXPECT_EQ(watch.record(1)->end, AlertRecord::End::left);
  EXPECT_EQ(alertStateWord(*watch.find(0)), "not known");
  play();
  EXPECT_EQ(watch.endRecord(), 2u);
  EXPECT_EQ(watch.record(0)->raised, first);
  EXPECT_EQ(watch.record(1)->raised, second);
  EXPECT_EQ(watch.record(1)->end, AlertRecord::End::open);
}

TEST_F(AlertWatching, WhileNobodyLooksOnNothingHolds) {
  watch.load("warning \"Dead\": sessions > 0 for 5s where link:offline\nwarning \"Few\": devices_online < 5 for 5s");
  lose(1);
  EXPECT_TRUE(second(5).empty());
  sample.now += 8h;
  EXPECT_TRUE(second(5).empty()) << "the computer slept";
  EXPECT_EQ(second().size(), 2u);
  sample.now -= 24h;
  EXPECT_TRUE(second(20).empty()) << "a clock that is set neither raises nor clears";
}

TEST_F(AlertWatching, TheListIsBounded) {
  watch.load("warning \"Dead\": sessions > 0 where link:offline");
  for (size_t i = 0; i < AlertWatch::mostRecords + 10; ++i) {
    lose(1);
    second();
    lose(1, LinkState::online);
    second();
  }
  EXPECT_EQ(watch.firstRecord(), 10u);
  EXPECT_EQ(watch.endRecord(), AlertWatch::mostRecords + 10);
  EXPECT_EQ(watch.record(9), nullptr);
  EXPECT_EQ(watch.find(0)->raised, AlertWatch::mostRecords + 10);
}

// Prints what it takes; nothing here fails for being slow.
TEST_F(AlertWatching, ManyRowsAreCountedOverManySteps) {
  constexpr uint32_t phones = 200'000;
  Batch batch = sample.batchOf(node);
  for (uint32_t i = 1; i <= phones; ++i) {
    DeviceRecord record = sample.record(i, "phone-" + std::to_string(i));
    record.missed = i % 3;
    record.link = i % 5 == 0 ? LinkState::offline : LinkState::online;
    record.profile = i % 2 == 0 ? "ios-voip-classic" : "desktop";
    batch.devices.push_back(record);
  }
  sample.apply(std::move(batch));
  for (const char* query : {"missed>=2", "profile:ios missed>=2", "health:lost", "awake:keeps", "id~7 or ip~10"}) {
    AlertWatch one;
    one.load(QStringLiteral("notice \"many\": sessions > 0 where %1\nnotice \"all\": sessions > 0").arg(query));
    QElapsedTimer spent;
    spent.start();
    int64_t longest = 0;
    int steps = 0;
    for (; steps < 100'000 && !(one.find(0)->state.value() && one.find(1)->state.value()); ++steps) {
      QElapsedTimer step;
      step.start();
      sample.now += 33ms;
      one.step({sample.world, sample.now, 0});
      longest = std::max<int64_t>(longest, step.nsecsElapsed() / 1000);
    }
    ASSERT_TRUE(one.find(1)->state.value());
    EXPECT_EQ(*one.find(1)->state.value(), phones);
    if (QLatin1String(query) == QLatin1String("missed>=2")) {
      EXPECT_EQ(*one.find(0)->state.value(), (phones + 1) / 3);
    }
    std::printf("%-24s %5.0f ns a row for both, %d steps, the longest %.2f ms\n", query,
                double(spent.nsecsElapsed()) / phones, steps, double(longest) / 1000);
  }
}

TEST_F(AlertWatching, IsShownByModelsLikeAllOtherRows) {
  watch.load("warning \"Dead\": sessions > 0 where link:offline\ncritical \"<b>Few</b>\": devices_online < 5\nbroken");
  const WatchOf self = [this]() -> const AlertWatch& { return watch; };
  TableModel rules(std::make_unique<AlertRuleRows>(self)), fired(std::make_unique<AlertRecordRows>(self));
  QAbstractItemModelTester rulesTester(&rules, QAbstractItemModelTester::FailureReportingMode::Fatal);
  QAbstractItemModelTester firedTester(&fired, QAbstractItemModelTester::FailureReportingMode::Fatal);
  rules.setWorld(&sample.world, sample.now);
  fired.setWorld(&sample.world, sample.now);
  EXPECT_EQ(rules.rowCount(), 3);
  EXPECT_EQ(fired.rowCount(), 0);
  const auto cell = [](const TableModel& model, int row, const char* column) {
    return model.index(row, columnWithId(model.columns(), column)).data().toString();
  };
  for (int i = 0; i < 6; ++i) {
    lose(1, i % 2 == 0 ? LinkState::offline : LinkState::online);
    second();
    rules.refresh(sample.changes(), sample.now);
    fired.refresh({}, sample.now);
  }
  EXPECT_EQ(fired.rowCount(), 4);
  EXPECT_EQ(cell(rules, 1, "state"), "firing");
  EXPECT_EQ(cell(rules, 1, "rule"), "<b>Few</b>");
  EXPECT_EQ(cell(rules, 1, "value"), "1");
  EXPECT_EQ(cell(rules, 2, "state"), "cannot be read");
  EXPECT_TRUE(cell(rules, 2, "watched").contains("begins with"));
  EXPECT_EQ(cell(fired, 1, "end"), "cleared");
  EXPECT_EQ(cell(fired, 1, "made_by"), "phone-1");
  EXPECT_FALSE(fired.setQuery("severity:critical end:firing"));
  EXPECT_EQ(fired.rowCount(), 1);
  const QJsonObject json = jsonRow(fired.columns(), sample.world, 1);
  EXPECT_EQ(json["rule"].toString(), "Dead");
  EXPECT_EQ(json["lasted_ms"].toDouble(), 1000.0);
  watch.remove(0);
  second(2);
  rules.refresh({}, sample.now);
  EXPECT_EQ(rules.rowCount(), 2);
}

} // namespace
} // namespace pushscope
