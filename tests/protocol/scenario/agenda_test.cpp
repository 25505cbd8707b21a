#include "protocol/scenario/agenda.h"

#include "protocol/scenario/action_value.h"
#include "tests/protocol/scenario/stage_hand.h"

#include <gtest/gtest.h>

namespace pushscope::scenario {
namespace {

using namespace std::chrono_literals;

const std::string head = R"(name = "test"
duration = "60s"
[[phones]]
group = "callers"
count = 10
profile = "desktop"
[[phones]]
group = "guests"
count = 4
profile = "desktop"
[[push]]
name = "ring"
at = "20s"
every = "10s"
times = 4
spread = "2s"
phones = "callers"
[[push]]
name = "late"
at = "30s"
not_before = "+5s"
)";

TEST(Agenda, SaysWhatIsDoneWhenAndHowOften) {
  const Scenario scenario = parse(head + R"(
[[step]]
at = "5s"
phones = "guests"
do = "loss"
value = "2.5%"
[[step]]
at = "50s"
pick = 3
do = "background"
[[queue]]
at = "31s"
push = "late"
do = "cancel"
)")
                                .value();
  const auto agenda = agendaOf(scenario, Roster(scenario));
  ASSERT_EQ(agenda.size(), 5u);
  EXPECT_EQ(agenda[0].text, "loss 2.5%");
  EXPECT_EQ(agenda[0].phones, "guests");
  EXPECT_EQ(agenda[0].turns, 4u);
  EXPECT_EQ(agenda[0].end, 5s);
  EXPECT_EQ(agenda[1].text, "push ring");
  EXPECT_EQ(agenda[1].begin, 20s);
  EXPECT_EQ(agenda[1].end, 52s);
  EXPECT_EQ(agenda[1].turns, 40u);
  EXPECT_EQ(agenda[2].text, "push late");
  EXPECT_EQ(agenda[2].phones, "every phone");
  EXPECT_EQ(agenda[3].text, "cancel late");
  EXPECT_EQ(agenda[4].turns, 3u);
  EXPECT_EQ(agendaOf(scenario, Roster(scenario, 50))[1].turns, 20u);
}

TEST(Agenda, AConductorCountsTheTurnsThatWereTaken) {
  StageHand hand(head);
  const auto agenda = agendaOf(hand.conductor.scenario(), hand.conductor.roster());
  const auto taken = [&](size_t entry) { return hand.conductor.turnsTaken(agenda[entry].kind, agenda[entry].plan); };
  hand.playUntil(10s);
  EXPECT_EQ(taken(0), 0u);
  hand.playUntil(25s);
  EXPECT_EQ(taken(0), 10u);
  EXPECT_EQ(taken(1), 0u);
  hand.playUntil(60s);
  EXPECT_EQ(taken(1), agenda[1].turns);
  EXPECT_EQ(taken(0), agenda[0].turns);
}

TEST(Agenda, KnowsFromWhenOnAVerdictStands) {
  const auto settles = [](const std::string& expectation) {
    const Scenario scenario = parse(head + "[[expect]]\n" + expectation).value();
    return settlesAt(scenario.expectations.front(), scenario);
  };
  EXPECT_EQ(settles("phones = 'guests'\nlink = 'online'\nat = '14s'\n"), 14s);
  EXPECT_EQ(settles("link = 'online'\nbefore = '20s'\n"), 20s);
  EXPECT_EQ(settles("link = 'online'\n"), 60s);
  EXPECT_EQ(settles("wakes = 'any'\ntotal = 0\nbefore = '7s'\n"), 7s);
  EXPECT_EQ(settles("push = 'late'\nstage = 'acknowledged'\nwithin = '<=2s'\n"), 37s) << "since it is due";
  EXPECT_EQ(settles("push = 'ring'\nstage = 'shown'\nwithin = '<=2s'\n"), 54s) << "since the last of it";
  EXPECT_EQ(settles("push = 'late'\nstage = 'acknowledged'\n"), 60s);
  EXPECT_EQ(settles("push = 'late'\nstage = 'acknowledged'\nwithin = '>=2s'\n"), 60s);
  EXPECT_EQ(settles("push = 'late'\nstage = 'acknowledged'\nwithin = '<=2s'\nattempts = 1\n"), 60s);
  EXPECT_EQ(settles("push = 'late'\nstage = 'queued'\nat = '40s'\n"), 40s);
}

TEST(Agenda, WritesTheValueOfAnActionAsItIsRead) {
  struct Case {
    PhoneAction action;
    const char* text;
  };
  for (const Case& c :
       {Case{PhoneAction::airplane, "on"}, Case{PhoneAction::airplane, "off"}, Case{PhoneAction::loss, "30%"},
        Case{PhoneAction::loss, "2.5%"}, Case{PhoneAction::loss, "0.0001%"}, Case{PhoneAction::loss, "100%"},
        Case{PhoneAction::delay, "300ms"}, Case{PhoneAction::natTimeout, "5m"}, Case{PhoneAction::remind, "70"},
        Case{PhoneAction::alertStyle, "banner"}, Case{PhoneAction::background, ""}})
    EXPECT_EQ(actionValueText(c.action, actionValue(c.action, c.text).value()), c.text);
}

} // namespace
} // namespace pushscope::scenario
