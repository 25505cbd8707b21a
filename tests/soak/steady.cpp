#include "protocol/codec/admin_codec.h"
#include "tests/soak/outsiders.h"
#include "tests/support/console_picture.h"
#include "tests/support/raw_node.h"
#include "tests/support/seed.h"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

// steady [SECONDS] [PHONES]: 6-trust TD10, and a console that stops reading. A server with its durable store under
// mixed load, as much as it takes: phones that stay, phones that come and go, pushes to both. After a tenth of the time
// a console that has subscribed reads nothing more, and only pings. In the end it reads again, and must be told its gap
// and then what a fresh console sees. Meanwhile the server's memory, files and threads are watched: the report has the
// slope of memory over the second half with its interval, and the load before and while the console did not read.
namespace pushscope {
namespace {

using namespace std::chrono_literals;
using Clock = Outsiders::Clock;

constexpr auto logPath = "out/steady.log";
constexpr auto catchUpPatience = 60s;
constexpr auto drainPatience = 400s; // longer than a device that came too often is kept out

Outsiders::Load loadOf(uint32_t phones) {
  Outsiders::Load load;
  load.phones = phones;
  load.flighty = phones / 10;
  load.longestStay = 40s;
  load.longestAway = 20s;
  load.pingEvery = 20s;
  return load;
}

struct Sample {
  double hours;
  double mebibytes;
};

// By least squares; the half width holds the true slope with 95 %, were the samples independent.
struct Slope {
  double perHour = 0, halfWidth = 0;
};
Slope slopeOf(const std::vector<Sample>& samples) {
  const double n = double(samples.size());
  if (n < 3)
    return {};
  double x = 0, y = 0;
  for (const Sample& s : samples)
    x += s.hours / n, y += s.mebibytes / n;
  double xx = 0, xy = 0, rest = 0;
  for (const Sample& s : samples) {
    xx += (s.hours - x) * (s.hours - x);
    xy += (s.hours - x) * (s.mebibytes - y);
  }
  const double slope = xy / xx;
  for (const Sample& s : samples)
    rest += std::pow(s.mebibytes - y - slope * (s.hours - x), 2);
  return {slope, 1.96 * std::sqrt(rest / (n - 2) / xx)};
}

class Steady {
 public:
  Steady(uint32_t phones, uint64_t seed)
      : m_outsiders(loadOf(phones), seed), m_node(RawNode::Started{{}, 0, {}, logPath}) {}

  int run(Clock::duration time) {
    if (!m_node.ready())
      return std::fprintf(stderr, "pushnode does not start: see %s.\n", logPath), 2;
    m_outsiders.serverStarted(m_node.device(), m_node.admin(), m_node.token());
    m_outsiders.live(2s); // until everybody is there
    m_begun = Clock::now();
    const double alone = loadFor(time / 10, nullptr);
    Wire stalled(m_node.admin());
    Hello hello;
    hello.credential = m_node.token();
    stalled.hello(Port::admin, hello);
    stalled.send(encodeSubscribe(Port::admin, 2, {}));
    const double beside = loadFor(time - time / 10, &stalled);
    report(alone, beside);
    const bool caughtUp = catchUp(stalled);
    const bool drained = m_outsiders.drain(drainPatience);
    const uint64_t broken = m_outsiders.recorder().printAudit();
    std::printf("%llu deliveries accepted, %llu shown; %s\n", number(m_outsiders.recorder().acceptedCount()),
                number(m_outsiders.recorder().shownCount()),
                drained && broken == 0 ? "nothing was lost, shown twice or shown out of order." : "BROKEN: see above.");
    return caughtUp && drained && broken == 0 ? 0 : 1;
  }

 private:
  static unsigned long long number(uint64_t n) { return n; }

