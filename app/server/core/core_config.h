#pragma once

#include "protocol/machine/backlog.h"
#include "protocol/machine/collection.h"
#include "protocol/message/session.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace pushscope {

// What decides how a shard behaves; every constant is policy.
struct CoreConfig {
  uint32_t shard = 0, shards = 1; // this one, of so many
  std::string node;
  Incarnation incarnation;
  std::string server;        // name and version
  HeartbeatPolicy heartbeat; // an app in the foreground; it pings
  HeartbeatPolicy backgroundHeartbeat{std::chrono::seconds(240), std::chrono::seconds(15), 3}; // 3-behaviour part 1
  Backlog::Policy backlog;
  Duration timeToLive = std::chrono::hours(24);         // 9-wire
  Duration longestTimeToLive = std::chrono::hours(168); // 9-wire
  size_t maxDevices = 1'000'000; // about 1 KiB each: a gigabyte; beyond that more nodes. Of each shard.
  // More hellos of one device than this within `flapWindow` and it is turned away for `flapBan`: EMQX's figures
  // (6-trust). Each hello costs a welcome and its backlog once more.
  uint32_t flapConnects = 15;
  Duration flapWindow = std::chrono::minutes(1);
  Duration flapBan = std::chrono::minutes(5);
  // Wrong credentials for one device id within a minute before it is turned away for the rest of it (6-trust TE6).
  uint32_t mostWrongCredentials = 10;
  // A session can be resumed for so long after its connection ended: ejabberd's figure for XEP-0198 (3-behaviour 5).
  Duration sessionKept = std::chrono::seconds(300);
  // Holds pushes and beats back before they wake a phone more often than its system allows (9-wire). Off, a server
  // shows what happens to phones of a server that does not know of the limit.
  bool guardsWakes = true;
  // What accounts hold; made up, so that phones of a test have something to keep in step
  // (protocol/machine/collection.h).
  std::map<std::string, CollectionSource::Shape> collections;
  uint64_t collectionSeed = 0;
  std::function<bool(std::string_view)> admitsDevice; // empty: the door is open
  uint64_t payloadKey0 = 0, payloadKey1 = 0;          // of the hash that stands for a payload in telemetry
  uint64_t sessionKey0 = 0, sessionKey1 = 0;          // of session ids
  uint64_t seed = 0;                                  // of jitter; a server draws it at random
};

} // namespace pushscope
