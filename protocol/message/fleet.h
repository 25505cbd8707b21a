#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pushscope {

// What can be done to a simulated phone; the numbers are those of fleet.proto, which explains each and its value.
enum class PhoneAction : uint8_t {
  unknown,
  foreground,
  background,
  swipeAway,
  systemKill,
  crash,
  reboot,
  airplane,
  wifi,
  cellular,
  forgetNat,
  halfOpen,
  freeze,
  dropAcknowledgements,
  slowReader,
  loggedIn,
  audio,
  location,
  task,
  alertStyle,
  loss,
  delay,
  jitter,
  duplicate,
  natTimeout,
  remind,
  fetch,
  resetLink,
  screen,
  reorder,
  refuse,
};
inline constexpr size_t phoneActionCount = 31;

// "swipe_away": scenario files, the command line and logs; never translated.
std::string_view phoneActionName(PhoneAction action);
// `unknown` for a name that is none.
PhoneAction phoneActionFromName(std::string_view name);

struct Control {
  std::vector<std::string> devices;
  PhoneAction action = PhoneAction::unknown;
  uint64_t value = 0;
  std::string text;
};
struct Controlled {
  uint32_t changed = 0;
  uint32_t unknown = 0;
};

} // namespace pushscope
