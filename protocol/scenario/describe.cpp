#include "protocol/scenario/describe.h"

#include "protocol/base/duration_text.h"

#include <cstdlib>

namespace pushscope::scenario {
namespace {

std::string listed(const std::vector<uint32_t>& numbers, const auto& all, const char* none) {
  std::string text;
  for (const uint32_t number : numbers)
    text += (text.empty() ? "" : ", ") + all[number].name;
  return text.empty() ? none : text;
}

void add(std::string& text, const char* name, const std::optional<Bound>& bound) {
  if (bound)
    text += ", " + std::string(name) + " " + bound->text;
}

std::string spanText(const Span& span) {
  std::string text;
  if (span.after > Duration::zero())
    text += " after " + durationText(span.after);
  if (span.before != Duration::max())
    text += " before " + durationText(span.before);
  return text;
}

std::string demandText(const Demand& demand) {
  std::string text;
  add(text, "share", demand.share);
  add(text, "count", demand.count);
  add(text, "on each phone", demand.each);
  add(text, "in all", demand.total);
  return text.empty() ? text : ": " + text.substr(2);
}

std::string describeBody(const PushExpectation& e, const Scenario& scenario) {
  std::string text = (e.pushes.empty() ? std::string("every push") : "push " + listed(e.pushes, scenario.pushes, "")) +
                     " to " + listed(e.phones, scenario.groups, "every phone");
  if (e.stage)
    text += " is " + std::string(stageName(*e.stage));
  if (e.reason)
    text += " (" + std::string(reasonName(*e.reason)) + ")";
  add(text, "within", e.within);
  if (e.at)
    text += " at " + durationText(*e.at);
  text += spanText(e.span);
  add(text, "attempts", e.attempts);
  add(text, "duplicates", e.duplicates);
  add(text, "skew", e.skew);
  return text;
}

std::string describeBody(const StateExpectation& e, const Scenario& scenario) {
  std::string text = listed(e.phones, scenario.groups, "every phone") + ":";
  if (e.app)
    text += " app " + std::string(appStateName(*e.app));
  if (e.cause)
    text += " by " + std::string(causeName(*e.cause));
  if (e.link)
    text += " link " + std::string(linkStateName(*e.link));
  if (e.believedApp)
    text += " app believed " + std::string(appStateName(*e.believedApp));
  if (e.believedLink)
    text += " link believed " + std::string(linkStateName(*e.believedLink));
  if (e.airplane)
    text += *e.airplane ? " airplane mode" : " no airplane mode";
  if (e.blackHole)
    text += *e.blackHole ? " nothing passes" : " network passes";
  if (e.at)
    text += " at " + durationText(*e.at);
  text += spanText(e.span);
  add(text, "lasts", e.lasts);
  return text;
}

std::string describeBody(const EventExpectation& e, const Scenario& scenario) {
  std::string text = listed(e.phones, scenario.groups, "every phone") + ": ";
  switch (e.kind) {
  case EventExpectation::Kind::wake:
    text += "wakes" + (e.cause ? " by " + std::string(causeName(*e.cause)) : std::string());
    break;
  case EventExpectation::Kind::missedWake:
    text += "missed wakes" + (e.cause ? " by " + std::string(causeName(*e.cause)) : std::string());
    break;
  case EventExpectation::Kind::notice:
    text += "notices" + (e.notice ? " " + std::string(noticeKindName(*e.notice)) : std::string());
    break;
  case EventExpectation::Kind::sync:
    text += e.resumed ? (*e.resumed ? "resumed sessions" : "new sessions") : "sessions";
    break;
  case EventExpectation::Kind::closing:
    text += "connections ended" + (e.code ? " (" + std::string(errorName(*e.code)) + ")" : std::string());
    break;
  }
  if (e.reason)
    text += " (" + std::string(reasonName(*e.reason)) + ")";
  if (e.side)
    text += " by the " + std::string(sideName(*e.side));
  if (e.goodbye)
    text += *e.goodbye ? " with goodbye" : " without goodbye";
  text += spanText(e.span);
  add(text, "latency", e.latency);
  add(text, "used", e.used);
  add(text, "resumes", e.resumes);
  add(text, "pushes", e.pushes);
  add(text, "beats", e.beats);
  add(text, "badge", e.badge);
  add(text, "pending", e.pending);
  add(text, "first push", e.firstPush);
  add(text, "took", e.took);
  add(text, "items", e.items);
  return text;
}

const Demand& demandOf(const Expectation& expectation) {
  return std::visit([](const auto& body) -> const Demand& { return body.demand; }, expectation.body);
}

std::string twoUnits(int64_t value, int64_t per, const char* great, const char* small) {
  const std::string first = std::to_string(value / per) + great;
  return value % per == 0 ? first : first + " " + std::to_string(value % per) + small;
}

} // namespace

std::string describe(const Expectation& expectation, const Scenario& scenario) {
  return std::visit([&](const auto& body) { return describeBody(body, scenario); }, expectation.body) +
         demandText(demandOf(expectation));
}

std::string describe(const Groups& groups, const Scenario& scenario) {
  return listed(groups, scenario.groups, "every phone");
}

std::string roughly(Duration value) {
  const int64_t us = value.count();
  if (us < 0)
    return "-" + roughly(Duration(std::abs(us)));
  if (us < 1000)
    return std::to_string(us) + "us";
  if (us < 1'000'000)
    return std::to_string(us / 1000) + "ms";
  if (us < 60'000'000) {
    const std::string hundredths = std::to_string(100 + us / 10'000 % 100).substr(1);
    return std::to_string(us / 1'000'000) + (hundredths == "00" ? "" : "." + hundredths) + "s";
  }
  const int64_t seconds = us / 1'000'000;
  return seconds < 3600 ? twoUnits(seconds, 60, "m", "s") : twoUnits(seconds / 60, 60, "h", "m");
}

std::string counted(uint64_t number, const char* one, const char* many) {
  return std::to_string(number) + " " + (number == 1 ? one : many);
}

bool meets(const std::optional<Bound>& bound, uint64_t value) {
  return !bound || bound->holds(int64_t(value));
}
bool meetsShare(const std::optional<Bound>& bound, uint64_t good, uint64_t all) {
  return !bound || bound->holdsShare(good, all);
}
bool isTooMuch(const std::optional<Bound>& bound, uint64_t value) {
  return bound && int64_t(value) > bound->most;
}
bool isTooGreatShare(const std::optional<Bound>& bound, uint64_t good, uint64_t all) {
  return bound && !Bound{std::numeric_limits<int64_t>::min(), bound->most, {}}.holdsShare(good, all);
}
bool isEmpty(const Demand& demand) {
  return !demand.share && !demand.count && !demand.each && !demand.total;
}

} // namespace pushscope::scenario
