#include "tests/soak/outsiders.h"

#include "protocol/codec/admin_codec.h"
#include "protocol/codec/device_codec.h"
#include "protocol/codec/session_codec.h"

#include <algorithm>
#include <poll.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;
using Clock = Outsiders::Clock;

constexpr size_t mostPadding = 300;   // of a payload
constexpr auto askAgainAfter = 100ms; // refused for now
constexpr auto operatorPings = 2s;

MonoTime monoNow() {
  return MonoTime(std::chrono::duration_cast<Duration>(Clock::now().time_since_epoch()));
}
WallTime wallNow() {
  return WallTime(std::chrono::duration_cast<Duration>(std::chrono::system_clock::now().time_since_epoch()));
}

std::string nameOf(uint32_t phone) {
  return "phone-" + std::to_string(phone);
}

// What a push must carry: its number, and padding that follows from it.
Bytes payloadOf(uint32_t push) {
  Random random(push);
  Bytes payload(4 + random.below(mostPadding));
  writeU32(payload.data(), push);
  for (size_t i = 4; i < payload.size(); ++i)
    payload[i] = uint8_t(random.next());
  return payload;
}

} // namespace

Outsiders::Outsiders(const Load& load, uint64_t seed)
    : m_load(load), m_random(seed), m_recorder(seed, load.phones), m_phones(load.phones) {}

Clock::duration Outsiders::randomTime(Clock::duration low, Clock::duration high) {
  return m_random.between(std::chrono::duration_cast<Duration>(low), std::chrono::duration_cast<Duration>(high));
}

void Outsiders::serverStarted(uint16_t devicePort, uint16_t adminPort, const std::string& token) {
  m_devicePort = devicePort;
  m_adminPort = adminPort;
  m_token = token;
  openAdmin();
  // Soon, but not all at once: thousands do not reach a server in the same moment.
  const auto spread = 60ms + m_load.phones * 100us;
  for (Phone& phone : m_phones)
    if (!phone.link.isOpen())
      phone.turnAt = Clock::now() + randomTime(0ms, spread);
}

void Outsiders::serverDied() {
  while (std::any_of(m_phones.begin(), m_phones.end(), [](const Phone& p) { return p.link.isOpen(); }) ||
         m_admin.isOpen()) {
    for (Phone& phone : m_phones)
      if (phone.cutOffUntil > Clock::now())
        phone.link.drop(); // nothing reaches it any more
    turn(1ms, false);
  }
}

void Outsiders::live(Clock::duration time) {
  for (const auto end = Clock::now() + time; Clock::now() < end;)
    turn(std::min<Clock::duration>(end - Clock::now(), 5ms), true);
}

bool Outsiders::drain(Clock::duration patience) {
  m_draining = true;
  m_lossPpm = 0;
  for (const auto end = Clock::now() + patience; !m_recorder.complete() && Clock::now() < end;)
    turn(5ms, true);
  return m_recorder.complete();
}

void Outsiders::cutOff(uint32_t phones, Clock::duration time) {
  for (uint32_t i = 0; i < phones; ++i)
    m_phones[size_t(m_random.below(m_load.phones))].cutOffUntil = Clock::now() + time;
}

void Outsiders::turn(Clock::duration most, bool alive) {
  if (alive) {
    movePhones();
    inject();
  }
  const auto now = Clock::now();
  std::vector<pollfd> watched;
  std::vector<uint32_t> owners;
  for (uint32_t i = 0; i < m_load.phones; ++i)
    if (m_phones[i].link.isOpen() && m_phones[i].cutOffUntil <= now) {
      watched.push_back({m_phones[i].link.fd(), m_phones[i].link.interest(), 0});
      owners.push_back(i);
    }
  const size_t ofPhones = watched.size();
  if (m_admin.isOpen())
    watched.push_back({m_admin.fd(), m_admin.interest(), 0});
  ::poll(watched.data(), nfds_t(watched.size()),
         int(std::chrono::duration_cast<std::chrono::milliseconds>(most).count()));
  for (size_t i = 0; i < ofPhones; ++i) {
    const uint32_t number = owners[i];
    if (watched[i].revents != 0 &&
        !m_phones[number].link.exchange([&](const FrameView& frame) { phoneFrame(number, frame); }))
      leave(number);
  }
  if (watched.size() > ofPhones && watched.back().revents != 0 &&
      !m_admin.exchange([this](const FrameView& frame) { answer(frame); }))
    loseAdmin();
}

