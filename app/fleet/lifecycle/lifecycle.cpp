#include "app/fleet/lifecycle/lifecycle.h"

#include <algorithm>

namespace pushscope {
namespace {

MonoTime after(MonoTime now, Duration span) {
  return span == endless ? never : now + span;
}

void prune(std::vector<MonoTime>& times, MonoTime before) {
  times.erase(times.begin(), std::find_if(times.begin(), times.end(), [before](MonoTime t) { return t > before; }));
}

constexpr Duration vendorWindow = std::chrono::hours(1);

} // namespace

Lifecycle::Lifecycle(const SystemTraits& traits, Random& random, Host& host)
    : m_traits(&traits), m_random(random), m_host(host) {}

Duration Lifecycle::budget() {
  return m_random.between(m_traits->shortestBudget, m_traits->longestBudget);
}

void Lifecycle::launch(bool inBackground, Now now) {
  enter(AppState::foreground, Cause::user, now);
  m_host.started(now);
  planHandler(now);
  if (inBackground)
    leaves(now);
}

void Lifecycle::enter(AppState state, Cause cause, Now now) {
  m_state = state;
  m_cause = cause;
  m_host.stateChanged(state, cause, now);
}

void Lifecycle::opens(Now now) {
  if (m_state == AppState::foreground)
    return;
  const bool dead = m_state == AppState::terminated;
  finishWake(now);
  m_until = m_wakeAt = m_relaunchAt = m_windowAt = never;
  m_window = 0;
  enter(AppState::foreground, Cause::user, now);
  if (dead) {
    m_host.started(now);
    planHandler(now);
  }
}

void Lifecycle::leaves(Now now) {
  if (m_state != AppState::foreground)
    return;
  m_until = after(now.mono, m_traits->toSuspend);
  if (holdsTask()) // the system counts its time from here
    m_taskUntil = now.mono + m_traits->taskLimit;
  enter(AppState::background, Cause::user, now);
}

void Lifecycle::swipedAway(Now now) {
  if (m_state != AppState::terminated)
    end(Cause::user, runs(), now);
  // The user wants it gone: an automatic relaunch that was due does not happen either.
  if (!m_traits->relaunchAfterKill)
    m_relaunchAt = never;
}

void Lifecycle::reboots(Now now) {
  if (m_state != AppState::terminated)
    end(Cause::boot, false, now);
  m_relaunchCause = Cause::boot;
  m_relaunchAt =
      m_traits->relaunchAfterBoot
          ? now.mono + m_traits->bootTime + m_random.between(m_traits->shortestRelaunch, m_traits->longestRelaunch)
          : never;
}

void Lifecycle::beginTask(Now now) {
  if (runs() && m_taskUntil == never)
    m_taskUntil = now.mono + m_traits->taskLimit;
}

void Lifecycle::endTask(Now) {
  m_taskUntil = never;
}

void Lifecycle::setMode(bool audio, bool location, Now now) {
  const bool was = m_audio || m_location;
  m_audio = audio;
  m_location = location;
  if (was && !audio && !location && m_state == AppState::background)
    m_until = after(now.mono, m_traits->toSuspend);
}

uint32_t Lifecycle::resumesAt(MonoTime now) {
  prune(m_resumes, now - m_traits->wakeWindow);
  return uint32_t(m_resumes.size());
}

bool Lifecycle::data(Cause cause, Now now) {
  if (m_state == AppState::terminated)
    return false;
  if (runs()) {
    // The ordinary trick of the source texts: whoever is awake when bytes come gets its time anew.
    if (m_state == AppState::woken)
      m_until = std::max(m_until, now.mono + budget());
    return true;
  }
  if (!m_traits->marked) {
    missed(cause, m_traits->socket == SocketOnSuspend::stalls ? Reason::doze : Reason::notMarked, now);
    return false;
  }
  if (m_wakeAt == never) {
    m_wakeAt = now.mono + m_random.between(m_traits->shortestWake, m_traits->longestWake);
    m_wakeCause = cause;
    m_wakeEvent = now;
  }
  return true;
}

bool Lifecycle::vendorPush(bool highPriority, Now now) {
  if (runs())
    return true;
  const bool forced = m_state == AppState::terminated && m_cause == Cause::user;
  const bool wakes = highPriority && m_traits->vendorHighWakes ? m_state == AppState::suspended
                                                               : m_traits->vendorWakesPerHour > 0 && !forced;
  if (!wakes) {
    missed(Cause::vendorPush,
           forced                      ? Reason::terminatedByUser
           : m_traits->vendorHighWakes ? Reason::doze
                                       : Reason::vendorLimit,
           now);
    return false;
  }
  prune(m_vendorWakes, now.mono - vendorWindow);
  if (!m_traits->vendorHighWakes && m_vendorWakes.size() >= m_traits->vendorWakesPerHour) {
    missed(Cause::vendorPush, Reason::vendorLimit, now);
    return false;
  }
  m_vendorWakes.push_back(now.mono);
  if (m_state == AppState::terminated) {
    m_relaunchAt = never;
    m_until = now.mono + budget();
    enter(AppState::background, Cause::vendorPush, now);
    m_host.started(now);
    return true;
  }
  resume(AppState::woken, Cause::vendorPush, now.wall, now.mono, budget(), now);
  return true;
}

void Lifecycle::missed(Cause cause, Reason why, Now now) {
  Wake wake;
  wake.at = now.wall;
  wake.cause = cause;
  wake.missed = why;
  wake.resumes = resumesAt(now.mono);
  m_host.woke(wake);
}

void Lifecycle::resume(AppState as, Cause cause, WallTime event, MonoTime eventMono, Duration budget, Now now) {
  m_wakeAt = never;
  if (m_traits->wakeLimit > 0 && resumesAt(now.mono) >= m_traits->wakeLimit)
    return end(Cause::wakeLimit, false, now);
  m_resumes.push_back(now.mono);
  m_wake = {};
  m_wake.at = event;
  m_wake.cause = cause;
  m_wake.latency = now.mono - eventMono;
  m_wake.budget = budget;
  m_wake.resumes = resumesAt(now.mono);
  m_wakeBegan = now.mono;
  m_inWake = true;
  m_until = now.mono + budget;
  enter(as, cause, now);
  if (as == AppState::handler || now.mono >= m_handlerFrom)
    callHandler(now);
}

void Lifecycle::finishWake(Now now) {
  if (!std::exchange(m_inWake, false))
    return;
  m_wake.used = now.mono - m_wakeBegan;
  m_host.woke(m_wake);
}

void Lifecycle::callHandler(Now now) {
  planHandler(now);
  m_host.handler(now);
}

// "Called some time before the timeout": uniform in its second half, and merged with other wakes from then on.
void Lifecycle::planHandler(Now now) {
  if (m_traits->keepAlive == Duration::zero()) {
    m_handlerFrom = m_handlerAt = never;
    return;
  }
  m_handlerFrom = now.mono + m_traits->keepAlive / 2;
  m_handlerAt = m_random.between(Duration::zero(), m_traits->keepAlive / 2) + m_handlerFrom;
}

void Lifecycle::suspend(Now now) {
  m_until = never;
  const bool handlerKilled = m_state == AppState::handler && m_traits->keepAliveKills;
  finishWake(now);
  if (handlerKilled)
    return end(Cause::budget, false, now);
  const bool fromWake = m_state != AppState::background;
  enter(AppState::suspended, fromWake ? Cause::budget : Cause::system, now);
  if (m_traits->windows.empty() || m_windowAt != never)
    return; // a wake for another reason does not move the next window
  const size_t last = m_traits->windows.size() - 1;
  m_windowAt = now.mono + m_traits->windows[std::min(m_window++, last)];
}

void Lifecycle::end(Cause cause, bool couldSpeak, Now now) {
  if (m_state == AppState::terminated)
    return;
  finishWake(now);
  m_until = m_taskUntil = m_wakeAt = m_handlerFrom = m_handlerAt = m_windowAt = never;
  m_audio = m_location = false;
  m_host.ended(cause, couldSpeak, now);
  enter(AppState::terminated, cause, now);
  const bool relaunch = cause == Cause::user ? m_traits->relaunchAfterKill : m_traits->relaunchAfterCrash;
  if (cause == Cause::boot || !relaunch)
    return;
  m_relaunchCause = cause == Cause::user ? Cause::system : Cause::crash;
  m_relaunchAt = now.mono + m_random.between(m_traits->shortestRelaunch, m_traits->longestRelaunch);
}

void Lifecycle::tick(Now now) {
  if (now.mono >= m_relaunchAt) {
    m_relaunchAt = never;
    m_until = after(now.mono, m_traits->toSuspend);
    enter(AppState::background, m_relaunchCause, now);
    m_host.started(now);
    planHandler(now);
  }
  if (now.mono >= m_taskUntil && !inFront() && runs())
    end(Cause::taskLeaked, false, now);
  if (now.mono >= m_wakeAt && m_state == AppState::suspended)
    resume(AppState::woken, m_wakeCause, m_wakeEvent.wall, m_wakeEvent.mono, budget(), now);
  if (now.mono >= m_handlerAt) {
    if (m_state == AppState::suspended)
      resume(AppState::handler, Cause::keepAlive, now.wall, now.mono, m_traits->keepAliveBudget, now);
    else
      callHandler(now);
  }
  if (now.mono >= m_windowAt) {
    m_windowAt = never;
    if (m_state == AppState::suspended)
      resume(AppState::woken, Cause::timer, now.wall, now.mono, m_traits->windowLength, now);
  }
  const bool stays = m_audio || m_location || holdsTask();
  if (now.mono >= m_until && m_state != AppState::suspended && m_state != AppState::terminated && !inFront() && !stays)
    suspend(now);
}

MonoTime Lifecycle::deadline() const {
  const bool stays = m_audio || m_location || holdsTask();
  return std::min({stays || inFront() ? never : m_until, inFront() ? never : m_taskUntil,
                   m_state == AppState::suspended ? m_wakeAt : never, m_handlerAt, m_windowAt, m_relaunchAt});
}

} // namespace pushscope
