#include "tests/protocol/scenario/stage_hand.h"

#include <memory>

namespace pushscope::scenario {
namespace {

using namespace std::chrono_literals;

// Ten phones, and one push to each of them at 10 s: delivery i is for phone i.
const std::string head = R"(name = "test"
duration = "60s"
[[phones]]
group = "callers"
count = 10
profile = "ios-voip-classic"
[[push]]
name = "ring"
at = "10s"
[[expect]]
)";

class Judging : public ::testing::Test {
 protected:
  std::unique_ptr<StageHand> m_hand;

  StageHand& expect(const std::string& expectation) {
    m_hand = std::make_unique<StageHand>(head + expectation);
    m_hand->playUntil(10s);
    return *m_hand;
  }
  void passes(const std::string& words = {}) { is(true, words); }
  void fails(const std::string& words = {}) { is(false, words); }
  void is(bool passed, const std::string& words) {
    const Verdict verdict = m_hand->verdict();
    EXPECT_EQ(verdict.passed, passed) << verdict.expectation << ": " << verdict.sentence;
    EXPECT_NE(verdict.sentence.find(words), std::string::npos) << verdict.sentence;
  }
};

// ---- pushes

TEST_F(Judging, AStageIsAskedOfEveryDeliveryUnlessAShareIsGiven) {
  StageHand& hand = expect("push = 'ring'\nstage = 'acknowledged'\n");
  for (uint32_t i = 0; i < 9; ++i)
    hand.stage(i, 11s, Stage::acknowledged);
  fails("9 of 10 deliveries (90 %)");
  EXPECT_EQ(hand.verdict().examples.at(0).device, "callers-0010");
  EXPECT_FALSE(hand.verdict().examples.at(0).push.isNull());
  EXPECT_EQ(hand.verdict().line, 10u);
  hand.stage(9, 11s, Stage::acknowledged);
  passes("10 of 10 deliveries (100 %); the slowest was acknowledged after 1s");
  EXPECT_TRUE(hand.verdict().examples.empty());
}

TEST_F(Judging, AShareIsMetByExactlySoMany) {
  StageHand& hand = expect("push = 'ring'\nstage = 'acknowledged'\nshare = '>=80%'\n");
  for (uint32_t i = 0; i < 7; ++i)
    hand.stage(i, 11s, Stage::acknowledged);
  fails("7 of 10");
  hand.stage(7, 11s, Stage::acknowledged);
  passes("8 of 10");
}

TEST_F(Judging, WithinIsCountedFromWhenThePushWasSent) {
  for (const Duration took : {Duration(2s), Duration(2s + 1us)}) {
    StageHand& hand = expect("push = 'ring'\nstage = 'acknowledged'\nwithin = '<=2s'\n");
    for (uint32_t i = 0; i < 10; ++i)
      hand.stage(i, 10s + (i == 3 ? took : 1s), Stage::acknowledged);
    took == 2s ? passes() : fails("9 of 10");
  }
}

TEST_F(Judging, AScheduledPushCountsFromWhenItIsDue) {
  m_hand = std::make_unique<StageHand>(head + "push = 'ring'\nstage = 'acknowledged'\nwithin = '<=2s'\n"
                                              "[[push]]\nname = 'later'\nat = '10s'\nnot_before = '+20s'\n"
                                              "[[expect]]\npush = 'later'\nstage = 'acknowledged'\nwithin = '<=2s'\n");
  m_hand->playUntil(10s);
  for (uint32_t i = 0; i < 20; ++i)
    m_hand->stage(i, i < 10 ? 11s : 31s, Stage::acknowledged);
  for (const Verdict& verdict : m_hand->conductor.judge().verdicts())
    EXPECT_TRUE(verdict.passed) << verdict.expectation << ": " << verdict.sentence;
}

TEST_F(Judging, ASpanHasBothItsEnds) {
  struct Case {
    Duration at;
    bool good;
  };
  for (const Case& c : {Case{20s - 1us, false}, Case{20s, true}, Case{30s, true}, Case{30s + 1us, false}}) {
    StageHand& hand = expect("push = 'ring'\nstage = 'acknowledged'\nafter = '20s'\nbefore = '30s'\n");
    for (uint32_t i = 0; i < 10; ++i)
      hand.stage(i, c.at, Stage::acknowledged);
    is(c.good, "");
  }
}

TEST_F(Judging, TheStateAtAMomentIsTheNewestThatTheServerToldByThen) {
  const auto tell = [](StageHand& hand) {
    for (uint32_t i = 0; i < 10; ++i) {
      hand.stage(i, 11s, Stage::offline, 0, Reason::terminatedByUser);
      hand.stage(i, 40s, Stage::written, 1);
      hand.stage(i, 41s, Stage::shown);
      hand.stage(i, 41s, Stage::acknowledged);
    }
  };
  struct Case {
    const char* asked;
    bool good;
  };
  for (const Case& c :
       {Case{"stage = 'offline'\nat = '30s'\n", true}, Case{"stage = 'offline'\nat = '40s'\n", false},
        Case{"stage = 'written'\nat = '40s'\n", true}, Case{"stage = 'acknowledged'\nat = '60s'\n", true},
        Case{"stage = 'accepted'\nat = '10s'\n", true},
        Case{"stage = 'offline'\nreason = 'terminated_by_user'\nat = '30s'\n", true},
        Case{"stage = 'offline'\nreason = 'not_connected'\nat = '30s'\n", false}}) {
    SCOPED_TRACE(c.asked);
    tell(expect(std::string("push = 'ring'\n") + c.asked));
    is(c.good, "");
  }
}

TEST_F(Judging, AReasonMustBeTheOneThatWasTold) {
  StageHand& hand = expect("push = 'ring'\nstage = 'not_shown'\nreason = 'alerts_off'\n");
  for (uint32_t i = 0; i < 10; ++i)
    hand.stage(i, 11s, Stage::notShown, 0, i == 0 ? Reason::notificationLimit : Reason::alertsOff);
  fails("9 of 10");
}

TEST_F(Judging, AttemptsAndDuplicatesAreOfEachDelivery) {
  StageHand& hand = expect("push = 'ring'\nattempts = '<=2'\nduplicates = 0\n");
  for (uint32_t i = 0; i < 10; ++i)
    hand.stage(i, 11s, Stage::written, 1);
  hand.stage(4, 26s, Stage::written, 2);
  passes("at most 2 attempts; at most 0 duplicates of one");
  hand.stage(4, 41s, Stage::written, 3);
  fails("9 of 10");
  hand.stage(5, 41s, Stage::duplicate);
  fails("8 of 10");
}

TEST_F(Judging, TheSkewIsBetweenTheTwoPathsOfOnePush) {
  StageHand& hand = expect("push = 'ring'\nskew = '<=500ms'\n");
  for (uint32_t i = 0; i < 10; ++i) {
    hand.stage(i, 11s, Stage::handled);
    hand.stage(i, i == 0 ? 10'500ms : 11'500ms, Stage::mediaReady);
  }
  passes("at most 500ms apart");
  hand.stage(3, 30s, Stage::handled); // again, as a duplicate
  passes();
  StageHand& other = expect("push = 'ring'\nskew = '<=500ms'\n");
  for (uint32_t i = 0; i < 10; ++i) {
    other.stage(i, 11s, Stage::handled);
    if (i > 0)
      other.stage(i, i == 1 ? 11'500ms + 1us : 11'500ms, Stage::mediaReady);
  }
  fails("8 of 10"); // one was too late, one never came
}

TEST_F(Judging, ACountIsOfDeliveries) {
  StageHand& hand = expect("push = 'ring'\nstage = 'expired'\ncount = 2\n");
  hand.stage(0, 20s, Stage::expired);
  fails("1 of 10");
  hand.stage(1, 20s, Stage::expired);
  passes("2 of 10");
  hand.stage(9, 20s, Stage::expired);
  fails("3 of 10");
  // Of those that there should not be.
  EXPECT_EQ(hand.verdict().examples.size(), 3u);
  EXPECT_EQ(hand.verdict().examples.at(2).device, "callers-0010");
}

TEST_F(Judging, WhatTheServerOnlyHeardOfThePhoneIsNotTaken) {
  StageHand& hand = expect("push = 'ring'\nstage = 'shown'\ncount = 1\n");
  hand.node.stage({1}, wallStart + 11s, Stage::shown, 0, Reason::none);
  fails("0 of 10");
  hand.fleet.stage({1}, wallStart + 11s, Stage::shown, 0, Reason::none);
  passes();
}

TEST_F(Judging, APushThatWasNeverSentCannotBeJudged) {
  m_hand = std::make_unique<StageHand>(head + "push = 'ring'\nstage = 'acknowledged'\ncount = 0\n");
  m_hand->playUntil(9s);
  fails("cannot be judged: none of these pushes was sent");
}

// ---- states

TEST_F(Judging, AStateAtAMomentIsAskedOfEveryPhone) {
  StageHand& hand = expect("phones = 'callers'\napp = 'suspended'\nat = '30s'\n");
  for (uint32_t i = 0; i < 10; ++i)
    hand.app(i, i < 9 ? 30s : 30s + 1us, AppState::suspended, Cause::system);
  fails("9 of 10 phones (90 %)");
  EXPECT_EQ(hand.verdict().examples.at(0).device, "callers-0010");
  StageHand& other = expect("phones = 'callers'\napp = 'suspended'\nat = '30s'\n");
  for (uint32_t i = 0; i < 10; ++i)
    other.app(i, 30s, AppState::suspended, Cause::system);
  other.app(0, 30s + 1us, AppState::woken, Cause::data);
  passes();
}

TEST_F(Judging, WherePhonesStandBeforeTheStartIsKnown) {
  expect("app = 'foreground'\nlink = 'online'\nat = '0s'\n");
  passes("10 of 10");
}

TEST_F(Judging, WithoutAMomentOneTimeIsEnough) {
  StageHand& hand = expect("app = 'terminated'\ncause = 'wake_limit'\ncount = '>=2'\n");
  hand.app(0, 20s, AppState::terminated, Cause::wakeLimit);
  hand.app(0, 21s, AppState::background, Cause::crash);
  hand.app(1, 20s, AppState::terminated, Cause::user);
  fails("1 of 10 phones (10 %); 1 time, at most 1 on one phone");
  hand.app(2, 59s, AppState::terminated, Cause::wakeLimit);
  passes("2 of 10");
}

TEST_F(Judging, SpellsAreCountedForEachPhoneAndInAll) {
  const auto tell = [](StageHand& hand, int extra) {
    for (uint32_t i = 0; i < 10; ++i)
      for (int n = 0; n < 2 + (i == 0 ? extra : 0); ++n) {
        hand.app(i, 11s + n * 2s, AppState::woken, Cause::data);
        hand.app(i, 12s + n * 2s, AppState::suspended, Cause::budget);
      }
  };
  tell(expect("app = 'woken'\neach = 2\n"), 0);
  passes("20 times, at most 2 on one phone");
  tell(expect("app = 'woken'\neach = 2\n"), 1);
  fails("21 times, at most 3 on one phone");
  EXPECT_EQ(m_hand->verdict().examples.size(), 1u);
  tell(expect("app = 'woken'\ntotal = '<=20'\n"), 0);
  passes();
  tell(expect("app = 'woken'\ntotal = '<=20'\n"), 1);
  fails();
}

TEST_F(Judging, ASpellLastsSoLong) {
  const auto tell = [](StageHand& hand, Duration half) {
    hand.link(3, 20s, LinkState::offline);
    hand.believe(3, 20s + half, LinkState::offline);
  };
  const char* asked = "link = 'offline'\nbelieved_link = 'online'\nlasts = '<=10s'\n";
  tell(expect(asked), 10s);
  passes("1 of 1 phone (100 %); 1 time, at most 1 on one phone; the longest took 10s");
  tell(expect(asked), 10s + 1us);
  fails("0 of 1 phone");
  EXPECT_EQ(m_hand->verdict().examples.at(0).device, "callers-0004");
  expect(asked);
  fails("cannot be judged: no phone was in this state");
  // Still so at the end.
  expect(asked).link(3, 49s, LinkState::offline);
  fails("the longest took 11s");
}

TEST_F(Judging, OnlyThePartOfASpellInTheSpanCounts) {
  const char* asked = "app = 'suspended'\nafter = '20s'\nbefore = '30s'\nlasts = '<=5s'\ncount = ";
  const auto tell = [](StageHand& hand, Duration from, Duration to) {
    hand.app(0, from, AppState::suspended);
    hand.app(0, to, AppState::foreground);
  };
  tell(expect(std::string(asked) + "1\n"), 15s, 25s);
  passes("the longest took 5s");
  tell(expect(std::string(asked) + "0\n"), 15s, 20s);
  passes("0 times");
  tell(expect(std::string(asked) + "1\n"), 29s, 50s);
  passes("the longest took 1s");
  tell(expect(std::string(asked) + "0\n"), 31s, 50s);
  passes();
}

TEST_F(Judging, WhatIsPassedThroughInNoTimeIsNoState) {
  StageHand& hand = expect("app = 'terminated'\nlink = 'online'\ncount = 0\n");
  hand.app(0, 20s, AppState::terminated, Cause::crash);
  hand.link(0, 20s, LinkState::offline);
  passes();
  hand.app(1, 20s, AppState::terminated, Cause::crash);
  hand.link(1, 20s + 1us, LinkState::offline);
  fails("1 of 10");
}

TEST_F(Judging, BeliefAndTruthAreApart) {
  expect("believed_link = 'offline'\nat = '60s'\ncount = 0\n").link(0, 20s, LinkState::offline);
  passes();
  expect("link = 'offline'\nat = '60s'\ncount = 0\n").believe(0, 20s, LinkState::offline);
  passes();
  expect("link = 'offline'\nat = '60s'\ncount = 0\n").link(7, 20s, LinkState::offline);
  fails();
  EXPECT_EQ(m_hand->verdict().examples.at(0).device, "callers-0008");
}

TEST_F(Judging, TheNetworkIsTrueOfAPhoneAndNotOfItsLink) {
  const auto tell = [](StageHand& hand) {
    Network dead;
    dead.wifi = dead.blackHole = true;
    hand.fleet.network({1}, wallStart + 20s, dead);
    hand.fleet.network({2}, wallStart + 20s, {true, false, false, false});
  };
  tell(expect("black_hole = true\nbelieved_link = 'online'\nat = '30s'\ncount = 1\n"));
  passes();
  tell(expect("airplane = true\ncount = 1\n"));
  passes();
  tell(expect("black_hole = false\nat = '30s'\n"));
  fails("9 of 10");
}

// ---- events

Wake wakeOf(Duration at, Cause cause, uint32_t resumes = 1, Duration used = 10s) {
  Wake wake;
  wake.at = wallStart + at;
  wake.cause = cause;
  wake.resumes = resumes;
  wake.used = used;
  return wake;
}

TEST_F(Judging, WakesAreCountedByCause) {
  StageHand& hand = expect("wakes = 'data'\neach = '<=2'\n");
  for (uint32_t i = 0; i < 10; ++i)
    hand.fleet.wake({i + 1}, wakeOf(20s, Cause::data));
  hand.fleet.wake({1}, wakeOf(30s, Cause::data));
  hand.fleet.wake({1}, wakeOf(30s, Cause::timer));
  passes("11 times on 10 of 10 phones, 1 to 2 each");
  hand.fleet.wake({1}, wakeOf(60s, Cause::data));
  fails("1 to 3 each");
  EXPECT_EQ(hand.verdict().examples.size(), 1u);
  EXPECT_EQ(hand.verdict().examples.at(0).device, "callers-0001");
  hand.fleet.wake({2}, wakeOf(60s + 1us, Cause::data));
  fails("12 times"); // what is after the end is not of the scenario
}

TEST_F(Judging, AMissedWakeIsNotAWake) {
  const auto tell = [](StageHand& hand) {
    Wake missed = wakeOf(20s, Cause::data);
    missed.missed = Reason::notMarked;
    hand.fleet.wake({1}, missed);
  };
  tell(expect("wakes = 'any'\ntotal = 0\n"));
  passes("0 times on 0 of 10 phones");
  tell(expect("missed = 'not_marked'\ntotal = 1\n"));
  passes();
  tell(expect("missed = 'doze'\ntotal = 1\n"));
  fails();
}

TEST_F(Judging, ABoundOnEachEventIsAskedOfAllOfThemUnlessAShareIsGiven) {
  const auto tell = [](StageHand& hand, uint32_t over) {
    for (uint32_t n = 0; n < 100; ++n)
      hand.fleet.wake({1 + n % 10}, wakeOf(20s, Cause::data, n < over ? 16 : 15));
  };
  tell(expect("wakes = 'data'\nresumes = '<=15'\n"), 0);
  passes("100 of 100 times (100 %) on 10 of 10 phones, 10 to 10 each; resumes in the window 15 to 15");
  tell(expect("wakes = 'data'\nresumes = '<=15'\n"), 1);
  fails("99 of 100 times (99 %)");
  EXPECT_EQ(m_hand->verdict().examples.at(0).device, "callers-0001");
  tell(expect("wakes = 'data'\nresumes = '<=15'\nshare = '>=99%'\n"), 1);
  passes();
  tell(expect("wakes = 'data'\nresumes = '<=15'\nshare = '>=99%'\n"), 2);
  fails();
  tell(expect("wakes = 'data'\nresumes = '>=16'\ntotal = 0\n"), 0);
  passes();
  tell(expect("wakes = 'data'\nresumes = '>=16'\ntotal = 0\n"), 1);
  fails();
  tell(expect("wakes = 'data'\nresumes = '<=20'\nused = '<=9s'\n"), 0);
  fails("0 of 100 times (0 %) on 0 of 10 phones, 0 to 0 each; time used 10s to 10s; resumes in the window 15 to 15");
}

TEST_F(Judging, ABoundOnNothingCannotBeJudged) {
  expect("wakes = 'data'\nresumes = '<=15'\n");
  fails("cannot be judged: nothing of the kind happened");
}

TEST_F(Judging, NoticesByKindReasonAndBadge) {
  const auto tell = [](StageHand& hand, uint32_t badge) {
    for (uint32_t i = 0; i < 10; ++i)
      hand.fleet.notice({i + 1}, {wallStart + 20s, NoticeKind::banner, Reason::none, badge, 0});
    hand.fleet.notice({1}, {wallStart + 20s, NoticeKind::dropped, Reason::notificationLimit, badge, 64});
  };
  tell(expect("notice = 'banner'\nbadge = '<=3'\n"), 3);
  passes("badge 3 to 3");
  tell(expect("notice = 'banner'\nbadge = '<=3'\n"), 4);
  fails();
  tell(expect("notice = 'any'\nreason = 'notification_limit'\ncount = 1\n"), 4);
  passes("1 time on 1 of 10 phones");
  tell(expect("notice = 'dropped'\npending = '<=64'\neach = 1\n"), 4);
  fails();
}

TEST_F(Judging, SyncsAreTakenFromTheServer) {
  SyncFact fact;
  fact.at = wallStart + 20s;
  fact.resumed = true;
  fact.firstPush = 300ms;
  fact.items = 4;
  const auto tell = [&](StageHand& hand) {
    hand.node.sync({1}, fact);
    hand.fleet.sync({1}, fact);
  };
  tell(expect("sync = 'resumed'\ntotal = 1\n"));
  passes();
  tell(expect("sync = 'new'\ntotal = 0\n"));
  passes();
  tell(expect("sync = 'any'\nfirst_push = '<=300ms'\nitems = 4\n"));
  passes();
  tell(expect("sync = 'any'\nfirst_push = '<=299ms'\n"));
  fails();
}

TEST_F(Judging, ClosingsBySideCodeAndGoodbye) {
  const auto tell = [](StageHand& hand) {
    hand.believe(0, 20s, LinkState::offline, {Side::server, ErrorCode::heartbeatLost, false});
    hand.believe(1, 20s, LinkState::offline, {Side::phone, ErrorCode::ok, true});
    hand.believe(1, 21s, LinkState::online, {Side::phone, ErrorCode::ok, true});
  };
  tell(expect("closed = 'heartbeat_lost'\nside = 'server'\ntotal = 1\n"));
  passes();
  tell(expect("closed = 'any'\ntotal = 2\n"));
  passes();
  tell(expect("closed = 'any'\ngoodbye = true\ntotal = 1\n"));
  passes();
  tell(expect("closed = 'heartbeat_lost'\nside = 'phone'\ntotal = 0\n"));
  passes();
}

// ---- what is asked of every scenario

class Promises : public ::testing::Test {
 protected:
  StageHand hand{head + "push = 'ring'\nstage = 'accepted'\n"};
  void SetUp() override { hand.playUntil(10s); }
  void kept(const std::string& words) { EXPECT_TRUE(hand.verdict(words).passed) << hand.verdict(words).sentence; }
  void broken(const std::string& words, const std::string& sentence) {
    const Verdict verdict = hand.verdict(words);
    EXPECT_FALSE(verdict.passed);
    EXPECT_NE(verdict.sentence.find(sentence), std::string::npos) << verdict.sentence;
  }
};

TEST_F(Promises, AreKeptByAnOrdinaryRun) {
  for (uint32_t i = 0; i < 10; ++i) {
    hand.stage(i, 11s, Stage::written, 1);
    hand.stage(i, 12s, Stage::shown);
    hand.stage(i, 12s, Stage::acknowledged);
  }
  for (const Verdict& verdict : hand.conductor.judge().verdicts())
    EXPECT_TRUE(verdict.passed) << verdict.expectation << ": " << verdict.sentence;
}

TEST_F(Promises, ADeliveryEndsOnce) {
  hand.stage(0, 11s, Stage::acknowledged);
  hand.stage(0, 11s, Stage::acknowledged); // told again
  kept("ends once");
  hand.stage(0, 12s, Stage::expired);
  broken("ends once", "1 of 10 deliveries ended more than once");
  EXPECT_EQ(hand.verdict("ends once").examples.at(0).device, "callers-0001");
}

TEST_F(Promises, APostponedOrRefusedDeliveryGoesOn) {
  hand.stage(0, 10s, Stage::cancelled, 0, Reason::refused);
  hand.stage(0, 11s, Stage::cancelled, 0, Reason::postponed);
  hand.stage(0, 12s, Stage::queued);
  hand.stage(0, 13s, Stage::acknowledged);
  kept("ends once");
  EXPECT_EQ(hand.conductor.judge().deliveries().acknowledged(), 1u);
}

TEST_F(Promises, APushIsShownOnce) {
  hand.stage(0, 11s, Stage::shown);
  kept("shown at most once");
  hand.stage(0, 12s, Stage::shown);
  broken("shown at most once", "1 of 10 deliveries were shown again");
}

TEST_F(Promises, NothingIsShownAfterItsEndButWhatWasOnItsWay) {
  hand.stage(0, 11s, Stage::written, 1);
  hand.stage(0, 20s, Stage::expired);
  hand.stage(0, 21s, Stage::shown);
  hand.stage(1, 19s, Stage::shown);
  hand.stage(1, 20s, Stage::cancelled);
  kept("after its end");
  hand.stage(2, 20s, Stage::expired);
  hand.stage(2, 21s, Stage::shown);
  hand.stage(3, 20s, Stage::expired);
  hand.stage(3, 21s, Stage::written, 1);
  broken("after its end", "2 of 10 deliveries");
}

TEST(PromisesOfDelivery, APushIsAcceptedOrRefusedOrLost) {
  Conductor conductor(scenarioOf(head + "push = 'ring'\nstage = 'accepted'\n"), 1);
  conductor.start(nowAt(0s));
  const auto inject = std::get<Inject>(conductor.next(nowAt(10s)).value());
  const auto verdict = [&](const std::string& words) {
    for (const Verdict& v : conductor.judge().verdicts())
      if (v.expectation.find(words) != std::string::npos)
        return v;
    return Verdict{};
  };
  EXPECT_EQ(verdict("accepted or refused").sentence, "10 of 10 deliveries were neither accepted nor refused");
  EXPECT_TRUE(verdict("every action reaches").passed);
  for (const std::string& device : inject.devices)
    conductor.judge().refused(inject.uuid, device, "not found");
  EXPECT_TRUE(verdict("accepted or refused").passed);
  EXPECT_FALSE(verdict("every action reaches").passed);
  EXPECT_EQ(verdict("every action reaches").sentence,
            "10 failures; the first: a push to callers-0001 was refused: not found");
  EXPECT_EQ(verdict("every action reaches").examples.size(), Verdict::maxExamples);
  EXPECT_TRUE(conductor.judge().openPushes(0).empty());
  EXPECT_EQ(verdict("push ring").sentence, "0 of 10 deliveries (0 %)");
}

TEST_F(Promises, WhatWasNotObservedIsSaid) {
  kept("everything is observed");
  hand.node.missed(3);
  broken("everything is observed", "3 blocks of facts were missed");
}

TEST(PromisesOfDelivery, APhoneOfWhichNothingIsHeardFailsTheRun) {
  Conductor conductor(scenarioOf(head + "app = 'woken'\ncount = 0\n"), 1);
  conductor.start(nowAt(0s));
  const auto verdicts = conductor.judge().verdicts();
  EXPECT_EQ(verdicts.at(0).sentence, "cannot be judged: nothing was observed of these phones");
  EXPECT_FALSE(verdicts.at(0).passed);
  EXPECT_EQ(verdicts.at(2).sentence, "0 of 10 phones were heard of, 0 blocks of facts were missed");
  EXPECT_FALSE(verdicts.at(2).passed);
}

} // namespace
} // namespace pushscope::scenario
