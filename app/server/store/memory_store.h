#pragma once

#include "app/server/store/store.h"

#include <deque>
#include <map>
#include <unordered_map>

namespace pushscope {

// Loses everything when the process ends; "accepted" means no more than that. For tests and for measuring.
class MemoryStore : public Store {
 public:
  void append(const std::string& device, Body body, std::function<void(Result<Appended>)> done) override;
  std::vector<Stored> read(const std::string& device, Sequence after, size_t count) override;
  void acknowledge(const std::string& device, Sequence upTo) override;
  void settle(const std::string& device, Sequence sequence, Stage stage) override;

  // Uuids of a device that are still recognised after they became final.
  static constexpr size_t rememberedUuids = 1024;

 private:
  struct Inbox {
    uint64_t lastSequence = 0;
    std::map<Sequence, Body> waiting;
    std::unordered_map<Uuid, Sequence> known;
    std::deque<Uuid> knownOrder;
  };
  std::unordered_map<std::string, Inbox> m_inboxes;
};

} // namespace pushscope
