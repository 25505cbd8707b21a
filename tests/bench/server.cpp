#include "tests/bench/figure.h"
#include "tests/bench/load.h"
#include "tests/support/proc.h"
#include "tests/support/process.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <netinet/in.h>
#include <sstream>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>

// S1 to S8 of the targets: pushnode beside the floor and beside mosquitto, under one and the same load. Subject and
// baseline take turns, because a machine's speed drifts.
namespace pushscope {
namespace {

using namespace bench;

constexpr uint32_t devices = 10'000;
constexpr uint32_t mostDevices = 19'000; // a process may open 20,000 files
constexpr std::array<uint32_t, 3> flights{64, 1, 1'000};
constexpr double runSeconds = 1;
constexpr int rounds = 7;
constexpr int freshRounds = 3; // of what needs servers that were just started

void pause(double seconds) {
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

uint16_t freePort() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  ::bind(fd, reinterpret_cast<sockaddr*>(&address), length);
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length);
  ::close(fd);
  return ntohs(address.sin_port);
}

bool listens(uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  const bool open = ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  ::close(fd);
  return open;
}

// Connections that the kernel turned away since it was started because nobody accepted those before them.
long acceptOverflows() {
  std::ifstream file("/proc/net/netstat");
  std::string names, values;
  while (std::getline(file, names) && std::getline(file, values)) {
    std::istringstream name(names), value(values);
    for (std::string n, v; name >> n && value >> v;)
      if (n == "ListenOverflows")
        return std::stol(v);
  }
  return 0;
}

// A server under measurement.
class Subject {
 public:
  // Heartbeats of half an hour: an idle session costs its memory and nothing else.
  static std::unique_ptr<Subject> pushnode(const std::vector<std::string>& flags = {"--store", "memory"}) {
    auto subject = std::make_unique<Subject>();
    subject->m_token = subject->m_folder.path("token");
    subject->m_flags = flags;
    subject->startPushnode("127.0.0.1:0", "127.0.0.1:0");
    subject->m_dialect = [token = subject->token()] { return makePushnodeDialect(token); };
    return subject->m_devicePort != 0 ? std::move(subject) : nullptr;
  }

  static std::unique_ptr<Subject> floor() {
    auto subject = std::make_unique<Subject>();
    subject->m_process = std::make_unique<Process>(std::vector<std::string>{PUSHSCOPE_BIN "/pushscope_floor"});
    subject->takePorts();
    subject->m_dialect = makeRelayDialect;
    return subject->m_devicePort != 0 ? std::move(subject) : nullptr;
  }

  // Nothing if it is not installed, which is said once.
  static std::unique_ptr<Subject> mosquitto() {
    auto subject = std::make_unique<Subject>();
    const uint16_t port = freePort();
    const std::string configuration = subject->m_folder.path("mosquitto.conf");
    std::ofstream(configuration) << "listener " << port << " 127.0.0.1\n"
                                 << "allow_anonymous true\npersistence false\nlog_type none\nset_tcp_nodelay true\n"
                                    "max_inflight_messages 0\nmax_queued_messages 0\nuser root\n";
    // Debian puts it where only root looks.
    const std::string program = ::access("/usr/sbin/mosquitto", X_OK) == 0 ? "/usr/sbin/mosquitto" : "mosquitto";
    subject->m_process = std::make_unique<Process>(std::vector<std::string>{program, "-c", configuration});
    for (int i = 0; i < 100 && subject->m_process->running() && !listens(port); ++i)
      pause(0.05);
    subject->m_devicePort = subject->m_adminPort = port;
    subject->m_dialect = makeMqttDialect;
    if (subject->m_process->running())
      return subject;
    static bool said = false;
    if (!std::exchange(said, true))
      std::fprintf(stderr, "mosquitto is not installed: the ratios to it are left out.\n");
    return nullptr;
  }

  // Starts it again on the same ports, as one that was killed is started.
  void restart() {
    m_process->kill(SIGKILL);
    m_process->wait();
    startPushnode("127.0.0.1:" + std::to_string(m_devicePort), "127.0.0.1:" + std::to_string(m_adminPort));
  }

  std::unique_ptr<Load> load(uint32_t count = devices) {
    return std::make_unique<Load>(m_dialect, m_devicePort, m_adminPort, count);
  }
  uint16_t adminPort() const { return m_adminPort; }
  std::string token() const { return firstLine(m_token); }
  double cpu() const { return cpuSeconds(m_process->pid()); }
  double resident() const { return residentBytes(m_process->pid()); }

