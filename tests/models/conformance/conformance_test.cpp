#include "models/conformance/conformance.h"
#include "tests/models/conformance/sample_server.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <set>

namespace pushscope {
namespace {

using conformance::Clause;
using conformance::Conformance;
using conformance::Outcome;
using conformance::Target;
using conformance::Wire;
using Fault = SampleServer::Fault;

// Both on virtual time; every word takes a millisecond.
class Performance {
 public:
  Performance(Conformance& conformance, SampleServer& server) : m_conformance(conformance), m_server(server) {}

  bool play() {
    m_conformance.begin(m_now);
    for (int steps = 0; !m_conformance.isOver(); ++steps) {
      if (steps == 100'000)
        return false;
      if (!carryOut() && !answer())
        sleep();
    }
    carryOut();
    return true;
  }

 private:
  void pass(Duration time) { m_now.mono += time, m_now.wall += time; }

  bool carryOut() {
    const std::vector<Wire::Order> orders = m_conformance.wire().takeOrders();
    for (const Wire::Order& order : orders) {
      pass(std::chrono::milliseconds(1));
      if (order.kind == Wire::Order::Kind::open) {
        m_server.opened(order.line, order.port);
        m_conformance.wire().opened(order.line, m_now);
      } else if (order.kind == Wire::Order::Kind::send) {
        m_server.heard(order.line, order.bytes, m_now);
      } else {
        m_server.closed(order.line, m_now);
      }
    }
    return !orders.empty();
  }
  bool answer() {
    const std::vector<SampleServer::Said> said = m_server.takeSaid();
    for (const SampleServer::Said& each : said) {
      pass(std::chrono::milliseconds(1));
      if (each.bytes.empty())
        m_conformance.wire().ended(each.line, m_now);
      else
        m_conformance.wire().heard(each.line, each.bytes, m_now);
    }
    return !said.empty();
  }
  void sleep() {
    const MonoTime due = std::min(m_conformance.wire().due(), m_server.due());
    ASSERT_NE(due, never);
    pass(std::max(due - m_now.mono, Duration(1)));
    m_server.tick(m_now);
    m_conformance.wire().tick(m_now);
  }

  Conformance& m_conformance;
  SampleServer& m_server;
  Now m_now{MonoTime(std::chrono::seconds(1)), wallFromMicros(1'795'240'800'000'000)};
};

std::set<std::string> idsOf(const conformance::Findings& findings, Outcome outcome) {
  std::set<std::string> ids;
  for (const conformance::ClauseText& clause : conformance::clauseTexts())
    if (findings.of(clause.clause).outcome == outcome)
      ids.insert(std::string(clause.id) +
                 (outcome == Outcome::untried ? " (" + findings.of(clause.clause).reason + ")" : ""));
  return ids;
}

Target everything() {
  return {SampleServer::token, SampleServer::viewer, true, {}};
}

TEST(Conformance, EveryClauseIsTriedAndHoldsOnAServerWithoutAFault) {
  SampleServer server(Fault::none);
  Conformance conformance(everything(), testSeed("conformance"));
  ASSERT_TRUE(Performance(conformance, server).play());
  for (const conformance::ClauseText& clause : conformance::clauseTexts())
    EXPECT_EQ(conformance.findings().of(clause.clause).outcome, Outcome::holds)
        << clause.id << ": " << conformance.findings().of(clause.clause).reason;
  EXPECT_EQ(conformance.node(), "sample");
}

TEST(Conformance, WhatWasNotTriedSaysWhy) {
  SampleServer server(Fault::none);
  Conformance conformance({SampleServer::token, {}, false, {}}, testSeed("conformance"));
  ASSERT_TRUE(Performance(conformance, server).play());
  EXPECT_EQ(conformance.findings().count(Outcome::fails), 0u);
  EXPECT_EQ(conformance.findings().of(Clause::viewerRefused).reason, "no --viewer-token-file was given");
  EXPECT_EQ(conformance.findings().of(Clause::pushArrives).reason, "no --device-port was given");
  for (const conformance::ClauseText& clause : conformance::clauseTexts()) {
    const conformance::Finding& finding = conformance.findings().of(clause.clause);
    EXPECT_NE(finding.outcome == Outcome::untried, finding.reason.empty()) << clause.id;
  }
}

TEST(Conformance, AServerThatIsNotThereIsNotReached) {
  Conformance conformance(everything(), testSeed("conformance"));
  Now now{MonoTime(std::chrono::seconds(1)), {}};
  conformance.begin(now);
  while (!conformance.isOver()) {
    for (const Wire::Order& order : conformance.wire().takeOrders())
      if (order.kind == Wire::Order::Kind::open)
        conformance.wire().ended(order.line, now);
  }
  EXPECT_FALSE(conformance.wasReached());
  EXPECT_EQ(conformance.findings().count(Outcome::fails), 0u);
}

struct Planted {
  const char* name;
  Fault fault;
  std::set<std::string> fails; // exactly these
};

void PrintTo(const Planted& planted, std::ostream* out) {
  *out << planted.name;
}

class PlantedFault : public ::testing::TestWithParam<Planted> {};

TEST_P(PlantedFault, FailsItsClausesAndNoOther) {
  SampleServer server(GetParam().fault);
  Conformance conformance(everything(), testSeed("conformance"));
  ASSERT_TRUE(Performance(conformance, server).play());
  EXPECT_EQ(idsOf(conformance.findings(), Outcome::fails), GetParam().fails);
  for (const std::string& untried : idsOf(conformance.findings(), Outcome::untried))
    EXPECT_NE(untried.find("("), untried.size() - 2) << untried << " has no reason";
}

INSTANTIATE_TEST_SUITE_P(
    Conformance, PlantedFault,
    ::testing::Values(
        Planted{"WelcomesAWrongToken", Fault::welcomesAWrongToken, {"handshake.wrong_token"}},
        Planted{"WelcomesASecondHello", Fault::welcomesASecondHello, {"handshake.second_hello"}},
        Planted{"ChangesItsIncarnation", Fault::changesItsIncarnation, {"handshake.incarnation"}},
        Planted{"NamesNoRole", Fault::namesNoRole, {"handshake.role"}},
        Planted{"ReturnsNoSentStamp", Fault::returnsNoSentStamp, {"clocks.sent"}},
        Planted{"LeavesOutStamps", Fault::leavesOutStamps, {"clocks.order"}},
        Planted{"KeepsALongFrame", Fault::keepsALongFrame, {"frame.too_long"}},
        Planted{"AcceptsUnreadableBodies", Fault::acceptsUnreadableBodies, {"frame.malformed_body"}},
        Planted{"ClosesOnUnknownCommands", Fault::closesOnUnknownCommands, {"commands.unknown_lives"}},
        Planted{"MarksNoFirstPage", Fault::marksNoFirstPage, {"telemetry.first", "telemetry.foreign_cursor"}},
        Planted{"MarksNoLastPage", Fault::marksNoLastPage, {"telemetry.last"}},
        Planted{"SkipsABlockNumber", Fault::skipsABlockNumber, {"telemetry.sequence"}},
        Planted{"UsesAHandleBeforeItsRecord", Fault::usesAHandleBeforeItsRecord, {"telemetry.handles"}},
        Planted{"SendsUnequalColumns", Fault::sendsUnequalColumns, {"telemetry.columns"}},
        Planted{"ResumesAnyCursor", Fault::resumesAnyCursor, {"telemetry.foreign_cursor"}},
        Planted{"ForgetsBlocksWhenResumed", Fault::forgetsBlocksWhenResumed, {"telemetry.resume"}},
        Planted{"NeverEndsAList", Fault::neverEndsAList, {"lists.end"}},
        Planted{"SendsLongerPagesThanAskedFor", Fault::sendsLongerPagesThanAskedFor, {"lists.count"}},
        Planted{"LetsAViewerPush", Fault::letsAViewerPush, {"roles.viewer"}},
        Planted{"TakesAUuidTwice", Fault::takesAUuidTwice, {"inject.idempotent"}},
        Planted{"TellsNoStages", Fault::tellsNoStages, {"stages.told", "push.expires", "push.dead"}},
        Planted{"TellsStagesOutOfOrder", Fault::tellsStagesOutOfOrder, {"stages.order", "trace.order"}},
        Planted{"TracesOutOfOrder", Fault::tracesOutOfOrder, {"trace.order"}},
        Planted{"TracesWhatNobodyPushed", Fault::tracesWhatNobodyPushed, {"trace.unknown"}},
        Planted{"TakesUnknownDevices", Fault::takesUnknownDevices, {"inject.unknown_device"}},
        Planted{"NeverExpires", Fault::neverExpires, {"push.expires"}},
        Planted{"ForgetsWhatWaits", Fault::forgetsWhatWaits, {"push.waits"}},
        Planted{"KeepsTwoConnections", Fault::keepsTwoConnections, {"device.superseded"}},
        Planted{"EndsADeliveryTwice", Fault::endsADeliveryTwice, {"stages.one_end"}},
        Planted{"AnswersBeforeHello", Fault::answersBeforeHello, {"handshake.hello_first"}},
        Planted{"WelcomesAnyVersion", Fault::welcomesAnyVersion, {"handshake.version"}},
        Planted{"WelcomesUnreadableHellos", Fault::welcomesUnreadableHellos, {"handshake.malformed_hello"}},
        Planted{"KeepsALongHello", Fault::keepsALongHello, {"limits.before_welcome"}},
        Planted{"NamesNoNode", Fault::namesNoNode, {"handshake.names"}},
        Planted{"WishesAnyHeartbeat", Fault::wishesAnyHeartbeat, {"handshake.heartbeat"}},
        Planted{"AnswersUnderAnotherSerial", Fault::answersUnderAnotherSerial, {"heartbeat.pong"}},
        Planted{"KeepsAShortFrame", Fault::keepsAShortFrame, {"frame.too_short"}},
        Planted{"IgnoresUnknownCommands", Fault::ignoresUnknownCommands, {"commands.unknown"}},
        Planted{"ClosesOnUnknownOneWay", Fault::closesOnUnknownOneWay, {"commands.unknown_one_way"}},
        Planted{"ResumesWithoutACursor", Fault::resumesWithoutACursor, {"telemetry.subscribed", "telemetry.last"}},
        Planted{"SendsLongSnapshotPages", Fault::sendsLongSnapshotPages, {"telemetry.page_size"}},
        Planted{"SendsRecordsOutOfOrder", Fault::sendsRecordsOutOfOrder, {"telemetry.page_order"}},
        Planted{"NamesADeviceInTwoLines", Fault::namesADeviceInTwoLines, {"telemetry.device_ids"}},
        Planted{"TellsBlocksOfAnother", Fault::tellsBlocksOfAnother, {"telemetry.incarnation"}},
        Planted{"ReusesAHandle", Fault::reusesAHandle, {"telemetry.handle_reuse"}},
        Planted{"RefusesAList", Fault::refusesAList, {"lists.answered"}},
        Planted{"GivesPhonesNoSession", Fault::givesPhonesNoSession, {"device.welcome"}},
        Planted{"PingsNoPhone", Fault::pingsNoPhone, {"device.opening_ping"}},
        Planted{"StampsNothingForPhones", Fault::stampsNothingForPhones, {"device.pong"}},
        Planted{"TellsNobodyWhoComes",
                Fault::tellsNobodyWhoComes,
                {"device.online", "device.offline", "telemetry.handles"}},
        Planted{"TellsNobodyWhoGoes", Fault::tellsNobodyWhoGoes, {"device.offline"}},
        Planted{"SendsAnotherPayload", Fault::sendsAnotherPayload, {"inject.arrives"}},
        Planted{"KeepsPhoneStagesToItself", Fault::keepsPhoneStagesToItself, {"stages.phone"}},
        Planted{"TracesWithoutTheEnd", Fault::tracesWithoutTheEnd, {"trace.ladder"}},
        Planted{"TakesAnyPayload", Fault::takesAnyPayload, {"inject.too_large"}},
        Planted{"TakesNoTarget", Fault::takesNoTarget, {"inject.no_target"}},
        Planted{"KeepsWhatIsGivenUp", Fault::keepsWhatIsGivenUp, {"push.dead"}},
        Planted{"ListsNoDeadLetters", Fault::listsNoDeadLetters, {"lists.dead_letter"}}),
    [](const auto& planted) { return std::string(planted.param.name); });

} // namespace
} // namespace pushscope
