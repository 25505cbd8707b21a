#pragma once

#include "app/server/core/account.h"
#include "app/server/core/deliveries.h"
#include "protocol/base/number_table.h"
#include "protocol/base/random.h"
#include "protocol/frame/decoder.h"
#include "protocol/machine/deadline_queue.h"
#include "protocol/machine/session.h"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace pushscope {

// Which of `shards` a device belongs to; the same on every platform and in every life of a process.
uint32_t shardOf(std::string_view device, uint32_t shards);
// The shard that goes on with a list of Shard::queue(), and where its own begins.
uint32_t shardOfCursor(uint64_t cursor);
uint64_t firstCursorOf(uint32_t shard);
inline constexpr uint32_t mostShards = 64; // the cursor's 6 bits; more cores than a push server has work for

// The devices of one thread and their connections: all decisions of a push server, and no I/O. It is told frames and
// the time, and answers through Outlet (what to write and close) and FactSink (what happened).
//
// Who pings follows the state of the device: an app that runs pings by itself; a sleeping one that its system resumes
// for bytes is pinged by the server, as seldom as its NAT allows; one that sleeps for good is pinged by nobody.
//
// Order of calls for a connection: connected(), then frame() and batchRead() any number of times, then disconnected()
// if the other side ended it. After Outlet::close() nothing more is told of it. After any call, arm a timer for
// deadline().
//
// There may be several, each with devices of its own: a connection is told to any of them, and after its hello is
// handed over to the one that its device belongs to (Outlet::handOver).
class Shard {
 public:
  Shard(CoreConfig config, Store& store, FactSink& facts, Outlet& outlet);

  // Takes up what waits in the store from an earlier life of the process. Before anything else.
  Status recover(Now now);
  // Tags of a device from that life; before anything else, too.
  void recoverTags(const std::string& device, std::vector<std::string> tags);

  void connected(ConnectionKey connection, std::string address, Now now);
  void frame(ConnectionKey connection, const FrameView& frame, Now now);
  void undecodable(ConnectionKey connection, ErrorCode cause, Now now);
  void disconnected(ConnectionKey connection, ErrorCode cause, Now now);

  // What operators ask. Devices that are named and not here are counted as unknown; a request for all shards is given
  // to each with the devices that it has.

  // `done` gets one entry for each target: those that are named in order, then others that have the tag or fit.
  void inject(Inject inject, Now now, std::function<void(Injected)> done);
  void manage(const Manage& manage, Now now, std::function<void(Changed)> done);
  // How many deliveries a purge would end.
  uint32_t purgeable(const Manage& manage) const;
  Changed touch(const Touch& touch, Now now);
  Changed control(const SessionControl& control, Now now);
  // `changed` gets the tags of each device as they are now, to be kept.
  Changed tag(const Tag& tag, const std::function<void(const std::string&, const std::vector<std::string>&)>& changed);
  Result<Peeked> peek(const Peek& peek) const;
  QueuePage queue(const PageRequest& page, Now now) const;
  // From the shard of the device that a push could not reach.
  void nudged(const std::string& gateway, const Nudge& nudge);

  void tick(Now now);
  MonoTime deadline() const;
  // The process stood still for so long.
  void stalled(Duration stalled, Now now);
  // Goodbye to everybody.
  void drain(Now now);

  size_t connectionCount() const { return m_connectionCount; }
  size_t deviceCount() const { return m_deviceByKey.size(); }
  size_t waitingCount() const { return m_deliveries.waiting(); }
  // Written and not acknowledged yet, and still hoped for.
  size_t unacknowledgedCount() const;

 private:
  struct Connection {
    Session session;
    std::string address;
    Device* device = nullptr;
    std::optional<WallTime> pinged; // when our ping was sent that is not answered yet
    // What the fact about this hello still waits for; null once it was told.
    struct Syncing {
      MonoTime since;
      SyncFact fact;
      bool awaitsFirstPush = false;
    };
    std::unique_ptr<Syncing> syncing;
  };

  Connection* find(ConnectionKey connection);
  void erase(ConnectionKey connection);
  Device* findDevice(const std::string& id) const;
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
  void rule(Device& device, const SessionControl& control, Now now);
  void addMatching(const Inject& inject, std::vector<Device*>& targets) const;
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
  bool turnedAway(ConnectionKey key, const Hello& hello, Now now);
  void triedWrongly(const std::string& device, Now now);
  bool flaps(Device& device, Now now);

  // Says goodbye with the reason, closes, and tells the facts.
  void end(ConnectionKey key, ErrorCode code, const std::string& detail, Now now, Duration retryAfter = {});
  void gone(ConnectionKey key, const Closing& closing, Now now);

  CoreConfig m_config;
  FactSink& m_facts;
  Outlet& m_outlet;
  Deliveries m_deliveries;
  Account m_account;
  Random m_random;
  std::vector<std::unique_ptr<Connection>> m_connections; // by key; null: there is none
  size_t m_connectionCount = 0;
  std::vector<std::unique_ptr<Device>> m_deviceByKey;
  NumberTable m_keyOf;
  DeadlineQueue m_connectionDeadlines;
  DeadlineQueue m_deviceDeadlines;
  MonoTime m_stalledAt = MonoTime::min(); // the process went on then
  struct Failures {
    uint32_t count = 0;
    MonoTime since;
  };
  std::map<std::string, Failures> m_wrongCredentials; // by device id; bounded
  uint32_t m_handles = 0;                             // given so far
  uint64_t m_sessions = 0;
};

} // namespace pushscope
