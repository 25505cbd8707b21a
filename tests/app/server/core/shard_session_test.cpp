#include "tests/app/server/core/shard_fixture.h"

namespace pushscope {
namespace {

using namespace std::chrono_literals;

// Sessions that go on over several connections, and what is brought up to date when one begins.
class ShardSession : public ShardTest {
 protected:
  static Hello resuming(const std::string& device, uint64_t session, uint64_t handled) {
    Hello hello = helloOf(device);
    hello.session = session;
    hello.handled = {handled};
    return hello;
  }
  static Hello knowing(const std::string& collection, uint64_t version) {
    Hello hello = helloOf("a");
    hello.collections = {{collection, version}};
    return hello;
  }
  void keep(const std::string& collection, uint32_t items) {
    config.collections[collection].items = items;
    begin();
  }
  std::vector<CollectionPage> pagesTo(ConnectionKey key) {
    return allTo(key, device::collection, decodeCollectionPage);
  }
  std::vector<Synced> syncedTo(ConnectionKey key) { return allTo(key, device::synced, decodeSynced); }
  std::vector<Sent> answersTo(ConnectionKey key) { return framesTo(key, answerTo(device::sync)); }
  // The account that the server makes up for a device, as its replica must look.
  CollectionSource sourceOf(const std::string& device, const std::string& name) const {
    const auto* id = reinterpret_cast<const uint8_t*>(device.data());
    return {name, config.collections.at(name), keyedHash(config.collectionSeed, 0, {id, device.size()})};
  }
  // A phone's copy, which has everything that came over these connections.
  CollectionReplica replicaOf(std::initializer_list<ConnectionKey> connections) {
    CollectionReplica replica;
    for (ConnectionKey key : connections)
      for (const CollectionPage& page : pagesTo(key))
        EXPECT_TRUE(replica.apply(page));
    return replica;
  }
  static bool equal(const std::map<uint32_t, CollectionItem>& a, const std::map<uint32_t, CollectionItem>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
      return x.first == y.first && x.second.version == y.second.version && x.second.value == y.second.value;
    });
  }
};

TEST_F(ShardSession, GoesOnWithin300SecondsOfItsConnectionsEnd) {
  hello(1, "a");
  const uint64_t session = welcomeTo(1).session;
  EXPECT_NE(session, 0u);
  EXPECT_FALSE(welcomeTo(1).resumed);
  pass(20s);
  drop(1);
  pass(300s - 1us);
  hello(2, resuming("a", session, 0));
  EXPECT_TRUE(welcomeTo(2).resumed);
  EXPECT_EQ(welcomeTo(2).session, session);
  EXPECT_TRUE(facts.devices.begin()->second.resumed);
}

TEST_F(ShardSession, IsForgottenAfter300Seconds) {
  hello(1, "a");
  const uint64_t session = welcomeTo(1).session;
  drop(1);
  pass(300s);
  hello(2, resuming("a", session, 0));
  EXPECT_FALSE(welcomeTo(2).resumed);
  EXPECT_NE(welcomeTo(2).session, session);
  EXPECT_FALSE(facts.devices.begin()->second.resumed);
}

TEST_F(ShardSession, IsKeptForAsLongAsThereIsAConnection) {
  hello(1, marked("a"));
  const uint64_t session = welcomeTo(1).session;
  sleeps(1);
  answersPings(1);
  pass(1h);
  ASSERT_FALSE(closed.contains(1));
  hello(2, resuming("a", session, 0)); // the phone knows sooner than the server that the first is dead
  EXPECT_EQ(goodbyeTo(1), ErrorCode::superseded);
  EXPECT_TRUE(welcomeTo(2).resumed);
}

TEST_F(ShardSession, ThatIsUnknownOrOfAnotherDeviceIsANewOne) {
  hello(1, "a");
  hello(2, "b");
  const uint64_t ofA = welcomeTo(1).session, ofB = welcomeTo(2).session;
  EXPECT_NE(ofA, ofB);
  drop(1);
  drop(2);
  hello(3, resuming("a", ofB, 0));
  hello(4, resuming("b", ofB + 1, 0));
  hello(5, resuming("c", ofA, 0));
  for (ConnectionKey key : {3u, 4u, 5u}) {
    EXPECT_FALSE(welcomeTo(key).resumed);
    EXPECT_NE(welcomeTo(key).session, 0u);
  }
}

