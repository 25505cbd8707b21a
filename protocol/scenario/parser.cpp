#include "protocol/scenario/parser.h"

#include "protocol/message/policy_text.h"
#include "protocol/scenario/action_value.h"
#include "protocol/scenario/expectation_parser.h"
#include "protocol/scenario/fields.h"

#include <algorithm>

namespace pushscope::scenario {
namespace {

constexpr size_t maxGroups = 1000, maxPushPlans = 1000; // names are looked up one by one
constexpr size_t maxNameBytes = 64;
constexpr Duration longestRun = std::chrono::hours(24 * 30);       // a month of virtual time
constexpr Duration longestTimeToLive = std::chrono::hours(24 * 7); // 9-wire

// It begins a device id, a file name of a report and a word of a sentence.
bool isGroupName(std::string_view name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return !name.empty() && name.size() <= maxNameBytes && std::all_of(name.begin(), name.end(), fits);
}

class Parser {
 public:
  Result<Scenario> parse(const Value& root);

 private:
  void head(Fields& fields);
  void server(const Value& table);
  void group(const Value& table);
  void mix(Fields& fields, PhoneGroup& group);
  void settings(const Value& table, PhoneGroup& group);
  void step(const Value& table);
  void stepValue(Fields& fields, Step& step);
  void push(const Value& table);
  void queue(const Value& table);
  void touch(const Value& table);
  void expectation(const Value& table);
  Timing timing(Fields& fields, bool drawn);
  void repetitions(Fields& fields, Timing& timing);
  void checkEnd(Fields& fields, const Timing& timing);
  template <class Each>
  void list(Fields& fields, std::string_view name, size_t most, Each each);

