#include "tests/support/proc.h"
#include "tests/support/raw_node.h"

#include <cstdio>
#include <cstdlib>
#include <thread>

// idle_sessions [plain|tls] [PHONES]: 6-trust TD3. So many phones of a pushfleet are connected to a pushnode and beat
// every 30 s, as an app in the foreground does; nothing else happens. What a session costs of memory and processor.
namespace pushscope {
namespace {

constexpr double arrivalPatience = 120, watched = 30; // s
constexpr double tlsBound = 32 * 1024;                // bytes a session

size_t onlineAt(const RawNode& node) {
  const std::string sessions = node.ctl("sessions --json");
  const std::string online = "\"link\":\"online\"";
  size_t count = 0;
  for (size_t at = 0; (at = sessions.find(online, at)) != std::string::npos; at += online.size())
    ++count;
  return count;
}

int run(bool tls, size_t phones) {
  std::vector<std::string> flags{"--store", "memory"};
  if (tls)
    flags.insert(flags.end(), {"--tls", "self-made"});
  const RawNode node(flags);
  if (!node.ready())
    return std::fprintf(stderr, "pushnode does not start: %s\n", node.log().c_str()), 2;
  const long before = residentKiB(node.pid());
  std::vector<std::string> fleet{PUSHSCOPE_BIN "/pushfleet",
                                 "--server",
                                 "127.0.0.1:" + std::to_string(node.device()),
                                 "--count",
                                 std::to_string(phones),
                                 "--profile",
                                 "desktop",
                                 "--control-listen",
                                 "127.0.0.1:0",
                                 "--token-file",
                                 node.path("fleet-token")};
  if (tls)
    fleet.insert(fleet.end(), {"--tls-pin", node.tlsPin()});
  const bench::Process phonesThere(fleet, node.path("fleet-log"));
  const double begun = steadySeconds();
  size_t online = 0;
  while ((online = onlineAt(node)) < phones && steadySeconds() - begun < arrivalPatience)
    std::this_thread::sleep_for(std::chrono::seconds(2));
  if (online < phones)
    return std::fprintf(stderr, "Only %zu of %zu phones arrived.\n", online, phones), 1;
  std::printf("%zu phones arrived within %.1f s\n", phones, steadySeconds() - begun);
  const double processor = cpuSeconds(node.pid());
  std::this_thread::sleep_for(std::chrono::duration<double>(watched));
  const double share = (cpuSeconds(node.pid()) - processor) / watched * 100;
  const double each = double(residentKiB(node.pid()) - before) * 1024 / double(phones);
  std::printf("%s: %.0f bytes a session; %.2f %% of a core with a beat a phone every 30 s\n", tls ? "TLS" : "plain",
              each, share);
  return !tls || each <= tlsBound ? 0 : 1;
}

} // namespace
} // namespace pushscope

int main(int argc, char** argv) {
  const std::string kind = argc > 1 ? argv[1] : "tls";
  const long phones = argc > 2 ? std::atol(argv[2]) : 10'000;
  if (argc > 3 || (kind != "plain" && kind != "tls") || phones < 1 || phones > 19'000) {
    std::fprintf(stderr, "idle_sessions [plain|tls] [PHONES]: 1 to 19000 phones (10000)\n");
    return 2;
  }
  return pushscope::run(kind == "tls", size_t(phones));
}
