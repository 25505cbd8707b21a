#pragma once

#include "protocol/base/ids.h"

#include <cstdint>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace pushscope {

// Outside the server: what was asked of it, what it said it accepted, and what phones showed. Knows nothing of sockets
// and believes nothing but what crossed them. What was accepted and shown is forgotten: a run of hours fits in memory,
// and what is shown a second time is then a push that nobody waits for.
class KillRecorder {
 public:
  KillRecorder(uint64_t seed, uint32_t devices) : m_seed(seed), m_devices(devices) {}

  // A push is about to be asked for: its number.
  uint32_t ask(const std::vector<uint32_t>& devices);
  void accepted(uint32_t push, uint32_t device, Sequence sequence);
  // The phone took it for new. `content` is whether the payload was that of this push.
  void shown(const Uuid& uuid, uint32_t device, Sequence sequence, bool content);

  Uuid uuidOf(uint32_t push) const;
  // Of this push, those that nobody has said "accepted" for.
  std::vector<uint32_t> unanswered(uint32_t push) const;
  // Asked for and not shown: an upper bound of what waits for this device.
  size_t waiting(uint32_t device) const { return m_devices[device].open.size(); }
  // Everything asked for was accepted and shown.
  bool complete() const { return m_open == 0; }

  // One line for each promise that was broken; a few of them, if they are many. Says how many. Call it at the end.
  uint64_t printAudit();
  uint64_t brokenCount() const { return m_brokenCount; }
  uint64_t asked() const { return m_asked; }
  uint64_t acceptedCount() const { return m_accepted; }
  uint64_t shownCount() const { return m_shown; }

 private:
  struct Delivery {
    uint64_t asked;        // moments: a count of everything that the recorder saw
    uint64_t accepted = 0; // 0: not yet
    Sequence sequence;     // as told in the answer or on the phone, whichever came first
    bool shown = false;
  };
  struct Device {
    std::unordered_map<uint32_t, Delivery> open; // by push
    std::set<uint64_t> due;                      // moments of acceptance of those that were not shown yet
    Sequence last;                               // shown
  };
  void broken(uint32_t push, uint32_t device, const std::string& sentence);
  void sequenceTold(uint32_t push, uint32_t device, Delivery& delivery, Sequence sequence);
  void forget(Device& device, uint32_t push);

  uint64_t m_seed;
  std::vector<Device> m_devices;
  std::unordered_map<uint32_t, std::vector<uint32_t>> m_unanswered; // devices by push
  std::vector<std::string> m_broken;
  uint32_t m_pushes = 0;
  uint64_t m_moment = 0, m_asked = 0, m_accepted = 0, m_shown = 0, m_open = 0, m_brokenCount = 0;
};

} // namespace pushscope
