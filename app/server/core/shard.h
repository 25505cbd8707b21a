#pragma once

#include "app/server/core/device.h"
#include "app/server/store/store.h"
#include "protocol/frame/decoder.h"
#include "protocol/machine/deadline_queue.h"
#include "protocol/machine/session.h"
#include "protocol/message/admin.h"
#include "protocol/message/device.h"

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

namespace pushscope {

// The devices of one thread, their connections and their backlogs: all decisions of a push server, and no I/O. It is
// told frames and the time, and answers through Outlet (what to write and close) and FactSink (what happened).
//
// Order of calls for a connection: connected(), then frame() and batchRead() any number of times, then disconnected()
// if the other side ended it. After Outlet::close() nothing more is told of it. After any call, arm a timer for
// deadline().
class Shard {
 public:
  class Outlet {
   public:
    virtual ~Outlet() = default;
    virtual void send(ConnectionKey connection, Bytes frame) = 0;
    // After what was sent. `why` and `detail` are for the log.
    virtual void close(ConnectionKey connection, ErrorCode why, const std::string& detail) = 0;
    virtual void setFrameLimit(ConnectionKey connection, uint32_t bytes) = 0;
    virtual WallTime wallNow() = 0; // for stamps on answers
  };

  struct Config {
    std::string node;
    Incarnation incarnation;
    std::string server; // name and version
    HeartbeatPolicy heartbeat;
    Backlog::Policy backlog;
    Duration timeToLive = std::chrono::hours(24);         // 9-wire
    Duration longestTimeToLive = std::chrono::hours(168); // 9-wire
    size_t maxDevices = 1'000'000;                        // about 1 KiB each: a gigabyte; beyond that more nodes
    std::function<bool(std::string_view)> admitsDevice;   // empty: the door is open
    uint64_t payloadKey0 = 0, payloadKey1 = 0;            // of the hash that stands for a payload in telemetry
  };

  Shard(Config config, Store& store, FactSink& facts, Outlet& outlet);

  void connected(ConnectionKey connection, std::string address, Now now);
  void frame(ConnectionKey connection, const FrameView& frame, Now now);
  void undecodable(ConnectionKey connection, ErrorCode cause, Now now);
  void disconnected(ConnectionKey connection, ErrorCode cause, Now now);

  // `done` gets one entry for each target, in order.
  void inject(const Inject& inject, Now now, std::function<void(Injected)> done);

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
    std::optional<Ping> openingPing; // the one ping that the server sends itself, to know the clocks at once
  };

  Connection* find(ConnectionKey connection);
  Device& deviceFor(const std::string& id);
  void arm(ConnectionKey key);
  void arm(const Device& device);

  void hello(ConnectionKey key, Connection& connection, const FrameView& frame, Now now);
  void welcome(ConnectionKey key, Connection& connection, const Hello& hello, const Header& header, Now now);
  void dispatch(ConnectionKey key, Connection& connection, const FrameView& frame, Now now);
  void ping(ConnectionKey key, Connection& connection, const FrameView& frame, Now now);
  void pong(Connection& connection, const FrameView& frame, Now now);
  void acknowledge(ConnectionKey key, Connection& connection, const FrameView& frame, Now now);
  void report(ConnectionKey key, Connection& connection, const FrameView& frame, Now now);

  void learnExchange(Device& device, const Exchange& exchange, bool begunByPhone, Now now);
  void phoneStages(Device& device, const PhoneStages& stages, Now now);
  void accepted(Device& device, const Inject& inject, Sequence sequence, Now now);
  void pump(Device& device, Now now);
  void write(Device& device, Sequence sequence, uint32_t attempt);
  void settle(Device& device, Sequence sequence, Stage stage, uint32_t attempt, Now now);
  void waitingChanged(Device& device);

  // Says goodbye with the reason, closes, and tells the facts.
  void end(ConnectionKey key, ErrorCode code, const std::string& detail, Now now);
  void gone(ConnectionKey key, const Closing& closing, Now now);

  Config m_config;
  Store& m_store;
  FactSink& m_facts;
  Outlet& m_outlet;
  std::unordered_map<ConnectionKey, Connection> m_connections;
  std::unordered_map<std::string, std::unique_ptr<Device>> m_devices;
  std::vector<Device*> m_deviceByKey;
  DeadlineQueue m_connectionDeadlines;
  DeadlineQueue m_deviceDeadlines;
  uint32_t m_lastHandle = 0;
  uint32_t m_lastDelivery = 0;
};

} // namespace pushscope
