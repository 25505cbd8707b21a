#include "protocol/base/result.h"
#include "tests/support/feed_source.h"

#include <CLI/CLI.hpp>

#include <cstdio>

using namespace pushscope;

// feed_source: a server's admin port with any number of virtual devices, for measuring consoles and looking at them.
int main(int argc, char** argv) {
  FeedSource::Config config;
  std::string mix = "beats";
  CLI::App cli{"feed_source: the admin port of a server with virtual devices"};
  cli.add_option("--devices", config.devices, "How many")->capture_default_str();
  cli.add_option("--facts-per-second", config.factsPerSecond, "0: as fast as the console takes them");
  cli.add_option("--mix", mix, "Kinds of facts")->check(CLI::IsMember({"beats", "mixed"}))->capture_default_str();
  cli.add_option("--seed", config.seed, "The same seed tells the same facts")->capture_default_str();
  cli.add_option("--token", config.token, "What a console must show; none: everybody is let in");
  cli.add_option("--port", config.port, "0: the system chooses one");
  CLI11_PARSE(cli, argc, argv);
  config.mix = mix == "mixed" ? FactMix::mixed() : FactMix::beats();
  FeedSource source(config);
  if (source.port() == 0) {
    std::fprintf(stderr, "feed_source: port %u could not be opened; choose another.\n", unsigned(config.port));
    return 3;
  }
  std::printf("{\"ready\":true,\"admin\":\"127.0.0.1:%u\"}\n", unsigned(source.port()));
  std::fflush(stdout);
  for (;;)
    source.serve(1000);
}
