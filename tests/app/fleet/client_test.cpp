#include "app/fleet/lifecycle/client.h"

#include "app/server/core/shard.h"
#include "app/server/store/memory_store.h"
#include "protocol/codec/device_codec.h"
#include "protocol/codec/session_codec.h"
#include "protocol/frame/decoder.h"
#include "tests/support/fact_log.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <deque>
#include <memory>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

// An app's end of the protocol and a real server core; frames to the app wait until the test lets them through.
class ClientTest : public ::testing::Test, public Client::Host, public Outlet {
 protected:
  ClientTest() {
    clientConfig.device = "a";
    app.collections = {"friends"};
    serverConfig.collections["friends"].items = 350;
    begin();
  }
  void begin() {
    serverConfig.flapConnects = 100'000; // links of these tests are cut all the time
    shard = std::make_unique<Shard>(serverConfig, store, facts, *this);
    client = std::make_unique<Client>(clientConfig, app, random, *this);
    client->run(Client::Mode::front, AppState::foreground, now);
  }

  // Client::Host
  void connect(size_t) override {
    shard->connected(++connection, "test", now);
    client->connected(now);
  }
  void send(Bytes frame, Now) override {
    sent.push_back(frame);
    shard->frame(connection, {readHeader(frame), BytesView(frame).subspan(headerBytes)}, now);
  }
  void close(Now) override {
    waiting.clear();
    shard->disconnected(connection, ErrorCode::connectionClosed, now);
  }
  void online(const Welcome& welcome, Now) override { welcomed = welcome; }
  void offline(const Closing&, bool, Now) override {}
  void pushed(Push push, Now, Now) override { pushes.push_back(std::move(push)); }
  void nudged(const Nudge&, Now) override {}
  void beat() override {}
  WallTime clock(Now at) const override { return at.wall; }
  // Outlet
  void send(ConnectionKey key, Bytes frame) override {
    if (key == connection)
      waiting.push_back(std::move(frame));
  }
  void close(ConnectionKey, ErrorCode, const std::string&) override {}
  void setFrameLimit(ConnectionKey, uint32_t) override {}
  Now clocks() override { return now; }
  void handOver(ConnectionKey, uint32_t, const FrameView&) override {}
  void nudge(const std::string& gateway, const Nudge& nudge) override { shard->nudged(gateway, nudge); }

  void connectNow() {
    client->connectSoon(0us, now);
    client->tick(now);
  }
  void let(size_t frames) {
    for (; frames > 0 && !waiting.empty(); --frames) {
      const Bytes frame = std::move(waiting.front());
      waiting.pop_front();
      client->frame(readHeader(frame), BytesView(frame).subspan(headerBytes), now, now);
    }
  }
  void letAll() { let(1'000'000); }
  void cut() {
    waiting.clear();
    shard->disconnected(connection, ErrorCode::connectionClosed, now);
    client->lost({}, now);
  }
  // The server's own, as its device has it after so many changes.
  CollectionSource source(const std::string& name, uint64_t changes) const {
    const auto* id = reinterpret_cast<const uint8_t*>(clientConfig.device.data());
    CollectionSource made(name, serverConfig.collections.at(name),
                          keyedHash(serverConfig.collectionSeed, 0, {id, clientConfig.device.size()}));
    made.touch(changes);
    return made;
  }
  bool isCopyOf(const std::string& name, uint64_t changes) const {
    const CollectionReplica* copy = client->collection(name);
    const CollectionSource original = source(name, changes);
    const auto content = original.content();
    return copy && copy->version() == original.version() &&
           std::equal(copy->content().begin(), copy->content().end(), content.begin(), content.end(),
                      [](const auto& x, const auto& y) {
                        return x.first == y.first && x.second.version == y.second.version &&
                               x.second.value == y.second.value;
                      });
  }

  Random random{testSeed("client")};
  Now now{MonoTime(1h), WallTime(1'000'000s)};
  MemoryStore store;
  FactLog facts;
  CoreConfig serverConfig;
  Client::Config clientConfig;
  AppTraits app;
  ConnectionKey connection = 0;
  std::deque<Bytes> waiting;
  std::vector<Bytes> sent;
  std::vector<Push> pushes;
  Welcome welcomed;
  std::unique_ptr<Shard> shard;
  std::unique_ptr<Client> client;
};

