#pragma once

#include "app/server/core/shard.h"
#include "app/server/store/memory_store.h"
#include "protocol/codec/device_codec.h"
#include "protocol/codec/session_codec.h"
#include "tests/support/fact_log.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace pushscope {

// A shard between devices that are played by the test and a virtual clock.
class ShardTest : public ::testing::Test, public Outlet {
 protected:
  struct Sent {
    Header header;
    Bytes body;
    MonoTime at;
  };
  struct Facts : FactLog {
    std::vector<StageFact> history;
    void stage(const StageFact& fact) override {
      history.push_back(fact);
      FactLog::stage(fact);
    }
    std::vector<DeliveryRecord> deliveries;
    void delivery(const DeliveryRecord& record) override {
      deliveries.push_back(record);
      FactLog::delivery(record);
    }
    std::vector<PastSession> sessions;
    void session(const PastSession& session) override { sessions.push_back(session); }
  };

  ShardTest() {
    config.node = "n";
    config.heartbeat = {std::chrono::seconds(30), std::chrono::seconds(15), 3};
    config.seed = 1;
    begin();
  }
  // A shard that `config` decides on as it is now.
  void begin() {
    shard.reset();
    store = std::make_unique<MemoryStore>();
    facts = Facts();
    sent.clear();
    closed.clear();
    shard = std::make_unique<Shard>(config, *store, facts, *this);
  }

  void send(ConnectionKey key, Bytes frame) override {
    sent[key].push_back({readHeader(frame), Bytes(frame.begin() + headerBytes, frame.end()), now.mono});
  }
  void close(ConnectionKey key, ErrorCode why, const std::string&) override { closed[key] = why; }
  void setFrameLimit(ConnectionKey key, uint32_t bytes) override { limits[key] = bytes; }
  Now clocks() override { return now; }
  void handOver(ConnectionKey key, uint32_t to, const FrameView& hello) override {
    handedOver[key] = {to, {hello.body.begin(), hello.body.end()}};
  }
  void nudge(const std::string& gateway, const Nudge& nudge) override { shard->nudged(gateway, nudge); }

  MonoTime at(Duration sinceStart) const { return start + sinceStart; }
  Duration since(MonoTime moment) const { return now.mono - moment; }
  void pass(Duration time) { passUntil(now.mono + time); }
  void passUntil(MonoTime end) {
    while (shard->deadline() <= end) {
      const Duration step = std::max(shard->deadline() - now.mono, Duration::zero());
      now.mono += step, now.wall += step;
      shard->tick(now);
      answer();
    }
    now.wall += end - now.mono;
    now.mono = end;
  }

  void receive(ConnectionKey key, const Bytes& frame) {
    shard->frame(key, {readHeader(frame), BytesView(frame).subspan(headerBytes)}, now);
  }
  static Hello helloOf(const std::string& device) {
    Hello hello;
    hello.device = device;
    hello.appState = AppState::foreground;
    return hello;
  }
  // An app that its system resumes for bytes, 15 times in 300 s.
  static Hello marked(const std::string& device) {
    Hello hello = helloOf(device);
    hello.sleep = {true, 15, std::chrono::seconds(300), std::chrono::seconds(8)};
    return hello;
  }
  void hello(ConnectionKey key, const Hello& hello) {
    shard->connected(key, "test", now);
    receive(key, encodeHello(Port::device, 1, hello));
  }
  void hello(ConnectionKey key, const std::string& device) { hello(key, helloOf(device)); }
  void drop(ConnectionKey key) { shard->disconnected(key, ErrorCode::connectionClosed, now); }
  void report(ConnectionKey key, AppState state, Cause cause = Cause::system) {
    Report report;
    report.changes.push_back({state, cause, {}});
    receive(key, encodeReport(report));
  }
  void sleeps(ConnectionKey key) { report(key, AppState::suspended); }
  void acknowledge(ConnectionKey key, Sequence upTo) { receive(key, encodeAcknowledge({upTo, {}})); }
  void acknowledge(ConnectionKey key) {
    if (const auto pushes = pushesTo(key); !pushes.empty())
      acknowledge(key, pushes.back().sequence);
  }
  void goodbye(ConnectionKey key, Cause cause) {
    receive(key, encodeGoodbye(Port::device, ErrorCode::ok, {{}, {}, cause}));
  }
  // From now on this phone answers pings at once, and says nothing else.
  void answersPings(ConnectionKey key) {
    m_answering.insert(key);
    answer();
  }
  void answersNothing(ConnectionKey key) { m_answering.erase(key); }

