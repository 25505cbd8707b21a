#pragma once

#include "models/store/world.h"

#include <QString>

namespace pushscope {

// The worst that is known of a device, the sickest state first, and how much there is of it: among devices of one state
// the one with more is the sicker. This is the order of "worst first".
struct Health {
  enum class State : uint8_t {
    lost,           // its connection ended without goodbye; amount: deliveries that wait
    suspect,        // a beat is missing now; amount: beats that were missed
    differs,        // the fleet knows it otherwise than the server believes
    keepsAwake,     // see wake_rules.h
    shortOfResumes, // amount: resumes used
    missedBeats,    // online, and beats were missed before; amount: how many
    waiting,        // deliveries wait; amount: how many
    well,           // amount: the last round trip
    gone,           // it said goodbye, and nothing waits
    stale,          // who told of it cannot be reached
    unknown,        // no server knows it
  };
  State state = State::unknown;
  int64_t amount = 0;
};
inline constexpr int64_t healthStateCount = 11;

Health healthOf(const World& world, Row device);
// "lost", "missed beats".
QString healthWord(Health::State state);

} // namespace pushscope