 private:
  void startPushnode(const std::string& device, const std::string& admin) {
    std::vector<std::string> command{PUSHSCOPE_BIN "/pushnode",
                                     "--device-listen",
                                     device,
                                     "--admin-listen",
                                     admin,
                                     "--token-file",
                                     m_token,
                                     "--heartbeat",
                                     "1800s/1800s/3"};
    command.insert(command.end(), m_flags.begin(), m_flags.end());
    m_process = std::make_unique<Process>(command);
    takePorts();
  }
  void takePorts() {
    const std::string line = m_process->readyLine();
    m_devicePort = portOf(readyMember(line, "device"));
    m_adminPort = portOf(readyMember(line, "admin"));
  }

  TemporaryFolder m_folder;
  std::string m_token;
  std::vector<std::string> m_flags;
  std::unique_ptr<Process> m_process;
  uint16_t m_devicePort = 0, m_adminPort = 0;
  Load::MakeDialect m_dialect;
};

struct Measured {
  double cpuUs = 0; // of the server, a push
  double perSecond = 0;
  double p50 = 0, p99 = 0;
};

Measured runOnce(const Subject& subject, Load& load, uint32_t inFlight, double seconds = runSeconds) {
  const double before = subject.cpu();
  const LoadOutcome outcome = load.run({inFlight, seconds});
  const double spent = subject.cpu() - before;
  if (outcome.failed || outcome.lost > 0 || outcome.pushes == 0)
    std::fprintf(stderr, "A run of %u in flight was disturbed: %llu pushes, %llu of them lost%s.\n", inFlight,
                 static_cast<unsigned long long>(outcome.pushes), static_cast<unsigned long long>(outcome.lost),
                 outcome.failed ? ", a connection ended" : "");
  const double pushes = double(std::max<uint64_t>(outcome.pushes, 1));
  return {spent / pushes * 1e6, pushes / outcome.seconds, outcome.p50, outcome.p99};
}

// One server with its load, and what was measured of it, round by round.
struct Contender {
  const char* name;
  std::unique_ptr<Subject> subject;
  std::unique_ptr<Load> load;
  std::vector<Measured> rounds;

  std::vector<double> column(double Measured::*member) const {
    std::vector<double> values;
    for (const Measured& m : rounds)
      values.push_back(m.*member);
    return values;
  }
};

std::vector<Contender> contenders(bool withMosquitto) {
  std::vector<Contender> all;
  const auto add = [&](const char* name, std::unique_ptr<Subject> subject) {
    if (!subject)
      return;
    std::unique_ptr<Load> load = subject->load();
    if (!load->ok())
      std::fprintf(stderr, "%s did not take all connections.\n", name);
    all.push_back({name, std::move(subject), std::move(load), {}});
  };
  add("pushnode", Subject::pushnode());
  add("floor", Subject::floor());
  if (withMosquitto)
    add("mosquitto", Subject::mosquitto());
  return all;
}

const Contender* named(const std::vector<Contender>& all, const std::string& name) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const Contender& c) { return c.name == name; });
  return found == all.end() ? nullptr : &*found;
}

void measureInTurn(std::vector<Contender>& all, uint32_t inFlight) {
  for (Contender& contender : all) {
    contender.rounds.clear();
    runOnce(*contender.subject, *contender.load, inFlight, runSeconds / 2); // caches and tables warm
  }
  for (int round = 0; round < rounds; ++round)
    for (Contender& contender : all)
      contender.rounds.push_back(runOnce(*contender.subject, *contender.load, inFlight));
}

void printInTurn(const std::vector<Contender>& all, uint32_t inFlight) {
  for (const Contender& c : all) {
    const std::vector<double> cpu = c.column(&Measured::cpuUs);
    std::printf("%5u in flight  %-10s %6.2f us a push (%.2f to %.2f)  %8.0f pushes/s  p50 %7.1f us  p99 %7.1f us\n",
                inFlight, c.name, median(cpu), *std::min_element(cpu.begin(), cpu.end()),
                *std::max_element(cpu.begin(), cpu.end()), median(c.column(&Measured::perSecond)),
                median(c.column(&Measured::p50)), median(c.column(&Measured::p99)));
  }
  std::fflush(stdout);
}

void missing(const char* what) {
  std::fprintf(stderr, "%s could not be started: its figures are left out.\n", what);
}

// Bytes a session, of a server that was just started.
double idleBytes(Subject& subject, uint32_t count) {
  const double before = subject.resident();
  const std::unique_ptr<Load> load = subject.load(count);
  pause(1);
  return (subject.resident() - before) / count;
}

} // namespace

