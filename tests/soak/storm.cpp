#include "protocol/codec/admin_codec.h"
#include "protocol/codec/device_codec.h"
#include "protocol/codec/session_codec.h"
#include "tests/soak/outside_link.h"
#include "tests/support/raw_node.h"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <poll.h>
#include <thread>

// storm [PHONES]: 6-trust TD2 and TD11. A server is killed under all its phones and started again, and they all come
// back at once, without jitter, trying again as soon as they are turned away. Then a push goes to every one of them,
// and a phone beside them pings all the time.
namespace pushscope {
namespace {

constexpr double patience = 120; // s, until all are back: 6-trust TD2
constexpr double quick = 2;      // s, until a broadcast is written: TD11
constexpr double prompt = 0.1;   // s, for a heartbeat meanwhile: TD11

struct Phone {
  OutsideLink link;
  bool welcome = false, pushed = false;
};

class Storm {
 public:
  explicit Storm(uint32_t phones) : m_phones(phones) {}

  int run() {
    if (!m_node.ready())
      return std::fprintf(stderr, "pushnode does not start: %s\n", m_node.log().c_str()), 2;
    bool good = comeBack("arrive");
    m_node.process().kill(SIGKILL);
    m_node.process().wait();
    for (Phone& phone : m_phones)
      phone.link.drop();
    m_node.restart();
    good &= comeBack("come back");
    good &= broadcast();
    std::printf(good ? "passed\n" : "FAILED: see above\n");
    return good ? 0 : 1;
  }

 private:
  bool comeBack(const char* what) {
    const double begun = steadySeconds();
    size_t there = 0;
    long most = 0;
    for (Phone& phone : m_phones)
      phone.welcome = false;
    while (there < m_phones.size() && steadySeconds() - begun < patience) {
      for (uint32_t i = 0; i < m_phones.size(); ++i)
        if (!m_phones[i].link.isOpen())
          connect(i);
      turn();
      there = size_t(std::count_if(m_phones.begin(), m_phones.end(), [](const Phone& p) { return p.welcome; }));
      most = std::max(most, m_node.residentKiB());
    }
    std::printf("%zu of %zu phones %s within %.2f s of each other; at most %.1f MiB\n", there, m_phones.size(), what,
                steadySeconds() - begun, double(most) / 1024);
    return there == m_phones.size();
  }

  void connect(uint32_t i) {
    Hello hello;
    hello.device = nameOf(i);
    hello.appState = AppState::foreground;
    m_phones[i].welcome = false;
    m_phones[i].link.open(m_node.device(), encodeHello(Port::device, 1, hello));
  }

  static std::string nameOf(uint32_t i) { return "phone-" + std::to_string(i); }

  // From the request until the last phone has it, for each thousand pushes asked for at once.
  bool broadcast() {
    std::atomic<bool> done = false;
    double slowest = 0;
    size_t pings = 0;
    std::thread beside([&] {
      Wire probe = m_node.phone("probe");
      for (uint32_t serial = 2; !done; ++serial) {
        const double sent = steadySeconds();
        probe.send(encodePing(Port::device, serial, {}));
        if (!probe.await(answerTo(command(Port::device, Common::ping))))
          break;
        slowest = std::max(slowest, steadySeconds() - sent);
        ++pings;
      }
    });
    Wire console = m_node.console();
    const double begun = steadySeconds();
    uint32_t serial = 1;
    for (uint32_t from = 0; from < m_phones.size(); from += maxTargets) {
      Inject push;
      push.uuid.bytes[0] = uint8_t(++serial);
      push.payload = {'x'};
      for (uint32_t i = from; i < std::min<size_t>(m_phones.size(), from + maxTargets); ++i)
        push.devices.push_back(nameOf(i));
      console.send(encodeInject(serial, push));
    }
    const auto missing = [&] {
      return std::any_of(m_phones.begin(), m_phones.end(), [](const Phone& p) { return !p.pushed; });
    };
    while (missing() && steadySeconds() - begun < patience)
      turn();
    const double took = steadySeconds() - begun;
    done = true;
    beside.join();
    std::printf("a push to all: the last has it after %.2f s (bound %.0f s); %zu beats of a phone beside them, the "
                "slowest %.1f ms (bound %.0f ms)\n",
                took, quick, pings, slowest * 1e3, prompt * 1e3);
    return !missing() && took <= quick && slowest <= prompt;
  }

  void turn() {
    std::vector<pollfd> watched;
    std::vector<uint32_t> owners;
    for (uint32_t i = 0; i < m_phones.size(); ++i)
      if (m_phones[i].link.isOpen()) {
        watched.push_back({m_phones[i].link.fd(), m_phones[i].link.interest(), 0});
        owners.push_back(i);
      }
    ::poll(watched.data(), nfds_t(watched.size()), 5);
    for (size_t i = 0; i < watched.size(); ++i) {
      Phone& phone = m_phones[owners[i]];
      if (watched[i].revents != 0 && !phone.link.exchange([&](const FrameView& frame) { take(phone, frame); }))
        phone.link.drop();
    }
  }

  void take(Phone& phone, const FrameView& frame) {
    if (frame.header.command == answerTo(command(Port::device, Common::hello)))
      phone.welcome = frame.header.code == 0;
    if (frame.header.command != device::push)
      return;
    phone.pushed = true;
    if (const auto push = decodePush(frame.body); push.ok())
      phone.link.send(encodeAcknowledge({push.value().sequence, {}, {}}));
  }

  RawNode m_node{std::vector<std::string>{"--store", "memory"}};
  std::vector<Phone> m_phones;
};

} // namespace
} // namespace pushscope

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  const long phones = argc > 1 ? std::atol(argv[1]) : 19'000;
  if (argc > 2 || phones < 1 || phones > 19'000) {
    std::fprintf(stderr, "storm [PHONES]: 1 to 19000 (19000)\n");
    return 2;
  }
  return pushscope::Storm(uint32_t(phones)).run();
}
