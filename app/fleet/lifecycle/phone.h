#pragma once

#include "app/fleet/lifecycle/profile.h"
#include "app/fleet/network/delay_line.h"
#include "app/fleet/network/phone_clock.h"
#include "app/telemetry/fact_sink.h"
#include "protocol/frame/decoder.h"
#include "protocol/machine/backoff.h"
#include "protocol/machine/dedup.h"
#include "protocol/machine/session.h"
#include "protocol/message/device.h"
#include "protocol/message/fleet.h"

#include <string>

namespace pushscope {

// One simulated phone: an app with one connection to a push server. A pure function of its profile, its seed and what
// it is told; it owns no socket and reads no clock.
//
//   offline ──(backoff)──▶ connecting ──connected()──▶ greeting ──welcome──▶ online
//      ▲───────connectFailed() / disconnected() / heartbeat lost / flaky link──────┘
//
// While online it pings as the server's policy says, answers pings, acknowledges what it has handled, and changes
// between foreground and background after a random time around `dwell`. What truly happens goes to the FactSink with
// true times; what it tells the server carries the times of its own, wrong clock.
//
// After any call, arm a timer for deadline().
class Phone {
 public:
  class Outlet {
   public:
    virtual ~Outlet() = default;
    // Answered by connected() or connectFailed(). `attempt` counts failures in a row, to choose among servers.
    virtual void connect(uint32_t phone, uint32_t attempt) = 0;
    virtual void send(uint32_t phone, Bytes frame) = 0;
    virtual void close(uint32_t phone) = 0; // in good order; nothing more is told of that connection
    virtual void reset(uint32_t phone) = 0; // as a lost link would
    // Handles are of the fleet, not of the phone.
    virtual DeliveryHandle nextDelivery() = 0;
  };
  struct Config {
    std::string device;
    const Profile* profile = nullptr;
    std::string credential;
    Backoff::Policy backoff;
    Duration dwell{};     // mean time in foreground or background; zero: never changes
    Duration dropEvery{}; // mean time until the link is lost; zero: never
  };

  Phone(uint32_t key, Config config, uint64_t seed, Outlet& outlet, FactSink& truth, Now now);

  void start(Now now, Duration delay);
  void connected(Now now);
  void connectFailed(Now now);
  void frame(const FrameView& frame, Now now);
  void disconnected(Now now);

  void control(PhoneAction action, Now now);
  // The process stood still: silence meanwhile proves nothing.
  void forgive(Now now);
  void goodbye(Now now);

  void tick(Now now);
  MonoTime deadline() const;

  const DeviceRecord& record() const { return m_record; }

 private:
  enum class Link { offline, connecting, greeting, online };
  struct Frame {
    Header header;
    Bytes body;
  };
  struct Arrived {
    Push push;
    Now woken; // when the app runs
  };

  void receive(const Frame& frame, Now now);
  void welcome(const Frame& frame, Now now);
  void ping(const Frame& frame, Now now);
  void pong(const Frame& frame, Now now);
  void arrive(const Frame& frame, Now now);
  PhoneStages handle(const Arrived& arrived, Now now);
  void handleDue(Now now);
  void sessionDue(Now now);
  void setApp(AppState state, Now now);
  void lose(const Closing& closing, Now now);
  void retryLater(Now now);
  void send(Bytes frame, Now now);
  Duration around(Duration mean);

  uint32_t m_key;
  Config m_config;
  Random m_random;
  Outlet& m_outlet;
  FactSink& m_truth;
  PhoneClock m_clock;
  Backoff m_backoff;
  Dedup m_dedup;
  DeviceRecord m_record; // the truth of this phone
  Link m_link = Link::offline;
  std::optional<Session> m_session;
  DelayLine<std::optional<Frame>> m_inbound; // nothing: the other side ended the connection
  DelayLine<Bytes> m_outbound;
  DelayLine<Arrived> m_work;
  std::optional<Exchange> m_previous;
  Sequence m_handled; // of this incarnation of the server
  Incarnation m_incarnation;
  MonoTime m_connectAt = never;
  MonoTime m_lifeAt = never;
  MonoTime m_dropAt = never;
};

} // namespace pushscope
