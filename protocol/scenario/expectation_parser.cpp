#include "protocol/scenario/expectation_parser.h"

#include "protocol/base/duration_text.h"
#include "protocol/scenario/describe.h"

#include <algorithm>

namespace pushscope::scenario {
namespace {

using Words = std::vector<std::string_view>;

struct Subject {
  const char* key;
  std::optional<EventExpectation::Kind> event; // none: a push
};
constexpr Subject subjects[] = {{"push", std::nullopt},
                                {"wakes", EventExpectation::Kind::wake},
                                {"missed", EventExpectation::Kind::missedWake},
                                {"notice", EventExpectation::Kind::notice},
                                {"sync", EventExpectation::Kind::sync},
                                {"closed", EventExpectation::Kind::closing}};

template <class Enum, class Name>
Words wordsOf(size_t count, Name name) {
  Words words;
  for (size_t i = 0; i < count; ++i)
    words.push_back(name(static_cast<Enum>(i)));
  return words;
}

// One of an enumeration by the names that every fact of it bears; "any" is nothing, where that is allowed.
template <class Enum, class Name>
std::optional<Enum> named(Fields& fields, std::string_view key, size_t count, Name name, bool orAny = false) {
  Words words = wordsOf<Enum>(count, name);
  words.erase(words.begin()); // "unknown", "none", "ok": there is nothing to expect of it
  if (orAny)
    words.insert(words.begin(), "any");
  const auto found = fields.word(key, words);
  if (!found || (orAny && *found == 0))
    return std::nullopt;
  return static_cast<Enum>(*found + (orAny ? 0 : 1));
}

std::optional<Stage> stageOf(Fields& fields) {
  Words words;
  std::vector<Stage> stages;
  for (uint8_t i = 1; i <= uint8_t(Stage::evicted); ++i)
    if (const std::string_view name = stageName(Stage(i)); name != stageName(Stage::unknown)) {
      words.push_back(name);
      stages.push_back(Stage(i));
    }
  const auto found = fields.word("stage", words);
  return found ? std::optional(stages[*found]) : std::nullopt;
}

std::optional<ErrorCode> closingOf(Fields& fields) {
  Words words{"any"};
  // "ok" is a connection that ended without an error.
  for (uint32_t i = 0; i <= uint32_t(ErrorCode::banned); ++i)
    words.push_back(errorName(ErrorCode(i)));
  const auto found = fields.word("closed", words);
  return found && *found > 0 ? std::optional(ErrorCode(*found - 1)) : std::nullopt;
}

Span spanOf(Fields& fields, const Scenario& scenario) {
  Span span;
  span.after = fields.duration("after").value_or(Duration::zero());
  span.before = fields.duration("before").value_or(Duration::max());
  if (span.after > scenario.duration)
    fields.wrong("after", "is after the end of the scenario");
  if (fields.has("before") && (span.before > scenario.duration || span.before <= span.after))
    fields.wrong("before", "is to be later than \"after\" and not after the end of the scenario");
  return span;
}

std::optional<Duration> momentOf(Fields& fields, const Scenario& scenario) {
  const auto at = fields.duration("at");
  if (at && *at > scenario.duration)
    fields.wrong("at", "is after the end of the scenario");
  if (at && (fields.has("after") || fields.has("before")))
    fields.wrong("at", "is one moment: leave out \"after\" and \"before\"");
  return at;
}

// "push": names of pushes; none if it is "any".
std::vector<uint32_t> pushesOf(Fields& fields, const Scenario& scenario) {
  std::vector<uint32_t> pushes;
  const std::vector<std::string> names = fields.texts("push");
  if (names == std::vector<std::string>{"any"})
    return pushes;
  for (const std::string& name : names) {
    const auto found = std::find_if(scenario.pushes.begin(), scenario.pushes.end(),
                                    [&](const PushPlan& push) { return push.name == name; });
    if (found == scenario.pushes.end())
      fields.wrong("push", "names \"" + labelOf(name) + "\", which is no push");
    else
      pushes.push_back(uint32_t(found - scenario.pushes.begin()));
  }
  return pushes;
}

PushExpectation parsePush(Fields& fields, const Scenario& scenario) {
  PushExpectation e;
  e.pushes = pushesOf(fields, scenario);
  e.phones = groupsOf(fields, scenario);
  e.stage = stageOf(fields);
  e.reason = named<Reason>(fields, "reason", reasonCount, reasonName);
  e.within = fields.timeBound("within");
  e.span = spanOf(fields, scenario);
  e.at = momentOf(fields, scenario);
  e.attempts = fields.countBound("attempts");
  e.duplicates = fields.countBound("duplicates");
  e.skew = fields.timeBound("skew");
  e.demand.share = fields.shareBound("share");
  e.demand.count = fields.countBound("count");
  for (const char* name : {"reason", "within", "after", "before", "at"})
    if (fields.has(name) && !fields.has("stage"))
      fields.wrong(name, "needs \"stage\" beside it");
  if (e.at && e.within)
    fields.wrong("within", "has no meaning beside \"at\"");
  if (e.at && e.stage && isOfPhone(*e.stage))
    fields.wrong("stage",
                 "with \"at\" is to be one in which a server keeps a delivery, such as offline or acknowledged");
  if (!fields.hasOneOf({"stage", "attempts", "duplicates", "skew"}))
    fields.wrong("push", "expects nothing: add \"stage\", \"attempts\", \"duplicates\" or \"skew\"");
  return e;
}

StateExpectation parseState(Fields& fields, const Scenario& scenario) {
  StateExpectation e;
  e.phones = groupsOf(fields, scenario);
  e.app = named<AppState>(fields, "app", appStateCount, appStateName);
  e.cause = named<Cause>(fields, "cause", causeCount, causeName);
  e.link = named<LinkState>(fields, "link", linkStateCount, linkStateName);
  e.believedApp = named<AppState>(fields, "believed_app", appStateCount, appStateName);
  e.believedLink = named<LinkState>(fields, "believed_link", linkStateCount, linkStateName);
  e.airplane = fields.yesNo("airplane");
  e.blackHole = fields.yesNo("black_hole");
  e.span = spanOf(fields, scenario);
  e.at = momentOf(fields, scenario);
  e.lasts = fields.timeBound("lasts");
  e.demand.share = fields.shareBound("share");
  e.demand.count = fields.countBound("count");
  e.demand.each = fields.countBound("each");
  e.demand.total = fields.countBound("total");
  for (const char* name : {"lasts", "each", "total"})
    if (e.at && fields.has(name))
      fields.wrong(name, "has no meaning beside \"at\"");
  return e;
}

EventExpectation parseEvent(Fields& fields, const Scenario& scenario, const Subject& subject) {
  using Kind = EventExpectation::Kind;
  EventExpectation e;
  const Kind kind = e.kind = *subject.event;
  e.phones = groupsOf(fields, scenario);
  e.span = spanOf(fields, scenario);
  if (kind == Kind::wake) {
    e.cause = named<Cause>(fields, "wakes", causeCount, causeName, true);
    e.latency = fields.timeBound("latency");
    e.used = fields.timeBound("used");
    e.resumes = fields.countBound("resumes");
    e.pushes = fields.countBound("pushes");
    e.beats = fields.countBound("beats");
  } else if (kind == Kind::missedWake) {
    e.reason = named<Reason>(fields, "missed", reasonCount, reasonName, true);
    e.cause = named<Cause>(fields, "cause", causeCount, causeName);
  } else if (kind == Kind::notice) {
    e.notice = named<NoticeKind>(fields, "notice", noticeKindCount, noticeKindName, true);
    e.reason = named<Reason>(fields, "reason", reasonCount, reasonName);
    e.badge = fields.countBound("badge");
    e.pending = fields.countBound("pending");
  } else if (kind == Kind::sync) {
    if (const auto word = fields.word("sync", {"any", "new", "resumed"}); word && *word > 0)
      e.resumed = *word == 2;
    e.firstPush = fields.timeBound("first_push");
    e.took = fields.timeBound("took");
    e.items = fields.countBound("items");
  } else {
    e.code = closingOf(fields);
    if (const auto word = fields.word("side", {"server", "phone"}))
      e.side = *word == 0 ? Side::server : Side::phone;
    e.goodbye = fields.yesNo("goodbye");
  }
  e.demand.share = fields.shareBound("share");
  e.demand.count = fields.countBound("count");
  e.demand.each = fields.countBound("each");
  e.demand.total = fields.countBound("total");
  const bool measures = fields.hasOneOf(
      {"latency", "used", "resumes", "pushes", "beats", "badge", "pending", "first_push", "took", "items"});
  if (!measures && !fields.hasOneOf({"share", "count", "each", "total"}))
    fields.wrong(subject.key, "expects nothing: add \"total\", \"each\", \"count\", or a bound on each");
  if (!measures && e.demand.share)
    fields.wrong("share", "needs a bound on each event beside it");
  return e;
}

} // namespace

Groups groupsOf(Fields& fields, const Scenario& scenario) {
  Groups groups;
  for (const std::string& name : fields.texts("phones")) {
    const auto found = std::find_if(scenario.groups.begin(), scenario.groups.end(),
                                    [&](const PhoneGroup& group) { return group.name == name; });
    if (found == scenario.groups.end())
      fields.wrong("phones", "names \"" + labelOf(name) + "\", which is no group of phones");
    else
      groups.push_back(uint32_t(found - scenario.groups.begin()));
  }
  std::sort(groups.begin(), groups.end());
  groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
  return groups;
}

Expectation parseExpectation(const Value& table, const Scenario& scenario, Mistakes& mistakes) {
  Fields fields(table, "an expectation", mistakes);
  Expectation expectation;
  expectation.line = table.line;
  const std::string name = fields.text("name", 200).value_or("");
  std::vector<const Subject*> given;
  for (const Subject& subject : subjects)
    if (fields.has(subject.key))
      given.push_back(&subject);
  if (given.size() > 1) {
    fields.wrong(given[1]->key, std::string("cannot stand beside \"") + given[0]->key + "\": make two expectations");
    return expectation;
  }
  if (given.empty() &&
      !fields.hasOneOf({"app", "cause", "link", "believed_app", "believed_link", "airplane", "black_hole"})) {
    mistakes.add(table.line, "an expectation needs one of push, wakes, missed, notice, sync, closed, app, cause, link, "
                             "believed_app, believed_link, airplane, black_hole");
    return expectation;
  }
  if (given.empty())
    expectation.body = parseState(fields, scenario);
  else if (given.front()->event)
    expectation.body = parseEvent(fields, scenario, *given.front());
  else
    expectation.body = parsePush(fields, scenario);
  fields.finish();
  const std::string words = describe(expectation, scenario);
  expectation.text = name.empty() ? words : name + " (" + words + ")";
  return expectation;
}

} // namespace pushscope::scenario
