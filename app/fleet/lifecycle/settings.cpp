#include "app/fleet/lifecycle/profile.h"
#include "protocol/base/duration_text.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <limits>

namespace pushscope {
namespace {

constexpr int64_t million = 1'000'000;

Result<Duration> durationOf(std::string_view text) {
  return text == "0" ? Result<Duration>(Duration{}) : parseDuration(text);
}

Result<uint64_t> numberOf(std::string_view text) {
  uint64_t value = 0;
  const auto [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || stop != text.data() + text.size())
    return {ErrorCode::usage, "a whole number"};
  return value;
}

// "30%", "2.5%" as parts of a million.
Result<uint32_t> shareOf(std::string_view text) {
  const Error wrong{ErrorCode::usage, "a share from 0% to 100%"};
  if (text == "0")
    return 0u;
  if (text.empty() || text.back() != '%')
    return wrong;
  text.remove_suffix(1);
  const size_t point = text.find('.');
  const auto whole = numberOf(text.substr(0, point));
  if (!whole.ok() || whole.value() > 100)
    return wrong;
  int64_t parts = int64_t(whole.value()) * million / 100;
  if (point != std::string_view::npos) {
    int64_t unit = million / 1000;
    for (char digit : text.substr(point + 1)) {
      if (digit < '0' || digit > '9' || unit == 0)
        return wrong;
      parts += unit * (digit - '0');
      unit /= 10;
    }
  }
  return parts <= million ? Result<uint32_t>(uint32_t(parts)) : wrong;
}

// "9s/5s/3"
Result<HeartbeatPolicy> policyOf(std::string_view text) {
  const Error wrong{ErrorCode::usage, "INTERVAL/TIMEOUT/MISSES, for example 30s/15s/3, or server"};
  const size_t first = text.find('/');
  const size_t second = first == std::string_view::npos ? first : text.find('/', first + 1);
  if (second == std::string_view::npos)
    return wrong;
  const auto interval = parseDuration(text.substr(0, first));
  const auto timeout = parseDuration(text.substr(first + 1, second - first - 1));
  const auto misses = numberOf(text.substr(second + 1));
  if (!interval.ok() || !timeout.ok() || !misses.ok() || misses.value() > mostMisses)
    return wrong;
  const HeartbeatPolicy policy{interval.value(), timeout.value(), uint32_t(misses.value())};
  return checkPolicy(policy).ok() ? Result<HeartbeatPolicy>(policy) : wrong;
}

std::vector<std::string> namesOf(std::string_view text) {
  std::vector<std::string> names;
  while (!text.empty()) {
    const size_t comma = std::min(text.find(','), text.size());
    names.emplace_back(text.substr(0, comma));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return names;
}

using Apply = std::function<Status(Profile&, std::string_view)>;

template <class Field>
Apply duration(Field field) {
  return [field](Profile& profile, std::string_view text) -> Status {
    const auto value = durationOf(text);
    if (!value.ok())
      return {ErrorCode::usage, "a duration such as 300s or 0"};
    field(profile) = value.value();
    return Done{};
  };
}
// Where "for ever" makes sense.
template <class Field>
Apply span(Field field) {
  return [field](Profile& profile, std::string_view text) -> Status {
    const auto value = text == "never" ? Result<Duration>(endless) : durationOf(text);
    if (!value.ok())
      return {ErrorCode::usage, "a duration such as 300s, 0 or never"};
    field(profile) = value.value();
    return Done{};
  };
}
// One of two bounds; the other follows, so that they make sense in whichever order they are set.
template <class Low, class High>
Apply atLeast(Low low, High high) {
  return [low, high](Profile& profile, std::string_view text) -> Status {
    const Status status = duration(low)(profile, text);
    high(profile) = std::max(low(profile), high(profile));
    return status;
  };
}
template <class Low, class High>
Apply atMost(Low low, High high) {
  return [low, high](Profile& profile, std::string_view text) -> Status {
    const Status status = duration(high)(profile, text);
    low(profile) = std::min(low(profile), high(profile));
    return status;
  };
}
template <class Field>
Apply share(Field field) {
  return [field](Profile& profile, std::string_view text) -> Status {
    const auto value = shareOf(text);
    if (!value.ok())
      return value.error();
    field(profile) = value.value();
    return Done{};
  };
}
template <class Field>
Apply number(Field field) {
  return [field](Profile& profile, std::string_view text) -> Status {
    const auto value = numberOf(text);
    if (!value.ok() || value.value() > std::numeric_limits<uint32_t>::max())
      return {ErrorCode::usage, "a whole number"};
    field(profile) = uint32_t(value.value());
    return Done{};
  };
}
template <class Field>
Apply flag(Field field) {
  return [field](Profile& profile, std::string_view text) -> Status {
    if (text != "true" && text != "false")
      return {ErrorCode::usage, "true or false"};
    field(profile) = text == "true";
    return Done{};
  };
}
template <class Field>
Apply policy(Field field) {
  return [field](Profile& profile, std::string_view text) -> Status {
    if (text == "server") {
      field(profile).reset();
      return Done{};
    }
    const auto value = policyOf(text);
    if (!value.ok())
      return value.error();
    field(profile) = value.value();
    return Done{};
  };
}
template <class Field>
Apply names(Field field) {
  return [field](Profile& profile, std::string_view text) -> Status {
    std::vector<std::string> value = namesOf(text);
    const bool fit = std::all_of(value.begin(), value.end(), [](const std::string& name) {
      return !name.empty() && name.size() <= maxCollectionName;
    });
    if (value.size() > maxCollections || !fit)
      return {ErrorCode::usage, "at most 16 names of at most 32 bytes, with commas between"};
    field(profile) = std::move(value);
    return Done{};
  };
}

Status keepAlive(Profile& profile, std::string_view text) {
  const auto value = durationOf(text);
  const bool long_ = value.ok() && value.value() >= SystemTraits::shortestKeepAlive;
  if (!value.ok() || (value.value() != Duration{} && !long_))
    return {ErrorCode::usage, "0, or a timeout of at least 600s: the system refuses less"};
  profile.system.keepAlive = value.value();
  return Done{};
}

Status delay(Profile& profile, std::string_view text) {
  const auto value = parseDuration(text);
  if (!value.ok())
    return {ErrorCode::usage, "a duration such as 80ms"};
  profile.network.shortestDelay = profile.network.longestDelay = value.value();
  return Done{};
}

Status socketOnSuspend(Profile& profile, std::string_view text) {
  constexpr std::string_view known[] = {"kept", "closed", "silent", "stalls"};
  for (size_t i = 0; i < std::size(known); ++i)
    if (text == known[i]) {
      profile.system.socket = static_cast<SocketOnSuspend>(i);
      return Done{};
    }
  return {ErrorCode::usage, "one of kept, closed, silent, stalls"};
}

Status alertStyle(Profile& profile, std::string_view text) {
  constexpr std::string_view known[] = {"none", "banner", "alert"};
  for (size_t i = 0; i < std::size(known); ++i)
    if (text == known[i]) {
      profile.habits.alertStyle = uint8_t(i);
      return Done{};
    }
  return {ErrorCode::usage, "one of none, banner, alert"};
}

// Only a stream of TCP can be marked (3-behaviour section 8, claim 22).
Status mediaMarked(Profile&, std::string_view text) {
  return text == "false"
             ? Status(Done{})
             : Status(ErrorCode::usage, "false: the second path is UDP, and a system marks TCP streams only");
}

Status start(Profile& profile, std::string_view text) {
  if (text != "foreground" && text != "background")
    return {ErrorCode::usage, "foreground or background"};
  profile.habits.startsInBackground = text == "background";
  return Done{};
}

Status windows(Profile& profile, std::string_view text) {
  std::vector<Duration> gaps;
  for (const std::string& name : namesOf(text)) {
    const auto gap = parseDuration(name);
    if (!gap.ok() || gap.value() <= Duration::zero())
      return {ErrorCode::usage, "gaps with commas between, for example 1h,2h,4h"};
    gaps.push_back(gap.value());
  }
  profile.system.windows = std::move(gaps);
  return Done{};
}

struct Setting {
  std::string_view name;
  Apply apply;
};

// NOLINTNEXTLINE: each line is a parameter, and the field that it sets.
#define FIELD(path)                                                                                                    \
  [](Profile & p) -> auto& {                                                                                           \
    return p.path;                                                                                                     \
  }
const std::vector<Setting>& settings() {
  static const std::vector<Setting> all{
      {"delay", delay},
      {"jitter", duration(FIELD(network.jitter))},
      {"loss", share(FIELD(network.lossPerMillion))},
      {"reorder", share(FIELD(network.reorderPerMillion))},
      {"duplicate", share(FIELD(network.duplicatePerMillion))},
      {"nat_timeout", span(FIELD(network.natTimeout))},
      {"nat_reset", flag(FIELD(network.natResets))},
      {"slow_reader", number(FIELD(network.slowReaderBytes))},
      {"to_suspend", span(FIELD(system.toSuspend))},
      {"socket_on_suspend", socketOnSuspend},
      {"marked", flag(FIELD(system.marked))},
      {"wake_latency_min", atLeast(FIELD(system.shortestWake), FIELD(system.longestWake))},
      {"wake_latency_max", atMost(FIELD(system.shortestWake), FIELD(system.longestWake))},
      {"wake_budget_min", atLeast(FIELD(system.shortestBudget), FIELD(system.longestBudget))},
      {"wake_budget_max", atMost(FIELD(system.shortestBudget), FIELD(system.longestBudget))},
      {"wake_limit", number(FIELD(system.wakeLimit))},
      {"wake_window", duration(FIELD(system.wakeWindow))},
      {"task_limit", duration(FIELD(system.taskLimit))},
      {"keep_alive", keepAlive},
      {"keep_alive_budget", duration(FIELD(system.keepAliveBudget))},
      {"keep_alive_kill", flag(FIELD(system.keepAliveKills))},
      {"windows", windows},
      {"window_length", duration(FIELD(system.windowLength))},
      {"relaunch_after_crash", flag(FIELD(system.relaunchAfterCrash))},
      {"relaunch_after_boot", flag(FIELD(system.relaunchAfterBoot))},
      {"relaunch_after_kill", flag(FIELD(system.relaunchAfterKill))},
      {"boot_time", duration(FIELD(system.bootTime))},
      {"wifi_only", flag(FIELD(system.wifiOnly))},
      {"vendor_alerts", flag(FIELD(system.vendorAlerts))},
      {"vendor_wakes_per_hour", number(FIELD(system.vendorWakesPerHour))},
      {"vendor_high_wakes", flag(FIELD(system.vendorHighWakes))},
      {"pending_limit", number(FIELD(system.pendingLimit))},
      {"pending_keeps_latest", flag(FIELD(system.pendingKeepsLatest))},
      {"heartbeat", policy(FIELD(app.heartbeat))},
      {"background_heartbeat", policy(FIELD(app.backgroundHeartbeat))},
      {"adaptive", flag(FIELD(app.adaptive))},
      {"task_on_wake", flag(FIELD(app.taskOnWake))},
      {"task_leaks", flag(FIELD(app.taskLeaks))},
      {"always_new_socket", flag(FIELD(app.alwaysNewSocket))},
      {"media_delay", duration(FIELD(app.mediaDelay))},
      {"media_loss", share(FIELD(app.mediaLossPerMillion))},
      {"media_marked", mediaMarked},
      {"acknowledge_delay", duration(FIELD(app.acknowledgeDelay))},
      {"acknowledge_batch", number(FIELD(app.acknowledgeBatch))},
      {"drop_acknowledgements", share(FIELD(app.dropAcknowledgementsPerMillion))},
      {"refuse", share(FIELD(app.refusePerMillion))},
      {"gateway", flag(FIELD(app.gateway))},
      {"collections", names(FIELD(app.collections))},
      {"deferred", names(FIELD(app.deferred))},
      {"on_demand", names(FIELD(app.onDemand))},
      {"foreground_mean", span(FIELD(habits.foregroundMean))},
      {"background_mean", span(FIELD(habits.backgroundMean))},
      {"start", start},
      {"alert_style", alertStyle},
      {"drop_every", span(FIELD(habits.dropEvery))},
      {"crash_every", span(FIELD(habits.crashEvery))},
      {"reboot_every", span(FIELD(habits.rebootEvery))},
      {"kill_every", span(FIELD(habits.killEvery))},
      {"airplane_every", span(FIELD(habits.airplaneEvery))},
      {"airplane_for", span(FIELD(habits.airplaneFor))},
      {"switch_every", span(FIELD(habits.switchEvery))},
  };
  return all;
}
#undef FIELD

} // namespace

Status set(Profile& profile, std::string_view name, std::string_view value) {
  for (const Setting& setting : settings()) {
    if (setting.name != name)
      continue;
    const Status status = setting.apply(profile, value);
    return status.ok() ? status
                       : Status(ErrorCode::usage,
                                std::string(name) + " = " + std::string(value) + ": " + status.error().detail);
  }
  std::string known;
  for (std::string_view setting : settingNames())
    known += (known.empty() ? "" : ", ") + std::string(setting);
  return {ErrorCode::usage, std::string(name) + ": not a parameter of a phone; known are " + known};
}

std::vector<std::string_view> settingNames() {
  std::vector<std::string_view> all;
  for (const Setting& setting : settings())
    all.push_back(setting.name);
  return all;
}

} // namespace pushscope
