#pragma once

#include "models/store/pulled_list.h"

#include <tuple>

namespace pushscope {

// What servers tell of queues, dead letters, sessions that are over, actions of people and tokens, when they are asked.
class ServerLists {
 public:
  template <class T>
  const PulledList<T>& of() const {
    return std::get<PulledList<T>>(m_lists);
  }
  // `list`: admin::queue, deadLetters, history, audit or tokenList.
  ListSource source(uint32_t list, LinkId link) const;
  const std::string& device(uint32_t list) const;

  // Moves the entries out of an answer that is a page, and leaves its cursor. False: it is none.
  bool take(LinkId link, Incarnation incarnation, Answer& answer, WallTime now);
  void forget(LinkId link) {
    std::apply([link](auto&... list) { (list.forget(link), ...); }, m_lists);
  }

 private:
  std::tuple<PulledList<Queued>, PulledList<DeadLetter>, PulledList<PastSession>, PulledList<AuditEntry>,
             PulledList<TokenInfo>>
      m_lists;
};

} // namespace pushscope
