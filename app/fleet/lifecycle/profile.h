#pragma once

#include "protocol/base/time.h"

#include <span>
#include <string_view>

namespace pushscope {

// A kind of phone. Only kinds whose whole behaviour is modelled are listed: these two are never suspended, so that
// foreground and background are all the life there is (3-behaviour section 9).
struct Profile {
  std::string_view name;
  // One way on the network: the part that stays for a phone is drawn between these, jitter comes on top of each frame.
  // A guess at Wi-Fi and at cellular; no public figure was found that fits all.
  Duration shortestDelay, longestDelay, jitter;
  // Until a backgrounded app has the processor.
  Duration shortestWake, longestWake;
};

std::span<const Profile> profiles();
const Profile* findProfile(std::string_view name);

} // namespace pushscope