TEST_F(ShardSession, WhatWasHandledIsNotWrittenAgainWhenItIsResumed) {
  hello(1, "a");
  for (uint8_t id = 1; id <= 3; ++id)
    push("a", id);
  drop(1); // before its acknowledgement came through
  hello(2, resuming("a", welcomeTo(1).session, 2));
  EXPECT_EQ(sequencesTo(2), std::vector<uint64_t>{3});
  EXPECT_EQ(facts.count(Stage::acknowledged), 2u);
}

TEST_F(ShardSession, ANewOneAcknowledgesNothingByItsHello) {
  hello(1, "a");
  push("a", 1);
  push("a", 2);
  drop(1);
  hello(2, resuming("a", welcomeTo(1).session + 1, 2));
  EXPECT_EQ(sequencesTo(2), (std::vector<uint64_t>{1, 2}));
  EXPECT_EQ(facts.count(Stage::acknowledged), 0u);
}

TEST_F(ShardSession, ItsHelloIsBelievedOnlyUpToWhatWasWritten) {
  hello(1, "a");
  push("a", 1);
  drop(1);
  push("a", 2);
  hello(2, resuming("a", welcomeTo(1).session, 99));
  EXPECT_EQ(sequencesTo(2), std::vector<uint64_t>{2});
  EXPECT_EQ(facts.count(Stage::acknowledged), 1u);
}

TEST_F(ShardSession, TellsWhenTheFirstPushWasHandledAndWhenAllHadArrived) {
  keep("friends", 50);
  hello(1, "a");
  drop(1);
  push("a", 1);
  pass(1s);
  hello(2, knowing("friends", 0));
  pass(100ms);
  answersPings(2); // behind everything that hello asked for
  EXPECT_TRUE(facts.syncs.empty()) << "the push is still missing";
  pass(150ms);
  acknowledge(2);
  ASSERT_EQ(facts.syncs.size(), 1u);
  const SyncFact& sync = facts.syncs[0].second;
  EXPECT_EQ(sync.sync, 100ms);
  EXPECT_EQ(sync.firstPush, 250ms);
  EXPECT_EQ(sync.items, 50u);
  EXPECT_FALSE(sync.resumed);
}

TEST_F(ShardSession, WithoutAPushOnlyTheSyncIsTold) {
  hello(1, "a");
  drop(1);
  hello(2, resuming("a", welcomeTo(1).session, 0));
  pass(40ms);
  answersPings(2);
  ASSERT_EQ(facts.syncs.size(), 1u);
  EXPECT_EQ(facts.syncs[0].second.sync, 40ms);
  EXPECT_EQ(facts.syncs[0].second.firstPush, Duration::zero());
  EXPECT_TRUE(facts.syncs[0].second.resumed);
  push("a", 1);
  acknowledge(2);
  EXPECT_EQ(facts.syncs.size(), 1u) << "told once a hello";
}

TEST_F(ShardSession, EqualVersionsSkipTheSync) {
  keep("friends", 50);
  hello(1, knowing("friends", 1));
  EXPECT_TRUE(welcomeTo(1).synced);
  EXPECT_TRUE(pagesTo(1).empty());
  EXPECT_TRUE(syncedTo(1).empty());
}

TEST_F(ShardSession, ANewPhoneGetsEverythingInPages) {
  keep("friends", 250);
  hello(1, knowing("friends", 0));
  EXPECT_FALSE(welcomeTo(1).synced);
  const auto pages = pagesTo(1);
  ASSERT_EQ(pages.size(), 3u);
  EXPECT_TRUE(pages[0].full);
  EXPECT_EQ(pages[0].items.size(), CollectionSource::pageItems);
  EXPECT_FALSE(pages[1].last);
  EXPECT_TRUE(pages[2].last);
  ASSERT_EQ(syncedTo(1).size(), 1u);
  EXPECT_EQ(syncedTo(1)[0].collections, (std::vector<CollectionVersion>{{"friends", 1}}));
  EXPECT_EQ(framesTo(1, device::synced)[0].header.serial, 0u);
  EXPECT_TRUE(equal(replicaOf({1}).content(), sourceOf("a", "friends").content()));
}

