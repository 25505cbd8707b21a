#include "app/fleet/network/path.h"

#include <algorithm>

namespace pushscope {
namespace {

// RFC 6298 doubles the timeout with each loss; Linux begins at 200 ms, ends at 120 s and gives up after 15 tries
// (tcp_retries2).
constexpr Duration firstTimeout = std::chrono::milliseconds(200);
constexpr Duration longestTimeout = std::chrono::seconds(120);
constexpr uint32_t mostTries = 15;

} // namespace

Path::Path(const NetworkTraits& traits, Random& random)
    : m_traits(&traits), m_base(random.between(traits.shortestDelay, traits.longestDelay)) {}

Path::Attachment Path::best() const {
  if (m_airplane)
    return Attachment::none;
  return m_wifi ? Attachment::wifi : m_cellular ? Attachment::cellular : Attachment::none;
}

bool Path::reconsider() {
  if (!m_open || m_lost != Reason::none || best() == m_attached)
    return false;
  m_lost = obstacle();
  return true;
}

bool Path::setAirplane(bool on) {
  m_airplane = on;
  return reconsider();
}
bool Path::setWifi(bool on) {
  m_wifi = on;
  return reconsider();
}
bool Path::setCellular(bool on) {
  m_cellular = on;
  return reconsider();
}
bool Path::switchNetwork() {
  m_wifi = !m_wifi;
  m_cellular = true;
  return reconsider();
}

Network Path::flags() const {
  return {m_airplane, m_wifi, m_cellular, m_lost != Reason::none};
}

bool Path::usable(bool wifiOnly) const {
  return wifiOnly ? best() == Attachment::wifi : best() != Attachment::none;
}

void Path::opened(MonoTime now) {
  closed();
  m_open = true;
  m_attached = best();
  m_lastPacket = now;
}

void Path::closed() {
  m_open = m_reset = false;
  m_lost = Reason::none;
  m_up.clear();
  m_down.clear();
}

bool Path::passes(MonoTime now) {
  if (m_lost != Reason::none)
    return false;
  if (m_traits->natTimeout > Duration::zero() && now - m_lastPacket > m_traits->natTimeout) {
    m_lost = Reason::natExpired;
    m_reset = m_traits->natResets;
    return false;
  }
  m_lastPacket = now;
  return true;
}

Duration Path::delay(Random& random) {
  Duration total = m_base + random.between(Duration::zero(), m_traits->jitter);
  if (m_traits->lossPerMillion > 0) {
    Duration timeout = firstTimeout;
    uint32_t tries = 0;
    for (; tries < mostTries && random.chance(m_traits->lossPerMillion); ++tries) {
      total += timeout;
      timeout = std::min(timeout * 2, longestTimeout);
    }
    if (tries == mostTries)
      m_lost = Reason::halfOpen;
  }
  // A packet that was overtaken waits for the next one, here for up to two ways.
  if (m_traits->reorderPerMillion > 0 && random.chance(m_traits->reorderPerMillion))
    total += random.between(Duration::zero(), 2 * m_base + m_traits->jitter);
  return total;
}

void Path::up(Outgoing frame, MonoTime now, Random& random) {
  if (!passes(now))
    return;
  const MonoTime due = now + delay(random);
  if (m_lost == Reason::none)
    m_up.put(std::move(frame), due);
}

bool Path::down(Incoming frame, MonoTime now, Random& random) {
  if (!passes(now))
    return false;
  MonoTime due = now + delay(random);
  if (m_lost != Reason::none)
    return false;
  if (m_traits->slowReaderBytes > 0 && frame)
    due = std::max(due, m_down.lastDue()) +
          Duration(int64_t(frame->body.size() + headerBytes) * 1'000'000 / m_traits->slowReaderBytes);
  m_down.put(std::move(frame), due);
  return true;
}

} // namespace pushscope