std::vector<Figure> measureRelaying() {
  std::vector<Contender> all = contenders(true);
  if (!named(all, "pushnode") || !named(all, "floor"))
    return missing("pushnode or the floor"), std::vector<Figure>{};
  std::vector<Figure> figures;
  for (const uint32_t inFlight : flights) {
    measureInTurn(all, inFlight);
    printInTurn(all, inFlight);
    if (inFlight != flights.front())
      continue; // printed only
    const Contender& node = *named(all, "pushnode");
    const auto cpu = node.column(&Measured::cpuUs);
    figures.push_back(figureOf("S1 floor", "server CPU a push, 64 in flight, against the floor", "us", cpu,
                               named(all, "floor")->column(&Measured::cpuUs)));
    if (const Contender* mosquitto = named(all, "mosquitto")) {
      figures.push_back(figureOf("S1 mosquitto", "server CPU a push, 64 in flight, against mosquitto", "us", cpu,
                                 mosquitto->column(&Measured::cpuUs)));
      figures.push_back(figureOf("S2", "acknowledged pushes, 64 in flight, against mosquitto", "pushes/s",
                                 node.column(&Measured::perSecond), mosquitto->column(&Measured::perSecond)));
    }
  }
  return figures;
}

std::vector<Figure> measureIdle() {
  std::vector<double> ours, theirs;
  for (int round = 0; round < freshRounds; ++round) {
    const auto node = Subject::pushnode();
    const auto mosquitto = Subject::mosquitto();
    if (!node)
      return missing("pushnode"), std::vector<Figure>{};
    ours.push_back(idleBytes(*node, devices));
    if (mosquitto)
      theirs.push_back(idleBytes(*mosquitto, devices));
  }
  if (theirs.empty())
    return {figureBeside(1024, "S3", "resident memory an idle session", "bytes", ours)};
  return {figureOf("S3", "resident memory an idle session, against mosquitto", "bytes", ours, theirs)};
}

