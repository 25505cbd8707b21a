#pragma once

#include "app/server/core/core_config.h"
#include "app/server/core/device.h"
#include "protocol/message/device.h"

namespace pushscope {

// What the accounts behind the devices hold: versioned collections, of which a device gets what is newer than its copy.
class Account {
 public:
  explicit Account(const CoreConfig& config) : m_config(config) {}

  // Null if the server has no collection of this name.
  CollectionSource* collection(Device& device, const std::string& name) const;
  bool current(Device& device, const std::vector<CollectionVersion>& known) const;

  struct Update {
    std::vector<Bytes> frames;
    uint32_t items = 0;
    Synced synced; // the versions that the frames lead to
  };
  Update since(Device& device, const std::vector<CollectionVersion>& known) const;

 private:
  const CoreConfig& m_config;
};

} // namespace pushscope