// ---- phones

void Outsiders::movePhones() {
  const auto now = Clock::now();
  for (uint32_t i = 0; i < m_load.phones; ++i)
    movePhone(i, now);
}

void Outsiders::movePhone(uint32_t number, Clock::time_point now) {
  Phone& phone = m_phones[number];
  if (phone.cutOffUntil > now)
    return;
  if (phone.cutOffUntil != Clock::time_point{}) { // the network is back, and what it carried is not
    phone.cutOffUntil = {};
    phone.link.drop();
    phone.turnAt = now;
  }
  if (phone.pending.value != 0 && phone.acknowledgeAt <= now)
    acknowledge(phone);
  if (!phone.link.isOpen() && (phone.turnAt <= now || m_draining))
    connect(number);
  else if (phone.link.isOpen() && isFlighty(number) && phone.turnAt <= now)
    leave(number);
  else if (phone.link.isOpen() && m_load.pingEvery > 0ms && phone.pingAt <= now) {
    phone.pingAt = now + m_load.pingEvery;
    phone.link.send(encodePing(Port::device, ++phone.serial, {wallNow(), false, {}, {}}));
    phone.link.flush();
  }
}

void Outsiders::connect(uint32_t number) {
  Phone& phone = m_phones[number];
  Hello hello;
  hello.device = nameOf(number);
  hello.appState = AppState::foreground;
  // Every other one goes on with its session where it can.
  if (number % 2 == 0)
    hello.session = phone.session, hello.handled = phone.handled;
  phone.pending = {};
  phone.serial = 1;
  phone.pingAt = Clock::now() + randomTime(0ms, m_load.pingEvery);
  if (m_devicePort != 0 && phone.link.open(m_devicePort, encodeHello(Port::device, phone.serial, hello)))
    phone.turnAt = Clock::now() + randomTime(100ms, m_load.longestStay);
  else
    phone.turnAt = Clock::now() + 50ms;
}

void Outsiders::leave(uint32_t number) {
  m_phones[number].link.drop();
  m_phones[number].turnAt = Clock::now() + randomTime(200ms, m_load.longestAway);
}

void Outsiders::phoneFrame(uint32_t number, const FrameView& frame) {
  Phone& phone = m_phones[number];
  switch (frame.header.command) {
  case answerTo(command(Port::device, Common::hello)):
    if (const auto welcome = decodeWelcome(frame.body); welcome.ok()) {
      phone.session = welcome.value().session;
      if (!welcome.value().resumed)
        phone.handled = {};
      phone.everSeen = true;
    }
    break;
  case command(Port::device, Common::ping):
    if (const auto ping = decodePing(frame.body); ping.ok())
      phone.link.send(
          encodePong(Port::device, frame.header.serial, {ping.value().sent, wallNow(), wallNow(), wallNow()}));
    break;
  case device::push:
    if (const auto push = decodePush(frame.body); push.ok())
      take(number, push.value());
    break;
  }
}

void Outsiders::take(uint32_t number, const Push& push) {
  Phone& phone = m_phones[number];
  ++m_arrived;
  const bool lost = m_random.chance(m_lossPpm);
  if (lost) {
    ++m_lost;
    phone.link.drop();
    if (m_random.below(2) == 0)
      return;
  }
  if (phone.dedup.admit(push.uuid, monoNow())) {
    const uint32_t counted = push.payload.size() < 4 ? 0 : readU32(push.payload.data());
    m_recorder.shown(push.uuid, number, push.sequence,
                     push.uuid == m_recorder.uuidOf(counted) && push.payload == payloadOf(counted));
  } else {
    ++m_again;
  }
  phone.handled = std::max(phone.handled, push.sequence);
  if (lost)
    return;
  if (phone.pending.value == 0)
    phone.acknowledgeAt = Clock::now() + randomTime(0ms, 40ms);
  phone.pending = std::max(phone.pending, push.sequence);
}

