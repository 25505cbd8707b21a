#pragma once

#include "protocol/machine/backlog.h"
#include "protocol/message/admin.h"
#include "protocol/message/fleet.h"
#include "protocol/message/telemetry.h"
#include "protocol/scenario/bound.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

// A scenario file as values; resources/samples/scenarios/README.md explains each key.
namespace pushscope::scenario {

// Told by the phone, and true only as its fleet tells it.
constexpr bool isOfPhone(Stage stage) {
  return stage == Stage::woken || stage == Stage::handled || (stage >= Stage::shown && stage <= Stage::mediaReady);
}

// Flags for a server of the scenario's own.
struct ServerSettings {
  std::optional<HeartbeatPolicy> heartbeat, backgroundHeartbeat;
  std::optional<Backlog::Retry> retry;
  std::optional<Duration> timeToLive;
  std::optional<bool> wakeGuard; // false: the server does not know how often it may wake a phone
};

struct Share {
  std::string profile;
  uint32_t weight = 1;
};
// What deviates from the profile, as written; pushfleet knows the names.
struct Setting {
  std::string name, value;
};
struct PhoneGroup {
  std::string name; // device ids are this and a number: "callers-0001"
  uint32_t count = 1;
  std::vector<Share> mix; // at least one
  std::vector<Setting> settings;
};

// Indices of groups, ascending; none: every phone.
using Groups = std::vector<uint32_t>;

// When something is done and to whom. Times are from the start of the scenario.
struct Timing {
  Duration at{};
  Duration every{};   // between two repetitions
  uint32_t times = 1; // all of them
  Duration spread{};  // each phone at an offset of its own, drawn anew for each repetition
  uint32_t pick = 0;  // so many of the phones, drawn anew for each repetition; 0: all
  Groups phones;
};

struct Step {
  Timing timing;
  PhoneAction action = PhoneAction::unknown;
  uint64_t value = 0;
  std::string text;
};
// Each repetition, and with a spread each phone's, is a push with an id of its own.
struct PushPlan {
  std::string name;
  Timing timing;
  std::string payload;
  bool highPriority = false;
  std::string collapseKey;
  Duration timeToLive{}; // zero: the server's
  Duration notBefore{};  // from the moment at which it is sent; zero: now
  bool media = false;
};
// For what is on its way of a push at that moment.
struct QueuePlan {
  Timing timing; // without spread and pick
  uint32_t push = 0;
  QueueAction action = QueueAction::unknown;
  Duration until{}; // from then
};
struct TouchPlan {
  Timing timing;
  std::string collection;
  uint32_t changes = 1;
};

// Part of the run, both ends included.
struct Span {
  Duration after{};
  Duration before = Duration::max();
};

// How many of those that were looked at must be as expected. What is absent is not asked.
struct Demand {
  std::optional<Bound> share; // of deliveries, phones or events
  std::optional<Bound> count; // of deliveries or phones
  std::optional<Bound> each;  // for every phone: spells or events
  std::optional<Bound> total; // of spells or events
};

// About each delivery of a push.
struct PushExpectation {
  std::vector<uint32_t> pushes; // none: every push
  Groups phones;
  std::optional<Stage> stage;
  std::optional<Reason> reason;
  std::optional<Bound> within; // since it was sent, or since it was due
  Span span;                   // when the stage is reached
  std::optional<Duration> at;  // instead: the state in which it is then
  std::optional<Bound> attempts, duplicates, skew;
  Demand demand; // share, count
};

// About the state of each phone: in truth (told by the fleet) and in the server's belief.
struct StateExpectation {
  Groups phones;
  std::optional<AppState> app, believedApp;
  std::optional<Cause> cause;
  std::optional<LinkState> link, believedLink;
  std::optional<bool> airplane, blackHole;
  std::optional<Duration> at; // then; without: at some time of the span
  Span span;
  std::optional<Bound> lasts; // each spell
  Demand demand;
};

// About everything of one kind that happened to the phones.
struct EventExpectation {
  enum class Kind : uint8_t { wake, missedWake, notice, sync, closing };
  Kind kind = Kind::wake;
  Groups phones;
  Span span;
  // Which events are looked at.
  std::optional<Cause> cause;
  std::optional<Reason> reason;
  std::optional<NoticeKind> notice;
  std::optional<bool> resumed;
  std::optional<ErrorCode> code;
  std::optional<Side> side;
  std::optional<bool> goodbye;
  // What is asked of each.
  std::optional<Bound> latency, used, resumes, pushes, beats; // of a wake
  std::optional<Bound> badge, pending;                        // of a notice
  std::optional<Bound> firstPush, took, items;                // of a sync
  Demand demand;
};

struct Expectation {
  std::string text; // what it asks, in words
  uint32_t line = 0;
  std::variant<PushExpectation, StateExpectation, EventExpectation> body;
};

struct Scenario {
  std::string name;
  std::string about;
  Duration duration{};
  uint64_t seed = 1;
  ServerSettings server;
  std::vector<PhoneGroup> groups;
  std::vector<Step> steps;
  std::vector<PushPlan> pushes;
  std::vector<QueuePlan> queues;
  std::vector<TouchPlan> touches;
  std::vector<Expectation> expectations;
};

} // namespace pushscope::scenario
