#include "tests/app/server/core/shard_fixture.h"

#include <set>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

// What operators ask of a shard beyond pushing: queues, sessions, tags; and devices that misbehave.
class ShardOperator : public ShardTest {
 protected:
  Uuid uuidOf(uint8_t id) const {
    Uuid uuid;
    uuid.bytes[0] = id;
    return uuid;
  }
  void away(const std::string& device) {
    hello(90, device);
    drop(90);
  }
  Changed control(const std::vector<std::string>& devices, SessionAction action) {
    return shard->control({devices, action, {20s, 5s, 2}, {100s, 5s, 2}}, now);
  }
  Changed tag(const Tag& tag) {
    return shard->tag(tag,
                      [&](const std::string& device, const std::vector<std::string>& names) { kept[device] = names; });
  }
  std::map<std::string, std::vector<std::string>> kept;
};

// ---- Queues

TEST_F(ShardOperator, RetriedNowADeliveryIsWrittenWithoutWaitingForItsTimer) {
  hello(1, "a");
  push("a", 1);
  pass(5s);
  EXPECT_EQ(pushesTo(1).size(), 1u);
  EXPECT_EQ(manage(QueueAction::retryNow, 1).changed, 1u);
  ASSERT_EQ(pushesTo(1).size(), 2u);
  EXPECT_EQ(pushesTo(1)[1].attempt, 2u);
  EXPECT_EQ(manage(QueueAction::retryNow, 9).changed, 0u);
}

TEST_F(ShardOperator, RetriedNowAnExhaustedDeliveryStartsOver) {
  hello(1, "a");
  push("a", 1);
  for (int i = 0; i < 4; ++i) {
    pass(15s);
    report(1, AppState::foreground);
  }
  pass(20s);
  EXPECT_EQ(count(Stage::offline, Reason::attemptsUsed), 1u);
  const size_t before = pushesTo(1).size();
  EXPECT_EQ(manage(QueueAction::retryNow, 1).changed, 1u);
  EXPECT_EQ(pushesTo(1).size(), before + 1);
}

TEST_F(ShardOperator, RetriedNowAPostponedDeliveryComesBackAtOnce) {
  hello(1, "a");
  Inject later = pushOf(1, "a");
  later.notBefore = now.wall + 1h;
  push(later);
  EXPECT_TRUE(pushesTo(1).empty());
  EXPECT_EQ(manage(QueueAction::retryNow, 1).changed, 1u);
  EXPECT_EQ(pushesTo(1).size(), 1u);
}

TEST_F(ShardOperator, ADeadLetterIsFinalKeepsItsBodyAndCanBeSentAgain) {
  away("a");
  push("a", 1);
  EXPECT_EQ(manage(QueueAction::deadLetter, 1).changed, 1u);
  EXPECT_EQ(count(Stage::dead, Reason::operatorAsked), 1u);
  EXPECT_TRUE(store->read("a", {}, 10).empty());
  EXPECT_EQ(shard->peek({"a", uuidOf(1)}).value().payload, (Bytes{'{', '}'}));

  hello(2, "a");
  EXPECT_TRUE(pushesTo(2).empty());
  Manage again{uuidOf(1), {"a"}, QueueAction::requeue, {}, {}};
  EXPECT_EQ(manage(again).changed, 1u);
  ASSERT_EQ(pushesTo(2).size(), 1u);
  EXPECT_EQ(pushesTo(2)[0].uuid, uuidOf(1));
  again.uuid = uuidOf(7);
  EXPECT_EQ(manage(again).unknown, 1u) << "there is no such dead letter";
}

TEST_F(ShardOperator, PurgedIsAllThatWaitsForTheNamedOrForEverybody) {
  for (const char* device : {"a", "b", "c"}) {
    away(device);
    push(device, 1);
    push(device, 2);
  }
  EXPECT_EQ(shard->purgeable({{}, {"a"}, QueueAction::purge, {}, {}}), 2u);
  EXPECT_EQ(manage({{}, {"a"}, QueueAction::purge, {}, {}}).changed, 2u);
  EXPECT_EQ(shard->purgeable({{}, {}, QueueAction::purge, {}, {}}), 4u);
  EXPECT_EQ(manage({{}, {}, QueueAction::purge, {}, {}}).changed, 4u);
  EXPECT_EQ(shard->waitingCount(), 0u);
  EXPECT_EQ(count(Stage::cancelled, Reason::operatorAsked), 6u);
}

TEST_F(ShardOperator, PeekShowsTheBodyOfWhatWaits) {
  away("a");
  Inject inject = pushOf(1, "a");
  inject.highPriority = true;
  inject.collapseKey = "k";
  push(inject);
  const Peeked peeked = shard->peek({"a", uuidOf(1)}).value();
  EXPECT_EQ(peeked.payload, inject.payload);
  EXPECT_TRUE(peeked.highPriority);
  EXPECT_EQ(peeked.collapseKey, "k");
  EXPECT_EQ(peeked.accepted, now.wall);
  EXPECT_EQ(peeked.expires, now.wall + 24h);
  EXPECT_EQ(shard->peek({"a", uuidOf(2)}).error(), (Error{ErrorCode::notFound, "uuid"}));
  EXPECT_EQ(shard->peek({"nobody", uuidOf(1)}).error(), (Error{ErrorCode::notFound, "device"}));
}