TEST_F(ClientTest, ItsCopiesAreEqualToTheServersCollections) {
  connectNow();
  letAll();
  EXPECT_TRUE(isCopyOf("friends", 0));
  cut();
  (void)shard->touch({{"a"}, "friends", 30}, now);
  connectNow();
  letAll();
  EXPECT_TRUE(isCopyOf("friends", 30));
  cut();
  (void)shard->touch({{"a"}, "friends", 500}, now); // further back than is kept
  connectNow();
  letAll();
  EXPECT_TRUE(isCopyOf("friends", 530));
  cut();
  connectNow();
  letAll();
  EXPECT_TRUE(welcomed.synced);
}

TEST_F(ClientTest, TheyAreEqualWheneverASyncIsCompleteHoweverOftenItWasInterrupted) {
  uint64_t changes = 0;
  int interrupted = 0, complete = 0;
  for (int round = 0; round < 300; ++round) {
    connectNow();
    for (uint64_t step = random.below(4); step > 0; --step) {
      let(size_t(random.below(6)));
      if (random.chance(300'000))
        client->fetch("friends", now);
      if (random.chance(300'000)) {
        const auto more = uint32_t(random.below(140));
        (void)shard->touch({{"a"}, "friends", more}, now);
        changes += more;
      }
    }
    if (random.chance(500'000)) {
      interrupted += !waiting.empty();
      cut();
      continue;
    }
    letAll();
    client->fetch("friends", now);
    letAll();
    ASSERT_TRUE(isCopyOf("friends", changes)) << round;
    ++complete;
    cut();
    if (random.chance(100'000))
      client->forget(); // its process ends; what is on its disk stays
  }
  EXPECT_GT(interrupted, 20);
  EXPECT_GT(complete, 50);
}

TEST_F(ClientTest, ItKeepsAsManyCollectionsAsAHelloMayName) {
  app.collections.clear();
  for (size_t i = 0; i < maxCollections; ++i) {
    app.collections.push_back("c" + std::to_string(i));
    serverConfig.collections[app.collections.back()].items = 3;
  }
  begin();
  connectNow();
  letAll();
  for (const std::string& name : app.collections)
    EXPECT_TRUE(isCopyOf(name, 0)) << name;
}

TEST_F(ClientTest, AServerCannotMakeItKeepMore) {
  connectNow();
  letAll();
  for (size_t i = 0; i < 100; ++i) {
    const Bytes page = encodeCollectionPage({"c" + std::to_string(i), 0, 1, true, {}, true});
    client->frame(readHeader(page), BytesView(page).subspan(headerBytes), now, now);
  }
  size_t kept = 0;
  for (size_t i = 0; i < 100; ++i)
    kept += client->collection("c" + std::to_string(i)) != nullptr;
  EXPECT_EQ(kept, maxCollections - 1);
}

TEST_F(ClientTest, DeferredCollectionsComeTenSecondsAfterTheWelcomeAndOthersOnDemand) {
  app.deferred = {"profiles"};
  app.onDemand = {"members"};
  serverConfig.collections["profiles"].items = serverConfig.collections["members"].items = 7;
  begin();
  connectNow();
  letAll();
  EXPECT_TRUE(isCopyOf("friends", 0));
  EXPECT_EQ(client->collection("profiles"), nullptr);
  now.mono += 10s - 1us, now.wall += 10s - 1us;
  client->tick(now);
  letAll();
  EXPECT_EQ(client->collection("profiles"), nullptr);
  now.mono += 1us, now.wall += 1us;
  client->tick(now);
  letAll();
  EXPECT_TRUE(isCopyOf("profiles", 0));
  EXPECT_EQ(client->collection("members"), nullptr);
  client->fetch("members", now);
  letAll();
  EXPECT_TRUE(isCopyOf("members", 0));
}

// ---- Refused pushes

class ClientRefusal : public ClientTest {
 protected:
  ClientRefusal() {
    connectNow();
    letAll();
    for (uint8_t id = 1; id <= 3; ++id) {
      Inject inject;
      inject.uuid.bytes[0] = id;
      inject.devices = {"a"};
      shard->inject(inject, now, [](const Injected&) {});
    }
    letAll();
  }
  void handle(size_t push) { client->handled({pushes.at(push).sequence, {}, now.wall, {}, false, {}, {}}, now); }
  Hello reconnect() {
    cut();
    sent.clear();
    connectNow();
    return decodeHello(BytesView(sent.at(0)).subspan(headerBytes)).value();
  }
  Acknowledge acknowledged() {
    sent.clear();
    client->tick(now);
    return decodeAcknowledge(BytesView(sent.at(0)).subspan(headerBytes)).value();
  }
};

TEST_F(ClientRefusal, IsToldWithTheNextAcknowledgementOnce) {
  handle(0);
  client->refused({2}, now);
  client->refused({2}, now);
  handle(2);
  EXPECT_FALSE(client->quiet());
  const Acknowledge first = acknowledged();
  EXPECT_EQ(first.upTo, Sequence{3});
  EXPECT_EQ(first.refused, std::vector<Sequence>{{2}});
  EXPECT_EQ(facts.count(Stage::acknowledged), 2u);
  EXPECT_TRUE(client->quiet());
  handle(2);
  EXPECT_TRUE(acknowledged().refused.empty());
}

TEST_F(ClientRefusal, IsNotToldOfWhatWasTakenBeforeItWas) {
  client->refused({1}, now);
  handle(0);
  EXPECT_TRUE(acknowledged().refused.empty());
}

TEST_F(ClientRefusal, WhatABrokenConnectionMayHaveSwallowedIsNotCoveredByTheNext) {
  handle(0);
  client->refused({2}, now);
  handle(2);
  EXPECT_EQ(reconnect().handled, Sequence{1});
  pushes.clear();
  letAll();
  ASSERT_EQ(pushes.size(), 2u) << "the server heard nothing of either";
  EXPECT_EQ(pushes[0].sequence, Sequence{2});
  EXPECT_TRUE(client->overtaken({2}));
  handle(1);
  EXPECT_EQ(acknowledged().refused, std::vector<Sequence>{{2}});
  EXPECT_EQ(facts.count(Stage::acknowledged), 2u);
}

TEST_F(ClientRefusal, WhatTheServerHasHeardOfOnABrokenConnectionIsToldAgainAndCountsOnce) {
  client->refused({1}, now);
  handle(1);
  (void)acknowledged();
  EXPECT_EQ(reconnect().handled, Sequence{});
  letAll();
  handle(2);
  EXPECT_EQ(acknowledged().refused, std::vector<Sequence>{{1}});
  EXPECT_EQ(facts.count(Stage::held), 1u);
}

TEST_F(ClientRefusal, ItRemembersNoMoreThanAFrameMayTell) {
  for (uint64_t sequence = 1; sequence <= 2 * maxRefused; ++sequence)
    client->refused({sequence}, now);
  EXPECT_EQ(acknowledged().refused.size(), maxRefused);
  client->refused({9999}, now);
  EXPECT_EQ(acknowledged().refused, std::vector<Sequence>{{9999}});
  EXPECT_EQ(reconnect().handled, Sequence{});
}

TEST_F(ClientRefusal, WhatIsRefusedWithoutAConnectionIsNotCoveredEither) {
  cut();
  handle(0);
  client->refused({2}, now);
  handle(2);
  connectNow();
  letAll();
  EXPECT_EQ(facts.count(Stage::acknowledged), 1u) << "by the hello";
  handle(2);
  const Acknowledge first = acknowledged();
  EXPECT_EQ(first.refused, std::vector<Sequence>{{2}});
  EXPECT_EQ(facts.count(Stage::acknowledged), 2u);
}

TEST_F(ClientRefusal, ADroppedAcknowledgementDropsNoRefusal) {
  app.dropAcknowledgementsPerMillion = 1'000'000;
  client->refused({1}, now);
  client->tick(now);
  app.dropAcknowledgementsPerMillion = 0;
  handle(1);
  EXPECT_EQ(acknowledged().refused, std::vector<Sequence>{{1}});
  EXPECT_EQ(facts.count(Stage::acknowledged), 1u);
}

} // namespace
} // namespace pushscope
