#pragma once

#include "protocol/base/result.h"
#include "protocol/machine/adaptive_interval.h"
#include "protocol/message/session.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pushscope {

// "For ever", for a span of time.
inline constexpr Duration endless = Duration::max();

// What happens to the connection of an app that is suspended.
enum class SocketOnSuspend : uint8_t {
  kept,   // and its bytes may wake the app, if it is marked
  closed, // the system closes it: the other side sees the end
  silent, // the system reclaims it and tells nobody
  stalls, // it stays, and nothing is read from it
};

// The network between a phone and its server. Loss, reordering and delay are of packets: TCP hides them as delay, in
// order (RFC 6298 timers), and gives up in the end.
struct NetworkTraits {
  // One way: the part that stays for a phone is drawn between these, jitter comes on top of each frame. A guess at
  // Wi-Fi and at cellular; no public figure was found that fits all.
  Duration shortestDelay{}, longestDelay{}, jitter{};
  uint32_t lossPerMillion = 0;
  uint32_t reorderPerMillion = 0;
  uint32_t duplicatePerMillion = 0; // pushes that a relay on the way repeats
  Duration natTimeout{};            // of silence, after which a NAT forgets; zero: never
  bool natResets = false;           // and says so when packets come; else they vanish
  uint32_t slowReaderBytes = 0;     // a second; zero: reads at once
};

// What a phone's system does with an app (3-behaviour sections 2, 3 and 9; the numbers of its claims in section 8).
struct SystemTraits {
  Duration toSuspend = endless; // from background to suspended
  SocketOnSuspend socket = SocketOnSuspend::kept;
  bool marked = false;                                 // the socket is marked: bytes resume the app (1)
  Duration shortestWake{}, longestWake{};              // from the bytes to the running app
  Duration shortestBudget = std::chrono::seconds(8);   // (2): woken for about 10 s, not guaranteed
  Duration longestBudget = std::chrono::seconds(10);   // ditto
  uint32_t wakeLimit = 0;                              // resumes in a window; 0 is no limit
  Duration wakeWindow = std::chrono::seconds(300);     // one more than the limit in it kills the app
  Duration taskLimit = std::chrono::seconds(30);       // (10): 600 s to iOS 6, 180 s on 7-8, 30 s from 13
  Duration keepAlive{};                                // of the handler; zero: none
  Duration keepAliveBudget = std::chrono::seconds(10); // (5): Apple's later text
  bool keepAliveKills = false;                         // (5): the "iOS 4" text: 30 s, then killed
  std::vector<Duration> windows;                       // maintenance windows: gaps between them; the last repeats
  Duration windowLength = std::chrono::seconds(60);    // reports say 10 s to 10 min
  bool relaunchAfterCrash = false, relaunchAfterBoot = false, relaunchAfterKill = false;
  Duration shortestRelaunch = std::chrono::seconds(1), longestRelaunch = std::chrono::seconds(5); // (7)
  Duration bootTime = std::chrono::seconds(40);                                                   // of a phone, about
  bool wifiOnly = false;           // the extension runs on listed Wi-Fi networks only
  bool vendorAlerts = false;       // the vendor's channel shows an alert by itself
  uint32_t vendorWakesPerHour = 0; // "two or three per hour" for background pushes
  bool vendorHighWakes = false;    // high priority passes Doze
  uint32_t pendingLimit = 64;      // (12); 0 is no limit
  bool pendingKeepsLatest = false; // the newer interface keeps the 64 added last
  // A smaller timeout of the handler is refused (3).
  static constexpr Duration shortestKeepAlive = std::chrono::seconds(600);
};

// What the app's programmers decided.
struct AppTraits {
  // Wishes; without one the server's policy rules, whose defaults are those of most kinds: 30 s in the foreground, 240
  // s asleep.
  std::optional<HeartbeatPolicy> heartbeat, backgroundHeartbeat;
  bool adaptive = false;        // finds its background interval by itself
  bool taskOnWake = false;      // holds a background task until its work is done
  bool taskLeaks = false;       // and never ends it
  bool alwaysNewSocket = false; // the handler makes a new connection even if the old one seems well
  Duration mediaDelay = std::chrono::milliseconds(120); // until the second path is open, once asked for
  uint32_t mediaLossPerMillion = 0;
  Duration acknowledgeDelay{}; // zero: one for each batch read, at once
  uint32_t acknowledgeBatch = 16;
  uint32_t dropAcknowledgementsPerMillion = 0;
  uint32_t refusePerMillion = 0; // of pushes: the app cannot take them
  bool gateway = false;          // the vendor's channel may be asked
  std::vector<std::string> collections, deferred, onDemand;
};

// What its user and fate do: mean times between; zero is never.
struct Habits {
  Duration foregroundMean{}, backgroundMean{};
  bool startsInBackground = false;
  uint8_t alertStyle = 1; // 0 nothing, 1 banner, 2 alert: the user's choice (21)
  Duration dropEvery{}, crashEvery{}, rebootEvery{}, killEvery{}, airplaneEvery{},
      airplaneFor = std::chrono::minutes(5), switchEvery{};
};

// A kind of phone: a name of 3-behaviour section 9 and its parameters, each of which a scenario may set otherwise.
struct Profile {
  std::string name;
  NetworkTraits network;
  SystemTraits system;
  AppTraits app;
  Habits habits;
};

std::span<const Profile> profiles();
const Profile* findProfile(std::string_view name);

// Sets one parameter by its name in scenario files ("nat_timeout", "300s"). The error names the parameter and what it
// takes.
Status set(Profile& profile, std::string_view name, std::string_view value);
// All names, for help and documents.
std::vector<std::string_view> settingNames();

} // namespace pushscope
