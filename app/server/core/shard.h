#pragma once

#include "app/server/core/account.h"
#include "app/server/core/deliveries.h"
#include "protocol/base/random.h"
#include "protocol/frame/decoder.h"
#include "protocol/machine/deadline_queue.h"
#include "protocol/machine/session.h"

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

namespace pushscope {

// The devices of one thread and their connections: all decisions of a push server, and no I/O. It is told frames and
// the time, and answers through Outlet (what to write and close) and FactSink (what happened).
//
// Who pings follows the state of the device: an app that runs pings by itself; a sleeping one that its system resumes
// for bytes is pinged by the server, as seldom as its NAT allows; one that sleeps for good is pinged by nobody.
//
// Order of calls for a connection: connected(), then frame() and batchRead() any number of times, then disconnected()
// if the other side ended it. After Outlet::close() nothing more is told of it. After any call, arm a timer for
// deadline().
class Shard {
 public:
  Shard(CoreConfig config, Store& store, FactSink& facts, Outlet& outlet);

  void connected(ConnectionKey connection, std::string address, Now now);
  void frame(ConnectionKey connection, const FrameView& frame, Now now);
  void undecodable(ConnectionKey connection, ErrorCode cause, Now now);
  void disconnected(ConnectionKey connection, ErrorCode cause, Now now);

  // `done` gets one entry for each target, in order.
  void inject(const Inject& inject, Now now, std::function<void(Injected)> done);
  Changed manage(const Manage& manage, Now now);
  Changed touch(const Touch& touch, Now now);

  void tick(Now now);
  MonoTime deadline() const;
  // The process stood still for so long.
  void stalled(Duration stalled, Now now);
  // Goodbye to everybody.
  void drain(Now now);

  size_t connectionCount() const { return m_connections.size(); }
  size_t deviceCount() const { return m_devices.size(); }

 private:
  struct Connection {
    Session session;
    std::string address;
    Device* device = nullptr;
    std::optional<Ping> ping; // of ours, not answered yet
    // What the fact about this hello still waits for.
    std::optional<MonoTime> syncSince;
    SyncFact sync;
    bool awaitsFirstPush = false;
  };

  Connection* find(ConnectionKey connection);
  Device* findDevice(const std::string& id);
  Device& deviceFor(const std::string& id);
  void arm(ConnectionKey key);
  void arm(const Device& device);
  void pump(Device& device, Now now);

  void hello(ConnectionKey key, Connection& connection, const FrameView& frame, Now now);
  void welcome(ConnectionKey key, Connection& connection, const Hello& hello, const Header& header, Now now);
  bool resume(Device& device, const Hello& hello, Now now);
  uint64_t newSession();
  void describe(Device& device, const Connection& connection, const Hello& hello, bool resumed, Now now);
  void bringUpToDate(ConnectionKey key, Connection& connection, const Hello& hello, bool current, Now now);
  void rule(Connection& connection, Now now);
  void dispatch(ConnectionKey key, Connection& connection, const FrameView& frame, Now now);
  void goodbye(ConnectionKey key, Connection& connection, const FrameView& frame, Now now);
  void ping(ConnectionKey key, Connection& connection, const FrameView& frame, Now now);
  void pong(Connection& connection, const FrameView& frame, Now now);
  void acknowledge(ConnectionKey key, Connection& connection, const FrameView& frame, Now now);
  void report(ConnectionKey key, Connection& connection, const FrameView& frame, Now now);
  void sync(ConnectionKey key, Connection& connection, const FrameView& frame, Now now);

  void sendPing(ConnectionKey key, Connection& connection, Now now);
  void beat(ConnectionKey key, Connection& connection, Now now);
  void miss(Connection& connection, Now now);
  void learnExchange(Device& device, const Exchange& exchange, bool begunByPhone, Now now);
  void tellApp(Device& device, const AppChange& change, Now now);
  void syncProgress(Connection& connection, Now now);
  void nudge(const Device& device, const Nudge& nudge);

  // Says goodbye with the reason, closes, and tells the facts.
  void end(ConnectionKey key, ErrorCode code, const std::string& detail, Now now);
  void gone(ConnectionKey key, const Closing& closing, Now now);

  CoreConfig m_config;
  FactSink& m_facts;
  Outlet& m_outlet;
  Deliveries m_deliveries;
  Account m_account;
  Random m_random;
  std::unordered_map<ConnectionKey, Connection> m_connections;
  std::unordered_map<std::string, std::unique_ptr<Device>> m_devices;
  std::vector<Device*> m_deviceByKey;
  DeadlineQueue m_connectionDeadlines;
  DeadlineQueue m_deviceDeadlines;
  MonoTime m_stalledAt = MonoTime::min(); // the process went on then
  uint32_t m_lastHandle = 0;
  uint64_t m_sessions = 0;
};

} // namespace pushscope
