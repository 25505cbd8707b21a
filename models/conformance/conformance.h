#pragma once

#include "models/conformance/talk.h"

namespace pushscope::conformance {

// Checks a server against protocol/README.md, without sockets and clocks: whoever plays it carries out the orders of
// wire(), tells it what came, and calls its tick() when due. It takes some seconds, and for each clause on which a
// server stays silent ten more.
//
// The server is left as it was, but for a device "conformance-N" and its pushes, and an entry or two in its audit log.
class Conformance {
 public:
  Conformance(Target target, uint64_t seed);
  Conformance(const Conformance&) = delete;
  Conformance& operator=(const Conformance&) = delete;

  // Gives the first orders.
  void begin(Now now);
  Wire& wire() { return m_wire; }
  bool isOver() const { return m_play.done(); }
  // False when it is over: the admin port could not be reached, and nothing was tried.
  bool wasReached() const { return m_wire.wasOpened(0); }

  const Findings& findings() const { return m_findings; }
  // The server, as it named itself: "node-1".
  const std::string& node() const { return m_talk.node; }

 private:
  Script<Done> play();

  Target m_target;
  Random m_random;
  Wire m_wire;
  Findings m_findings;
  Talk m_talk{m_wire, m_findings, m_target, m_random, {}, 0, 0, {}};
  Script<Done> m_play;
};

} // namespace pushscope::conformance
