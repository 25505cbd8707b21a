#pragma once

#include "models/alerts/alert_rule.h"

namespace pushscope {

// Where one rule stands. A machine: told the number and the time, it says what changed.
//
//   unknown ──a number──▶ quiet ──beyond──▶ pending ──for holdsFor──▶ firing ──over──▶ clearing
//                         ▲ ▲                  │                      ▲                 │  │
//                         │ └───not beyond─────┘                      └────not over─────┘  │
//                         └───────────────────────for clearsAfter──────────────────────────┘
//
// What is not known neither raises nor clears: pending becomes unknown, firing stays firing until a number comes.
// Nobody knows what was while nobody looked on, nor between two numbers of which the later one has the earlier time (a
// clock that was set, a computer that slept, a recording that was sought): what was waited for until then is waited for
// anew.
class AlertState {
 public:
  enum class Phase : uint8_t { unknown, quiet, pending, firing, clearing };
  enum class Change : uint8_t { none, raised, cleared };

  // `value` nothing: it is not known. `watchedSince`: from then on somebody looked on without a break.
  Change tell(const AlertRule& rule, std::optional<int64_t> value, WallTime at, WallTime watchedSince);

  Phase phase() const { return m_phase; }
  bool isFiring() const { return m_phase == Phase::firing || m_phase == Phase::clearing; }
  // What was told last; nothing: it was not known.
  std::optional<int64_t> value() const { return m_value; }
  // Since when it is in this phase; of pending and firing, since when it is beyond the threshold as far as is known.
  WallTime since() const { return m_since; }

 private:
  Change enter(Phase phase, WallTime at);

  Phase m_phase = Phase::unknown;
  std::optional<int64_t> m_value;
  WallTime m_since{}, m_told{}, m_beyondSince{};
};

} // namespace pushscope