TEST_F(ShardSession, APhoneThatIsBehindGetsOnlyWhatChanged) {
  keep("friends", 250);
  hello(1, knowing("friends", 0));
  drop(1);
  EXPECT_EQ(shard->touch({{"a"}, "friends", 7}, now).changed, 1u);
  hello(2, knowing("friends", 1));
  ASSERT_EQ(pagesTo(2).size(), 1u);
  EXPECT_FALSE(pagesTo(2)[0].full);
  EXPECT_EQ(pagesTo(2)[0].items.size(), 7u);
  CollectionSource source = sourceOf("a", "friends");
  source.touch(7);
  EXPECT_TRUE(equal(replicaOf({1, 2}).content(), source.content()));
}

TEST_F(ShardSession, AVersionThatIsTooOldIsAnsweredInFull) {
  keep("friends", 20);
  hello(1, knowing("friends", 0));
  drop(1);
  const auto kept = uint32_t(config.collections["friends"].kept);
  (void)shard->touch({{"a"}, "friends", kept}, now);
  hello(2, knowing("friends", 1));
  EXPECT_FALSE(pagesTo(2).at(0).full) << "the oldest that is kept";
  drop(2);
  (void)shard->touch({{"a"}, "friends", 1}, now);
  hello(3, knowing("friends", 1));
  EXPECT_TRUE(pagesTo(3).at(0).full);
  EXPECT_EQ(pagesTo(3).at(0).items.size(), 20u);
  hello(4, knowing("friends", 9999));
  EXPECT_TRUE(pagesTo(4).at(0).full) << "a version from the future is unknown";
}

TEST_F(ShardSession, CollectionsComeBeforeTheBacklog) {
  keep("friends", 50);
  hello(1, "a");
  drop(1);
  push("a", 1);
  hello(2, knowing("friends", 0));
  std::vector<uint32_t> order;
  for (const Sent& frame : sent[2])
    order.push_back(frame.header.command);
  EXPECT_EQ(order, (std::vector<uint32_t>{answerTo(command(Port::device, Common::hello)), device::collection,
                                          device::synced, pingCommand, device::push}));
}

TEST_F(ShardSession, BringsACollectionUpToDateOnDemand) {
  keep("members", 30);
  hello(1, "a");
  EXPECT_TRUE(pagesTo(1).empty()) << "hello did not ask for it";
  receive(1, encodeSync(7, {{{"members", 0}}}));
  EXPECT_EQ(pagesTo(1).size(), 1u);
  ASSERT_EQ(answersTo(1).size(), 1u);
  EXPECT_EQ(answersTo(1)[0].header.serial, 7u);
  EXPECT_EQ(decodeSynced(answersTo(1)[0].body).value().collections, (std::vector<CollectionVersion>{{"members", 1}}));
  receive(1, encodeSync(8, {{{"members", 1}}}));
  EXPECT_EQ(pagesTo(1).size(), 1u) << "nothing is new";
  EXPECT_EQ(answersTo(1).size(), 2u);
}

TEST_F(ShardSession, RefusesACollectionThatItDoesNotHaveByName) {
  keep("friends", 30);
  hello(1, knowing("enemies", 3));
  EXPECT_TRUE(welcomeTo(1).synced) << "hello offers; what is unknown has no newer version";
  receive(1, encodeSync(7, {{{"friends", 0}, {"enemies", 0}}}));
  EXPECT_EQ(sent[1].back().header.code, uint32_t(ErrorCode::notFound));
  EXPECT_EQ(sent[1].back().header.serial, 7u);
  EXPECT_EQ(decodeRefusal(sent[1].back().body).detail, "enemies");
  EXPECT_TRUE(pagesTo(1).empty());
  EXPECT_EQ(shard->touch({{"a"}, "enemies", 1}, now).unknown, 1u);
  EXPECT_EQ(shard->touch({{"nobody"}, "friends", 1}, now).unknown, 1u);
}

} // namespace
} // namespace pushscope
