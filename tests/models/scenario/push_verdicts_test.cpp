#include "models/scenario/push_verdicts.h"

#include "models/items/table_model.h"
#include "protocol/scenario/push_line.h"
#include "tests/models/sample_world.h"

#include <QAbstractItemModelTester>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;
using State = PushVerdicts::State;

class Verdicts : public ::testing::Test {
 protected:
  SampleWorld sample;
  LinkId node = sample.addLink(LinkKind::node, "stage");
  PushVerdicts verdicts;
  WallTime due = sample.now;
  Uuid push = uuidOf(7);

  void expect(const char* line, size_t accepted) {
    verdicts.expect(push, line, scenario::parsePushLine(line).expectations, due);
    verdicts.accepted(push, accepted);
  }
  // Its delivery has the same handle; a phone that acknowledged after so long, or did not yet.
  void deliver(uint32_t phone, std::optional<Duration> acknowledged, uint32_t attempts = 1) {
    std::vector<DeliveryStageFact> stages{stageFact(phone, Stage::accepted, due)};
    for (uint32_t attempt = 1; attempt <= attempts; ++attempt)
      stages.push_back(stageFact(phone, Stage::written, due + attempt * 1ms, attempt));
    if (acknowledged)
      stages.push_back(stageFact(phone, Stage::acknowledged, due + *acknowledged));
    sample.deliver(node, phone, push, "phone-" + std::to_string(phone), stages, phone);
  }
  void stage(LinkId link, uint32_t phone, Stage stage, Duration after, Reason reason = Reason::none) {
    Batch batch = sample.batchOf(link);
    batch.stages = {stageFact(phone, stage, due + after, 0, reason)};
    sample.apply(std::move(batch));
  }
  void after(Duration passed) {
    sample.now = due + passed;
    verdicts.refresh(sample.world, sample.now);
  }
  const PushVerdicts::OfDevice& of(const char* device) {
    static const PushVerdicts::OfDevice none{State::open, "there is none", {}};
    const auto* found = verdicts.of(push, device);
    EXPECT_NE(found, nullptr) << device;
    return found ? *found : none;
  }
};

TEST_F(Verdicts, CountManyDevicesAndNameTheWorst) {
  expect("acknowledged within 2s, no resend", 3);
  deliver(1, 100ms);
  deliver(2, 3s);
  deliver(3, std::nullopt);
  after(1s);
  EXPECT_EQ(of("phone-1").text, "pass");
  EXPECT_EQ(of("phone-2").text, "FAIL: acknowledged after 3.00 s, 1.00 s too late");
  EXPECT_EQ(of("phone-3").text, "open");
  EXPECT_FALSE(verdicts.of(push)->settled);
  EXPECT_EQ(verdicts.of(push)->sentence(),
            "1 of 3 passed, 1 still open; worst: phone-2, acknowledged after 3.00 s, 1.00 s too late");
  after(2s + PushVerdicts::settling);
  EXPECT_EQ(of("phone-3").state, State::open);
  after(7s);
  EXPECT_EQ(of("phone-3").text, "FAIL: not acknowledged, overdue by 3.50 s");
  EXPECT_EQ(verdicts.of(push)->worstDevice, "phone-3");
  EXPECT_TRUE(verdicts.of(push)->settled);
  EXPECT_EQ(verdicts.takeSettled(), std::vector<Uuid>{push});
  EXPECT_TRUE(verdicts.takeSettled().empty()) << "once";
  ASSERT_EQ(verdicts.of(push)->verdicts.size(), 2u);
  EXPECT_FALSE(verdicts.of(push)->verdicts[0].passed);
  EXPECT_TRUE(verdicts.of(push)->verdicts[1].passed);
}

TEST_F(Verdicts, AreNotSettledBeforeEveryDeviceThatTookItIsKnown) {
  expect("acknowledged", 2);
  deliver(1, 100ms);
  after(1s);
  EXPECT_FALSE(verdicts.of(push)->settled);
  deliver(2, 100ms);
  after(2s);
  EXPECT_TRUE(verdicts.of(push)->settled);
  EXPECT_EQ(verdicts.of(push)->sentence(), "2 of 2 passed");
}

