#include "protocol/base/random.h"
#include "protocol/codec/admin_codec.h"
#include "protocol/codec/device_codec.h"
#include "protocol/codec/session_codec.h"
#include "protocol/frame/decoder.h"
#include "protocol/machine/dedup.h"
#include "tests/bench/process.h"
#include "tests/soak/kill_recorder.h"
#include "tests/support/seed.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <map>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

// kill_loop [KILLS] [STORE]: 6-trust TB1. A server with a durable store is killed again and again, at random moments of
// starting, accepting, writing and being acknowledged, and started again on the same file. Phones and injector live on
// here, outside, with a recorder. At the end everybody connects, all queues drain, and the recorder says whether
// anything that was accepted was lost, shown twice, or shown out of order.
//
// STORE is a value of --store, with FILE for a path in a folder of this run; `memory` with 0 kills tries the loop
// itself.
namespace pushscope {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr uint32_t phones = 200;
constexpr uint32_t flighty = 80;    // of those, connected only at times
constexpr uint32_t mostTargets = 4; // of one push
constexpr size_t asksInFlight = 48;
constexpr uint32_t mostWaiting = 400; // of one device: far from the 1,000 that a server may evict
constexpr size_t mostPadding = 300;   // of a payload
constexpr auto askAgainAfter = 100ms; // refused for now
constexpr auto drainPatience = 60s;
constexpr auto loadWithoutKills = 5s;

MonoTime monoNow() {
  return MonoTime(std::chrono::duration_cast<Duration>(Clock::now().time_since_epoch()));
}
WallTime wallNow() {
  return WallTime(std::chrono::duration_cast<Duration>(std::chrono::system_clock::now().time_since_epoch()));
}

// Loopback connects or refuses at once.
int dial(uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  if (fd < 0 || ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    if (fd >= 0)
      ::close(fd);
    return -1;
  }
  ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  ::fcntl(fd, F_SETFL, O_NONBLOCK);
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

// One end of a connection: frames in, bytes out. Everything that arrived before it broke is handled first.
class Link {
 public:
  ~Link() { drop(); }

  bool open(uint16_t port, const Bytes& hello) {
    drop();
    m_fd = dial(port);
    m_decoder = Decoder(adminLimit);
    m_out.clear();
    if (m_fd >= 0)
      send(hello);
    return m_fd >= 0;
  }
  void drop() {
    if (m_fd >= 0)
      ::close(m_fd);
    m_fd = -1;
  }
  bool isOpen() const { return m_fd >= 0; }
  int fd() const { return m_fd; }
  short interest() const { return short(m_out.empty() ? POLLIN : POLLIN | POLLOUT); }

  void send(const Bytes& frame) { m_out.insert(m_out.end(), frame.begin(), frame.end()); }
  // False if the connection broke.
  template <class Handle>
  bool exchange(const Handle& handle) {
    std::array<uint8_t, 32 * 1024> bytes;
    for (;;) {
      const ssize_t count = ::recv(m_fd, bytes.data(), bytes.size(), 0);
      if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
        break;
      if (count <= 0)
        return false;
      m_decoder.feed({bytes.data(), size_t(count)});
      while (const auto frame = m_decoder.next())
        handle(*frame);
      if (m_decoder.failed())
        return false;
    }
    return flush();
  }
  bool flush() {
    if (m_out.empty())
      return true;
    const ssize_t sent = ::send(m_fd, m_out.data(), m_out.size(), 0);
    if (sent > 0)
      m_out.erase(m_out.begin(), m_out.begin() + sent);
    return sent > 0 || errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
  }

 private:
  int m_fd = -1;
  Decoder m_decoder{adminLimit};
  Bytes m_out;
};

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

struct Phone {
  Link link;
  Dedup dedup;               // survives what happens to the server
  uint64_t session = 0;      // to go on with
  Sequence handled, pending; // of the session; on this connection, not acknowledged yet
  Clock::time_point acknowledgeAt{};
  Clock::time_point turnAt{}; // when it connects, or, a flighty one, leaves
  bool everSeen = false;
};

class KillLoop {
 public:
  KillLoop(std::string store, uint64_t seed)
      : m_store(std::move(store)), m_random(seed), m_recorder(seed, phones), m_phones(phones) {}

  // The exit code.
  int run(uint64_t kills) {
    if (!start())
      return std::fprintf(stderr, "pushnode does not start with --store %s: see %s.\n", m_store.c_str(),
                          logPath().c_str()),
             2;
    const uint64_t step = std::max<uint64_t>(1, kills / 10);
    for (uint64_t done = 0; done < kills; ++done) {
      if (!killOnce())
        return std::fprintf(stderr, "pushnode did not come back after kill %llu: see %s.\n",
                            static_cast<unsigned long long>(done + 1), logPath().c_str()),
               1;
      if ((done + 1) % step == 0)
        progress(done + 1);
    }
    if (kills == 0)
      live(loadWithoutKills);
    drain();
    const uint64_t again = restartInGoodOrder();
    return report(kills, again);
  }

 private:
  std::string logPath() const { return "out/kill_loop.log"; }

  // ---- the server

  std::vector<std::string> commandLine() const {
    const auto address = [](uint16_t port) { return "127.0.0.1:" + std::to_string(port); };
    return {PUSHSCOPE_BIN "/pushnode",
            "--device-listen",
            address(m_devicePort),
            "--admin-listen",
            address(m_adminPort),
            "--token-file",
            m_folder.path("token"),
            "--heartbeat",
            "1800s/1800s/3",
            "--store",
            m_store};
  }

  bool start() {
    const auto began = Clock::now();
    if (const size_t at = m_store.find("FILE"); at != std::string::npos)
      m_store.replace(at, 4, m_folder.path("store.db"));
    m_server = std::make_unique<bench::Process>(commandLine(), logPath());
    const std::string line = m_server->readyLine();
    m_devicePort = bench::portOf(bench::readyMember(line, "device"));
    m_adminPort = bench::portOf(bench::readyMember(line, "admin"));
    m_longestStart = std::max(m_longestStart, std::chrono::duration<double>(Clock::now() - began).count());
    if (m_adminPort == 0)
      return false;
    m_token = bench::firstLine(m_folder.path("token"));
    openAdmin();
    // Soon, but not all at once.
    for (uint32_t i = 0; i < phones; ++i)
      if (!m_phones[i].link.isOpen())
        m_phones[i].turnAt = Clock::now() + randomTime(0ms, 60ms);
    return true;
  }

  bool killOnce() {
    live(m_random.chance(150'000) ? randomTime(0ms, 20ms) : randomTime(20ms, 400ms));
    m_server->kill(SIGKILL);
    m_server->wait();
    afterDeath();
    // Some die while they start, with the file half read.
    while (m_random.chance(150'000)) {
      const bench::Process stillborn(commandLine(), logPath());
      std::this_thread::sleep_for(randomTime(0ms, 30ms));
      ++m_stillborn;
    }
    return start();
  }

  // What the server wrote before it died is read, then the connections are gone.
  void afterDeath() {
    while (std::any_of(m_phones.begin(), m_phones.end(), [](const Phone& p) { return p.link.isOpen(); }) ||
           m_admin.isOpen())
      turn(1ms, false);
  }

  // Acknowledgements had time to become durable: none of what was shown may come again, not even to phones that
  // remember nothing.
  uint64_t restartInGoodOrder() {
    if (m_store == "memory")
      return 0;
    live(1s);
    m_server->kill(SIGTERM);
    const int status = m_server->wait();
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
      std::fprintf(stderr, "pushnode did not end in good order on SIGTERM: status %d.\n", status);
    afterDeath();
    m_arrived = 0;
    if (start())
      live(2s);
    return m_arrived;
  }

  // ---- time

  Clock::duration randomTime(Clock::duration low, Clock::duration high) {
    return m_random.between(std::chrono::duration_cast<Duration>(low), std::chrono::duration_cast<Duration>(high));
  }

  void live(Clock::duration time) {
    for (const auto end = Clock::now() + time; Clock::now() < end;)
      turn(std::min<Clock::duration>(end - Clock::now(), 5ms), true);
  }

  void drain() {
    m_draining = true;
    for (const auto end = Clock::now() + drainPatience; !m_recorder.complete() && Clock::now() < end;)
      turn(5ms, true);
  }

  void turn(Clock::duration most, bool alive) {
    if (alive) {
      movePhones();
      inject();
    }
    std::vector<pollfd> watched;
    std::vector<uint32_t> owners;
    for (uint32_t i = 0; i < phones; ++i)
      if (m_phones[i].link.isOpen()) {
        watched.push_back({m_phones[i].link.fd(), m_phones[i].link.interest(), 0});
        owners.push_back(i);
      }
    const size_t ofPhones = watched.size();
    if (m_admin.isOpen())
      watched.push_back({m_admin.fd(), m_admin.interest(), 0});
    ::poll(watched.data(), nfds_t(watched.size()),
           int(std::chrono::duration_cast<std::chrono::milliseconds>(most).count()));
    for (size_t i = 0; i < ofPhones; ++i)
      if (watched[i].revents != 0)
        servePhone(owners[i]);
    if (watched.size() > ofPhones && watched.back().revents != 0 &&
        !m_admin.exchange([this](const FrameView& frame) { answer(frame); }))
      loseAdmin();
  }

  // ---- phones

  bool isFlighty(uint32_t phone) const { return phone < flighty && !m_draining; }

  void movePhones() {
    const auto now = Clock::now();
    for (uint32_t i = 0; i < phones; ++i) {
      Phone& phone = m_phones[i];
      if (phone.pending.value != 0 && phone.acknowledgeAt <= now)
        acknowledge(phone);
      if (!phone.link.isOpen() && (phone.turnAt <= now || m_draining))
        connect(i);
      else if (phone.link.isOpen() && isFlighty(i) && phone.turnAt <= now)
        leave(i);
    }
  }

  void connect(uint32_t i) {
    Phone& phone = m_phones[i];
    Hello hello;
    hello.device = nameOf(i);
    hello.appState = AppState::foreground;
    // Every other one goes on with its session where it can.
    if (i % 2 == 0)
      hello.session = phone.session, hello.handled = phone.handled;
    phone.pending = {};
    if (phone.link.open(m_devicePort, encodeHello(Port::device, 1, hello)))
      phone.turnAt = Clock::now() + randomTime(100ms, 1500ms);
    else
      phone.turnAt = Clock::now() + 50ms;
  }

  void leave(uint32_t i) {
    m_phones[i].link.drop();
    m_phones[i].turnAt = Clock::now() + randomTime(200ms, 2s);
  }

  void servePhone(uint32_t i) {
    Phone& phone = m_phones[i];
    if (phone.link.exchange([&](const FrameView& frame) { phoneFrame(i, frame); }))
      return;
    leave(i);
  }

  void phoneFrame(uint32_t i, const FrameView& frame) {
    Phone& phone = m_phones[i];
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
        take(i, push.value());
      break;
    }
  }

  void take(uint32_t i, const Push& push) {
    Phone& phone = m_phones[i];
    ++m_arrived;
    if (phone.dedup.admit(push.uuid, monoNow())) {
      const uint32_t number = push.payload.size() < 4 ? 0 : readU32(push.payload.data());
      m_recorder.shown(push.uuid, i, push.sequence,
                       push.uuid == m_recorder.uuidOf(number) && push.payload == payloadOf(number));
    } else {
      ++m_again;
    }
    if (phone.pending.value == 0)
      phone.acknowledgeAt = Clock::now() + randomTime(0ms, 40ms);
    phone.pending = std::max(phone.pending, push.sequence);
    phone.handled = std::max(phone.handled, push.sequence);
  }

  void acknowledge(Phone& phone) {
    if (phone.link.isOpen()) {
      phone.link.send(encodeAcknowledge({phone.pending, {}}));
      phone.link.flush();
    }
    phone.pending = {};
  }

  // ---- the injector

  void openAdmin() {
    Hello hello;
    hello.credential = m_token;
    hello.client = "kill_loop";
    m_admin.open(m_adminPort, encodeHello(Port::admin, 1, hello));
    m_adminWelcome = false;
    m_serial = 1;
  }

  // Nobody knows what became of what was under way: it is asked for again, under the same uuid.
  void loseAdmin() {
    m_admin.drop();
    for (const auto& [serial, push] : m_asks)
      m_askAgain.emplace(Clock::now(), push);
    m_asks.clear();
  }

  void inject() {
    if (!m_adminWelcome)
      return;
    if (const auto now = Clock::now(); now - m_pinged > 2s) {
      m_pinged = now;
      m_admin.send(encodePing(Port::admin, ++m_serial, {wallNow(), false, {}, {}}));
    }
    while (m_asks.size() < asksInFlight && !m_askAgain.empty() && m_askAgain.begin()->first <= Clock::now()) {
      const uint32_t push = m_askAgain.begin()->second;
      m_askAgain.erase(m_askAgain.begin());
      ask(push);
      ++m_askedAgain;
    }
    while (!m_draining && m_asks.size() < asksInFlight) {
      const std::vector<uint32_t> targets = chooseTargets();
      if (targets.empty())
        break;
      ask(m_recorder.ask(targets));
    }
    if (!m_admin.flush())
      loseAdmin(), m_adminWelcome = false;
  }

  std::vector<uint32_t> chooseTargets() {
    std::vector<uint32_t> targets;
    for (uint64_t n = 1 + m_random.below(mostTargets); n > 0; --n) {
      const auto phone = uint32_t(m_random.below(phones));
      if (m_phones[phone].everSeen && m_recorder.waiting(phone) < mostWaiting &&
          std::find(targets.begin(), targets.end(), phone) == targets.end())
        targets.push_back(phone);
    }
    return targets;
  }

  void ask(uint32_t push) {
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

  void answer(const FrameView& frame) {
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

  // ---- words

  static unsigned long long number(uint64_t n) { return n; }

  void progress(uint64_t kills) {
    std::printf("%llu kills: %llu deliveries accepted, %llu shown, %llu promises broken\n", number(kills),
                number(m_recorder.acceptedCount()), number(m_recorder.shownCount()), number(m_recorder.brokenCount()));
    std::fflush(stdout);
  }

  int report(uint64_t kills, uint64_t again) {
    std::vector<std::string> broken = m_recorder.audit();
    if (again > 0)
      broken.push_back(std::to_string(again) +
                       " deliveries were written again after a restart in good order, although all were acknowledged");
    for (const std::string& sentence : broken)
      std::printf("BROKEN: %s\n", sentence.c_str());
    if (m_recorder.brokenCount() > broken.size())
      std::printf("BROKEN: %llu promises in all\n", number(m_recorder.brokenCount()));
    std::printf(
        "%llu kills under load and %llu while starting; %llu deliveries asked for, %llu accepted, %llu shown; "
        "%llu pushes asked for again; %llu deliveries written again and not shown again; longest start %.2f s\n",
        number(kills), number(m_stillborn), number(m_recorder.asked()), number(m_recorder.acceptedCount()),
        number(m_recorder.shownCount()), number(m_askedAgain), number(m_again), m_longestStart);
    std::printf(broken.empty() ? "Nothing accepted was lost, shown twice or shown out of order.\n"
                               : "Promises were broken: see above.\n");
    return broken.empty() ? 0 : 1;
  }

  std::string m_store;
  Random m_random;
  KillRecorder m_recorder;
  std::vector<Phone> m_phones;
  bench::TemporaryFolder m_folder;
  std::unique_ptr<bench::Process> m_server;
  uint16_t m_devicePort = 0, m_adminPort = 0;
  std::string m_token;
  Link m_admin;
  bool m_adminWelcome = false, m_draining = false;
  uint32_t m_serial = 0;
  Clock::time_point m_pinged{};
  std::map<uint32_t, uint32_t> m_asks; // push by serial
  std::multimap<Clock::time_point, uint32_t> m_askAgain;
  uint64_t m_askedAgain = 0, m_again = 0, m_arrived = 0, m_stillborn = 0;
  double m_longestStart = 0;
};

} // namespace
} // namespace pushscope

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  char* end = nullptr;
  const uint64_t kills = argc > 1 ? std::strtoull(argv[1], &end, 10) : 20;
  if (argc > 3 || (end && *end != '\0')) {
    std::fprintf(stderr, "kill_loop [KILLS] [STORE]: how often (20), and --store (sqlite:FILE)\n");
    return 2;
  }
  return pushscope::KillLoop(argc > 2 ? argv[2] : "sqlite:FILE", pushscope::testSeed("kill_loop")).run(kills);
}
