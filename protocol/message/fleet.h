#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pushscope {

enum class PhoneAction : uint8_t { unknown, foreground, background };

struct Control {
  std::vector<std::string> devices;
  PhoneAction action = PhoneAction::unknown;
};
struct Controlled {
  uint32_t changed = 0;
  uint32_t unknown = 0;
};

} // namespace pushscope
