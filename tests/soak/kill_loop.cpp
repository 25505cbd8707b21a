#include "tests/soak/outsiders.h"
#include "tests/support/raw_node.h"
#include "tests/support/seed.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <sys/wait.h>
#include <thread>

// kill_loop [KILLS] [STORE]: 6-trust TB1. A server with a durable store is killed again and again, at random moments of
// starting, accepting, writing and being acknowledged, and started again on the same file. Phones and operator live on
// here, outside, with a recorder. At the end everybody connects, all queues drain, and the recorder says whether
// anything that was accepted was lost, shown twice, or shown out of order.
//
// STORE is a value of --store; `memory` with 0 kills tries the loop itself.
namespace pushscope {
namespace {

using namespace std::chrono_literals;
using Clock = Outsiders::Clock;

constexpr auto drainPatience = 60s;
constexpr auto loadWithoutKills = 5s;
constexpr auto logPath = "out/kill_loop.log";

class KillLoop {
 public:
  KillLoop(std::string store, uint64_t seed)
      : m_store(std::move(store)), m_outsiders({}, seed),
        m_node({{"--heartbeat", "1800s/1800s/3", "--store", m_store}, 0, {}, logPath}) {}

  // The exit code.
  int run(uint64_t kills) {
    if (!serve())
      return std::fprintf(stderr, "pushnode does not start with --store %s: see %s.\n", m_store.c_str(), logPath), 2;
    const uint64_t step = std::max<uint64_t>(1, kills / 10);
    for (uint64_t done = 0; done < kills; ++done) {
      if (!killOnce())
        return std::fprintf(stderr, "pushnode did not come back after kill %llu: see %s.\n", number(done + 1), logPath),
               1;
      if ((done + 1) % step == 0)
        progress(done + 1);
    }
    if (kills == 0)
      m_outsiders.live(loadWithoutKills);
    m_outsiders.drain(drainPatience);
    const uint64_t again = restartInGoodOrder();
    return report(kills, again);
  }

 private:
  bool serve() {
    if (m_node.ready())
      m_outsiders.serverStarted(m_node.device(), m_node.admin(), m_node.token());
    return m_node.ready();
  }

  bool restart() {
    const auto began = Clock::now();
    m_node.restart();
    m_longestStart = std::max(m_longestStart, std::chrono::duration<double>(Clock::now() - began).count());
    return serve();
  }

  bool killOnce() {
    Random& random = m_outsiders.random();
    m_outsiders.live(random.chance(150'000) ? m_outsiders.randomTime(0ms, 20ms) : m_outsiders.randomTime(20ms, 400ms));
    m_node.process().kill(SIGKILL);
    m_node.process().wait();
    m_outsiders.serverDied();
    // Some die while they start, with the file half read.
    while (random.chance(150'000)) {
      const bench::Process stillborn = m_node.stillborn();
      std::this_thread::sleep_for(m_outsiders.randomTime(0ms, 30ms));
      ++m_stillborn;
    }
    return restart();
  }

  // Acknowledgements had time to become durable: none of what was shown may come again, not even to phones that
  // remember nothing.
  uint64_t restartInGoodOrder() {
    if (m_store == "memory")
      return 0;
    m_outsiders.live(1s);
    m_node.process().kill(SIGTERM);
    const int status = m_node.process().wait();
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
      std::fprintf(stderr, "pushnode did not end in good order on SIGTERM: status %d.\n", status);
    m_outsiders.serverDied();
    const uint64_t before = m_outsiders.arrived();
    if (restart())
      m_outsiders.live(2s);
    return m_outsiders.arrived() - before;
  }

  static unsigned long long number(uint64_t n) { return n; }

  void progress(uint64_t kills) {
    const KillRecorder& recorder = m_outsiders.recorder();
    std::printf("%llu kills: %llu deliveries accepted, %llu shown, %llu promises broken\n", number(kills),
                number(recorder.acceptedCount()), number(recorder.shownCount()), number(recorder.brokenCount()));
    std::fflush(stdout);
  }

  int report(uint64_t kills, uint64_t again) {
    KillRecorder& recorder = m_outsiders.recorder();
    const uint64_t broken = recorder.printAudit() + (again > 0);
    if (again > 0)
      std::printf("BROKEN: %llu deliveries were written again after a restart in good order, although all were "
                  "acknowledged\n",
                  number(again));
    std::printf(
        "%llu kills under load and %llu while starting; %llu deliveries asked for, %llu accepted, %llu shown; "
        "%llu pushes asked for again; %llu deliveries written again and not shown again; longest start %.2f s\n",
        number(kills), number(m_stillborn), number(recorder.asked()), number(recorder.acceptedCount()),
        number(recorder.shownCount()), number(m_outsiders.askedAgain()), number(m_outsiders.again()), m_longestStart);
    std::printf(broken == 0 ? "Nothing accepted was lost, shown twice or shown out of order.\n"
                            : "Promises were broken: see above.\n");
    return broken == 0 ? 0 : 1;
  }

  std::string m_store;
  Outsiders m_outsiders;
  RawNode m_node;
  uint64_t m_stillborn = 0;
  double m_longestStart = 0;
};

} // namespace
} // namespace pushscope

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  char* end = nullptr;
  const uint64_t kills = argc > 1 ? std::strtoull(argv[1], &end, 10) : 20;
  if (argc > 3 || (end && *end != '\0')) {
    std::fprintf(stderr, "kill_loop [KILLS] [STORE]: how often (20), and --store (sqlite)\n");
    return 2;
  }
  return pushscope::KillLoop(argc > 2 ? argv[2] : "sqlite", pushscope::testSeed("kill_loop")).run(kills);
}
