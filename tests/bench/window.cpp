#include "tests/bench/figure.h"
#include "tests/support/process.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>

// C2 to C6, TG1: the console's real window, in a process of its own, beside a feed source or a sandbox in others.
namespace pushscope {
namespace {

constexpr double patience = 180; // seconds, beside those that the window is to look on

using Said = std::map<std::string, double>;

double steadySeconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// What a run of the window says; each name also with "_at": seconds since the process was started.
Said runWindow(std::vector<std::string> arguments, double looksOn = 0) {
  arguments.insert(arguments.begin(), PUSHSCOPE_BIN "/pushscope_window_bench");
  Said said;
  const double began = steadySeconds();
  bench::Process process(arguments);
  for (;;) {
    const std::string line = process.readyLine();
    const size_t blank = line.find(' ');
    if (blank != std::string::npos) {
      said[line.substr(0, blank)] = std::atof(line.c_str() + blank);
      said[line.substr(0, blank) + "_at"] = steadySeconds() - began;
    } else if (!process.running() || steadySeconds() - began > patience + looksOn) {
      return said;
    }
  }
}

struct Load {
  uint32_t devices;
  double factsPerSecond; // 0: as many as the window takes
  std::vector<std::string> arguments = {};
  double looksOn = 0; // longer than usual
};

Said runBesideSource(const Load& load) {
  bench::Process source({PUSHSCOPE_BIN "/feed_source", "--devices", std::to_string(load.devices), "--facts-per-second",
                         std::to_string(load.factsPerSecond), "--mix", "mixed"});
  const uint16_t port = bench::portOf(bench::readyMember(source.readyLine(), "admin"));
  std::vector<std::string> arguments{"--port", std::to_string(port), "--devices", std::to_string(load.devices)};
  arguments.insert(arguments.end(), load.arguments.begin(), load.arguments.end());
  if (load.looksOn > 0)
    arguments.insert(arguments.end(), {"--seconds", std::to_string(load.looksOn)});
  Said said = runWindow(arguments, load.looksOn);
  if (said.count("usable_s") == 0)
    std::fprintf(stderr, "The window said nothing of %u devices; is there a display, or QT_QPA_PLATFORM=offscreen?\n",
                 load.devices);
  return said;
}

constexpr int runs = 3;

class Runs {
 public:
  void add(const Said& said) {
    for (const auto& [name, value] : said)
      m_values[name].push_back(value);
  }
  Figure figure(double target, const std::string& id, const std::string& name, const std::string& unit,
                const std::string& said) const {
    const auto found = m_values.find(said);
    return figureBeside(target, id, name, unit, found == m_values.end() ? std::vector<double>{-1} : found->second);
  }

 private:
  std::map<std::string, std::vector<double>> m_values;
};

} // namespace

// C2: live over TCP, 100,000 sessions on screen.
std::vector<Figure> measureLive() {
  Runs full, paced;
  for (int i = 0; i < runs; ++i) {
    full.add(runBesideSource({100'000, 0}));
    paced.add(runBesideSource({100'000, 2e6}));
  }
  return {full.figure(2e6, "C2 facts", "live facts/s over TCP, 100,000 sessions on screen", "facts/s", "facts_per_s"),
          paced.figure(8, "C2 tick", "tick p99 at 2 M facts/s", "ms", "tick_p99_ms"),
          paced.figure(1, "C2 drops", "blocks dropped at 2 M facts/s (target 0)", "blocks", "drops")};
}

// C3: a million sessions, while 100,000 facts a second come.
std::vector<Figure> measureMillion() {
  Runs million;
  for (int i = 0; i < runs; ++i)
    million.add(runBesideSource({1'000'000, 1e5, {"--arrange"}}));
  return {million.figure(2, "C3 usable", "a million sessions: connect until the table is whole", "s", "usable_s"),
          million.figure(300, "C3 memory", "resident memory of the console", "MB", "memory_mb"),
          million.figure(8, "C3 repaint", "repaint p99 while updates flow", "ms", "repaint_p99_ms"),
          million.figure(150, "C3 sort", "sort by round trip, from click to table", "ms", "sort_ms"),
          million.figure(60, "C3 query", "query, from typing to table", "ms", "query_ms")};
}

// C4: from the start of the process.
std::vector<Figure> measureStart() {
  Runs starts;
  for (int i = 0; i < runs; ++i)
    starts.add(runWindow({"--sandbox", "200", "--seconds", "0"}));
  return {starts.figure(0.4, "C4 frame", "start until the first frame", "s", "frame_at"),
          starts.figure(2, "C4 row", "sandbox of 200 until the first live row", "s", "row_at")};
}

// C5: the columns that a table shows at first, while the window goes on.
std::vector<Figure> measureExport() {
  Runs exports;
  for (int i = 0; i < runs; ++i)
    exports.add(runBesideSource({1'000'000, 1000, {"--csv", "--seconds", "0"}}));
  return {exports.figure(100, "C5 CSV", "CSV of a million rows", "MB/s", "csv_mb_per_s"),
          exports.figure(20, "C5 memory", "extra memory meanwhile", "MB", "csv_memory_mb"),
          exports.figure(16, "C5 stall", "longest that the window stood still meanwhile", "ms", "csv_stall_ms")};
}

// C6: what a quiet console costs.
std::vector<Figure> measureQuiet() {
  Runs quiet;
  for (int i = 0; i < runs; ++i)
    quiet.add(runWindow({"--sandbox", "200"}));
  return {
      quiet.figure(5, "C6 visible", "CPU on the sandbox of 200 phones, window visible", "% of a core", "cpu_percent"),
      quiet.figure(1, "C6 hidden", "the same, window hidden", "% of a core", "hidden_cpu_percent")};
}

// TG1: 100,000 rows for ten minutes at the rate of C2.
std::vector<Figure> measureLong() {
  Runs once;
  once.add(runBesideSource({100'000, 2e6, {}, 600}));
  return {once.figure(2e6, "TG1 facts", "live facts/s for ten minutes, 100,000 sessions on screen", "facts/s",
                      "facts_per_s"),
          once.figure(8, "TG1 tick", "tick p99", "ms", "tick_p99_ms"),
          once.figure(1, "TG1 drops", "blocks dropped (target 0)", "blocks", "drops"),
          once.figure(100, "TG1 stall", "longest that the window stood still", "ms", "stall_ms"),
          once.figure(300, "TG1 memory", "resident memory of the console in the end", "MB", "memory_mb")};
}

// A table: how the console's costs grow with its rows.
std::vector<Figure> measureConsoleGrowth() {
  std::printf("%-10s %10s %12s %12s %12s %12s %12s %12s\n", "rows", "usable s", "µs a row", "MB", "bytes a row",
              "ns a fact", "tick p99 ms", "repaint ms");
  double empty = 0;
  for (const uint32_t rows : {1'000u, 10'000u, 100'000u, 1'000'000u}) {
    Said said = runBesideSource({rows, 0});
    empty = empty == 0 ? said["memory_mb"] : empty;
    std::printf("%-10u %10.2f %12.2f %12.0f %12.0f %12.0f %12.1f %12.1f\n", rows, said["usable_s"],
                said["usable_s"] * 1e6 / rows, said["memory_mb"], (said["memory_mb"] - empty) * 1e6 / rows,
                1e9 / said["facts_per_s"], said["tick_p99_ms"], said["repaint_p99_ms"]);
    std::fflush(stdout);
  }
  return {};
}

} // namespace pushscope