  // Microseconds of the server's processor time for each delivery that was shown.
  double loadFor(Clock::duration time, Wire* stalled) {
    const double processor = cpuSeconds(m_node.pid());
    const uint64_t shown = m_outsiders.recorder().shownCount();
    const auto begun = Clock::now();
    uint32_t serial = 2;
    while (Clock::now() - begun < time) {
      m_outsiders.live(2s);
      if (stalled)
        stalled->send(encodePing(Port::admin, ++serial, {}));
      watch();
    }
    const auto count = double(m_outsiders.recorder().shownCount() - shown);
    const double cost = (cpuSeconds(m_node.pid()) - processor) / std::max(1.0, count) * 1e6;
    std::printf("%.0f s %s: %.0f deliveries/s, %.1f us of processor each\n",
                std::chrono::duration<double>(time).count(),
                stalled ? "beside a console that does not read" : "without consoles",
                count / std::chrono::duration<double>(time).count(), cost);
    std::fflush(stdout);
    return cost;
  }

  void watch() {
    const double hours = std::chrono::duration<double>(Clock::now() - m_begun).count() / 3600;
    m_samples.push_back({hours, double(m_node.residentKiB()) / 1024});
    m_mostFiles = std::max(m_mostFiles, fileCount());
    m_leastThreads = std::min(m_leastThreads, threadCount());
    m_mostThreads = std::max(m_mostThreads, threadCount());
  }

  std::string procPath(const std::string& name) { return "/proc/" + std::to_string(m_node.pid()) + "/" + name; }
  size_t fileCount() {
    const std::filesystem::directory_iterator all(procPath("fd"));
    return size_t(std::distance(begin(all), end(all)));
  }
  size_t threadCount() {
    const std::filesystem::directory_iterator all(procPath("task"));
    return size_t(std::distance(begin(all), end(all)));
  }
  void report(double alone, double beside) {
    const std::vector<Sample> half(m_samples.begin() + std::ptrdiff_t(m_samples.size() / 2), m_samples.end());
    const Slope slope = slopeOf(half);
    std::printf("processor time of a delivery beside the console that does not read: %.2f times\n", beside / alone);
    std::printf("resident memory %.0f MiB at first, %.0f in the middle, %.0f in the end; slope of the second half "
                "%+.1f +- %.1f MiB/h; at most %zu files, %zu to %zu threads\n",
                m_samples.front().mebibytes, half.front().mebibytes, half.back().mebibytes, slope.perHour,
                slope.halfWidth, m_mostFiles, m_leastThreads, m_mostThreads);
    std::fflush(stdout);
  }

  // The load goes on meanwhile, so the two are compared by what does not change with it.
  bool catchUp(Wire& stalled) {
    Wire fresh = m_node.console();
    fresh.send(encodeSubscribe(Port::admin, 2, {}));
    ConsolePicture truth, seen;
    const auto isDone = [&] { return truth.whole && seen.gaps > 0 && seen.whole && seen.lastBlock >= truth.lastBlock; };
    uint32_t serial = 1'000'000;
    for (const auto end = Clock::now() + catchUpPatience; !isDone() && Clock::now() < end;) {
      m_outsiders.live(2ms);
      for (auto [console, picture] : {std::pair(&fresh, &truth), std::pair(&stalled, &seen)}) {
        for (int i = 0; i < 500 && console->readable(0); ++i)
          if (const auto frame = console->next(); !frame || !picture->apply(*frame))
            return std::printf("BROKEN: a console was cut or told nonsense while it read again\n"), false;
        console->send(encodePing(Port::admin, ++serial, {}));
      }
    }
    std::printf("the console that did not read was told %llu gap(s) of %llu blocks, then %zu devices; a fresh one sees "
                "%zu\n",
                number(seen.gaps), number(seen.lost), seen.records.size(), truth.records.size());
    return isDone() && seen.records.size() == truth.records.size();
  }

  Outsiders m_outsiders;
  RawNode m_node;
  Clock::time_point m_begun;
  std::vector<Sample> m_samples;
  size_t m_mostFiles = 0, m_leastThreads = SIZE_MAX, m_mostThreads = 0;
};

} // namespace
} // namespace pushscope

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  const long seconds = argc > 1 ? std::atol(argv[1]) : 660;
  const long phones = argc > 2 ? std::atol(argv[2]) : 2'000;
  if (argc > 3 || seconds < 20 || phones < 20 || phones > 18'000) {
    std::fprintf(stderr, "steady [SECONDS] [PHONES]: how long (660), and 20 to 18000 phones (2000)\n");
    return 2;
  }
  return pushscope::Steady(uint32_t(phones), pushscope::testSeed("steady")).run(std::chrono::seconds(seconds));
}
