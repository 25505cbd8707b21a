#include "protocol/scenario/parser.h"

#include <gtest/gtest.h>

namespace pushscope::scenario {
namespace {

using namespace std::chrono_literals;

// Five lines that are right, so that what a test adds begins on line 6.
const std::string head = R"(name = "test"
duration = "60s"
phones = [ { group = "callers", count = 10, profile = "ios-voip-classic" },
           { group = "others", count = 20, mix = { desktop = 1, android-doze = 3 } } ]
push = [ { name = "ring", at = "10s" } ]
)";

Scenario parsed(const std::string& text) {
  const Result<Scenario> scenario = parse(text);
  EXPECT_TRUE(scenario.ok()) << (scenario.ok() ? "" : scenario.error().detail);
  return scenario.ok() ? scenario.value() : Scenario{};
}

const PushExpectation& pushOf(const Scenario& s) {
  return std::get<PushExpectation>(s.expectations.at(0).body);
}

TEST(ScenarioParser, ReadsWhatStandsAtTheTop) {
  const Scenario s = parsed(R"(
name = "a night"
about = "Sleeps."
duration = "24h"
seed = 7
[server]
heartbeat = "30s/15s/3"
background_heartbeat = "240s/15s/3"
retry = "reconnect"
time_to_live = "12h"
wake_guard = false
[[phones]]
group = "all"
profile = "desktop"
count = 3
set = { nat_timeout = "300s", loss = "30%", marked = true, pending_limit = 64 }
)");
  EXPECT_EQ(s.name, "a night");
  EXPECT_EQ(s.about, "Sleeps.");
  EXPECT_EQ(s.duration, 24h);
  EXPECT_EQ(s.seed, 7u);
  EXPECT_EQ(s.server.heartbeat->interval, 30s);
  EXPECT_EQ(s.server.backgroundHeartbeat->interval, 240s);
  EXPECT_EQ(s.server.retry, Backlog::Retry::reconnect);
  EXPECT_EQ(s.server.timeToLive, 12h);
  EXPECT_EQ(s.server.wakeGuard, false);
  ASSERT_EQ(s.groups.size(), 1u);
  EXPECT_EQ(s.groups[0].count, 3u);
  EXPECT_EQ(s.groups[0].mix.at(0).profile, "desktop");
  const std::vector<std::pair<std::string, std::string>> settings{
      {"loss", "30%"}, {"marked", "true"}, {"nat_timeout", "300s"}, {"pending_limit", "64"}};
  ASSERT_EQ(s.groups[0].settings.size(), settings.size());
  for (size_t i = 0; i < settings.size(); ++i) {
    EXPECT_EQ(s.groups[0].settings[i].name, settings[i].first);
    EXPECT_EQ(s.groups[0].settings[i].value, settings[i].second);
  }
}

TEST(ScenarioParser, ReadsStepsAndTheirTimes) {
  const Scenario s = parsed(head + R"(
[[step]]
at = "10s"
phones = "callers"
do = "background"
[[step]]
at = 5
phones = ["others", "callers", "others"]
do = "loss"
value = "30%"
every = "10s"
times = 3
spread = "2s"
pick = 4
[[step]]
at = "0"
do = "fetch"
text = "members"
every = "7s"
)");
  ASSERT_EQ(s.steps.size(), 3u);
  EXPECT_EQ(s.steps[0].action, PhoneAction::background);
  EXPECT_EQ(s.steps[0].timing.at, 10s);
  EXPECT_EQ(s.steps[0].timing.phones, Groups{0});
  EXPECT_EQ(s.steps[0].timing.times, 1u);
  EXPECT_EQ(s.steps[1].value, 300'000u);
  EXPECT_EQ(s.steps[1].timing.at, 5s);
  EXPECT_EQ(s.steps[1].timing.phones, (Groups{0, 1}));
  EXPECT_EQ(s.steps[1].timing.times, 3u);
  EXPECT_EQ(s.steps[1].timing.spread, 2s);
  EXPECT_EQ(s.steps[1].timing.pick, 4u);
  EXPECT_EQ(s.steps[2].text, "members");
  EXPECT_TRUE(s.steps[2].timing.phones.empty()) << "every phone";
  EXPECT_EQ(s.steps[2].timing.times, 9u) << "from 0 s to 56 s";
}

TEST(ScenarioParser, ReadsPushesQueueActionsAndTouches) {
  const Scenario s = parsed(head + R"(
[[queue]]
at = "20s"
push = "ring"
do = "postpone"
until = "+5m"
[[queue]]
at = "30s"
push = "ring"
phones = "others"
do = "cancel"
[[touch]]
at = "1s"
phones = "others"
collection = "friends"
changes = 3
)");
  ASSERT_EQ(s.queues.size(), 2u);
  EXPECT_EQ(s.queues[0].action, QueueAction::postpone);
  EXPECT_EQ(s.queues[0].until, 5min);
  EXPECT_EQ(s.queues[1].action, QueueAction::cancel);
  EXPECT_EQ(s.touches.at(0).collection, "friends");
  EXPECT_EQ(s.touches.at(0).changes, 3u);
  const Scenario p = parsed(R"(
name = "x"
duration = "2m"
[[phones]]
group = "g"
profile = "desktop"
[[push]]
name = "ring"
at = "60s"
payload = '{"call":1}'
priority = "high"
collapse = "k"
time_to_live = "5m"
not_before = "+10s"
media = true
)");
  const PushPlan& push = p.pushes.at(0);
  EXPECT_EQ(push.payload, R"({"call":1})");
  EXPECT_TRUE(push.highPriority);
  EXPECT_EQ(push.collapseKey, "k");
  EXPECT_EQ(push.timeToLive, 5min);
  EXPECT_EQ(push.notBefore, 10s);
  EXPECT_TRUE(push.media);
}

TEST(ScenarioParser, ReadsExpectationsOfEveryKind) {
  const Scenario s = parsed(head + R"(
expect = [
  { push = "ring", phones = "callers", stage = "acknowledged", within = "<=2s", share = ">=95%", attempts = "<=1" },
  { push = "any", stage = "offline", reason = "terminated_by_user", at = "30s" },
  { push = "ring", skew = "<=500ms", duplicates = 0 },
  { phones = "callers", app = "terminated", cause = "wake_limit", count = ">=1" },
  { link = "offline", believed_link = "online", lasts = "<=50s" },
  { wakes = "data", each = "<=15" },
  { wakes = "any", used = "<=10s", share = ">=99%" },
  { missed = "not_marked", total = ">=1" },
  { notice = "banner", badge = "1..3" },
  { sync = "resumed", items = 0 },
  { closed = "heartbeat_lost", side = "server", goodbye = false, each = ">=1", after = "10s", before = "60s" },
]
)");
  ASSERT_EQ(s.expectations.size(), 11u);
  EXPECT_EQ(pushOf(s).stage, Stage::acknowledged);
  EXPECT_EQ(pushOf(s).within->most, 2'000'000);
  EXPECT_EQ(s.expectations[0].line, 8u);
  const auto& any = std::get<PushExpectation>(s.expectations[1].body);
  EXPECT_TRUE(any.pushes.empty());
  EXPECT_EQ(any.reason, Reason::terminatedByUser);
  const auto& state = std::get<StateExpectation>(s.expectations[3].body);
  EXPECT_EQ(state.cause, Cause::wakeLimit);
  const auto& half = std::get<StateExpectation>(s.expectations[4].body);
  EXPECT_EQ(half.believedLink, LinkState::online);
  const auto& wake = std::get<EventExpectation>(s.expectations[5].body);
  EXPECT_EQ(wake.cause, Cause::data);
  EXPECT_FALSE(std::get<EventExpectation>(s.expectations[6].body).cause);
  EXPECT_EQ(std::get<EventExpectation>(s.expectations[7].body).reason, Reason::notMarked);
  EXPECT_EQ(std::get<EventExpectation>(s.expectations[8].body).notice, NoticeKind::banner);
  EXPECT_EQ(std::get<EventExpectation>(s.expectations[9].body).resumed, true);
  const auto& closed = std::get<EventExpectation>(s.expectations[10].body);
  EXPECT_EQ(closed.code, ErrorCode::heartbeatLost);
  EXPECT_EQ(closed.span.after, 10s);
}

TEST(ScenarioParser, AnExpectationSaysInWordsWhatItAsks) {
  const Scenario s = parsed(head + R"(
expect = [
  { push = "ring", phones = "callers", stage = "acknowledged", within = "<=2s", share = ">=95%" },
  { name = "half open is found", link = "offline", believed_link = "online", lasts = "<=50s" },
  { phones = ["callers", "others"], wakes = "data", after = "10s", each = "<=15" },
]
)");
  EXPECT_EQ(s.expectations.at(0).text, "push ring to callers is acknowledged, within <=2s: share >=95%");
  EXPECT_EQ(s.expectations.at(1).text,
            "half open is found (every phone: link offline link believed online, lasts <=50s)");
  EXPECT_EQ(s.expectations.at(2).text, "callers, others: wakes by data after 10s: on each phone <=15");
}

struct Mistake {
  const char* text; // after `head`
  int line;
  const char* words;
};

TEST(ScenarioParser, EveryMistakeIsNamedWithItsLine) {
  const std::vector<Mistake> mistakes{
      {"[[step]]\ndo = 'background'\n", 6, "a step needs \"at\""},
      {"[[step]]\nat = '10s'\n", 6, "a step needs \"do\""},
      {"[[step]]\nat = '10s'\ndo = 'backgrond'\n", 8, "is \"backgrond\"; it is to be one of foreground, background"},
      {"[[step]]\nat = 'soon'\ndo = 'crash'\n", 7, "is \"soon\", which is no duration"},
      {"[[step]]\nat = true\ndo = 'crash'\n", 7, "is to be a duration"},
      {"[[step]]\nat = '61s'\ndo = 'crash'\n", 7, "goes on after the end"},
      {"[[step]]\nat = '50s'\nspread = '11s'\ndo = 'crash'\n", 7, "goes on after the end"},
      {"[[step]]\nat = '10s'\nevery = '20s'\ntimes = 4\ndo = 'crash'\n", 7, "goes on after the end"},
      {"[[step]]\nat = '10s'\nevery = '0s'\ndo = 'crash'\n", 8, "more than nothing"},
      {"[[step]]\nat = '10s'\ntimes = 2\ndo = 'crash'\n", 8, "needs \"every\" beside it"},
      {"[[step]]\nat = '10s'\ntimes = 0\ndo = 'crash'\n", 8, "from 1 to 100000"},
      {"[[step]]\nat = '10s'\nphones = 'caller'\ndo = 'crash'\n", 8, "names \"caller\", which is no group"},
      {"[[step]]\nat = '10s'\nphones = 5\ndo = 'crash'\n", 8, "a name in quotes"},
      {"[[step]]\nat = '10s'\nphones = []\ndo = 'crash'\n", 8, "a list of such names"},
      {"[[step]]\nat = '10s'\nphones = 'callers'\npick = 11\ndo = 'crash'\n", 9, "more than the 10 phones"},
      {"[[step]]\nat = '10s'\ndo = 'crash'\nvalue = 1\n", 9, "\"crash\" takes no value"},
      {"[[step]]\nat = '10s'\ndo = 'wifi'\n", 8, "\"wifi\" needs a value, true or false"},
      {"[[step]]\nat = '10s'\ndo = 'loss'\nvalue = 30\n", 9, "a percentage such as"},
      {"[[step]]\nat = '10s'\ndo = 'delay'\nvalue = 1.5\n", 9, "a text, a whole number, true or false"},
      {"[[step]]\nat = '10s'\ndo = 'fetch'\n", 8, "needs \"text\""},
      {"[[step]]\nat = '10s'\ndo = 'crash'\ntext = 'x'\n", 8, "takes no \"text\""},
      {"[[step]]\nat = '10s'\ndo = 'crash'\nwhen = 'x'\n", 9, "a step has no \"when\"; it knows at, phones,"},
      {"steps = []\n", 6, "a scenario has no \"steps\""},
      {"[step]\nat = '10s'\ndo = 'crash'\n", 6, "written as [[step]]"},
      {"[server]\nheartbeat = '30'\n", 7, "INTERVAL/TIMEOUT/MISSES"},
      {"[server]\nbackground_heartbeat = '1h/15s/3'\n", 7, "within the limits of a server"},
      {"[server]\nretry = 'often'\n", 7, "one of classic, reconnect"},
      {"[server]\ntime_to_live = '8d'\n", 7, "which is no duration"},
      {"[server]\ntime_to_live = '169h'\n", 7, "at most 168h"},
      {"[server]\nport = 1\n", 7, "a server has no \"port\""},
      {"[[queue]]\nat = '10s'\npush = 'rang'\ndo = 'cancel'\n", 8, "is \"rang\", which is no push"},
      {"[[queue]]\nat = '10s'\ndo = 'cancel'\n", 6, "needs \"push\""},
      {"[[queue]]\nat = '10s'\npush = 'ring'\n", 6, "needs \"do\""},
      {"[[queue]]\nat = '10s'\npush = 'ring'\ndo = 'postpone'\n", 9, "needs \"until\""},
      {"[[queue]]\nat = '10s'\npush = 'ring'\ndo = 'postpone'\nuntil = '5m'\n", 10, "such as \"+10s\""},
      {"[[queue]]\nat = '10s'\npush = 'ring'\ndo = 'cancel'\nuntil = '+5m'\n", 9, "takes no \"until\""},
      {"[[queue]]\nat = '10s'\npush = 'ring'\ndo = 'cancel'\nspread = '5s'\n", 10, "has no \"spread\""},
      {"[[touch]]\nat = '10s'\n", 6, "needs \"collection\""},
      {"[[touch]]\nat = '10s'\ncollection = 'friends'\nchanges = 0\n", 9, "from 1 to 1000000"},
      {"[[expect]]\nshare = '100%'\n", 6, "needs one of push, wakes"},
      {"[[expect]]\npush = 'rang'\nstage = 'shown'\n", 7, "which is no push"},
      {"[[expect]]\npush = 'ring'\n", 7, "expects nothing"},
      {"[[expect]]\npush = 'ring'\nstage = 'lost'\n", 8, "one of composed, accepted"},
      {"[[expect]]\npush = 'ring'\nattempts = 1\nwithin = '2s'\n", 9, "needs \"stage\" beside it"},
      {"[[expect]]\npush = 'ring'\nstage = 'shown'\nat = '30s'\n", 8, "in which a server keeps a delivery"},
      {"[[expect]]\npush = 'ring'\nstage = 'offline'\nat = '30s'\nafter = '1s'\n", 9, "leave out \"after\""},
      {"[[expect]]\npush = 'ring'\nstage = 'shown'\nwithin = '<=2'\nshare = '95'\n", 10, "\"95\" is no bound"},
      {"[[expect]]\npush = 'ring'\nwakes = 'data'\n", 8, "cannot stand beside \"push\""},
      {"[[expect]]\napp = 'sleeping'\n", 7, "one of foreground, background, suspended"},
      {"[[expect]]\nlink = 'online'\nat = '61s'\n", 8, "after the end"},
      {"[[expect]]\nlink = 'online'\nat = '6s'\nlasts = '<=5s'\n", 9, "no meaning beside \"at\""},
      {"[[expect]]\nlink = 'online'\nafter = '6s'\nbefore = '6s'\n", 9, "later than \"after\""},
      {"[[expect]]\nlink = 'online'\nused = '<=5s'\n", 8, "an expectation has no \"used\""},
      {"[[expect]]\nwakes = 'date'\neach = 1\n", 7, "one of any, user, system, data"},
      {"[[expect]]\nwakes = 'data'\n", 7, "expects nothing"},
      {"[[expect]]\nwakes = 'data'\nshare = '5%'\n", 8, "needs a bound on each event"},
      {"[[expect]]\nmissed = 'lazy'\ntotal = 1\n", 7, "one of any, not_connected"},
      {"[[expect]]\nnotice = 'popup'\ntotal = 1\n", 7, "one of any, in_app"},
      {"[[expect]]\nsync = 'old'\ntotal = 1\n", 7, "one of any, new, resumed"},
      {"[[expect]]\nclosed = 'heartbeat'\ntotal = 1\n", 7, "one of any, ok, malformed"},
      {"[[expect]]\nclosed = 'any'\ntotal = '=5'\n", 8, "is no bound"},
      {"[[expect]\n", 6, ""},
      {"[!]\n", 6, "expected bare key"},
      {"a = \n", 6, ""},
      {"name = 'again'\n", 6, ""},
  };
  for (const Mistake& mistake : mistakes) {
    SCOPED_TRACE(mistake.text);
    const Result<Scenario> scenario = parse(head + mistake.text);
    ASSERT_FALSE(scenario.ok());
    EXPECT_EQ(scenario.error().code, ErrorCode::malformed);
    const std::string& detail = scenario.error().detail;
    EXPECT_EQ(detail.rfind("line " + std::to_string(mistake.line) + ": ", 0), 0u) << detail;
    EXPECT_NE(detail.find(mistake.words), std::string::npos) << detail;
  }
}

TEST(ScenarioParser, MistakesOfThePhonesAndTheHead) {
  const std::string name = "name = 'x'\n", duration = "duration = '60s'\n",
                    phones = "[[phones]]\nprofile = 'desktop'\n";
  struct Case {
    std::string text;
    int line;
    const char* words;
  };
  for (const Case& c : {
           Case{duration + phones + "group = 'g'\n", 1, "a scenario needs \"name\""},
           Case{name + phones + "group = 'g'\n", 1, "a scenario needs \"duration\""},
           Case{name + duration, 1, "a scenario needs \"phones\""},
           Case{name + duration + "phones = []\n", 3, "names no group of phones"},
           Case{"name = ''\n" + duration + phones + "group = 'g'\n", 1, "1 to 64 bytes"},
           Case{name + "duration = '0s'\n" + phones + "group = 'g'\n", 2, "at most 720h"},
           Case{name + "duration = '721h'\n" + phones + "group = 'g'\n", 2, "at most 720h"},
           Case{name + duration + "seed = -1\n" + phones + "group = 'g'\n", 3, "a whole number from 0"},
           Case{name + duration + phones, 3, "needs \"group\""},
           Case{name + duration + phones + "group = 'g h'\n", 5, "letters, digits"},
           Case{name + duration + phones + "group = 'g'\n" + phones + "group = 'g'\n", 8, "called already"},
           Case{name + duration + phones + "group = 'g'\ncount = 0\n", 6, "from 1 to 1000000"},
           Case{name + duration + phones + "group = 'g'\nmix = { desktop = 1 }\n", 3, "either \"profile\" or \"mix\""},
           Case{name + duration + "[[phones]]\ngroup = 'g'\n", 3, "either \"profile\" or \"mix\""},
           Case{name + duration + "[[phones]]\ngroup = 'g'\nmix = {}\n", 5, "a table such as"},
           Case{name + duration + "[[phones]]\ngroup = 'g'\nmix = { desktop = 0 }\n", 5, "from 1 to 1000000"},
           Case{name + duration + phones + "group = 'g'\nset = { loss = 0.5 }\n", 6, "a text, a whole number"},
           Case{name + duration + phones + "group = 'g'\nset = 'loss'\n", 6, "to be a table such as"},
       }) {
    SCOPED_TRACE(c.text);
    const Result<Scenario> scenario = parse(c.text);
    ASSERT_FALSE(scenario.ok());
    const std::string& detail = scenario.error().detail;
    EXPECT_EQ(detail.rfind("line " + std::to_string(c.line) + ": ", 0), 0u) << detail;
    EXPECT_NE(detail.find(c.words), std::string::npos) << detail;
  }
}

TEST(ScenarioParser, TheFirstMistakeIsToldWithTheNumberOfOthers) {
  const Result<Scenario> scenario = parse(head + "[[touch]]\nat = '10s'\n[[step]]\nat = '10s'\ndo = 'x'\n");
  ASSERT_FALSE(scenario.ok());
  EXPECT_EQ(scenario.error().detail, "line 6: a touch needs \"collection\" (and 1 more mistake)");
}

TEST(ScenarioParser, WhatAFileMayAskForIsBounded) {
  EXPECT_EQ(parse(std::string(maxScenarioBytes + 1, '\n')).error().code, ErrorCode::tooLarge);
  const std::string two =
      "name = 'x'\nduration = '700h'\n[[phones]]\ngroup = 'a'\nprofile = 'desktop'\ncount = 600000\n"
      "[[phones]]\ngroup = 'b'\nprofile = 'desktop'\ncount = ";
  EXPECT_TRUE(parse(two + "400000\n").ok());
  EXPECT_EQ(parse(two + "400001\n").error().code, ErrorCode::limit);
  const std::string step = "400000\n[[step]]\nat = '0s'\ndo = 'crash'\n";
  EXPECT_TRUE(parse(two + step + "every = '1m'\ntimes = 10\n").ok());
  EXPECT_EQ(parse(two + step + "every = '1m'\ntimes = 11\n").error().code, ErrorCode::limit) << "a million phones each";
  EXPECT_TRUE(parse(two + step + "every = '25s'\ntimes = 100000\npick = 1\n").ok());
  EXPECT_EQ(parse(two + step + "every = '1s'\npick = 1\n").error().code, ErrorCode::limit) << "until the end";
}

} // namespace
} // namespace pushscope::scenario