void Outsiders::acknowledge(Phone& phone) {
  if (phone.link.isOpen()) {
    phone.link.send(encodeAcknowledge({phone.pending, {}}));
    phone.link.flush();
  }
  phone.pending = {};
}

// ---- the operator

void Outsiders::openAdmin() {
  Hello hello;
  hello.credential = m_token;
  hello.client = "outsiders";
  loseAdmin();
  m_admin.open(m_adminPort, encodeHello(Port::admin, 1, hello));
  m_serial = 1;
}

// Nobody knows what became of what was under way: it is asked for again, under the same uuid.
void Outsiders::loseAdmin() {
  m_admin.drop();
  m_adminWelcome = false;
  for (const auto& [serial, push] : m_asks)
    m_askAgain.emplace(Clock::now(), push);
  m_asks.clear();
}

void Outsiders::inject() {
  const bool isDue = Clock::now() - m_pinged > operatorPings;
  if (isDue)
    m_pinged = Clock::now();
  if (isDue && !m_admin.isOpen())
    openAdmin();
  if (!m_adminWelcome)
    return;
  if (isDue)
    m_admin.send(encodePing(Port::admin, ++m_serial, {wallNow(), false, {}, {}}));
  while (m_asks.size() < m_load.asksInFlight && !m_askAgain.empty() && m_askAgain.begin()->first <= Clock::now()) {
    const uint32_t push = m_askAgain.begin()->second;
    m_askAgain.erase(m_askAgain.begin());
    ask(push);
    ++m_askedAgain;
  }
  while (!m_draining && m_asks.size() < m_load.asksInFlight && mayAsk()) {
    const std::vector<uint32_t> targets = chooseTargets();
    if (targets.empty())
      break;
    ask(m_recorder.ask(targets));
    ++m_askedSince;
  }
  if (!m_admin.flush())
    loseAdmin();
}

// Second by second, so that a pause is not made up for.
bool Outsiders::mayAsk() {
  if (m_load.pushesPerSecond == 0)
    return true;
  const auto now = Clock::now();
  if (now - m_askedFrom >= 1s) {
    m_askedFrom = now;
    m_askedSince = 0;
  }
  const double passed = std::chrono::duration<double>(now - m_askedFrom).count();
  return double(m_askedSince) < passed * m_load.pushesPerSecond;
}

std::vector<uint32_t> Outsiders::chooseTargets() {
  std::vector<uint32_t> targets;
  for (uint64_t n = 1 + m_random.below(m_load.mostTargets); n > 0; --n) {
    const auto phone = uint32_t(m_random.below(m_load.phones));
    if (m_phones[phone].everSeen && m_recorder.waiting(phone) < m_load.mostWaiting &&
        std::find(targets.begin(), targets.end(), phone) == targets.end())
      targets.push_back(phone);
  }
  return targets;
}

void Outsiders::ask(uint32_t push) {
  const std::vector<uint32_t> devices = m_recorder.unanswered(push);
  if (devices.empty())
    return;
  Inject inject;
  inject.uuid = m_recorder.uuidOf(push);
  for (const uint32_t device : devices)
    inject.devices.push_back(nameOf(device));
  inject.payload = payloadOf(push);
  m_asks.emplace(++m_serial, push);
  m_admin.send(encodeInject(m_serial, inject));
}

void Outsiders::answer(const FrameView& frame) {
  if (frame.header.command == answerTo(command(Port::admin, Common::hello)))
    m_adminWelcome = true;
  const auto asked = m_asks.find(frame.header.serial);
  if (frame.header.command != answerTo(admin::inject) || asked == m_asks.end())
    return;
  const uint32_t push = asked->second;
  m_asks.erase(asked);
  if (frame.header.code == 0)
    if (const auto injected = decodeInjected(frame.body); injected.ok())
      for (const InjectedDelivery& delivery : injected.value().deliveries)
        if (delivery.code == ErrorCode::ok)
          m_recorder.accepted(push, uint32_t(std::stoul(delivery.device.substr(6))), delivery.sequence);
  // A server that was just started may not have seen the device yet; it was asked too much; or it does not know.
  if (!m_recorder.unanswered(push).empty())
    m_askAgain.emplace(Clock::now() + askAgainAfter, push);
}

} // namespace pushscope
