#include "protocol/codec/operator_codec.h"

#include "tests/protocol/codec/body.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

const Uuid uuid = Uuid::parse("01234567-89ab-7b0b-be43-190c6640c6d7").value();
const WallTime when = wallFromMicros(1'700'000'000'000'001);
const std::string longest(maxDeviceIdBytes, 'x');

TEST(SessionControlCodec, KeepsEveryField) {
  for (const SessionAction action : {SessionAction::ping, SessionAction::kick, SessionAction::heartbeat}) {
    const SessionControl sent{{"phone-1", "手机"}, action, {20s, 5s, 2}, {200s, 10s, 4}};
    const SessionControl read = decodeSessionControl(bodyOf(encodeSessionControl(7, sent), 7, admin::control)).value();
    EXPECT_EQ(read.devices, sent.devices);
    EXPECT_EQ(read.action, action);
    if (action == SessionAction::heartbeat) {
      EXPECT_EQ(read.foreground, sent.foreground);
      EXPECT_EQ(read.background, sent.background);
    }
  }
}

TEST(SessionControlCodec, RefusesWhatItDoesNotKnowAndPoliciesThatMakeNoSense) {
  const auto errorOf = [](const SessionControl& control) {
    return decodeSessionControl(bodyOf(encodeSessionControl(1, control), 1, admin::control)).error();
  };
  EXPECT_EQ(errorOf({{"a"}, SessionAction::unknown, {}, {}}), (Error{ErrorCode::malformed, "action"}));
  EXPECT_EQ(errorOf({{"a"}, static_cast<SessionAction>(4), {}, {}}), (Error{ErrorCode::malformed, "action"}));
  EXPECT_EQ(errorOf({{"a"}, SessionAction::heartbeat, {1ms, 5s, 2}, {200s, 10s, 4}}),
            (Error{ErrorCode::limit, "heartbeat interval"}));
  EXPECT_EQ(errorOf({std::vector<std::string>(maxTargets + 1, "x"), SessionAction::ping, {}, {}}),
            (Error{ErrorCode::limit, "devices"}));
}

TEST(TagCodec, KeepsEveryFieldAndRefusesWhatMayNotBeShown) {
  const Tag sent{{"a", "b"}, {"qa", "北京"}, {"old"}};
  const auto decoded = [](const Tag& tag) { return decodeTag(bodyOf(encodeTag(1, tag), 1, admin::tag)); };
  EXPECT_EQ(decoded(sent).value().devices, sent.devices);
  EXPECT_EQ(decoded(sent).value().add, sent.add);
  EXPECT_EQ(decoded(sent).value().remove, sent.remove);
  for (const std::string& bad : {std::string(), std::string("a\nb"), std::string(maxTag + 1, 'x'), std::string("\xff")})
    EXPECT_EQ(decoded({{"a"}, {bad}, {}}).error().code, ErrorCode::malformed) << bad;
  EXPECT_EQ(decoded({{"a"}, std::vector<std::string>(maxTagsPerDevice + 1, "x"), {}}).error(),
            (Error{ErrorCode::limit, "tags"}));
}

TEST(PeekCodec, KeepsEveryField) {
  const Peek asked = decodePeek(bodyOf(encodePeek(3, {"phone", uuid}), 3, admin::peek)).value();
  EXPECT_EQ(asked.device, "phone");
  EXPECT_EQ(asked.uuid, uuid);
  const Peeked sent{{9}, {0xde, 0x00}, true, "key", true, when, when + 1s, when + 2s};
  const Peeked read = decodePeeked(bodyOf(encodePeeked(3, sent), 3, answerTo(admin::peek))).value();
  EXPECT_EQ(read.sequence, sent.sequence);
  EXPECT_EQ(read.payload, sent.payload);
  EXPECT_TRUE(read.highPriority && read.media);
  EXPECT_EQ(read.collapseKey, sent.collapseKey);
  EXPECT_EQ(read.accepted, sent.accepted);
  EXPECT_EQ(read.expires, sent.expires);
  EXPECT_EQ(read.notBefore, sent.notBefore);
}

TEST(PageRequestCodec, KeepsEveryFieldAndBoundsThePage) {
  const auto decoded = [](const PageRequest& page) {
    return decodePageRequest(bodyOf(encodePageRequest(1, admin::audit, page), 1, admin::audit));
  };
  const PageRequest read = decoded({42, 10, "phone"}).value();
  EXPECT_EQ(read.after, 42u);
  EXPECT_EQ(read.count, 10u);
  EXPECT_EQ(read.device, "phone");
  EXPECT_EQ(decoded({0, 0, ""}).value().count, mostPerPage) << "no wish is the whole page";
  EXPECT_EQ(decoded({0, mostPerPage + 1, ""}).error(), (Error{ErrorCode::limit, "count"}));
}

TEST(QueuePageCodec, KeepsEveryField) {
  const QueuePage sent{{{"phone", uuid, {7}, Stage::held, Reason::wakeBudget, 3, when, when + 1s, when + 2s, 99, true}},
                       12};
  const QueuePage read = decodeQueuePage(bodyOf(encodeQueuePage(1, sent), 1, answerTo(admin::queue))).value();
  EXPECT_EQ(read.next, 12u);
  const Queued& q = read.queued.at(0);
  EXPECT_EQ(q.device, "phone");
  EXPECT_EQ(q.uuid, uuid);
  EXPECT_EQ(q.sequence, Sequence{7});
  EXPECT_EQ(q.stage, Stage::held);
  EXPECT_EQ(q.reason, Reason::wakeBudget);
  EXPECT_EQ(q.attempt, 3u);
  EXPECT_EQ(q.accepted, when);
  EXPECT_EQ(q.expires, when + 1s);
  EXPECT_EQ(q.nextTry, when + 2s);
  EXPECT_EQ(q.payloadBytes, 99u);
  EXPECT_TRUE(q.highPriority);
}

TEST(DeadLetterPageCodec, KeepsEveryField) {
  const DeadLetterPage sent{{{"phone", uuid, {7}, when, Reason::operatorAsked, 5}}, 7};
  const DeadLetterPage read =
      decodeDeadLetterPage(bodyOf(encodeDeadLetterPage(1, sent), 1, answerTo(admin::deadLetters))).value();
  const DeadLetter& letter = read.letters.at(0);
  EXPECT_EQ(read.next, 7u);
  EXPECT_EQ(letter.device, "phone");
  EXPECT_EQ(letter.uuid, uuid);
  EXPECT_EQ(letter.sequence, Sequence{7});
  EXPECT_EQ(letter.at, when);
  EXPECT_EQ(letter.reason, Reason::operatorAsked);
  EXPECT_EQ(letter.payloadBytes, 5u);
}

TEST(HistoryPageCodec, KeepsEveryField) {
  const HistoryPage sent{{{3,
                           "phone",
                           "127.0.0.1:1",
                           "program 1.0",
                           when,
                           when + 1s,
                           {Side::server, ErrorCode::heartbeatLost, true},
                           true,
                           11,
                           2,
                           5}},
                         3};
  const HistoryPage read = decodeHistoryPage(bodyOf(encodeHistoryPage(1, sent), 1, answerTo(admin::history))).value();
  const PastSession& s = read.sessions.at(0);
  EXPECT_EQ(s.cursor, 3u);
  EXPECT_EQ(s.device, "phone");
  EXPECT_EQ(s.address, "127.0.0.1:1");
  EXPECT_EQ(s.client, "program 1.0");
  EXPECT_EQ(s.connected, when);
  EXPECT_EQ(s.closed, when + 1s);
  EXPECT_EQ(s.closing, sent.sessions[0].closing);
  EXPECT_TRUE(s.resumed);
  EXPECT_EQ(s.beats, 11u);
  EXPECT_EQ(s.missed, 2u);
  EXPECT_EQ(s.acknowledged, 5u);
}

TEST(AuditPageCodec, KeepsEveryField) {
  const AuditPage sent{
      {{5, when, "alice", Role::operate, "127.0.0.1:2", "cancel", "phone", uuid, ErrorCode::notFound, 4}}, 5};
  const AuditPage read = decodeAuditPage(bodyOf(encodeAuditPage(1, sent), 1, answerTo(admin::audit))).value();
  const AuditEntry& e = read.entries.at(0);
  EXPECT_EQ(e.cursor, 5u);
  EXPECT_EQ(e.at, when);
  EXPECT_EQ(e.who, "alice");
  EXPECT_EQ(e.role, Role::operate);
  EXPECT_EQ(e.address, "127.0.0.1:2");
  EXPECT_EQ(e.action, "cancel");
  EXPECT_EQ(e.subject, "phone");
  EXPECT_EQ(e.uuid, uuid);
  EXPECT_EQ(e.outcome, ErrorCode::notFound);
  EXPECT_EQ(e.affected, 4u);
}

TEST(TokenCodec, KeepsEveryFieldAndRefusesNamesThatMayNotBeShown) {
  const auto decoded = [](const TokenAdd& add) {
    return decodeTokenAdd(bodyOf(encodeTokenAdd(1, add), 1, admin::tokenAdd));
  };
  EXPECT_EQ(decoded({"ci", Role::view}).value().name, "ci");
  EXPECT_EQ(decoded({"ci", Role::view}).value().role, Role::view);
  EXPECT_EQ(decoded({"", Role::view}).error(), (Error{ErrorCode::malformed, "name"}));
  EXPECT_EQ(decoded({"a\tb", Role::view}).error(), (Error{ErrorCode::malformed, "name"}));
  EXPECT_EQ(decoded({"ci", Role::none}).error(), (Error{ErrorCode::malformed, "role"}));
  EXPECT_EQ(decodeTokenAdded(bodyOf(encodeTokenAdded(1, {"secret"}), 1, answerTo(admin::tokenAdd))).value().token,
            "secret");
  EXPECT_EQ(decodeTokenRemove(bodyOf(encodeTokenRemove(1, {"ci"}), 1, admin::tokenRemove)).value().name, "ci");
  const TokenList list =
      decodeTokenList(bodyOf(encodeTokenList(1, {{{"ci", Role::operate, when}}}), 1, answerTo(admin::tokenList)))
          .value();
  EXPECT_EQ(list.tokens.at(0).name, "ci");
  EXPECT_EQ(list.tokens.at(0).role, Role::operate);
  EXPECT_EQ(list.tokens.at(0).added, when);
}

// What mostPerPage promises.
TEST(Pages, FitTheAdminLimitWithEverythingAtItsLargest) {
  const std::string label(64, 'l');
  const Queued queued{longest, uuid, {~uint64_t{0}}, Stage::offline, Reason::operatorAsked, ~0u, when, when, when,
                      ~0u,     true};
  EXPECT_LE(encodeQueuePage(1, {std::vector<Queued>(mostPerPage, queued), ~uint64_t{0}}).size(), size_t{adminLimit});
  const PastSession past{~uint64_t{0}, longest, label, label, when, when, {Side::server, ErrorCode::banned, true},
                         true,         ~0u,     ~0u,   ~0u};
  EXPECT_LE(encodeHistoryPage(1, {std::vector<PastSession>(mostPerPage, past), ~uint64_t{0}}).size(),
            size_t{adminLimit});
  const AuditEntry entry{~uint64_t{0},      when, label, Role::administer, label, label, std::string(400, 's'), uuid,
                         ErrorCode::banned, ~0u};
  EXPECT_LE(encodeAuditPage(1, {std::vector<AuditEntry>(mostPerPage, entry), ~uint64_t{0}}).size(), size_t{adminLimit});
}

} // namespace
} // namespace pushscope
