#include "tests/soak/kill_recorder.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace pushscope {
namespace {

// A server that lost its file breaks thousands of promises: a few tell enough.
constexpr size_t mostSentences = 50;

} // namespace

uint32_t KillRecorder::ask(const std::vector<uint32_t>& devices) {
  const uint32_t push = m_pushes++;
  ++m_moment;
  for (const uint32_t device : devices)
    m_devices[device].open.emplace(push, Delivery{m_moment, 0, {}, false});
  m_unanswered.emplace(push, devices);
  m_asked += devices.size();
  m_open += devices.size();
  return push;
}

void KillRecorder::accepted(uint32_t push, uint32_t d, Sequence sequence) {
  Device& device = m_devices[d];
  const auto found = device.open.find(push);
  if (found == device.open.end())
    return broken(push, d, "was accepted, but not asked for");
  Delivery& delivery = found->second;
  if (delivery.accepted != 0)
    return;
  delivery.accepted = ++m_moment;
  ++m_accepted;
  sequenceTold(push, d, delivery, sequence);
  if (const auto targets = m_unanswered.find(push); targets != m_unanswered.end()) {
    std::erase(targets->second, d);
    if (targets->second.empty())
      m_unanswered.erase(targets);
  }
  if (delivery.shown)
    forget(device, push);
  else
    device.due.insert(delivery.accepted);
}

// Two witnesses of the order of acceptance: the server's sequences, and, whatever those say, that what was accepted
// before another was even asked for comes before it.
void KillRecorder::shown(const Uuid& uuid, uint32_t d, Sequence sequence, bool content) {
  Device& device = m_devices[d];
  ++m_moment;
  uint32_t push = 0;
  std::memcpy(&push, uuid.bytes.data() + 8, sizeof push);
  const auto found = device.open.find(push);
  if (found == device.open.end() || found->second.shown || uuid != uuidOf(push))
    return broken(push, d, "was shown twice, or not asked for");
  Delivery& delivery = found->second;
  ++m_shown;
  delivery.shown = true;
  if (!content)
    broken(push, d, "has another payload than was asked for");
  sequenceTold(push, d, delivery, sequence);
  if (sequence <= device.last)
    broken(push, d,
           "has sequence " + std::to_string(sequence.value) + " and was shown after sequence " +
               std::to_string(device.last.value));
  device.last = std::max(device.last, sequence);
  device.due.erase(delivery.accepted);
  if (!device.due.empty() && *device.due.begin() < delivery.asked)
    broken(push, d, "was shown before one that was accepted before it was asked for");
  if (delivery.accepted != 0)
    forget(device, push);
}

void KillRecorder::sequenceTold(uint32_t push, uint32_t device, Delivery& delivery, Sequence sequence) {
  if (delivery.sequence != Sequence{} && delivery.sequence != sequence)
    broken(push, device,
           "was told to have sequence " + std::to_string(delivery.sequence.value) + " and sequence " +
               std::to_string(sequence.value));
  delivery.sequence = sequence;
}

void KillRecorder::forget(Device& device, uint32_t push) {
  device.open.erase(push);
  --m_open;
}

void KillRecorder::broken(uint32_t push, uint32_t device, const std::string& sentence) {
  if (++m_brokenCount <= mostSentences)
    m_broken.push_back("push " + std::to_string(push) + " for device " + std::to_string(device) + " " + sentence);
}

Uuid KillRecorder::uuidOf(uint32_t push) const {
  Uuid uuid;
  std::memcpy(uuid.bytes.data(), &m_seed, 8);
  std::memcpy(uuid.bytes.data() + 8, &push, sizeof push);
  return uuid;
}

std::vector<uint32_t> KillRecorder::unanswered(uint32_t push) const {
  const auto found = m_unanswered.find(push);
  return found == m_unanswered.end() ? std::vector<uint32_t>{} : found->second;
}

uint64_t KillRecorder::printAudit() {
  for (uint32_t d = 0; d < m_devices.size(); ++d)
    for (const auto& [push, delivery] : m_devices[d].open)
      if (delivery.accepted == 0)
        broken(push, d, "was asked for until the end and never accepted");
      else
        broken(push, d, "was accepted as sequence " + std::to_string(delivery.sequence.value) + " and never shown");
  for (const std::string& sentence : m_broken)
    std::printf("BROKEN: %s\n", sentence.c_str());
  if (m_brokenCount > m_broken.size())
    std::printf("BROKEN: %llu promises in all\n", static_cast<unsigned long long>(m_brokenCount));
  return m_brokenCount;
}

} // namespace pushscope
