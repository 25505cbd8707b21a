#pragma once

#include "app/fleet/lifecycle/client.h"
#include "app/fleet/lifecycle/lifecycle.h"
#include "app/fleet/lifecycle/notification_centre.h"
#include "app/fleet/network/path.h"
#include "app/fleet/network/phone_clock.h"
#include "app/telemetry/fact_sink.h"
#include "protocol/message/fleet.h"

#include <array>
#include <memory>
#include <optional>
#include <string>

namespace pushscope {

// One simulated phone: an app (Client) whose life its system rations (Lifecycle), the network to its server (Path), its
// notifications, its wrong clock, and a user and a fate with habits. A pure function of its profile, its seed and what
// it is told; it owns no socket and reads no clock.
//
// While the app sleeps, what arrives waits unread in the phone's kernel; the system decides whether it wakes the app.
// What truly happens goes to the FactSink with true times; what the phone tells the server carries the times of its
// own, wrong clock.
//
// After any call, arm a timer for deadline().
class Phone : private Client::Host, private Lifecycle::Host {
 public:
  class Outlet {
   public:
    virtual ~Outlet() = default;
    // Answered by connected() or connectFailed(). `server` is a place in the list of servers. What there was of an
    // earlier connection of this phone is over: abandon it if it was not closed or reset.
    virtual void connect(uint32_t phone, size_t server) = 0;
    virtual void send(uint32_t phone, Bytes frame) = 0;
    virtual void close(uint32_t phone) = 0; // in good order; nothing more is told of that connection
    virtual void reset(uint32_t phone) = 0; // as a process that dies would
    // Half-open: the other side is not told, and may find out by itself.
    virtual void abandon(uint32_t phone) = 0;
    // Handles are of the fleet, not of the phone.
    virtual DeliveryHandle nextDelivery() = 0;
  };
  struct Config {
    std::string device;
    std::shared_ptr<const Profile> profile;
    std::string credential;
    std::string gateway; // device id of the fleet's vendor channel; empty: none
    Backoff::Policy backoff;
    size_t servers = 1; // in the list that the fleet keeps
  };

  Phone(uint32_t key, Config config, uint64_t seed, Outlet& outlet, FactSink& truth, Now now);

  void start(Now now, Duration delay);
  void connected(Now now);
  void connectFailed(Now now);
  void frame(const FrameView& frame, Now now);
  void disconnected(Now now);
  // The vendor's channel has something for this phone.
  void vendorPush(const Nudge& nudge, Now now);

  // What a person or a scenario does to it; values as fleet.proto explains them.
  void control(const Control& control, Now now);
  // The process stood still: silence meanwhile proves nothing.
  void forgive(Now now) { m_client.forgive(now); }
  void goodbye(Now now);

  void tick(Now now);
  MonoTime deadline() const;

  const DeviceRecord& record() const { return m_record; }
  // A shell reads no more from the socket while so much is on its way already: that is what a slow reader is.
  bool backedUp() const { return m_path.incoming() >= 64; }

 private:
  struct Arrived {
    Path::Incoming frame;
    Now at;
  };
  struct Work {
    Push push;
    Incarnation from; // of the server that wrote it
    Now arrived, woken;
  };
  struct Media {
    MonoTime due;
    Sequence sequence;
    DeliveryHandle delivery;
    uint32_t attempt;
  };
  // What the user and fate do next.
  enum Fate : size_t { useAt, dropAt, crashAt, rebootAt, killAt, airplaneAt, switchAt, fates };

  // Client::Host
  void connect(size_t server) override;
  void send(Bytes frame, Now now) override;
  void close(Now now) override;
  void online(const Welcome& welcome, Now now) override;
  void offline(const Closing& closing, bool wasOnline, Now now) override;
  void pushed(Push push, Now arrived, Now now) override;
  void nudged(const Nudge&, Now) override {}
  void beat() override { m_life.countBeat(); }
  WallTime clock(Now now) const override { return m_clock.read(now); }
  // Lifecycle::Host
  void stateChanged(AppState state, Cause cause, Now now) override;
  void ended(Cause cause, bool couldSpeak, Now now) override;
  void started(Now now) override;
  void handler(Now now) override;
  void woke(const Wake& wake) override;

  void fall(Now now);
  void suspendSocket(Now now);
  void arrive(Now now);
  void readKernel(Now now);
  void handleDue(Now now);
  PhoneStages handle(const Work& work, Now now);
  bool refuses(const Work& work, Now now);
  void refuse(const Work& work, Now now);
  DeliveryHandle tellDelivery(const Push& push);
  void notify(const Push& push, PhoneStages& stages, Now now);
  void mediaDue(Now now);
  void taskDue(Now now);
  void networkMoved(bool connectionLost, Now now);
  void noticeLoss(Now now);
  void tellNetwork(Now now);
  void dropConnection();
  void setMode(Now now);
  void use(Now now);
  void plan(Fate fate, Duration mean, MonoTime now);
  Profile& own();
  Duration around(Duration mean);

  uint32_t m_key;
  Config m_config;
  Random m_random;
  Outlet& m_outlet;
  FactSink& m_truth;
  PhoneClock m_clock;
  DeviceRecord m_record; // the truth of this phone
  Client::Config m_clientConfig;
  Client m_client;
  Lifecycle m_life;
  NotificationCentre m_notices;
  Path m_path;
  std::vector<Arrived> m_kernel; // came while the app slept
  std::vector<std::pair<MonoTime, Work>> m_work;
  std::vector<Media> m_media;
  std::array<MonoTime, fates> m_fate;
  MonoTime m_startAt = never;
  MonoTime m_activeAt{}; // something was done last
  Now m_lastNow{};
  std::optional<AppChange> m_untoldWake;
  bool m_socket = false; // the outlet has a connection of this phone
  bool m_loggedIn = true, m_frozen = false, m_audio = false, m_location = false, m_taskAsked = false;
  bool m_vendorStored = false; // the vendor keeps one push for a phone without a network
};

} // namespace pushscope