TEST_F(ShardOperator, TheQueueIsReadInPagesThatNameEachDeliveryOnceAndSayHowItWaits) {
  for (const char* device : {"a", "b", "c"}) {
    away(device);
    for (uint8_t id = 1; id <= 5; ++id)
      push(device, id);
  }
  pass(1min);
  std::set<std::pair<std::string, uint8_t>> seen;
  PageRequest page{0, 4, ""};
  size_t pages = 0;
  do {
    const QueuePage answer = shard->queue(page, now);
    for (const Queued& queued : answer.queued) {
      EXPECT_TRUE(seen.emplace(queued.device, queued.uuid.bytes[0]).second);
      EXPECT_EQ(queued.stage, Stage::offline);
      EXPECT_EQ(queued.reason, Reason::notConnected);
      EXPECT_EQ(queued.nextTry, WallTime{}) << "nothing is planned until the phone is back";
      EXPECT_EQ(queued.expires, now.wall - 1min + 24h);
      EXPECT_EQ(queued.payloadBytes, 2u);
    }
    page.after = answer.next;
    ++pages;
    // What happens between two pages moves nothing else.
    if (pages == 1)
      manage({uuidOf(1), {"a"}, QueueAction::cancel, {}, {}});
  } while (page.after != 0);
  EXPECT_EQ(seen.size(), 15u);
  EXPECT_EQ(pages, 4u);

  EXPECT_EQ(shard->queue({0, 100, "b"}, now).queued.size(), 5u);
  EXPECT_EQ(shard->queue({0, 100, "nobody"}, now).queued.size(), 0u);
}

TEST_F(ShardOperator, TheQueueCountsDownToTheNextTry) {
  hello(1, "a");
  push("a", 1);
  pass(5s);
  const QueuePage page = shard->queue({0, 10, ""}, now);
  ASSERT_EQ(page.queued.size(), 1u);
  EXPECT_EQ(page.queued[0].stage, Stage::written);
  EXPECT_EQ(page.queued[0].attempt, 1u);
  EXPECT_EQ(page.queued[0].nextTry, now.wall + 10s);
}

// ---- Targets

TEST_F(ShardOperator, APushGoesToATagToAQueryAndToEachDeviceOnce) {
  for (ConnectionKey key : {1u, 2u, 3u, 4u})
    hello(key, "phone-" + std::to_string(key));
  EXPECT_EQ(tag({{"phone-1", "phone-2", "nobody"}, {"beta"}, {}}).unknown, 1u);
  EXPECT_EQ(kept["phone-1"], std::vector<std::string>{"beta"});

  Inject tagged = pushOf(1, "phone-1");
  tagged.tag = "beta";
  const Injected answer = push(tagged);
  EXPECT_EQ(answer.accepted, 2u);
  EXPECT_EQ(pushesTo(1).size(), 1u) << "named and tagged, and yet once";
  EXPECT_EQ(pushesTo(2).size(), 1u);

  Inject queried = pushOf(2, "phone-9");
  queried.query = "link:online -tag:beta";
  const Injected second = push(queried);
  EXPECT_EQ(second.accepted, 2u);
  EXPECT_EQ(second.failed, 1u);
  EXPECT_EQ(second.deliveries.at(0).code, ErrorCode::notFound);
  EXPECT_EQ(pushesTo(3).size(), 1u);
  EXPECT_EQ(pushesTo(4).size(), 1u);

  EXPECT_EQ(tag({{"phone-1"}, {}, {"beta"}}).changed, 1u);
  EXPECT_TRUE(kept["phone-1"].empty());
}

TEST_F(ShardOperator, ADeviceHasABoundedNumberOfTags) {
  hello(1, "a");
  for (int i = 0; i < 40; ++i)
    (void)tag({{"a"}, {"tag-" + std::to_string(i)}, {}});
  EXPECT_EQ(kept["a"].size(), maxTagsPerDevice);
}

// ---- Sessions

TEST_F(ShardOperator, AnOperatorPingsKicksAndRules) {
  hello(1, "a");
  const size_t pings = pingTimes(1).size();
  EXPECT_EQ(control({"a", "nobody"}, SessionAction::ping).changed, 1u);
  EXPECT_EQ(pingTimes(1).size(), pings + 1);

  EXPECT_EQ(control({"a"}, SessionAction::heartbeat).changed, 1u);
  const auto rules = allTo(1, device::rule, decodeRule);
  ASSERT_EQ(rules.size(), 1u);
  EXPECT_EQ(rules[0].foreground, (HeartbeatPolicy{20s, 5s, 2}));
  pass(1min);
  EXPECT_EQ(closed[1], ErrorCode::heartbeatLost);
  EXPECT_EQ(goodbyeTo(1), ErrorCode::heartbeatLost);
  EXPECT_EQ(facts.sessions.back().closed - facts.sessions.back().connected, 30s) << "20 s and twice 5";

  hello(2, "a");
  EXPECT_EQ(welcomeTo(2).heartbeat, (HeartbeatPolicy{20s, 5s, 2})) << "it still rules";
  EXPECT_EQ(control({"a"}, SessionAction::kick).changed, 1u);
  EXPECT_TRUE(closed.contains(2));
  EXPECT_EQ(control({"a"}, SessionAction::kick).unknown, 1u) << "it is not connected";
}

