#pragma once

#include "app/fleet/lifecycle/profile.h"
#include "app/fleet/network/delay_line.h"
#include "protocol/base/random.h"
#include "protocol/frame/decoder.h"
#include "protocol/message/telemetry.h"

#include <optional>

namespace pushscope {

// The network between one phone and its server, and the connection that goes over it: frames go in at one end and come
// out at the other later, or never. It owns no socket; what it swallows never reaches one.
//
//   alive ──NAT forgot, network gone or changed, half_open(), TCP gave up──▶ lost: nothing passes, nobody is told
//   alive ──NAT forgot and resets──▶ reset: both sides are told
//
// The phone's system tells its app of a lost or changed network (noticed()); of a NAT nobody tells.
class Path {
 public:
  struct Frame {
    Header header;
    Bytes body;
  };
  // Nothing: the other side ended the connection.
  using Incoming = std::optional<Frame>;

  Path(const NetworkTraits& traits, Random& random); // the traits outlive the path, or are set anew
  void set(const NetworkTraits& traits) { m_traits = &traits; }
  void setDelay(Duration oneWay) { m_base = oneWay; }

  // True if the connection did not survive it.
  bool setAirplane(bool on);
  bool setWifi(bool on);
  bool setCellular(bool on);
  // The phone goes from Wi-Fi to cellular or back.
  bool switchNetwork();
  Network flags() const;
  bool usable(bool wifiOnly) const;
  // Why it is not.
  Reason obstacle() const { return m_airplane ? Reason::airplane : Reason::noNetwork; }

  void opened(MonoTime now);
  void closed();
  void lose(Reason why) { m_lost = m_open ? why : m_lost; }
  // Nothing passes any more, and this is why; `none` while it is alive.
  Reason lost() const { return m_lost; }
  // The phone's system has told the app.
  bool noticed() const { return m_lost == Reason::airplane || m_lost == Reason::noNetwork; }
  // A NAT has answered a packet with a reset. Said once.
  bool takeReset() { return std::exchange(m_reset, false); }

  // Nothing: this side ends the connection, behind what it has sent.
  using Outgoing = std::optional<Bytes>;
  void up(Outgoing frame, MonoTime now, Random& random);
  // False if it vanished on the way.
  bool down(Incoming frame, MonoTime now, Random& random);
  std::optional<Outgoing> takeUp(MonoTime now) { return m_up.take(now); }
  std::optional<Incoming> takeDown(MonoTime now) { return m_down.take(now); }
  // A reset is due at once.
  MonoTime deadline() const { return m_reset ? MonoTime{} : std::min(m_up.deadline(), m_down.deadline()); }
  // Frames on their way to the phone: a shell that reads from a socket stops reading above a bound.
  size_t incoming() const { return m_down.size(); }

 private:
  enum class Attachment : uint8_t { none, wifi, cellular };
  Attachment best() const;
  bool reconsider();
  // Whether packets pass now; a NAT may find out that it has forgotten.
  bool passes(MonoTime now);
  Duration delay(Random& random);

  const NetworkTraits* m_traits;
  Duration m_base; // the part of the delay that stays
  DelayLine<Outgoing> m_up;
  DelayLine<Incoming> m_down;
  MonoTime m_lastPacket{};
  Reason m_lost = Reason::none;
  Attachment m_attached = Attachment::none; // of the open connection
  bool m_open = false, m_reset = false;
  bool m_airplane = false, m_wifi = true, m_cellular = true;
};

} // namespace pushscope
