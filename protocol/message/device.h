#pragma once

#include "protocol/base/bytes.h"
#include "protocol/message/session.h"

#include <vector>

namespace pushscope {

struct Push {
  Uuid uuid;
  Sequence sequence;
  uint32_t attempt = 1;
  Bytes payload;
  bool highPriority = false;
};

// By the phone's clock; the zero time is "did not happen".
struct PhoneStages {
  Sequence sequence;
  WallTime woken, handled, shown;
  bool duplicate = false;
};

struct Acknowledge {
  Sequence upTo;
  std::vector<PhoneStages> stages;
};

struct Report {
  AppState appState = AppState::unknown;
};

} // namespace pushscope
