#include "app/fleet/fleet.h"
#include "app/link/address.h"
#include "app/link/program.h"
#include "protocol/base/duration_text.h"

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include <charconv>
#include <fstream>

using namespace pushscope;

namespace {

std::string profileNames() {
  std::string names;
  for (const Profile& profile : profiles())
    names += (names.empty() ? "" : ", ") + std::string(profile.name);
  return names;
}

// "desktop" or "desktop=70%"; without shares all weigh the same.
Result<FleetConfig::Share> parseShare(const std::string& text) {
  const size_t equals = text.find('=');
  FleetConfig::Share share{findProfile(text.substr(0, equals)), 1};
  if (!share.profile)
    return {ErrorCode::usage, "--profile " + text + ": unknown; this version knows " + profileNames()};
  if (equals == std::string::npos)
    return share;
  const char* begin = text.data() + equals + 1;
  const char* end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(begin, end, share.weight);
  const bool unit = stop == end || (stop + 1 == end && *stop == '%');
  if (failure != std::errc{} || !unit || share.weight == 0 || share.weight > 1'000'000)
    return {ErrorCode::usage, "--profile " + text + ": the share must be a whole number, for example desktop=70%"};
  return share;
}

struct Flags {
  std::vector<std::string> servers;
  std::vector<std::string> mix;
  std::string controlListen = "127.0.0.1:7803";
  std::string tokenFile;
  std::string deviceTokenFile;
  std::string dwell = "0";
  double flakyPercent = 0;
  std::string flakyEvery = "20s";
  std::string backoffCap = "60s";
};

Status readDurations(const Flags& flags, FleetConfig& config) {
  struct Field {
    const char* flag;
    const std::string* text;
    Duration* value;
  };
  for (const Field& field :
       {Field{"--dwell", &flags.dwell, &config.dwell}, Field{"--flaky-every", &flags.flakyEvery, &config.flakyEvery},
        Field{"--backoff-cap", &flags.backoffCap, &config.backoff.cap}}) {
    const Result<Duration> value = parseDuration(*field.text);
    if (!value.ok())
      return {ErrorCode::usage, std::string(field.flag) + " " + *field.text + ": not a duration such as 5s or 500ms"};
    *field.value = value.value();
  }
  return Done{};
}

Status readFlags(const Flags& flags, FleetConfig& config) {
  for (const std::string& text : flags.servers) {
    const auto server = parseAddress(text);
    if (!server.ok())
      return {ErrorCode::usage, "--server " + text + ": not an address of the form 127.0.0.1:7801"};
    if (!server.value().address().is_loopback())
      return {ErrorCode::usage,
              "--server " + text + ": only loopback addresses, because there is no TLS to protect a credential"};
    config.servers.push_back(server.value());
  }
  const auto control = parseAddress(flags.controlListen);
  if (!control.ok())
    return {ErrorCode::usage,
            "--control-listen " + flags.controlListen + ": not an address of the form 127.0.0.1:7803"};
  config.controlListen = control.value();
  for (const std::string& text : flags.mix) {
    const auto share = parseShare(text);
    if (!share.ok())
      return share.error();
    config.mix.push_back(share.value());
  }
  if (!checkDeviceId(config.prefix + "1000000").ok())
    return {ErrorCode::usage,
            "--prefix: must make device ids of at most 128 bytes of UTF-8 without control characters"};
  if (config.name.empty() || config.name.size() > 64 || !isValidUtf8(config.name))
    return {ErrorCode::usage, "--name: a name of 1 to 64 bytes"};
  if (flags.flakyPercent < 0 || flags.flakyPercent > 100)
    return {ErrorCode::usage, "--flaky: a share from 0 to 100 %"};
  config.flakyPerMillion = uint32_t(flags.flakyPercent * 10'000);
  if (!flags.deviceTokenFile.empty()) {
    std::ifstream file(flags.deviceTokenFile);
    if (!std::getline(file, config.deviceToken))
      return {ErrorCode::file, flags.deviceTokenFile + ": cannot be read or is empty"};
    config.deviceToken = config.deviceToken.substr(0, config.deviceToken.find('\r'));
  }
  return readDurations(flags, config);
}

} // namespace

int main(int argc, char** argv) {
  Flags flags;
  FleetConfig config;
  config.version = PUSHSCOPE_VERSION;
  bool untilStdinCloses = false;
  bool seeded = false;

  CLI::App app{"pushfleet: simulated phones that keep a connection to a push server"};
  app.set_version_flag("--version", "pushfleet " PUSHSCOPE_VERSION);
  app.add_option("--server", flags.servers, "Device port of a push server; may be repeated")->required();
  app.add_option("--count", config.count, "Number of phones")->check(CLI::Range(1u, 1'000'000u))->capture_default_str();
  app.add_option("--profile", flags.mix, "NAME or NAME=SHARE, may be repeated: " + profileNames());
  const auto* seed = app.add_option("--seed", config.seed, "The same seed gives the same phones; random if not given");
  app.add_option("--control-listen", flags.controlListen, "Address for consoles")->capture_default_str();
  app.add_option("--token-file", flags.tokenFile, "Token of the control port; made (mode 0600) if it is missing")
      ->required();
  app.add_option("--device-token-file", flags.deviceTokenFile, "Token that the phones present to the server");
  app.add_option("--prefix", config.prefix, "Device ids are this and a number")->capture_default_str();
  app.add_option("--name", config.name, "Name of this fleet in consoles")->capture_default_str();
  app.add_option("--dwell", flags.dwell, "Mean time in foreground or background; 0: phones do not change")
      ->capture_default_str();
  app.add_option("--flaky", flags.flakyPercent, "Share of phones, in percent, that lose their link now and then");
  app.add_option("--flaky-every", flags.flakyEvery, "Mean time between such losses")->capture_default_str();
  app.add_option("--backoff-cap", flags.backoffCap, "Longest wait before a phone connects again")
      ->capture_default_str();
  app.add_flag("--until-stdin-closes", untilStdinCloses,
               "End when standard input ends: for programs that start this one");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  seeded = seed->count() > 0;

  setUpLog("pushfleet");
  raiseFileLimit();
  if (!seeded)
    config.seed = systemRandom();
  if (flags.mix.empty())
    for (const Profile& profile : profiles())
      config.mix.push_back({&profile, 1});
  Status status = readFlags(flags, config);
  const Result<TokenGuard> token =
      status.ok() ? TokenGuard::fromFile(flags.tokenFile) : Result<TokenGuard>(status.error());
  if (!token.ok()) {
    spdlog::error("{}", token.error().detail);
    return token.error().code == ErrorCode::file ? 6 : 2;
  }

  asio::io_context context(1);
  Fleet phones(context, std::move(config), token.value());
  status = phones.start();
  if (!status.ok()) {
    spdlog::error("{}", status.error().detail);
    return 2;
  }
  printReady("\"control\":\"" + addressText(phones.controlEndpoint()) + "\"");
  if (untilStdinCloses)
    whenStdinCloses(context.get_executor(), [&phones] { phones.stop(); });
  context.run();
  return 0;
}
