#pragma once

#include "app/server/core/core_config.h"
#include "app/server/net/device_port.h"
#include "app/server/net/fact_queue.h"
#include "app/server/store/store.h"

#include <asio/io_context.hpp>

#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace pushscope {

// All devices of a server: one shard or several, each with a thread, a store and devices of its own. The first one runs
// on the main thread, where also the device port accepts and consoles are served: with one shard there is no other
// thread, and every call below answers before it returns, as far as the store does.
//
// Called on the main thread; answers come there.
class Shards {
 public:
  // `post` brings the store's answers to the thread of its shard.
  using Post = std::function<void(std::function<void()>)>;
  using MakeStore = std::function<std::unique_ptr<Store>(uint32_t shard, Post post)>;

  Shards(asio::io_context& main, const CoreConfig& config, const MakeStore& makeStore, FactSink& facts);
  ~Shards();

  // In this order: recoverTags() any number of times, recover(), listen().
  void recoverTags(const std::string& device, std::vector<std::string> tags);
  Status recover();
  // Starts the other threads, too.
  // `tls`: none is plain, and on loopback only.
  Status listen(const asio::ip::tcp::endpoint& endpoint, const std::optional<TlsServer>& tls);
  asio::ip::tcp::endpoint endpoint() const;

  // Takes no more devices; those that are here go on.
  void refuseDevices();
  // Goodbye to all devices, then the other threads end.
  void stop();

  void inject(Inject inject, std::function<void(Injected)> done);
  void manage(const Manage& manage, std::function<void(Result<Changed>)> done);
  void touch(const Touch& touch, std::function<void(Changed)> done);
  void control(const SessionControl& control, std::function<void(Changed)> done);
  using Tags = std::vector<std::pair<std::string, std::vector<std::string>>>;
  // `changed`: the tags of each device as they are now.
  void tag(const Tag& tag, std::function<void(Changed, const Tags& changed)> done);
  void peek(const Peek& peek, std::function<void(Result<Peeked>)> done);
  void queue(const PageRequest& page, std::function<void(QueuePage)> done);

  using Counts = DevicePort::Counts;
  void count(std::function<void(Counts)> done);
  size_t size() const { return m_units.size(); }

 private:
  struct Unit;
  template <class Work>
  void at(Unit& unit, Work work); // runs it on the unit's thread
  template <class Work>
  void home(Unit& unit, Work work); // from the unit's thread to the main one
  // Calls `ask(shard, its part, done)` for each shard, and `done` with all answers.
  template <class Answer, class Ask>
  void everywhere(Ask ask, std::function<void(std::vector<Answer>)> done);
  // The same for a request with devices: each shard gets those that are its own, and is left out without any unless
  // `others`.
  template <class Answer, class Request, class Ask>
  void byOwner(const Request& request, bool others, Ask ask, std::function<void(std::vector<Answer>)> done);
  void handOver(uint32_t shard, Connection& connection, const std::string& address, const FrameView& hello);

  asio::io_context& m_main;
  FactSink& m_facts;
  std::vector<std::unique_ptr<Unit>> m_units;
  bool m_stopped = false;
};

} // namespace pushscope
