#include "models/conformance/scene.h"
#include "protocol/codec/admin_codec.h"
#include "protocol/codec/device_codec.h"
#include "protocol/codec/operator_codec.h"
#include "protocol/codec/session_codec.h"
#include "pushscope/v1/admin.pb.h"
#include "pushscope/v1/device.pb.h"

#include <algorithm>
#include <array>

namespace pushscope::conformance {
namespace {

// The stages that a server times with its own clock, in their order.
constexpr std::array serverStages{Stage::accepted, Stage::routed, Stage::written, Stage::acknowledged};
constexpr Duration shortLife = std::chrono::milliseconds(500); // of the push that is to expire

uint32_t takeSerial(Scene& scene) {
  return scene.talk.wire.takeSerial(scene.requests);
}

Inject injectOf(Scene& scene, const Uuid& uuid) {
  Inject inject;
  inject.uuid = uuid;
  inject.devices = {scene.device};
  const std::string payload = R"({"alert":"conformance"})";
  inject.payload.assign(payload.begin(), payload.end());
  inject.composed = scene.talk.wire.now().wall;
  return inject;
}

Uuid newPush(Scene& scene) {
  return Uuid::make(scene.talk.wire.now().wall, scene.talk.random);
}

// The entry of the answer that accepted the push; nothing: it was not.
Script<std::optional<v1::InjectedDelivery>> inject(Scene& scene, const Inject& what) {
  Bytes frame = encodeInject(takeSerial(scene), what);
  const std::optional<Heard> heard = co_await ask(scene, admin::inject, std::move(frame));
  v1::Injected injected;
  if (!reads(injected, heard) || injected.accepted() != 1 || injected.failed() != 0 ||
      injected.deliveries_size() != 1 || injected.deliveries(0).device() != scene.device ||
      injected.deliveries(0).code() != 0)
    co_return std::nullopt;
  co_return injected.deliveries(0);
}

// ---- The phone

// A line to the device port that was welcomed.
Script<std::optional<Wire::Line>> callIn(Scene& scene, bool first) {
  Wire& wire = scene.talk.wire;
  const Wire::Line line = wire.open(Port::device);
  Hello hello;
  hello.credential = scene.talk.target.deviceToken;
  hello.device = scene.device;
  hello.profile = "conformance";
  hello.client = "pushctl conformance";
  hello.appState = AppState::foreground;
  const uint32_t serial = wire.takeSerial(line);
  wire.send(line, encodeHello(Port::device, serial, hello));
  const std::optional<Heard> heard = co_await wire.next(line, patience);
  v1::Welcome welcome;
  const bool came = reads(welcome, heard) && heard->header.command == answerTo(command(Port::device, Common::hello));
  if (!came) {
    scene.talk.findings.fails(Clause::deviceWelcome,
                              wire.wasOpened(line) ? saidText(heard) : "the device port could not be reached");
    wire.close(line);
    co_return std::nullopt;
  }
  scene.talk.findings.check(
      heard->header.serial == serial && welcome.session() != 0 && isWithinBounds(welcome.heartbeat()) &&
          (!welcome.has_background_heartbeat() || isWithinBounds(welcome.background_heartbeat())),
      Clause::deviceWelcome,
      welcome.session() == 0 ? "it names no session" : "its serial or a heartbeat is not as it must be");
  if (first) {
    const MonoTime until = wire.now().mono + patience;
    bool pinged = false;
    while (!pinged) {
      const std::optional<Heard> next = co_await wire.next(line, until);
      if (!next)
        break;
      pinged = next->header.command == command(Port::device, Common::ping) && next->header.serial != 0;
      if (const Result<Ping> ping = decodePing(next->body); pinged && ping.ok()) {
        const WallTime now = wire.now().wall;
        wire.send(line, encodePong(Port::device, next->header.serial, {ping.value().sent, now, now, now}));
      }
    }
    scene.talk.findings.check(pinged, Clause::openingPing, "no ping came within 10 s");
  }
  wire.keepAlive(line, std::chrono::milliseconds(std::max(100u, welcome.heartbeat().interval_ms())));
  co_return line;
}

// The next delivery of this push; on the way there others are left alone.
Script<std::optional<v1::Push>> awaitPush(Scene& scene, Wire::Line phone, const Uuid& uuid) {
  const MonoTime until = scene.talk.wire.now().mono + patience;
  while (true) {
    const std::optional<Heard> heard = co_await scene.talk.wire.next(phone, until);
    if (!heard)
      co_return std::nullopt;
    v1::Push push;
    if (heard->header.command != device::push || !reads(push, heard))
      continue;
    const Result<Uuid> came = Uuid::fromBytes(push.uuid());
    if (came.ok() && came.value() == uuid)
      co_return push;
  }
}

void acknowledge(Scene& scene, Wire::Line phone, uint64_t sequence) {
  const WallTime now = scene.talk.wire.now().wall;
  Acknowledge all;
  all.upTo = {sequence};
  all.stages.push_back({{sequence}, now, now, now});
  scene.talk.wire.send(phone, encodeAcknowledge(all));
}

// True if nothing but this delivery of the push came before the pong.
Script<bool> pingsPhone(Scene& scene, Wire::Line phone) {
  Wire& wire = scene.talk.wire;
  const uint32_t serial = wire.takeSerial(phone), ping = command(Port::device, Common::ping);
  wire.send(phone, encodePing(Port::device, serial, {wire.now().wall}));
  const MonoTime until = wire.now().mono + patience;
  bool asBefore = true;
  while (true) {
    const std::optional<Heard> heard = co_await wire.next(phone, until);
    if (!heard) {
      scene.talk.findings.fails(Clause::devicePong, "no pong came within 10 s");
      co_return asBefore;
    }
    v1::Push push;
    if (heard->header.command == device::push && reads(push, heard)) {
      const Result<Uuid> uuid = Uuid::fromBytes(push.uuid());
      asBefore = asBefore && !(uuid.ok() && uuid.value() == scene.pushed && push.sequence() != scene.sequence);
    }
    if (heard->header.command != answerTo(ping) || heard->header.serial != serial)
      continue;
    v1::Pong pong;
    scene.talk.findings.check(reads(pong, heard) && pong.arrived_us() > 0 && pong.arrived_us() <= pong.running_us() &&
                                  pong.running_us() <= pong.answered_us(),
                              Clause::devicePong, "its stamps are not in order");
    co_return asBefore;
  }
}

// ---- What is checked

// Empty if accepted, routed, written and acknowledged are told in this order; else what is not.
std::string disorder(const std::vector<StreamWatch::ToldStage>& stages) {
  size_t reached = 0;
  uint64_t at = 0;
  for (const StreamWatch::ToldStage& told : stages) {
    const auto place = std::find(serverStages.begin(), serverStages.end(), told.stage);
    if (place == serverStages.end())
      continue;
    const std::string name(stageName(told.stage));
    const size_t rank = size_t(place - serverStages.begin());
    if (rank < reached && told.stage != Stage::routed && told.stage != Stage::written) // these come with each attempt
      return name + " is told after " + std::string(stageName(serverStages[reached]));
    if (rank < reached && serverStages[reached] == Stage::acknowledged)
      return name + " is told after acknowledged";
    if (told.at < at)
      return name + " has a time before that of the stage in front of it";
    reached = std::max(reached, rank);
    at = told.at;
  }
  return {};
}

Script<Done> firstPush(Scene& scene, Wire::Line phone) {
  Findings& findings = scene.talk.findings;
  scene.pushed = newPush(scene);
  const Inject what = injectOf(scene, scene.pushed);
  const std::optional<v1::InjectedDelivery> entry = co_await inject(scene, what);
  findings.check(entry && entry->sequence() > 0 && !entry->known(), Clause::injectAccepted,
                 !entry                   ? "the answer does not say accepted 1, failed 0 and an entry for the device"
                 : entry->sequence() == 0 ? "the entry has no sequence"
                                          : "the entry says that it was known before");
  if (!entry)
    co_return Done{};
  scene.sequence = entry->sequence();
  const std::optional<v1::Push> push = co_await awaitPush(scene, phone, scene.pushed);
  const std::string payload(what.payload.begin(), what.payload.end());
  findings.check(push && push->sequence() == scene.sequence && push->attempt() >= 1 && push->payload() == payload,
                 Clause::pushArrives,
                 !push ? "nothing came within 10 s" : "its sequence, attempt or payload is another");
  if (!push)
    co_return Done{};
  acknowledge(scene, phone, push->sequence());

  const auto told = [&](Stage each) {
    const auto* delivery = scene.watch.delivery(scene.pushed);
    return delivery && delivery->has(each);
  };
  const Condition isAcknowledged = [&] { return told(Stage::acknowledged); };
  const bool acknowledged = co_await watchUntil(scene, isAcknowledged, patience);
  const auto* delivery = scene.watch.delivery(scene.pushed);
  std::string missing = delivery ? "" : "its record";
  for (const Stage each : {Stage::accepted, Stage::written, Stage::acknowledged})
    if (missing.empty() && !told(each))
      missing = stageName(each);
  findings.check(missing.empty() && delivery->sequence == scene.sequence, Clause::stagesTold,
                 missing.empty() ? "its record has another sequence" : missing + " was not told within 10 s");
  if (!acknowledged) {
    findings.untried(Clause::stageOrder, Clause::phoneStages, "it was not told as acknowledged");
    co_return Done{};
  }
  const std::string wrong = disorder(delivery->stages);
  findings.check(wrong.empty(), Clause::stageOrder, wrong);
  const Condition isShown = [&] { return told(Stage::handled) && told(Stage::shown); };
  const bool phoneTold = co_await watchUntil(scene, isShown, patience);
  findings.check(phoneTold, Clause::phoneStages, "handled and shown were not told within 10 s");
  co_return Done{};
}

Script<Done> again(Scene& scene, Wire::Line phone) {
  const Inject what = injectOf(scene, scene.pushed);
  const std::optional<v1::InjectedDelivery> entry = co_await inject(scene, what);
  const bool asBefore = co_await pingsPhone(scene, phone);
  scene.talk.findings.check(entry && entry->known() && entry->sequence() == scene.sequence && asBefore,
                            Clause::injectOnce,
                            !entry            ? "it was not accepted again"
                            : !entry->known() ? "the answer does not say that it is known"
                            : !asBefore       ? "the phone was sent another delivery of it"
                                              : "it has another sequence");
  co_return Done{};
}

Script<Done> trace(Scene& scene) {
  Findings& findings = scene.talk.findings;
  if (!scene.talk.can("trace")) {
    findings.untried(Clause::traceLadder, Clause::traceUnknown, "the welcome does not name the capability trace");
    co_return Done{};
  }
  Bytes frame = encodeTrace(takeSerial(scene), {scene.pushed});
  std::optional<Heard> heard = co_await ask(scene, admin::trace, std::move(frame));
  v1::Traced traced;
  std::vector<StreamWatch::ToldStage> ladder;
  bool ends = false, isRecorded = false;
  if (reads(traced, heard)) {
    const v1::Block& block = traced.ladder();
    uint32_t handle = 0;
    for (const v1::DeliveryRecord& record : block.deliveries())
      if (record.device() == scene.device && record.sequence() == scene.sequence)
        handle = record.delivery(), isRecorded = true;
    const v1::Stages& stages = block.stages();
    for (int i = 0; i < std::min({stages.delivery_size(), stages.at_us_size(), stages.stage_size()}); ++i)
      if (isRecorded && stages.delivery(i) == handle)
        ladder.push_back({Stage(std::min<uint32_t>(stages.stage(i), 255)), stages.at_us(i)});
    for (const auto& each : ladder)
      ends = ends || each.stage == Stage::acknowledged;
  }
  findings.check(isRecorded && ends, Clause::traceLadder,
                 isRecorded ? "the stage acknowledged is not in it" : saidText(heard) + " without the delivery");
  const std::string wrong = disorder(ladder);
  if (ladder.empty())
    findings.untried(Clause::traceOrder, "the trace tells no stage");
  else
    findings.check(wrong.empty(), Clause::traceOrder, wrong);
  frame = encodeTrace(takeSerial(scene), {newPush(scene)});
  heard = co_await ask(scene, admin::trace, std::move(frame));
  expectRefusal(scene.talk, heard, Clause::traceUnknown, ErrorCode::notFound, "uuid");
  co_return Done{};
}

Script<Done> badInjects(Scene& scene) {
  Inject what = injectOf(scene, newPush(scene));
  what.devices = {scene.device + "-unknown"};
  Bytes frame = encodeInject(takeSerial(scene), what);
  std::optional<Heard> heard = co_await ask(scene, admin::inject, std::move(frame));
  v1::Injected injected;
  scene.talk.findings.check(reads(injected, heard) && injected.failed() == 1 && injected.accepted() == 0 &&
                                injected.deliveries_size() == 1 &&
                                injected.deliveries(0).code() == uint32_t(ErrorCode::notFound),
                            Clause::injectUnknown, saidText(heard) + " without an entry that says 7");

  what = injectOf(scene, newPush(scene));
  what.payload.assign(maxPayloadBytes + 1, ' ');
  frame = encodeInject(takeSerial(scene), what);
  heard = co_await ask(scene, admin::inject, std::move(frame));
  expectRefusal(scene.talk, heard, Clause::injectTooLarge, ErrorCode::tooLarge, "payload");

  what = injectOf(scene, newPush(scene));
  what.devices.clear();
  frame = encodeInject(takeSerial(scene), what);
  heard = co_await ask(scene, admin::inject, std::move(frame));
  expectRefusal(scene.talk, heard, Clause::injectNoTarget, ErrorCode::malformed, "devices");
  co_return Done{};
}

Script<bool> isInDeadLetters(Scene& scene, const Uuid& uuid) {
  uint64_t after = 0;
  for (int pages = 0; pages < 100; ++pages) {
    Bytes frame = encodePageRequest(takeSerial(scene), admin::deadLetters, {after, mostPerPage, {}});
    const std::optional<Heard> heard = co_await ask(scene, admin::deadLetters, std::move(frame));
    v1::DeadLetterPage page;
    if (!reads(page, heard))
      co_return false;
    for (const v1::DeadLetter& letter : page.letters())
      if (const Result<Uuid> each = Uuid::fromBytes(letter.uuid()); each.ok() && each.value() == uuid)
        co_return true;
    if (page.next() == 0)
      co_return false;
    after = page.next();
  }
  co_return false;
}

// While the phone is away.
Script<Done> outcomes(Scene& scene) {
  Findings& findings = scene.talk.findings;
  const auto ends = [&scene](const Uuid& push, Stage end) {
    const auto* delivery = scene.watch.delivery(push);
    return delivery && delivery->has(end);
  };
  const Uuid brief = newPush(scene);
  Inject what = injectOf(scene, brief);
  what.timeToLive = shortLife;
  std::optional<v1::InjectedDelivery> entry = co_await inject(scene, what);
  if (entry) {
    const Condition isExpired = [&] { return ends(brief, Stage::expired); };
    const bool expired = co_await watchUntil(scene, isExpired, shortLife + patience);
    findings.check(expired, Clause::expires, "the stage expired was not told within 10 s after its 500 ms");
  } else {
    findings.untried(Clause::expires, "a push to a phone that is away was not accepted");
  }

  if (!scene.talk.can("manage")) {
    findings.untried(Clause::deadLetter, Clause::deadListed, "the welcome does not name the capability manage");
    co_return Done{};
  }
  const Uuid given = newPush(scene);
  what = injectOf(scene, given);
  entry = co_await inject(scene, what);
  if (!entry) {
    findings.untried(Clause::deadLetter, Clause::deadListed, "a push to a phone that is away was not accepted");
    co_return Done{};
  }
  Bytes frame = encodeManage(takeSerial(scene), {given, {scene.device}, QueueAction::deadLetter, {}, {}});
  const std::optional<Heard> heard = co_await ask(scene, admin::manage, std::move(frame));
  v1::Managed managed;
  const bool changed = reads(managed, heard) && managed.changed() == 1;
  const Condition isDead = [&] { return ends(given, Stage::dead); };
  bool dead = false;
  if (changed)
    dead = co_await watchUntil(scene, isDead, patience);
  findings.check(dead, Clause::deadLetter,
                 changed ? "the stage dead was not told within 10 s" : saidText(heard) + " and did not say changed 1");
  if (!scene.talk.can("dead_letters")) {
    findings.untried(Clause::deadListed, "the welcome does not name the capability dead_letters");
  } else if (!dead) {
    findings.untried(Clause::deadListed, "nothing was given up");
  } else {
    const bool listed = co_await isInDeadLetters(scene, given);
    findings.check(listed, Clause::deadListed, "it is on none of the pages");
  }
  co_return Done{};
}

Script<Done> comesBack(Scene& scene) {
  Findings& findings = scene.talk.findings;
  Wire& wire = scene.talk.wire;
  const Uuid waiting = newPush(scene);
  const Inject what = injectOf(scene, waiting);
  const std::optional<v1::InjectedDelivery> entry = co_await inject(scene, what);
  const std::optional<Wire::Line> phone = co_await callIn(scene, false);
  if (!phone || !entry) {
    findings.untried(Clause::waitsForHello, Clause::superseded, "the phone could not come back");
    co_return Done{};
  }
  const std::optional<v1::Push> push = co_await awaitPush(scene, *phone, waiting);
  findings.check(push.has_value(), Clause::waitsForHello, "it was not written within 10 s after the hello");
  if (push)
    acknowledge(scene, *phone, push->sequence());
  const std::optional<Wire::Line> other = co_await callIn(scene, false);
  if (!other)
    co_return Done{};
  const MonoTime until = wire.now().mono + patience;
  bool said = false;
  while (!said) {
    const std::optional<Heard> heard = co_await wire.next(*phone, until);
    if (!heard)
      break;
    said = heard->header.command == command(Port::device, Common::goodbye) &&
           heard->header.code == uint32_t(ErrorCode::superseded);
  }
  findings.check(said, Clause::superseded, "the first connection got no goodbye 14");
  wire.close(*phone);
  wire.send(*other, encodeGoodbye(Port::device, ErrorCode::ok, {}));
  wire.close(*other);
  co_return Done{};
}

void checkEnds(Scene& scene) {
  const auto* delivery = scene.watch.delivery(scene.pushed);
  if (!delivery)
    return scene.talk.findings.untried(Clause::oneEnd, "no delivery was told");
  const auto finals = std::count_if(delivery->stages.begin(), delivery->stages.end(),
                                    [](const auto& told) { return isFinal(told.stage); });
  scene.talk.findings.check(finals == 1, Clause::oneEnd,
                            "the first push was told to have ended " + std::to_string(finals) + " times");
}

} // namespace

Script<Done> checkPushes(Scene& scene) {
  Findings& findings = scene.talk.findings;
  std::string why;
  if (!scene.talk.target.hasDevicePort)
    why = "no --device-port was given";
  else if (!scene.talk.can("inject"))
    why = "the welcome does not name the capability inject";
  else if (scene.talk.role < uint32_t(Role::operate))
    why = "the token is that of a viewer";
  if (!why.empty()) {
    findings.untried(Clause::deviceWelcome, Clause::oneEnd, why);
    co_return Done{};
  }
  const std::optional<Wire::Line> phone = co_await callIn(scene, true);
  if (!phone) {
    findings.untried(Clause::openingPing, Clause::oneEnd, "the phone was not welcomed");
    co_return Done{};
  }
  const Condition isOnline = [&] { return scene.watch.link() == LinkState::online; };
  const bool online = co_await watchUntil(scene, isOnline, patience);
  findings.check(online, Clause::onlineTold, "it was not told within 10 s");
  co_await firstPush(scene, *phone);
  if (findings.of(Clause::pushArrives).outcome != Outcome::untried && scene.sequence > 0) {
    co_await again(scene, *phone);
    co_await trace(scene);
  }
  co_await badInjects(scene);
  scene.talk.wire.send(*phone, encodeGoodbye(Port::device, ErrorCode::ok, {}));
  const Condition isOffline = [&] { return scene.watch.link() == LinkState::offline; };
  const bool offline = co_await watchUntil(scene, isOffline, patience);
  scene.talk.wire.close(*phone);
  findings.check(offline, Clause::offlineTold, "it was not told within 10 s");
  co_await outcomes(scene);
  co_await comesBack(scene);
  checkEnds(scene);
  co_return Done{};
}

} // namespace pushscope::conformance
