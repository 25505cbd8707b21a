#include "app/fleet/lifecycle/phone.h"

#include <algorithm>
#include <utility>

namespace pushscope {
namespace {

// How long an app works on a push once it runs.
constexpr Duration shortestWork = std::chrono::milliseconds(1);
constexpr Duration longestWork = std::chrono::milliseconds(16);
// An app that holds a task for its work waits so long for more before it ends the task (pjsip #1482: request, reply and
// follow-up should cost one resume).
constexpr Duration quietBeforeTaskEnds = std::chrono::seconds(2);
// What a system's socket buffer takes while the app sleeps: far more than a server writes without an acknowledgement
// (Backlog::Policy::window). Beyond it the connection is as good as dead.
constexpr size_t kernelFrames = 4096;

Sleep sleepOf(const SystemTraits& system) {
  Sleep sleep;
  sleep.wakesOnData = system.marked || system.toSuspend == endless;
  if (system.marked && system.wakeLimit > 0)
    sleep = {true, system.wakeLimit, system.wakeWindow, system.shortestBudget};
  return sleep;
}

} // namespace

Phone::Phone(uint32_t key, Config config, uint64_t seed, Outlet& outlet, FactSink& truth, Now now)
    : m_key(key), m_config(std::move(config)), m_random(Random::stream(seed, key)), m_outlet(outlet), m_truth(truth),
      m_clock(m_random, now), m_clientConfig{m_config.device,
                                             m_config.profile->name,
                                             "pushfleet",
                                             m_config.credential,
                                             m_config.gateway,
                                             m_config.backoff,
                                             sleepOf(m_config.profile->system),
                                             m_config.servers},
      m_client(m_clientConfig, m_config.profile->app, m_random, *this),
      m_life(m_config.profile->system, m_random, *this),
      m_notices({m_config.profile->system.pendingLimit, m_config.profile->system.pendingKeepsLatest},
                static_cast<NotificationCentre::Style>(m_config.profile->habits.alertStyle)),
      m_path(m_config.profile->network, m_random) {
  m_fate.fill(never);
  m_record.handle = {key + 1};
  m_record.device = m_config.device;
  m_record.profile = m_config.profile->name;
  m_record.client = "pushfleet";
  m_record.link = LinkState::offline;
  m_record.appState = AppState::terminated;
  m_record.network = m_path.flags();
  m_record.wakesOnData = m_clientConfig.sleep.wakesOnData;
  m_record.mostResumes = m_config.profile->system.wakeLimit;
}

Duration Phone::around(Duration mean) {
  return m_random.between(mean / 2, mean * 3 / 2);
}

void Phone::plan(Fate fate, Duration mean, MonoTime now) {
  m_fate[fate] = mean > Duration::zero() && mean != endless ? now + around(mean) : never;
}

// Phones are independent by their seeds, but how they were told to begin is the same for all: an app that is installed
// and opened once, and left at once if the profile says so.
void Phone::start(Now now, Duration delay) {
  m_truth.device(m_record);
  m_startAt = now.mono + delay;
}

Profile& Phone::own() {
  auto copy = std::make_shared<Profile>(*m_config.profile);
  m_client.set(copy->app);
  m_life.set(copy->system);
  m_path.set(copy->network);
  m_config.profile = copy;
  return *copy;
}

// ---- The connection

void Phone::connect(size_t server) {
  dropConnection();
  m_outlet.connect(m_key, server);
}

// What is still under way of an earlier connection leaves now, so that the shell has one connection of this phone.
void Phone::dropConnection() {
  if (!std::exchange(m_socket, false))
    return;
  if (m_path.lost() != Reason::none)
    return m_outlet.abandon(m_key);
  while (auto frame = m_path.takeUp(never)) {
    if (!*frame)
      break;
    m_outlet.send(m_key, std::move(**frame));
  }
  m_outlet.close(m_key);
}

void Phone::connected(Now now) {
  m_socket = true;
  m_path.opened(now.mono);
  if (!m_life.runs()) { // it fell asleep, or died, while it was connecting
    dropConnection();
    m_path.closed();
    return m_client.connectFailed(now);
  }
  if (!m_path.usable(m_config.profile->system.wifiOnly))
    m_path.lose(m_path.obstacle());
  m_client.connected(now);
}

void Phone::connectFailed(Now now) {
  m_client.connectFailed(now);
}

void Phone::send(Bytes frame, Now now) {
  m_path.up(std::move(frame), now.mono, m_random);
}

// Behind the frames that are still under way.
void Phone::close(Now now) {
  m_kernel.clear();
  m_path.up(std::nullopt, now.mono, m_random);
}

void Phone::frame(const FrameView& frame, Now now) {
  m_lastNow = now;
  const bool wasAlive = m_path.lost() == Reason::none;
  const Path::Frame copy{frame.header, Bytes(frame.body.begin(), frame.body.end())};
  const bool twice = frame.header.command == device::push && m_config.profile->network.duplicatePerMillion > 0 &&
                     m_random.chance(m_config.profile->network.duplicatePerMillion);
  const bool passed = m_path.down(copy, now.mono, m_random);
  if (passed && twice)
    m_path.down(copy, now.mono, m_random);
  if (wasAlive && !passed)
    tellNetwork(now);
  if (!passed && m_life.state() == AppState::suspended) {
    Wake wake;
    wake.at = now.wall;
    wake.cause = Cause::data;
    wake.missed = m_path.lost();
    woke(wake);
  }
}

// Behind the frames that are still under way: one of them may be the goodbye.
void Phone::disconnected(Now now) {
  if (m_path.lost() == Reason::none)
    m_path.down(std::nullopt, now.mono, m_random);
  else
    m_socket = false; // what was abandoned is over on the other side, too
}

void Phone::online(const Welcome&, Now now) {
  m_record.link = LinkState::online;
  m_record.connected = now.wall;
  ++m_record.connects;
  m_record.network = m_path.flags();
  m_truth.device(m_record);
  plan(dropAt, m_config.profile->habits.dropEvery, now.mono);
}

void Phone::offline(const Closing& closing, bool wasOnline, Now now) {
  m_fate[dropAt] = never;
  m_kernel.clear();
  m_record.link = LinkState::offline;
  m_record.closing = closing;
  m_record.closed = now.wall;
  if (wasOnline)
    m_truth.link(m_record.handle, now.wall, LinkState::offline, closing);
}

// ---- The life of the app

void Phone::setMode(Now now) {
  Client::Mode mode = Client::Mode::halted;
  if (m_life.runs() && !m_frozen)
    mode = m_life.inFront() ? Client::Mode::front : m_life.wakes() ? Client::Mode::waking : Client::Mode::background;
  m_client.run(mode, m_life.state(), now);
}

void Phone::stateChanged(AppState state, Cause cause, Now now) {
  const AppState before = std::exchange(m_record.appState, state);
  m_record.appCause = cause;
  m_truth.app(m_record.handle, now.wall, state, cause);
  m_activeAt = now.mono;
  // Sleep is told as the last thing an app does; a wake from it is told afterwards, because it would cost a frame each
  // time: the server knows from its own writes. An app that nothing can wake tells of its windows.
  const bool wakes = state == AppState::woken || state == AppState::handler;
  const bool sleepsAgain = state == AppState::suspended && (before == AppState::woken || before == AppState::handler);
  const AppChange change{state, cause, m_clock.read(now)};
  if (wakes && m_clientConfig.sleep.wakesOnData) {
    m_untoldWake = change;
  } else {
    if (const auto wake = std::exchange(m_untoldWake, std::nullopt))
      m_client.tell(*wake);
    m_client.tell(change);
    const bool known = sleepsAgain && m_clientConfig.sleep.wakesOnData && m_client.toldState() == AppState::suspended;
    if (state != AppState::terminated && !known)
      m_client.flushReport(now);
  }
  if (state == AppState::suspended)
    suspendSocket(now);
  setMode(now);
  if (state == AppState::foreground) {
    m_notices.opened();
    plan(useAt, m_config.profile->habits.foregroundMean, now.mono);
  } else if (state == AppState::background && cause == Cause::user) {
    plan(useAt, m_config.profile->habits.backgroundMean, now.mono);
    if (m_config.profile->app.taskLeaks)
      m_life.beginTask(now);
  }
  if (!m_life.runs())
    return;
  noticeLoss(now);
  if (wakes && m_config.profile->app.taskOnWake)
    m_life.beginTask(now);
  readKernel(now);
  if (wakes && !m_clientConfig.sleep.wakesOnData)
    m_client.pingNow(now);
}

// Whether the connection outlives the app's sleep is the system's decision.
void Phone::suspendSocket(Now now) {
  if (!m_client.connectedAtAll())
    return;
  switch (m_config.profile->system.socket) {
  case SocketOnSuspend::kept:
  case SocketOnSuspend::stalls:
    return;
  case SocketOnSuspend::closed:
    close(now);
    break;
  case SocketOnSuspend::silent:
    m_path.lose(Reason::socketClosed);
    dropConnection();
    break;
  }
  m_client.lost({Side::phone, ErrorCode::ok, false}, now);
}

void Phone::ended(Cause cause, bool couldSpeak, Now now) {
  if (couldSpeak) {
    m_client.goodbye(cause, now);
  } else if (m_client.connectedAtAll()) {
    if (cause == Cause::boot) {
      m_path.lose(Reason::halfOpen); // nobody says goodbye for a phone that goes off
      dropConnection();
    } else {
      close(now); // the kernel does
    }
    m_client.lost({Side::phone, ErrorCode::ok, false}, now);
  }
  m_client.forget();
  m_untoldWake.reset();
  m_kernel.clear();
  m_work.clear();
  m_media.clear();
  m_audio = m_location = m_frozen = m_taskAsked = false;
}

void Phone::started(Now now) {
  m_client.allow(m_loggedIn && m_path.usable(m_config.profile->system.wifiOnly), now);
  m_client.connectSoon(Duration::zero(), now);
}

// 3-behaviour: the handler tells the server that the phone lives, and repairs the connection, which nobody else does.
void Phone::handler(Now now) {
  if (!m_loggedIn || !m_path.usable(m_config.profile->system.wifiOnly))
    return;
  noticeLoss(now);
  if (m_client.online() && m_config.profile->app.alwaysNewSocket) {
    close(now);
    m_client.lost({Side::phone, ErrorCode::ok, false}, now);
  }
  if (m_client.online())
    m_client.pingNow(now);
  else
    m_client.connectSoon(Duration::zero(), now);
}

void Phone::woke(const Wake& wake) {
  m_truth.wake(m_record.handle, wake);
  if (wake.missed != Reason::none)
    return;
  Wake told = wake;
  told.at = m_clock.read({m_lastNow.mono - (m_lastNow.wall - wake.at), wake.at});
  m_client.tell(told);
}

// ---- What arrives

void Phone::arrive(Now now) {
  while (auto frame = m_path.takeDown(now.mono)) {
    const Cause cause = *frame ? Cause::data : Cause::peerClosed;
    if (m_kernel.size() >= kernelFrames)
      m_path.lose(Reason::halfOpen);
    else
      m_kernel.push_back({std::move(*frame), now});
    m_life.data(cause, now);
  }
  readKernel(now);
}

void Phone::readKernel(Now now) {
  if (!m_life.runs() || m_frozen)
    return;
  while (!m_kernel.empty()) {
    const std::vector<Arrived> batch = std::exchange(m_kernel, {});
    for (const Arrived& arrived : batch) {
      m_activeAt = now.mono;
      if (arrived.frame) {
        m_client.frame(arrived.frame->header, arrived.frame->body, arrived.at, now);
      } else {
        m_socket = false;
        m_path.closed();
        m_client.lost({Side::server, ErrorCode::ok, false}, now);
      }
      if (!m_client.connectedAtAll())
        break; // what follows was of that connection
    }
  }
}

void Phone::pushed(Push push, Now arrived, Now now) {
  const MonoTime last = m_work.empty() ? now.mono : m_work.back().first;
  const MonoTime due = std::max(last, now.mono + m_random.between(shortestWork, longestWork));
  m_work.emplace_back(due, Work{std::move(push), m_client.server(), arrived, now});
}

void Phone::handleDue(Now now) {
  if (!m_life.runs() || m_frozen)
    return;
  size_t done = 0;
  for (; done < m_work.size() && m_work[done].first <= now.mono; ++done) {
    const Work& work = m_work[done].second;
    // Sequences of a server that is gone mean something else to its successor.
    const bool known = work.from == m_client.server();
    if (refuses(work, now)) {
      refuse(work, now);
      if (known)
        m_client.refused(work.push.sequence, now);
      continue;
    }
    const PhoneStages stages = handle(work, now);
    if (known)
      m_client.handled(stages, now);
  }
  m_work.erase(m_work.begin(), m_work.begin() + std::ptrdiff_t(done));
}

// A fault: the app cannot read it, or has no room for it. What it has handled before it acknowledges again; what it
// refused before, and a later one has overtaken, has to come under a new sequence.
bool Phone::refuses(const Work& work, Now now) {
  const uint32_t share = m_config.profile->app.refusePerMillion;
  const bool overtaken = work.from == m_client.server() && m_client.overtaken(work.push.sequence);
  if ((share == 0 && !overtaken) || m_client.knows(work.push.uuid, now))
    return false;
  return overtaken || m_random.chance(share);
}

void Phone::refuse(const Work& work, Now now) {
  const uint32_t attempt = work.push.attempt;
  m_activeAt = now.mono;
  const DeliveryHandle delivery = tellDelivery(work.push);
  m_truth.stage({delivery, work.woken.wall, Stage::woken, attempt});
  m_truth.stage({delivery, now.wall, Stage::notShown, attempt, {}, ErrorCode::ok, Reason::refused});
}

DeliveryHandle Phone::tellDelivery(const Push& push) {
  const DeliveryHandle delivery = m_outlet.nextDelivery();
  m_truth.delivery({delivery, push.uuid, m_config.device, push.sequence, uint32_t(push.payload.size()), 0});
  return delivery;
}

PhoneStages Phone::handle(const Work& work, Now now) {
  const Push& push = work.push;
  m_activeAt = now.mono;
  m_life.countPush();
  PhoneStages stages;
  stages.sequence = push.sequence;
  stages.woken = m_clock.read(work.woken);
  stages.handled = m_clock.read(now);
  stages.duplicate = !m_client.admit(push.uuid, now);
  const DeliveryHandle delivery = tellDelivery(push);
  if (stages.duplicate) {
    m_truth.stage({delivery, now.wall, Stage::duplicate, push.attempt});
    return stages;
  }
  m_truth.stage({delivery, work.woken.wall, Stage::woken, push.attempt});
  m_truth.stage({delivery, now.wall, Stage::handled, push.attempt});
  notify(push, stages, now);
  m_truth.stage({delivery,
                 now.wall,
                 stages.notShown == Reason::none ? Stage::shown : Stage::notShown,
                 push.attempt,
                 {},
                 ErrorCode::ok,
                 stages.notShown});
  if (push.media && !m_random.chance(m_config.profile->app.mediaLossPerMillion))
    m_media.push_back({now.mono + m_config.profile->app.mediaDelay, push.sequence, delivery, push.attempt});
  return stages;
}

void Phone::notify(const Push& push, PhoneStages& stages, Now now) {
  const Notice notice = m_life.inFront() ? m_notices.inApp(now.wall) : m_notices.post(push.collapseKey, now.wall);
  m_truth.notice(m_record.handle, notice);
  if (notice.kind == NoticeKind::suppressed)
    stages.notShown = notice.reason;
  else
    stages.shown = m_clock.read(now);
}

void Phone::mediaDue(Now now) {
  for (size_t i = 0; i < m_media.size();) {
    if (m_media[i].due > now.mono || !m_life.runs()) {
      ++i;
      continue;
    }
    m_truth.stage({m_media[i].delivery, now.wall, Stage::mediaReady, m_media[i].attempt});
    PhoneStages late;
    late.sequence = m_media[i].sequence;
    late.mediaReady = m_clock.read(now);
    m_client.tell(late);
    m_media.erase(m_media.begin() + std::ptrdiff_t(i));
  }
}

void Phone::vendorPush(const Nudge& nudge, Now now) {
  m_lastNow = now;
  const SystemTraits& system = m_config.profile->system;
  if (!m_path.usable(false)) {
    Wake wake;
    wake.at = now.wall;
    wake.cause = Cause::vendorPush;
    wake.missed = m_path.obstacle();
    woke(wake);
    m_vendorStored = true; // one is kept for each app, and delivered when the phone is back (3-behaviour 2.3)
    return;
  }
  m_vendorStored = false;
  if (system.vendorAlerts)
    m_truth.notice(m_record.handle, m_notices.post("vendor", now.wall));
  if (m_life.vendorPush(nudge.highPriority, now) && !m_client.connectedAtAll())
    m_client.connectSoon(Duration::zero(), now);
}

// ---- The network

void Phone::networkMoved(bool connectionLost, Now now) {
  const bool usable = m_path.usable(m_config.profile->system.wifiOnly);
  if (connectionLost && m_life.runs())
    noticeLoss(now);
  tellNetwork(now);
  m_client.allow(m_loggedIn && usable && m_life.state() != AppState::terminated, now);
  if (usable && m_life.runs())
    m_client.networkChanged(now);
  if (m_vendorStored && m_path.usable(false))
    vendorPush({m_config.device, {}, false}, now);
}

// The system tells a running app of a network that went away; of anything else it learns by silence.
void Phone::noticeLoss(Now now) {
  if (!m_path.noticed() || !m_client.connectedAtAll())
    return;
  dropConnection();
  m_path.closed();
  m_client.lost({Side::phone, ErrorCode::ok, false}, now);
}

void Phone::tellNetwork(Now now) {
  const Network flags = m_path.flags();
  if (std::exchange(m_record.network, flags) != flags)
    m_truth.network(m_record.handle, now.wall, flags);
}

// ---- What is done to it

void Phone::use(Now now) {
  if (m_life.inFront())
    m_life.leaves(now);
  else
    m_life.opens(now);
}

void Phone::fall(Now now) {
  const Habits& habits = m_config.profile->habits;
  const auto due = [&](Fate fate, Duration mean) {
    if (now.mono < m_fate[fate])
      return false;
    plan(fate, mean, now.mono);
    return true;
  };
  if (now.mono >= m_fate[useAt]) {
    m_fate[useAt] = never;
    use(now);
  }
  if (due(dropAt, {}))
    control({{}, PhoneAction::resetLink, 0, {}}, now);
  if (due(crashAt, habits.crashEvery))
    m_life.crashes(now);
  if (due(rebootAt, habits.rebootEvery))
    m_life.reboots(now);
  if (due(killAt, habits.killEvery))
    m_life.swipedAway(now);
  if (due(switchAt, habits.switchEvery))
    networkMoved(m_path.switchNetwork(), now);
  if (now.mono >= m_fate[airplaneAt]) {
    const bool on = !m_path.flags().airplane;
    plan(airplaneAt, on ? habits.airplaneFor : habits.airplaneEvery, now.mono);
    networkMoved(m_path.setAirplane(on), now);
  }
}

void Phone::control(const Control& control, Now now) {
  m_lastNow = now;
  const uint64_t value = control.value;
  const bool on = value != 0;
  switch (control.action) {
  case PhoneAction::unknown:
    return;
  case PhoneAction::foreground:
    return m_life.opens(now);
  case PhoneAction::background:
    return m_life.leaves(now);
  case PhoneAction::swipeAway:
    return m_life.swipedAway(now);
  case PhoneAction::systemKill:
    return m_life.systemKills(now);
  case PhoneAction::crash:
    return m_life.crashes(now);
  case PhoneAction::reboot:
    return m_life.reboots(now);
  case PhoneAction::airplane:
    return networkMoved(m_path.setAirplane(on), now);
  case PhoneAction::wifi:
    return networkMoved(m_path.setWifi(on), now);
  case PhoneAction::cellular:
    return networkMoved(m_path.setCellular(on), now);
  case PhoneAction::forgetNat:
    m_path.lose(Reason::natExpired);
    return tellNetwork(now);
  case PhoneAction::halfOpen:
    m_path.lose(Reason::halfOpen);
    return tellNetwork(now);
  case PhoneAction::resetLink:
    if (!std::exchange(m_socket, false))
      return;
    m_outlet.reset(m_key);
    m_path.closed();
    return m_client.lost({Side::phone, ErrorCode::ok, false}, now);
  case PhoneAction::freeze:
    m_frozen = on;
    setMode(now);
    return readKernel(now);
  case PhoneAction::loggedIn:
    m_loggedIn = on;
    if (!on)
      return m_client.goodbye(Cause::loggedOut, now);
    return m_client.allow(m_path.usable(m_config.profile->system.wifiOnly), now);
  case PhoneAction::audio:
  case PhoneAction::location:
    (control.action == PhoneAction::audio ? m_audio : m_location) = on;
    return m_life.setMode(m_audio, m_location, now);
  case PhoneAction::task:
    m_taskAsked = on;
    return on ? m_life.beginTask(now) : m_life.endTask(now);
  case PhoneAction::alertStyle:
    return m_notices.setStyle(static_cast<NotificationCentre::Style>(std::min<uint64_t>(value, 2)));
  case PhoneAction::remind:
    for (uint64_t i = 0; i < std::min<uint64_t>(value, 1000); ++i)
      m_truth.notice(m_record.handle, m_notices.schedule(now.mono + std::chrono::minutes(i + 1), now.wall));
    return;
  case PhoneAction::fetch:
    return m_client.fetch(control.text, now);
  case PhoneAction::screen: // somebody looks at the phone, or puts it away
    if (on && m_life.state() == AppState::suspended) {
      m_life.opens(now);
      m_life.leaves(now);
    } else if (!on) {
      m_life.leaves(now);
    }
    return;
  case PhoneAction::delay:
    return m_path.setDelay(std::chrono::milliseconds(std::min<uint64_t>(value, 60'000)));
  case PhoneAction::jitter:
    own().network.jitter = std::chrono::milliseconds(std::min<uint64_t>(value, 60'000));
    return;
  case PhoneAction::natTimeout:
    own().network.natTimeout = std::chrono::milliseconds(std::min<uint64_t>(value, 86'400'000));
    return;
  case PhoneAction::slowReader:
    own().network.slowReaderBytes = uint32_t(std::min<uint64_t>(value, 1'000'000'000));
    return;
  case PhoneAction::loss:
    own().network.lossPerMillion = uint32_t(std::min<uint64_t>(value, 1'000'000));
    return;
  case PhoneAction::reorder:
    own().network.reorderPerMillion = uint32_t(std::min<uint64_t>(value, 1'000'000));
    return;
  case PhoneAction::duplicate:
    own().network.duplicatePerMillion = uint32_t(std::min<uint64_t>(value, 1'000'000));
    return;
  case PhoneAction::dropAcknowledgements:
    own().app.dropAcknowledgementsPerMillion = uint32_t(std::min<uint64_t>(value, 1'000'000));
    return;
  case PhoneAction::refuse:
    own().app.refusePerMillion = uint32_t(std::min<uint64_t>(value, 1'000'000));
    return;
  }
}

void Phone::goodbye(Now now) {
  m_startAt = never;
  m_fate.fill(never);
  if (m_life.runs())
    m_client.goodbye(Cause::unknown, now);
  dropConnection();
}

// An app that holds a task for its work ends it when the work is done.
void Phone::taskDue(Now now) {
  if (!m_life.holdsTask() || m_taskAsked || m_config.profile->app.taskLeaks)
    return;
  if (now.mono >= m_activeAt + quietBeforeTaskEnds && m_work.empty() && m_client.quiet())
    m_life.endTask(now);
}

void Phone::tick(Now now) {
  m_lastNow = now;
  if (now.mono >= m_startAt) {
    m_startAt = never;
    const Habits& habits = m_config.profile->habits;
    m_life.launch(habits.startsInBackground, now);
    plan(crashAt, habits.crashEvery, now.mono);
    plan(rebootAt, habits.rebootEvery, now.mono);
    plan(killAt, habits.killEvery, now.mono);
    plan(airplaneAt, habits.airplaneEvery, now.mono);
    plan(switchAt, habits.switchEvery, now.mono);
  }
  fall(now);
  m_life.tick(now);
  arrive(now);
  handleDue(now);
  mediaDue(now);
  m_client.tick(now);
  taskDue(now);
  while (const auto notice = m_notices.tick(now))
    m_truth.notice(m_record.handle, *notice);
  if (m_path.takeReset()) {
    tellNetwork(now);
    if (std::exchange(m_socket, false))
      m_outlet.reset(m_key);
    // To the app it is the end of the stream, which wakes it as bytes do.
    if (m_life.state() != AppState::terminated) {
      m_kernel.push_back({std::nullopt, now});
      m_life.data(Cause::peerClosed, now);
      readKernel(now);
    }
  }
  while (auto frame = m_path.takeUp(now.mono)) {
    if (*frame) {
      m_outlet.send(m_key, std::move(**frame));
    } else {
      if (std::exchange(m_socket, false))
        m_outlet.close(m_key);
      m_path.closed();
    }
  }
}

MonoTime Phone::deadline() const {
  MonoTime earliest = std::min({m_startAt, m_life.deadline(), m_client.deadline(), m_path.deadline(),
                                m_notices.deadline(), *std::min_element(m_fate.begin(), m_fate.end())});
  if (m_life.runs() && !m_frozen && !m_work.empty())
    earliest = std::min(earliest, m_work.front().first);
  if (m_life.runs())
    for (const Media& media : m_media)
      earliest = std::min(earliest, media.due);
  if (m_life.holdsTask() && !m_taskAsked && !m_config.profile->app.taskLeaks && m_work.empty() && m_client.quiet())
    earliest = std::min(earliest, m_activeAt + quietBeforeTaskEnds);
  return earliest;
}

} // namespace pushscope
