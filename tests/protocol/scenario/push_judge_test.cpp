#include "protocol/scenario/push_judge.h"

#include "protocol/scenario/push_line.h"

#include <gtest/gtest.h>

#include <memory>

namespace pushscope::scenario {
namespace {

using namespace std::chrono_literals;
using State = Outcome::State;
using Cause = Outcome::Cause;

constexpr WallTime due = wallFromMicros(1'700'000'000'000'000);

class OnePush : public ::testing::Test {
 protected:
  std::vector<Expectation> m_expectations;
  std::unique_ptr<PushJudge> m_judge;

  void expect(const char* line, std::vector<std::string> devices = {"a", "b"}) {
    m_expectations = parsePushLine(line).expectations;
    ASSERT_FALSE(m_expectations.empty()) << line;
    Uuid push;
    push.bytes[0] = 1;
    m_judge = std::make_unique<PushJudge>(m_expectations, std::move(devices), push, due, due);
  }
  void stage(uint32_t device, Duration after, Stage stage, uint32_t attempt = 0, Reason reason = Reason::none) {
    m_judge->stage(device, due + after, stage, attempt, reason);
  }
  // Of the first expectation.
  Outcome outcome(uint32_t device, Duration known = 1s, bool phoneIsHeard = true) {
    return m_judge->outcomes(device, due + known, phoneIsHeard).front();
  }
};

TEST_F(OnePush, IsOpenUntilItsStageOrItsTime) {
  expect("acknowledged within 2s");
  EXPECT_EQ(outcome(0, 2s).state, State::open);
  stage(0, 2s, Stage::acknowledged);
  EXPECT_EQ(outcome(0, 9s).state, State::kept);
  const Outcome other = outcome(1, 2s + 1us);
  EXPECT_EQ(other.state, State::broken);
  EXPECT_EQ(other.cause, Cause::notReached);
  EXPECT_EQ(other.by, 1us);
}

TEST_F(OnePush, TooLateIsByExactlySoMuch) {
  expect("acknowledged within 2s");
  stage(0, 3200ms, Stage::acknowledged);
  const Outcome late = outcome(0);
  EXPECT_EQ(late.cause, Cause::late);
  EXPECT_EQ(late.after, 3200ms);
  EXPECT_EQ(late.by, 1200ms);
  expect("acknowledged within 2s..4s");
  stage(0, 1500ms, Stage::acknowledged);
  EXPECT_EQ(outcome(0).cause, Cause::early);
  EXPECT_EQ(outcome(0).by, 500ms);
}

TEST_F(OnePush, AnotherEndBreaksItAndAMovedDeliveryGoesOn) {
  expect("acknowledged");
  stage(0, 1s, Stage::cancelled, 0, Reason::postponed);
  EXPECT_EQ(outcome(0, 9s).state, State::open) << "it comes back under another sequence";
  stage(0, 5s, Stage::expired);
  EXPECT_EQ(outcome(0).cause, Cause::ended);
  EXPECT_EQ(outcome(0).end, Stage::expired);
  m_judge->refused(1);
  EXPECT_EQ(outcome(1).cause, Cause::refused);
}

TEST_F(OnePush, ThePhonesSilenceBreaksNothingUnlessItIsHeard) {
  expect("shown within 5s");
  stage(0, 1s, Stage::acknowledged);
  EXPECT_EQ(outcome(0, 60s, false).state, State::open);
  EXPECT_EQ(outcome(0, 60s, true).cause, Cause::notReached);
  stage(0, 2s, Stage::shown);
  EXPECT_EQ(outcome(0, 60s, true).state, State::kept) << "told later than facts are";
  stage(1, 2s, Stage::notShown);
  EXPECT_EQ(outcome(1, 2s, false).cause, Cause::ended);
  EXPECT_EQ(outcome(1, 2s, false).end, Stage::notShown);
}

TEST_F(OnePush, AttemptsAndDuplicatesAreSettledByTheEnd) {
  expect("no resend");
  stage(0, 10ms, Stage::written, 1);
  EXPECT_EQ(outcome(0).state, State::open);
  stage(0, 20ms, Stage::acknowledged);
  EXPECT_EQ(outcome(0).state, State::kept);
  stage(1, 10ms, Stage::written, 1);
  stage(1, 15s, Stage::written, 2);
  EXPECT_EQ(outcome(1).cause, Cause::attempts);
  EXPECT_EQ(outcome(1).number, 2u);
  expect("no duplicate");
  stage(0, 10ms, Stage::duplicate);
  EXPECT_EQ(outcome(0).cause, Cause::duplicates);
  expect("attempts 2");
  stage(0, 10ms, Stage::written, 1);
  stage(0, 20ms, Stage::acknowledged);
  EXPECT_EQ(outcome(0).cause, Cause::attempts) << "fewer than were asked for, and it is over";
}

TEST_F(OnePush, TheVerdictCountsWhatEachDeliverySays) {
  expect("acknowledged within 2s, no resend", {"a", "b", "c"});
  for (const uint32_t device : {0u, 1u}) {
    stage(device, 10ms, Stage::written, 1);
    stage(device, device == 0 ? 1s : 3s, Stage::acknowledged);
  }
  const std::vector<Verdict> verdicts = m_judge->verdicts();
  ASSERT_EQ(verdicts.size(), 2u);
  EXPECT_EQ(verdicts[0].expectation, "acknowledged within 2s");
  EXPECT_FALSE(verdicts[0].passed);
  EXPECT_NE(verdicts[0].sentence.find("1 of 3 deliveries"), std::string::npos) << verdicts[0].sentence;
  ASSERT_EQ(verdicts[0].examples.size(), 2u);
  EXPECT_EQ(verdicts[0].examples[0].device, "b");
  EXPECT_TRUE(verdicts[1].passed);
}

} // namespace
} // namespace pushscope::scenario