  Scenario m_scenario;
  Mistakes m_mistakes;
  uint64_t m_phones = 0, m_repetitions = 0, m_actions = 0;
};

Result<Scenario> Parser::parse(const Value& root) {
  Fields fields(root, "a scenario", m_mistakes);
  head(fields);
  if (const Value* table = fields.any("server"))
    server(*table);
  list(fields, "phones", maxGroups, [this](const Value& table) { group(table); });
  if (!fields.has("phones"))
    fields.missing("phones");
  else if (m_scenario.groups.empty())
    fields.wrong("phones", "names no group of phones");
  // Names first: what refers to them may stand before them.
  list(fields, "push", maxPushPlans, [this](const Value& table) { push(table); });
  list(fields, "step", maxRepetitions, [this](const Value& table) { step(table); });
  list(fields, "queue", maxRepetitions, [this](const Value& table) { queue(table); });
  list(fields, "touch", maxRepetitions, [this](const Value& table) { touch(table); });
  list(fields, "expect", maxExpectations, [this](const Value& table) { expectation(table); });
  fields.finish();
  if (m_mistakes.any())
    return m_mistakes.first();
  return std::move(m_scenario);
}

void Parser::head(Fields& fields) {
  m_scenario.name = fields.text("name", maxNameBytes).value_or("");
  if (!fields.has("name"))
    fields.missing("name");
  else if (!checkDeviceId(m_scenario.name).ok())
    fields.wrong("name", "is to be 1 to 64 bytes of text on one line");
  m_scenario.about = fields.text("about", 4096).value_or("");
  m_scenario.duration = fields.duration("duration").value_or(Duration::zero());
  if (!fields.has("duration"))
    fields.missing("duration");
  else if (m_scenario.duration <= Duration::zero() || m_scenario.duration > longestRun)
    fields.wrong("duration", "is to be more than nothing and at most 720h");
  m_scenario.seed = uint64_t(fields.number("seed", 0, std::numeric_limits<int64_t>::max()).value_or(1));
}

template <class Each>
void Parser::list(Fields& fields, std::string_view name, size_t most, Each each) {
  const Value* value = fields.any(name);
  if (!value)
    return;
  const auto isTable = [](const Value& item) { return item.kind == Value::Kind::table; };
  if (value->kind != Value::Kind::list || !std::all_of(value->items.begin(), value->items.end(), isTable))
    return fields.wrong(name, "is to be written as [[" + std::string(name) + "]]");
  if (value->items.size() > most)
    return fields.wrong(name, "are more than " + std::to_string(most));
  for (const Value& item : value->items)
    each(item);
}

void Parser::server(const Value& table) {
  if (table.kind != Value::Kind::table)
    return m_mistakes.add(table.line, "\"server\" of a scenario is to be written as [server]");
  Fields fields(table, "a server", m_mistakes);
  const auto policy = [&](std::string_view name) -> std::optional<HeartbeatPolicy> {
    const auto text = fields.text(name, 64);
    if (!text)
      return std::nullopt;
    const Result<HeartbeatPolicy> value = parsePolicy(*text);
    if (value.ok())
      return value.value();
    fields.wrong(name, "is to be INTERVAL/TIMEOUT/MISSES, such as \"30s/15s/3\", within the limits of a server");
    return std::nullopt;
  };
  m_scenario.server.heartbeat = policy("heartbeat");
  m_scenario.server.backgroundHeartbeat = policy("background_heartbeat");
  m_scenario.server.wakeGuard = fields.yesNo("wake_guard");
  if (const auto word = fields.word("retry", {"classic", "reconnect"}))
    m_scenario.server.retry = *word == 0 ? Backlog::Retry::classic : Backlog::Retry::reconnect;
  m_scenario.server.timeToLive = fields.duration("time_to_live");
  if (const auto ttl = m_scenario.server.timeToLive; ttl && (*ttl <= Duration::zero() || *ttl > longestTimeToLive))
    fields.wrong("time_to_live", "is to be more than nothing and at most 168h");
  fields.finish();
}

void Parser::group(const Value& table) {
  Fields fields(table, "a group of phones", m_mistakes);
  PhoneGroup group;
  group.name = fields.text("group", maxNameBytes).value_or("");
  if (!fields.has("group"))
    fields.missing("group");
  else if (!isGroupName(group.name))
    fields.wrong("group", "is to be 1 to 64 letters, digits, - and _");
  const auto isSame = [&](const PhoneGroup& other) { return other.name == group.name; };
  if (std::any_of(m_scenario.groups.begin(), m_scenario.groups.end(), isSame))
    fields.wrong("group", "is \"" + group.name + "\", as another group is called already");
  group.count = uint32_t(fields.number("count", 1, maxScenarioPhones).value_or(1));
  m_phones += group.count;
  if (m_phones > maxScenarioPhones)
    m_mistakes.add(fields.lineOf("count"), "more than 1000000 phones are asked for", ErrorCode::limit);
  mix(fields, group);
  if (const Value* set = fields.any("set"))
    settings(*set, group);
  fields.finish();
  m_scenario.groups.push_back(std::move(group));
}

void Parser::mix(Fields& fields, PhoneGroup& group) {
  const auto profile = fields.text("profile", maxNameBytes);
  const Value* mix = fields.any("mix");
  if (fields.has("profile") == (mix != nullptr))
    return m_mistakes.add(fields.line(), "a group of phones needs either \"profile\" or \"mix\"");
  if (profile)
    group.mix.push_back({*profile, 1});
  if (!mix)
    return;
  if (mix->kind != Value::Kind::table || mix->entries.empty())
    return fields.wrong("mix", "is to be a table such as { desktop = 10, android-doze = 90 }");
  for (const Value::Entry& entry : mix->entries) {
    if (entry.value.kind != Value::Kind::number || entry.value.number < 1 || entry.value.number > 1'000'000)
      m_mistakes.add(entry.line, "the share of a profile in \"mix\" is to be a whole number from 1 to 1000000");
    else
      group.mix.push_back({entry.name, uint32_t(entry.value.number)});
  }
}

void Parser::settings(const Value& table, PhoneGroup& group) {
  if (table.kind != Value::Kind::table)
    return m_mistakes.add(table.line,
                          "\"set\" of a group of phones is to be a table such as { nat_timeout = \"300s\" }");
  for (const Value::Entry& entry : table.entries) {
    Setting setting{entry.name, entry.value.text};
    if (entry.value.kind == Value::Kind::number)
      setting.value = std::to_string(entry.value.number);
    else if (entry.value.kind == Value::Kind::boolean)
      setting.value = entry.value.number != 0 ? "true" : "false";
    else if (entry.value.kind != Value::Kind::text)
      m_mistakes.add(entry.line,
                     "\"" + labelOf(entry.name) + "\" in \"set\" is to be a text, a whole number, true or false");
    group.settings.push_back(std::move(setting));
  }
}

Timing Parser::timing(Fields& fields, bool drawn) {
  Timing timing;
  timing.at = fields.duration("at").value_or(Duration::zero());
  if (!fields.has("at"))
    fields.missing("at");
  timing.phones = groupsOf(fields, m_scenario);
  if (drawn) {
    timing.spread = fields.duration("spread").value_or(Duration::zero());
    timing.pick = uint32_t(fields.number("pick", 1, maxScenarioPhones).value_or(0));
  }
  uint64_t phones = 0;
  for (uint32_t i = 0; i < m_scenario.groups.size(); ++i)
    if (timing.phones.empty() || std::find(timing.phones.begin(), timing.phones.end(), i) != timing.phones.end())
      phones += m_scenario.groups[i].count;
  if (timing.pick > phones)
    fields.wrong("pick", "is more than the " + std::to_string(phones) + " phones that there are");
  repetitions(fields, timing);
  checkEnd(fields, timing);
  m_repetitions += timing.times;
  m_actions += timing.times * (timing.pick > 0 ? timing.pick : phones);
  if (m_repetitions > maxRepetitions || m_actions > maxScenarioActions)
    m_mistakes.add(fields.line(),
                   "this and what is above it makes more than 100000 repetitions, or more than 10000000 "
                   "times a phone",
                   ErrorCode::limit);
  return timing;
}

void Parser::repetitions(Fields& fields, Timing& timing) {
  const auto times = fields.number("times", 1, maxRepetitions);
  timing.every = fields.duration("every").value_or(Duration::zero());
  if (fields.has("every") && timing.every <= Duration::zero())
    return fields.wrong("every", "is to be more than nothing");
  if (times && !fields.has("every") && *times > 1)
    return fields.wrong("times", "needs \"every\" beside it");
  timing.times = uint32_t(times.value_or(1));
  if (times || timing.every <= Duration::zero())
    return;
  // Until the end.
  const Duration room = m_scenario.duration - timing.spread - timing.at;
  const int64_t fitting = room < Duration::zero() ? 1 : room / timing.every + 1;
  timing.times = uint32_t(std::min<int64_t>(fitting, maxRepetitions + 1)); // which is refused as too many
}

void Parser::checkEnd(Fields& fields, const Timing& timing) {
  const auto last = uint64_t(timing.times - 1);
  const bool fits = timing.at <= m_scenario.duration && timing.spread <= m_scenario.duration - timing.at &&
                    (last == 0 || uint64_t((m_scenario.duration - timing.at - timing.spread) / timing.every) >= last);
  if (!fits && timing.times <= maxRepetitions)
    fields.wrong("at", "with its repetitions and spread goes on after the end of the scenario; begin earlier or make "
                       "\"duration\" longer");
}

void Parser::step(const Value& table) {
  Fields fields(table, "a step", m_mistakes);
  Step step;
  step.timing = timing(fields, true);
  const auto name = fields.text("do", maxNameBytes);
  if (!fields.has("do"))
    fields.missing("do");
  step.action = phoneActionFromName(name.value_or(""));
  if (name && step.action == PhoneAction::unknown)
    fields.wrong("do", "is \"" + labelOf(*name) + "\"; it is to be one of " + actionNames());
  stepValue(fields, step);
  fields.finish();
  m_scenario.steps.push_back(std::move(step));
}

void Parser::stepValue(Fields& fields, Step& step) {
  const Value* value = fields.any("value");
  const auto text = fields.text("text", maxCollectionName);
  if (step.action == PhoneAction::unknown)
    return;
  std::string written;
  if (value && value->kind == Value::Kind::text)
    written = value->text;
  else if (value && value->kind == Value::Kind::number)
    written = std::to_string(value->number);
  else if (value && value->kind == Value::Kind::boolean)
    written = value->number != 0 ? "true" : "false";
  else if (value)
    return fields.wrong("value", "is to be a text, a whole number, true or false");
  if (takesText(step.action) != (text && !text->empty()))
    return fields.wrong("do", takesText(step.action) ? "needs \"text\" beside it" : "takes no \"text\"");
  step.text = text.value_or("");
  const Result<uint64_t> number = actionValue(step.action, written);
  if (!number.ok())
    return m_mistakes.add(fields.lineOf(value ? "value" : "do"), number.error().detail);
  step.value = number.value();
}

void Parser::push(const Value& table) {
  Fields fields(table, "a push", m_mistakes);
  PushPlan plan;
  plan.name = fields.text("name", maxNameBytes).value_or("");
  if (!fields.has("name"))
    fields.missing("name");
  else if (!isGroupName(plan.name) || plan.name == "any")
    fields.wrong("name", "is to be 1 to 64 letters, digits, - and _, and not \"any\"");
  const auto isSame = [&](const PushPlan& other) { return other.name == plan.name; };
  if (std::any_of(m_scenario.pushes.begin(), m_scenario.pushes.end(), isSame))
    fields.wrong("name", "is \"" + plan.name + "\", as another push is called already");
  plan.timing = timing(fields, true);
  plan.payload = fields.text("payload", maxPayloadBytes).value_or("{}");
  plan.highPriority = fields.word("priority", {"normal", "high"}).value_or(0) == 1;
  plan.collapseKey = fields.text("collapse", maxCollapseKey).value_or("");
  plan.timeToLive = fields.duration("time_to_live").value_or(Duration::zero());
  if (fields.has("time_to_live") && (plan.timeToLive <= Duration::zero() || plan.timeToLive > longestTimeToLive))
    fields.wrong("time_to_live", "is to be more than nothing and at most 168h");
  plan.notBefore = fields.later("not_before").value_or(Duration::zero());
  plan.media = fields.yesNo("media").value_or(false);
  fields.finish();
  m_scenario.pushes.push_back(std::move(plan));
}

void Parser::queue(const Value& table) {
  Fields fields(table, "a queue action", m_mistakes);
  QueuePlan plan;
  plan.timing = timing(fields, false);
  const auto name = fields.text("push", maxNameBytes);
  const auto push = std::find_if(m_scenario.pushes.begin(), m_scenario.pushes.end(),
                                 [&](const PushPlan& p) { return name && p.name == *name; });
  if (!fields.has("push"))
    fields.missing("push");
  else if (name && push == m_scenario.pushes.end())
    fields.wrong("push", "is \"" + labelOf(*name) + "\", which is no push");
  plan.push = uint32_t(push - m_scenario.pushes.begin());
  const auto word = fields.word("do", {"cancel", "postpone"});
  if (!fields.has("do"))
    fields.missing("do");
  plan.action = word.value_or(0) == 0 ? QueueAction::cancel : QueueAction::postpone;
  plan.until = fields.later("until").value_or(Duration::zero());
  if (word && (*word == 1) != fields.has("until"))
    fields.wrong("do", *word == 1 ? "needs \"until\" beside it" : "takes no \"until\"");
  fields.finish();
  m_scenario.queues.push_back(plan);
}

void Parser::touch(const Value& table) {
  Fields fields(table, "a touch", m_mistakes);
  TouchPlan plan;
  plan.timing = timing(fields, true);
  plan.collection = fields.text("collection", maxCollectionName).value_or("");
  if (plan.collection.empty())
    fields.missing("collection");
  plan.changes = uint32_t(fields.number("changes", 1, 1'000'000).value_or(1));
  fields.finish();
  m_scenario.touches.push_back(std::move(plan));
}

void Parser::expectation(const Value& table) {
  m_scenario.expectations.push_back(parseExpectation(table, m_scenario, m_mistakes));
}

} // namespace

Result<Scenario> parse(std::string_view toml) {
  if (toml.size() > maxScenarioBytes)
    return {ErrorCode::tooLarge, "line 1: the file is longer than 1 MiB"};
  const Result<Value> document = readDocument(toml);
  if (!document.ok())
    return document.error();
  return Parser().parse(document.value());
}

} // namespace pushscope::scenario
