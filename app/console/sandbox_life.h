#pragma once

#include "models/feed/feed.h"
#include "protocol/base/random.h"

#include <QTimer>

namespace pushscope {

// What happens in a sandbox by itself besides what its phones do: pushes, and some phones in trouble, so that there is
// a queue, a ladder and a dead letter to look at before anybody has done anything. It asks the server and the fleet as
// a person would, so all of it is in the audit log. The feed outlives it.
class SandboxLife : public QObject {
 public:
  // Begins as soon as phones are there.
  SandboxLife(Feed& feed, LinkId node, LinkId fleet, uint64_t seed);

  bool isGoing() const { return m_timer.isActive(); }
  // Phones that are in trouble stay so.
  void setGoing(bool going);

  static constexpr std::chrono::milliseconds interval{2000}; // as often as a person can follow
  static constexpr size_t fewestPhones = 20;                 // a tenth of them or so is to be in trouble

 private:
  void step();
  void makeTrouble();
  void push(const std::string& device);
  std::optional<Row> anyOnline();

  Feed& m_feed;
  LinkId m_node, m_fleet;
  Random m_random;
  QTimer m_timer;
  std::vector<std::string> m_troubled;
  uint64_t m_pushes = 0;
};

} // namespace pushscope
