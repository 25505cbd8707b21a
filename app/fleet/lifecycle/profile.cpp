#include "app/fleet/lifecycle/profile.h"

#include <algorithm>
#include <array>

namespace pushscope {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

Profile wifi(std::string_view name) {
  Profile profile;
  profile.name = name;
  profile.network = {milliseconds(1), milliseconds(12), milliseconds(3)};
  return profile;
}

Profile cellular(std::string_view name) {
  Profile profile;
  profile.name = name;
  profile.network = {milliseconds(15), milliseconds(90), milliseconds(25)};
  profile.system.shortestWake = milliseconds(20);
  profile.system.longestWake = milliseconds(300);
  return profile;
}

// iOS 4 to 9, and apps linked with an older SDK (QA1938): historical.
Profile iosVoipClassic() {
  Profile profile = cellular("ios-voip-classic");
  profile.system.toSuspend = seconds(5);
  profile.system.marked = true;
  profile.system.wakeLimit = 15;
  profile.system.taskLimit = seconds(600);
  profile.system.keepAlive = seconds(600);
  profile.system.relaunchAfterCrash = profile.system.relaunchAfterBoot = true;
  return profile;
}

Profile iosPlainModern() {
  Profile profile = cellular("ios-plain-modern");
  profile.system.toSuspend = seconds(5);
  profile.system.socket = SocketOnSuspend::closed;
  profile.system.pendingKeepsLatest = true;
  return profile;
}

// The app may be suspended: its extension is what is modelled, and it runs.
Profile iosLocalPush() {
  Profile profile = wifi("ios-localpush");
  profile.system.wifiOnly = true;
  profile.system.relaunchAfterCrash = profile.system.relaunchAfterBoot = profile.system.relaunchAfterKill = true;
  profile.system.pendingKeepsLatest = true;
  profile.app.heartbeat = profile.app.backgroundHeartbeat = HeartbeatPolicy{seconds(60), seconds(15), 3};
  return profile;
}

Profile iosApnsFallback() {
  Profile profile = cellular("ios-apns-fallback");
  profile.system.toSuspend = seconds(5);
  profile.system.socket = SocketOnSuspend::closed;
  profile.system.vendorAlerts = true;
  profile.system.vendorWakesPerHour = 3;
  profile.system.pendingKeepsLatest = true;
  profile.app.gateway = true;
  return profile;
}

Profile androidDoze() {
  Profile profile = cellular("android-doze");
  profile.system.toSuspend = hours(1); // after the screen is off
  profile.system.socket = SocketOnSuspend::stalls;
  profile.system.windows = {hours(1), hours(2), hours(4), hours(6)};
  profile.system.relaunchAfterBoot = true;
  profile.system.vendorHighWakes = true;
  profile.system.pendingLimit = 0;
  profile.app.backgroundHeartbeat = HeartbeatPolicy{seconds(270), seconds(15), 3};
  profile.app.adaptive = true;
  profile.app.gateway = true;
  return profile;
}

Profile androidExempt() {
  Profile profile = cellular("android-exempt");
  profile.system.relaunchAfterCrash = profile.system.relaunchAfterBoot = true;
  profile.system.pendingLimit = 0;
  profile.app.heartbeat = profile.app.backgroundHeartbeat = HeartbeatPolicy{seconds(270), seconds(15), 3};
  return profile;
}

Profile desktop() {
  Profile profile = wifi("desktop");
  profile.system.shortestWake = milliseconds(1);
  profile.system.longestWake = milliseconds(5);
  profile.system.pendingLimit = 0;
  return profile;
}

} // namespace

std::span<const Profile> profiles() {
  static const std::array<Profile, 7> known{iosVoipClassic(), iosPlainModern(), iosLocalPush(), iosApnsFallback(),
                                            androidDoze(),    androidExempt(),  desktop()};
  return known;
}

const Profile* findProfile(std::string_view name) {
  const auto found =
      std::find_if(profiles().begin(), profiles().end(), [name](const Profile& p) { return p.name == name; });
  return found == profiles().end() ? nullptr : &*found;
}

} // namespace pushscope
