#pragma once

#include "models/store/batch.h"

#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace pushscope {

// A delivery, as a person chose it: which server has it, for whom it is, of which push.
struct DeliveryName {
  LinkId link;
  std::string device;
  Uuid uuid;
};

// One action on many deliveries: a request for each push and server, not all of them on their way at once, and what
// they came to. A machine without I/O.
class BulkManage {
 public:
  // Requests that a server may have to answer at the same time: it goes on with what it is there for in between.
  static constexpr size_t mostOnTheWay = 16;

  // `until`: for postpone.
  BulkManage(QueueAction action, WallTime until, const std::vector<DeliveryName>& deliveries);

  struct Part {
    LinkId link;
    Manage manage;
  };
  // What to ask next; nothing: enough is on its way, or all was asked.
  std::optional<Part> next();
  // The answer to a part with so many devices.
  void answered(size_t devices, const Answer& answer);

  bool isDone() const { return m_parts.empty() && m_onTheWay == 0; }
  uint64_t changed() const { return m_changed; }
  // Had ended before the request came, or do not wait any more for another reason.
  uint64_t ended() const { return m_ended; }
  uint64_t refused() const { return m_refused; }
  // The first refusal.
  const std::optional<Error>& error() const { return m_error; }

 private:
  std::deque<Part> m_parts;
  size_t m_onTheWay = 0;
  uint64_t m_changed = 0, m_ended = 0, m_refused = 0;
  std::optional<Error> m_error;
};

} // namespace pushscope