  std::vector<Sent> framesTo(ConnectionKey key, uint32_t command) {
    std::vector<Sent> frames;
    for (const Sent& frame : sent[key])
      if (frame.header.command == command)
        frames.push_back(frame);
    return frames;
  }
  template <class Message>
  std::vector<Message> allTo(ConnectionKey key, uint32_t command, Result<Message> (*decode)(BytesView)) {
    std::vector<Message> messages;
    for (const Sent& frame : framesTo(key, command))
      messages.push_back(decode(frame.body).value());
    return messages;
  }
  std::vector<Push> pushesTo(ConnectionKey key) { return allTo(key, device::push, decodePush); }
  std::vector<uint64_t> sequencesTo(ConnectionKey key) {
    std::vector<uint64_t> sequences;
    for (const Push& push : pushesTo(key))
      sequences.push_back(push.sequence.value);
    return sequences;
  }
  std::vector<MonoTime> pushTimes(ConnectionKey key) { return timesOf(framesTo(key, device::push)); }
  std::vector<MonoTime> pingTimes(ConnectionKey key) { return timesOf(framesTo(key, pingCommand)); }
  Welcome welcomeTo(ConnectionKey key) {
    return allTo(key, answerTo(command(Port::device, Common::hello)), decodeWelcome).at(0);
  }
  ErrorCode goodbyeTo(ConnectionKey key) {
    const auto frames = framesTo(key, command(Port::device, Common::goodbye));
    return frames.empty() ? ErrorCode::ok : errorFromWire(frames.front().header.code);
  }

  static Inject pushOf(uint8_t id, const std::string& device) {
    Inject inject;
    inject.uuid.bytes[0] = id;
    inject.devices = {device};
    inject.payload = {'{', '}'};
    return inject;
  }
  Injected push(const Inject& inject) {
    Injected answer;
    shard->inject(inject, now, [&](Injected injected) { answer = std::move(injected); });
    return answer;
  }
  Sequence push(const std::string& device, uint8_t id = 1, Duration timeToLive = {}) {
    Inject inject = pushOf(id, device);
    inject.timeToLive = timeToLive;
    return push(inject).deliveries.at(0).sequence;
  }
  Changed manage(const Manage& manage) {
    Changed answer;
    shard->manage(manage, now, [&](Changed changed) { answer = changed; });
    return answer;
  }
  Changed manage(QueueAction action, uint8_t id, WallTime until = {}) {
    Manage manage;
    manage.uuid.bytes[0] = id;
    manage.action = action;
    manage.until = until;
    return this->manage(manage);
  }
  size_t count(Stage stage, Reason reason) const {
    return size_t(std::count_if(facts.history.begin(), facts.history.end(),
                                [&](const StageFact& f) { return f.stage == stage && f.reason == reason; }));
  }

  static constexpr uint32_t pingCommand = command(Port::device, Common::ping);
  const MonoTime start{std::chrono::seconds(1000)};
  Now now{start, WallTime(std::chrono::seconds(2'000'000))};
  std::map<ConnectionKey, std::vector<Sent>> sent;
  std::map<ConnectionKey, ErrorCode> closed;
  std::map<ConnectionKey, std::pair<uint32_t, Bytes>> handedOver;
  std::map<ConnectionKey, uint32_t> limits;
  CoreConfig config;
  Facts facts;
  std::unique_ptr<MemoryStore> store;
  std::unique_ptr<Shard> shard;

 private:
  static std::vector<MonoTime> timesOf(const std::vector<Sent>& frames) {
    std::vector<MonoTime> times;
    for (const Sent& frame : frames)
      times.push_back(frame.at);
    return times;
  }
  void answer() {
    for (ConnectionKey key : m_answering) {
      const std::vector<Sent> pings = framesTo(key, pingCommand);
      for (size_t& done = m_answered[key]; done < pings.size() && !closed.contains(key); ++done) {
        const WallTime pinged = decodePing(pings[done].body).value().sent;
        receive(key, encodePong(Port::device, pings[done].header.serial, {pinged, pinged, pinged, pinged}));
      }
    }
  }
  std::set<ConnectionKey> m_answering;
  std::map<ConnectionKey, size_t> m_answered;
};

} // namespace pushscope
