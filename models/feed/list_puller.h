#pragma once

#include "models/feed/request.h"
#include "models/store/world.h"

#include <functional>
#include <map>
#include <optional>
#include <span>

namespace pushscope {

// Asks all servers for one of their lists, page after page, one page of each on its way at a time, so that what is on
// its way stays small however long the list is; then again after a while, for as long as somebody looks. A machine:
// told answers and the time, it asks through what it is handed. The pages themselves go into the world like all that is
// told.
//
// A list that only grows is asked for from the last entry that is known. A refusal leaves what was told before; asking
// again waits for the interval, and after `forbidden` for the next connection, because each refusal is written down by
// the server. An answer that never comes is one that the link makes up (see Request), and so a refusal too.
class ListPuller {
 public:
  using Asker = std::function<RequestId(LinkId, ListRequest)>;

  static constexpr Duration once = Duration::max();
  // `list`: admin::queue, deadLetters, history, audit or tokenList. `interval`: from the end of one pull to the
  // beginning of the next; after one that took long more, up to 30 s, so that no server is busy with it all the time.
  ListPuller(uint32_t list, Duration interval) : m_list(list), m_interval(interval) {}

  // Of this device alone, from its beginning; empty: of all.
  void setDevice(std::string device);
  const std::string& device() const { return m_device; }
  // All of it, however much that is. Otherwise it is left at what a list keeps (PulledList::capacity).
  void readToTheEnd() { m_toTheEnd = true; }

  // After each change of the world, and at least once a second. A pull that nobody wants any more is left.
  void step(const World& world, std::span<const Answer> answers, MonoTime now, bool wanted, const Asker& ask);
  // Begins at once, with the next step.
  void pullNow();
  // The links are others from now on: answers to what was asked do not come.
  void forgetLinks() { m_roads.clear(); }

  uint32_t list() const { return m_list; }
  // Between the first page and the last one.
  bool isReading(LinkId link) const;
  // Why the last pull from it ended before its end; nothing: it did not.
  std::optional<Error> problem(LinkId link) const;
  // Every server was asked once, and nothing is on its way. For `once`.
  bool isOver() const;

 private:
  struct Road {
    std::optional<RequestId> open;
    bool discard = false; // what is open was asked for another device
    bool going = false;
    bool online = false;
    uint64_t after = 0;
    MonoTime begun{}, due{};
    std::optional<Error> problem;
  };
  void take(Road& road, LinkId link, const World& world, const Answer& answer, MonoTime now);
  void rest(Road& road, MonoTime now) const;
  uint64_t beginning(const World& world, LinkId link) const;

  uint32_t m_list;
  Duration m_interval;
  std::string m_device;
  bool m_toTheEnd = false;
  std::map<LinkId, Road> m_roads;
};

} // namespace pushscope
