#pragma once

#include "app/fleet/lifecycle/profile.h"
#include "protocol/base/random.h"
#include "protocol/message/telemetry.h"

#include <vector>

namespace pushscope {

// The life of one app as its phone's system grants it: when its code runs, when it sleeps, what wakes it, what ends it
// (3-behaviour sections 2 and 3). It knows nothing of connections or pushes.
//
//   foreground ──leaves()──▶ background ──toSuspend, no task, no mode──▶ suspended ──bytes, handler, window, vendor──▶
//        ▲                                                                   ▲                     woken / handler
//        └──opens()── from everywhere                                        └──budget used up──────────┘
//   everything ──swipedAway(), crashes(), reboots(), systemKills(), limit of resumes, leaked task──▶ terminated
//   terminated ──relaunch, if the system does that──▶ background
//
// A *resume* is one change from suspended to running; bytes for an app that runs cost none, and give it its time anew.
// More than `wakeLimit` resumes within `wakeWindow` end the app (0xbad22222).
//
// After any call: deadline(). Told times never run backwards.
class Lifecycle {
 public:
  class Host {
   public:
    virtual ~Host() = default;
    virtual void stateChanged(AppState state, Cause cause, Now now) = 0;
    // The process is gone with its memory and its sockets. `couldSpeak`: it ran, and was asked to end in good order.
    virtual void ended(Cause cause, bool couldSpeak, Now now) = 0;
    // Its code runs again in a new process.
    virtual void started(Now now) = 0;
    // The keep-alive handler is called: within a resume of its own, or merged with another.
    virtual void handler(Now now) = 0;
    virtual void woke(const Wake& wake) = 0; // when it is over, or did not happen
  };

  Lifecycle(const SystemTraits& traits, Random& random, Host& host);
  void set(const SystemTraits& traits) { m_traits = &traits; }
  // The first launch, by the user.
  void launch(bool inBackground, Now now);

  // Of the user.
  void opens(Now now);
  void leaves(Now now);
  void swipedAway(Now now);
  // Of fate.
  void crashes(Now now) { end(Cause::crash, false, now); }
  void reboots(Now now);
  void systemKills(Now now) { end(Cause::system, false, now); }
  // Of the app.
  void beginTask(Now now);
  void endTask(Now now);
  void setMode(bool audio, bool location, Now now);
  // Of the network: bytes for the app (or the end of the stream) have arrived. False: they stay unread until it runs.
  bool data(Cause cause, Now now);
  // The vendor's channel. False if the system does not pass it on.
  bool vendorPush(bool highPriority, Now now);

  void tick(Now now);
  MonoTime deadline() const;

  AppState state() const { return m_state; }
  bool runs() const { return m_state != AppState::suspended && m_state != AppState::terminated; }
  bool inFront() const { return m_state == AppState::foreground; }
  // Its time is granted for a wake: it must get its work done.
  bool wakes() const { return m_state == AppState::woken || m_state == AppState::handler; }
  bool holdsTask() const { return m_taskUntil != never; }
  void countPush() { ++m_wake.pushes; }
  void countBeat() { ++m_wake.beats; }

 private:
  void enter(AppState state, Cause cause, Now now);
  void suspend(Now now);
  void end(Cause cause, bool couldSpeak, Now now);
  void resume(AppState as, Cause cause, WallTime event, MonoTime eventMono, Duration budget, Now now);
  void finishWake(Now now);
  void missed(Cause cause, Reason why, Now now);
  void callHandler(Now now);
  void planHandler(Now now);
  uint32_t resumesAt(MonoTime now);
  Duration budget();

  const SystemTraits* m_traits;
  Random& m_random;
  Host& m_host;
  AppState m_state = AppState::terminated;
  Cause m_cause = Cause::unknown;
  bool m_audio = false, m_location = false;
  MonoTime m_until = never;     // of the time that was granted
  MonoTime m_taskUntil = never; // the latest end of a background task
  MonoTime m_wakeAt = never;    // bytes have come, and the app will run then
  Cause m_wakeCause = Cause::unknown;
  Now m_wakeEvent{};
  MonoTime m_handlerFrom = never, m_handlerAt = never;
  MonoTime m_windowAt = never;
  size_t m_window = 0;
  MonoTime m_relaunchAt = never;
  Cause m_relaunchCause = Cause::unknown;
  std::vector<MonoTime> m_resumes; // in the window, oldest first
  std::vector<MonoTime> m_vendorWakes;
  Wake m_wake; // the one that goes on
  MonoTime m_wakeBegan{};
  bool m_inWake = false;
};

} // namespace pushscope