std::vector<Figure> measureConnects() {
  std::vector<double> rates;
  for (int round = 0; round < freshRounds; ++round) {
    const auto node = Subject::pushnode();
    if (!node)
      return missing("pushnode"), std::vector<Figure>{};
    rates.push_back(devices / node->load()->connectSeconds());
    const auto floor = Subject::floor();
    const auto mosquitto = Subject::mosquitto();
    std::printf("connect, hello, welcome: pushnode %.0f/s", rates.back());
    if (floor)
      std::printf(", floor %.0f/s", devices / floor->load()->connectSeconds());
    if (mosquitto)
      std::printf(", mosquitto (with its subscription) %.0f/s", devices / mosquitto->load()->connectSeconds());
    std::printf("\n");
  }
  return {figureBeside(8'000, "S4", "connect, hello, welcome of 10,000 devices", "1/s", rates)};
}

std::vector<Figure> measureDurable() {
  const TemporaryFolder folder;
  const auto memory = Subject::pushnode();
  const auto durable = Subject::pushnode({"--store", "sqlite:" + folder.path("bench.db")});
  if (!memory)
    return missing("pushnode"), std::vector<Figure>{};
  if (!durable) {
    std::printf("S5: not available: this pushnode refuses --store sqlite:PATH.\n");
    return {};
  }
  const auto memoryLoad = memory->load();
  const auto durableLoad = durable->load();
  std::vector<Figure> figures;
  for (const uint32_t inFlight : flights) {
    std::vector<double> rates, baselines;
    runOnce(*durable, *durableLoad, inFlight, runSeconds / 2);
    runOnce(*memory, *memoryLoad, inFlight, runSeconds / 2);
    for (int round = 0; round < rounds; ++round) {
      rates.push_back(runOnce(*durable, *durableLoad, inFlight).perSecond);
      baselines.push_back(runOnce(*memory, *memoryLoad, inFlight).perSecond);
    }
    std::printf("%5u in flight  durable %8.0f pushes/s  memory %8.0f pushes/s\n", inFlight, median(rates),
                median(baselines));
    if (inFlight == flights.front())
      figures.push_back(figureOf("S5", "acknowledged pushes, durable store against memory, 64 in flight", "pushes/s",
                                 rates, baselines));
  }
  return figures;
}

std::vector<Figure> measureConsoles() {
  constexpr unsigned watchers = 10;
  constexpr int stalledPairs = 20;
  const auto node = Subject::pushnode();
  if (!node)
    return missing("pushnode"), std::vector<Figure>{};
  const auto load = node->load();
  const auto cpu = [&](double seconds) { return runOnce(*node, *load, flights.front(), seconds).cpuUs; };
  cpu(2); // the ring of blocks and the tables grow to their size
  std::vector<double> watched, alone;
  for (int round = 0; round < rounds; ++round) {
    alone.push_back(cpu(runSeconds));
    const Watchers consoles(node->adminPort(), node->token(), watchers);
    cpu(runSeconds / 4); // the snapshots are theirs
    watched.push_back(cpu(runSeconds));
  }
  const double before = node->resident();
  std::vector<double> stalled, undisturbed;
  double during = 0;
  for (int pair = 0; pair < stalledPairs; ++pair) {
    // First one, then the other first: what the run before left behind hits both.
    const auto quiet = [&] { undisturbed.push_back(cpu(runSeconds)); };
    if (pair % 2 == 0)
      quiet();
    {
      const StalledConsole console(node->adminPort(), node->token());
      cpu(runSeconds); // until the sockets' buffers and its share of memory are full
      stalled.push_back(cpu(runSeconds));
      during = std::max(during, node->resident());
    }
    if (pair % 2 == 1)
      quiet();
  }
  const Figure ten = figureOf("S6 ten", "server CPU a push with ten consoles, against none", "us", watched, alone);
  const Figure one =
      figureOf("S6 stalled", "server CPU a push with a stalled console, against none", "us", stalled, undisturbed);
  std::vector<double> ratios;
  for (size_t i = 0; i < stalled.size(); ++i)
    ratios.push_back(stalled[i] / undisturbed[i]);
  std::sort(ratios.begin(), ratios.end());
  std::printf("S6 stalled: ratio of %zu pairs: least %.3f, lower quartile %.3f, median %.3f, upper quartile %.3f, "
              "most %.3f\n",
              ratios.size(), ratios.front(), ratios[ratios.size() / 4], one.ratio, ratios[ratios.size() * 3 / 4],
              ratios.back());
  std::printf("S6 stalled: memory before %.1f MB, at most %.1f MB meanwhile, %.1f MB after\n", before / 1e6,
              during / 1e6, node->resident() / 1e6);
  return {ten, one};
}

std::vector<Figure> measureRestart() {
  std::vector<double> nearlyAll, everybody;
  for (int round = 0; round < freshRounds; ++round) {
    const auto node = Subject::pushnode();
    if (!node)
      return missing("pushnode"), std::vector<Figure>{};
    const auto load = node->load(mostDevices);
    if (!load->ok())
      std::fprintf(stderr, "S7: not all %u devices could connect: is the limit of open files below 20,000?\n",
                   mostDevices);
    load->expectRestart();
    pause(0.1);
    const long overflows = acceptOverflows();
    const double killed = steadySeconds();
    node->restart();
    const double ready = steadySeconds();
    const LoadOutcome outcome = load->restarted();
    nearlyAll.push_back(outcome.nearlyAll - killed);
    everybody.push_back(outcome.everybody - killed);
    std::printf("restart under %u devices: ready after %.2f s, 99 %% back after %.2f s, all after %.2f s, accept queue "
                "overflows %ld%s\n",
                mostDevices, ready - killed, nearlyAll.back(), everybody.back(), acceptOverflows() - overflows,
                outcome.failed ? " (NOT all came back)" : "");
  }
  return {figureBeside(10, "S7 99", "restart under 19,000 devices: 99 % are back", "s", nearlyAll),
          figureBeside(30, "S7 all", "restart under 19,000 devices: all are back", "s", everybody)};
}

std::vector<Figure> measureLatency() {
  std::vector<Contender> all = contenders(false);
  if (!named(all, "pushnode") || !named(all, "floor"))
    return missing("pushnode or the floor"), std::vector<Figure>{};
  measureInTurn(all, 1);
  printInTurn(all, 1);
  const Contender& node = *named(all, "pushnode");
  const Contender& floor = *named(all, "floor");
  return {figureOf("S8 p50", "push latency, one in flight, median, against the floor", "us",
                   node.column(&Measured::p50), floor.column(&Measured::p50)),
          figureOf("S8 p99", "push latency, one in flight, 99th percentile, against the floor", "us",
                   node.column(&Measured::p99), floor.column(&Measured::p99))};
}

std::vector<Figure> measureGrowth() {
  std::printf("%10s %20s %18s %22s\n", "sessions", "connect+hello us", "bytes a session", "us a push, 64 in flight");
  for (const uint32_t count : {1'000u, devices, mostDevices}) {
    const auto node = Subject::pushnode();
    if (!node)
      return missing("pushnode"), std::vector<Figure>{};
    const double before = node->resident();
    const double cpuBefore = node->cpu();
    const auto load = node->load(count);
    pause(1);
    const double connectUs = (node->cpu() - cpuBefore) / count * 1e6;
    const double bytes = (node->resident() - before) / count;
    runOnce(*node, *load, flights.front());
    std::vector<double> cpu;
    for (int i = 0; i < freshRounds; ++i)
      cpu.push_back(runOnce(*node, *load, flights.front()).cpuUs);
    std::printf("%10u %20.2f %18.0f %22.2f\n", count, connectUs, bytes, median(cpu));
    std::fflush(stdout);
  }
  return {};
}

} // namespace pushscope
