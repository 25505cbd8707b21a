#include "tests/soak/outsiders.h"
#include "tests/support/raw_node.h"
#include "tests/support/seed.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

// nemesis [SECONDS] [PHONES]: 6-trust TC1. A server with its durable store under load, and somebody who means it harm:
// kills it, stops it for 5 to 60 seconds, sets its wall clock up to an hour forth and back, cuts phones off, and makes
// 1 to 20 % of the pushes, or their acknowledgements, die with their connections (TCP loses and reorders nothing else).
// Afterwards all heals, and the recorder outside says whether every delivery that was accepted was shown once and in
// order, and the server whether anything still waits.
namespace pushscope {
namespace {

using namespace std::chrono_literals;
using Clock = Outsiders::Clock;

constexpr auto logPath = "out/nemesis.log";
// Longer than a device that came too often is kept out.
constexpr auto drainPatience = 400s;

Outsiders::Load loadOf(uint32_t phones) {
  Outsiders::Load load;
  load.phones = phones;
  load.flighty = phones / 5;
  load.longestStay = 40s;
  load.longestAway = 20s;
  load.pingEvery = 4s;
  load.pushesPerSecond = 400;
  return load;
}

class Nemesis {
 public:
  Nemesis(uint32_t phones, uint64_t seed)
      : m_phones(phones), m_outsiders(loadOf(phones), seed),
        m_node({{"--heartbeat", "5s/3s/3", "--shards", "2"},
                0,
                {"env", "LD_PRELOAD=" WALL_CLOCK_SHIFT_LIBRARY, "WALL_CLOCK_SHIFT=" + m_folder.path("shift")},
                logPath}) {
    setWallClock(0s);
  }

  int run(std::chrono::seconds time) {
    if (!serve())
      return std::fprintf(stderr, "pushnode does not start: see %s.\n", logPath), 2;
    const auto end = Clock::now() + time;
    for (auto said = Clock::now(); Clock::now() < end;) {
      m_outsiders.live(m_outsiders.randomTime(500ms, 5s));
      if (!doHarm())
        return std::fprintf(stderr, "pushnode did not come back: see %s.\n", logPath), 1;
      if (Clock::now() - said > time / 10)
        said = Clock::now(), progress();
    }
    m_outsiders.drain(drainPatience);
    m_outsiders.live(1s); // the last acknowledgements
    return report();
  }

 private:
  bool serve() {
    if (m_node.ready())
      m_outsiders.serverStarted(m_node.device(), m_node.admin(), m_node.token());
    return m_node.ready();
  }

  void setWallClock(std::chrono::seconds ahead) {
    const int64_t shift = ahead.count();
    const int fd = ::open(m_folder.path("shift").c_str(), O_WRONLY | O_CREAT, 0600);
    if (fd < 0 || ::write(fd, &shift, sizeof shift) != ssize_t(sizeof shift))
      std::fprintf(stderr, "The wall clock could not be set.\n");
    ::close(fd);
  }

  bool doHarm() {
    Random& random = m_outsiders.random();
    switch (random.below(6)) {
    case 0:
      return kill();
    case 1:
      stop(random.below(4) == 0 ? m_outsiders.randomTime(15s, 60s) : m_outsiders.randomTime(5s, 15s));
      return true;
    case 2:
      setWallClock(std::chrono::seconds(int64_t(random.below(7201)) - 3600));
      ++m_jumps;
      return true;
    case 3:
      m_outsiders.cutOff(uint32_t(m_phones / 20 + random.below(m_phones / 4)), m_outsiders.randomTime(2s, 30s));
      ++m_cuts;
      return true;
    default:
      m_outsiders.setLoss(uint32_t(10'000 + random.below(190'001)));
      return true;
    }
  }

  bool kill() {
    m_node.process().kill(SIGKILL);
    m_node.process().wait();
    m_outsiders.serverDied();
    m_node.restart();
    ++m_kills;
    return serve();
  }

  // Phones and operator live on, and hear nothing.
  void stop(Clock::duration time) {
    m_node.process().kill(SIGSTOP);
    m_outsiders.live(time);
    m_node.process().kill(SIGCONT);
    ++m_stops;
    m_stopped += std::chrono::duration<double>(time).count();
  }

  static unsigned long long number(uint64_t n) { return n; }

  void progress() {
    const KillRecorder& recorder = m_outsiders.recorder();
    std::printf("%llu deliveries accepted, %llu shown, %llu promises broken; %u kills, %u stops\n",
                number(recorder.acceptedCount()), number(recorder.shownCount()), number(recorder.brokenCount()),
                m_kills, m_stops);
    std::fflush(stdout);
  }

  int report() {
    KillRecorder& recorder = m_outsiders.recorder();
    uint64_t broken = recorder.printAudit();
    const std::string waiting = m_node.ctl("queue list --json");
    if (!waiting.empty()) {
      std::printf("BROKEN: the server still lists deliveries as waiting:\n%.2000s\n", waiting.c_str());
      ++broken;
    }
    std::printf("%u phones: %u kills, %u stops (%.0f s in all), %u jumps of the wall clock, %u cuts of phones, %llu "
                "pushes or acknowledgements lost with their connections; %llu deliveries asked for, %llu accepted, "
                "%llu shown; %llu pushes asked for again; %llu deliveries written again and not shown again\n",
                m_phones, m_kills, m_stops, m_stopped, m_jumps, m_cuts, number(m_outsiders.lost()),
                number(recorder.asked()), number(recorder.acceptedCount()), number(recorder.shownCount()),
                number(m_outsiders.askedAgain()), number(m_outsiders.again()));
    std::printf(broken == 0 ? "Every accepted delivery was shown once and in order, and nothing waits.\n"
                            : "Promises were broken: see above.\n");
    return broken == 0 ? 0 : 1;
  }

  uint32_t m_phones;
  TemporaryFolder m_folder;
  Outsiders m_outsiders;
  RawNode m_node;
  uint32_t m_kills = 0, m_stops = 0, m_jumps = 0, m_cuts = 0;
  double m_stopped = 0;
};

} // namespace
} // namespace pushscope

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  const long seconds = argc > 1 ? std::atol(argv[1]) : 600;
  const long phones = argc > 2 ? std::atol(argv[2]) : 10'000;
  if (argc > 3 || seconds < 1 || phones < 20 || phones > 18'000) {
    std::fprintf(stderr, "nemesis [SECONDS] [PHONES]: how long (600), and 20 to 18000 phones (10000)\n");
    return 2;
  }
  return pushscope::Nemesis(uint32_t(phones), pushscope::testSeed("nemesis")).run(std::chrono::seconds(seconds));
}