TEST_F(Verdicts, WhatAServerRefusedFails) {
  expect("acknowledged", 0);
  verdicts.refused(push, "nobody");
  after(1s);
  EXPECT_EQ(of("nobody").text, "FAIL: refused by the server");
  EXPECT_TRUE(verdicts.of(push)->settled);
}

TEST_F(Verdicts, AResendFailsAndAPostponedDeliveryGoesOn) {
  expect("acknowledged within 1m, no resend", 2);
  deliver(1, 100ms, 2);
  deliver(2, std::nullopt);
  stage(node, 2, Stage::cancelled, 1s, Reason::postponed);
  after(2s);
  EXPECT_EQ(of("phone-1").text, "FAIL: 2 attempts");
  EXPECT_EQ(of("phone-2").text, "open");
  sample.deliver(node, 9, push, "phone-2",
                 {stageFact(9, Stage::written, due + 20s, 1), stageFact(9, Stage::acknowledged, due + 21s)}, 9);
  after(22s);
  EXPECT_EQ(of("phone-2").text, "pass");
}

TEST_F(Verdicts, ThePhonesOwnWordStandsWhereNoFleetTells) {
  expect("shown within 5s", 2);
  deliver(1, 100ms);
  deliver(2, 100ms);
  after(60s);
  EXPECT_EQ(of("phone-1").text, "open") << "a phone reports when it sends anyway";
  stage(node, 1, Stage::shown, 6s);
  stage(node, 2, Stage::shown, 6s);
  // By a fleet's clock it was earlier.
  const LinkId fleet = sample.addLink(LinkKind::fleet, "fleet");
  sample.deliver(fleet, 2, push, "phone-2", {stageFact(2, Stage::shown, due + 4s)}, 2);
  after(61s);
  EXPECT_EQ(of("phone-1").text, "FAIL: shown after 6.00 s, 1.00 s too late");
  EXPECT_EQ(of("phone-2").text, "pass") << "truth before what was reported";
}

TEST_F(Verdicts, FollowTheTimeOfAnotherWorld) {
  expect("acknowledged within 2s", 1);
  deliver(1, 3s);
  after(10s);
  EXPECT_EQ(of("phone-1").state, State::broken);
  const World empty;
  verdicts.restart();
  verdicts.refresh(empty, sample.now);
  EXPECT_EQ(verdicts.of(push, "phone-1"), nullptr);
  verdicts.restart();
  verdicts.refresh(sample.world, sample.now);
  EXPECT_EQ(of("phone-1").state, State::broken);
}

TEST_F(Verdicts, AreAColumnOfTheDeliveries) {
  TableModel model(std::make_unique<JudgedDeliveryRows>(verdicts));
  QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  model.setWorld(&sample.world, sample.now);
  expect("acknowledged within 2s", 2);
  deliver(1, 100ms);
  deliver(2, 9s);
  sample.deliver(node, 3, uuidOf(8), "phone-3", {stageFact(3, Stage::accepted, due)}, 3);
  after(10s);
  model.refresh(sample.changes(), sample.now);
  const int column = columnWithId(model.columns(), "verdict");
  ASSERT_EQ(model.rowCount(), 3);
  EXPECT_EQ(model.index(0, column).data().toString(), "pass");
  EXPECT_EQ(model.index(0, column).data(TableModel::ToneRole).toInt(), int(Tone::alive));
  EXPECT_EQ(model.index(1, column).data(TableModel::ToneRole).toInt(), int(Tone::dead));
  EXPECT_EQ(model.index(2, column).data().toString(), "–") << "nothing was expected of it";
  EXPECT_FALSE(model.setQuery("verdict:FAIL"));
  EXPECT_EQ(model.rowCount(), 1);
}

TEST_F(Verdicts, OnlyTheNewestAreKept) {
  for (size_t i = 0; i <= PushVerdicts::mostPushes; ++i)
    verdicts.expect(uuidOf(100 + i), "shown", scenario::parsePushLine("shown").expectations, due);
  EXPECT_EQ(verdicts.of(uuidOf(100)), nullptr);
  EXPECT_NE(verdicts.of(uuidOf(101)), nullptr);
  verdicts.expect(uuidOf(1), "", {}, due);
  EXPECT_EQ(verdicts.of(uuidOf(1)), nullptr) << "nothing was expected";
}

} // namespace
} // namespace pushscope
