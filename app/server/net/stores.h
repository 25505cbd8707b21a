#pragma once

#include "app/server/net/server_config.h"
#include "app/server/store/ledger.h"
#include "app/server/store/store.h"

#include <functional>
#include <memory>

namespace pushscope {

// The engine that a server was told to use: one ledger, and a store for each shard, which it outlives.
class Stores {
 public:
  using Post = std::function<void(std::function<void()>)>; // to the thread that is to get the answers
  virtual ~Stores() = default;

  // `usage` for an engine that does not exist; `file` with a sentence that names the file if that cannot be used.
  // `home` posts to the calling thread, which owns this. `core` is complete.
  static Result<std::unique_ptr<Stores>> open(const ServerConfig& config, const CoreConfig& core, Post home);

  virtual std::unique_ptr<Store> store(uint32_t shard, Post post) = 0;
  virtual Ledger& ledger() = 0;
  // Pushes can be stored at the moment.
  virtual bool works() const = 0;
  // Once the stores are gone: everything that was asked for becomes durable before it returns.
  virtual void close() = 0;
};

} // namespace pushscope