TEST_F(ShardOperator, ASessionThatIsOverIsTold) {
  hello(1, "a");
  push("a", 1);
  acknowledge(1);
  pass(10s);
  drop(1);
  ASSERT_EQ(facts.sessions.size(), 1u);
  const PastSession& session = facts.sessions[0];
  EXPECT_EQ(session.device, "a");
  EXPECT_EQ(session.closed - session.connected, 10s);
  EXPECT_EQ(session.acknowledged, 1u);
  EXPECT_EQ(session.closing.side, Side::phone);
}

// ---- Misbehaviour

TEST_F(ShardOperator, ADeviceThatConnectsTooOftenIsTurnedAwayForAWhileAndOthersAreNot) {
  for (ConnectionKey key = 1; key <= 15; ++key) {
    hello(key, "a");
    EXPECT_FALSE(closed.contains(key)) << key;
    drop(key);
    pass(1s);
  }
  hello(20, "a");
  EXPECT_EQ(closed[20], ErrorCode::banned);
  const Goodbye goodbye = allTo(20, command(Port::device, Common::goodbye), decodeGoodbye).at(0);
  EXPECT_EQ(goodbye.retryAfter, 5min);
  hello(21, "b");
  EXPECT_FALSE(closed.contains(21));
  pass(5min - 1s);
  hello(22, "a");
  EXPECT_EQ(closed[22], ErrorCode::banned);
  pass(1s);
  hello(23, "a");
  EXPECT_FALSE(closed.contains(23));
}

TEST_F(ShardOperator, SixteenConnectionsInMoreThanAMinuteAreNoFlapping) {
  for (ConnectionKey key = 1; key <= 60; ++key) {
    hello(key, "a");
    EXPECT_FALSE(closed.contains(key)) << key;
    drop(key);
    pass(5s);
  }
}

TEST_F(ShardOperator, TenWrongCredentialsCloseTheDoorToThatDeviceAlone) {
  config.admitsDevice = [](std::string_view token) { return token == "secret"; };
  begin();
  Hello wrong = helloOf("a");
  wrong.credential = "guess";
  ConnectionKey key = 1;
  for (int i = 0; i < 10; ++i, ++key) {
    hello(key, wrong);
    EXPECT_EQ(closed[key], ErrorCode::unauthenticated);
  }
  Hello right = helloOf("a");
  right.credential = "secret";
  hello(key, right);
  EXPECT_EQ(closed[key], ErrorCode::banned) << "even the right one, or guessing would go on";
  Hello other = helloOf("b");
  other.credential = "secret";
  hello(++key, other);
  EXPECT_FALSE(closed.contains(key));
  pass(1min);
  hello(++key, right);
  EXPECT_FALSE(closed.contains(key));
}

// ---- Several shards

TEST_F(ShardOperator, ADeviceOfAnotherShardIsHandedOverWithItsHello) {
  config.shards = 2;
  begin();
  std::string mine, others;
  for (int i = 0; mine.empty() || others.empty(); ++i) {
    const std::string device = "phone-" + std::to_string(i);
    (shardOf(device, 2) == 0 ? mine : others) = device;
  }
  hello(1, mine);
  EXPECT_FALSE(handedOver.contains(1));
  hello(2, others);
  ASSERT_TRUE(handedOver.contains(2));
  EXPECT_EQ(handedOver[2].first, 1u);
  EXPECT_EQ(decodeHello(handedOver[2].second).value().device, others);
  EXPECT_EQ(shard->connectionCount(), 1u);
  EXPECT_EQ(shard->deviceCount(), 1u);
  pass(1h); // the handshake's deadline went with it
  EXPECT_FALSE(closed.contains(2));
}

TEST_F(ShardOperator, ShardsGiveHandlesOfTheirOwn) {
  std::set<uint32_t> handles;
  config.shards = 3;
  for (config.shard = 0; config.shard < 3; ++config.shard) {
    begin();
    ConnectionKey key = 1;
    for (int i = 0, found = 0; found < 10; ++i) {
      const std::string device = "phone-" + std::to_string(i);
      if (shardOf(device, 3) != config.shard)
        continue;
      ++found;
      hello(key++, device);
    }
    for (const auto& [handle, record] : facts.devices)
      EXPECT_TRUE(handles.insert(handle).second);
  }
  EXPECT_EQ(handles.size(), 30u);
}

} // namespace
} // namespace pushscope
