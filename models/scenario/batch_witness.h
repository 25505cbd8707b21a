#pragma once

#include "models/store/world.h"
#include "protocol/scenario/witness.h"

#include <map>

namespace pushscope {

// Tells the judge of a scenario what the links of a feed report: servers what they believe, fleets what is true.
class BatchWitness {
 public:
  explicit BatchWitness(scenario::Judge& judge) : m_judge(judge) {}

  // What a world knows already, of links that were open before.
  void begin(const World& world);
  void take(const Batch& batch);

 private:
  struct Road {
    scenario::Witness witness;
    Incarnation incarnation;
    bool hasSnapshot = false;
  };
  Road& roadOf(LinkId link, LinkKind kind);
  void takeStates(scenario::Witness& witness, const Batch& batch);

  scenario::Judge& m_judge;
  std::map<LinkId, Road> m_roads;
};

} // namespace pushscope
