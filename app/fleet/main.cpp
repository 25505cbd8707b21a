#include "app/fleet/fleet.h"
#include "app/link/address.h"
#include "app/link/private_file.h"
#include "app/link/program.h"
#include "app/link/tls_flags.h"
#include "app/process/core_dumps.h"
#include "app/spec/command_line.h"
#include "app/spec/man_page.h"
#include "protocol/base/duration_text.h"
#include "protocol/codec/quiet_protobuf.h"
#include "protocol/scenario/parser.h"

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include <charconv>
#include <fstream>

using namespace pushscope;

namespace {

constexpr size_t longestTokenFile = 4096; // its first line is all that is read of it

std::string profileNames() {
  std::string names;
  for (const Profile& profile : profiles())
    names += (names.empty() ? "" : ", ") + profile.name;
  return names;
}

// "desktop" or "desktop=70%"; without shares all weigh the same.
Result<Group::Share> parseShare(const std::string& text) {
  const size_t equals = text.find('=');
  const Profile* known = findProfile(text.substr(0, equals));
  if (!known)
    return {ErrorCode::usage, "--profile " + text + ": unknown; this version knows " + profileNames()};
  Group::Share share{std::make_shared<const Profile>(*known), 1};
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
  std::vector<std::string> settings;
  std::string scenario;
  unsigned scalePercent = 100;
  uint32_t count = 1;
  std::string prefix = "phone-";
  std::string controlListen = "127.0.0.1:7803";
  std::string tokenFile;
  std::string deviceTokenFile;
  std::string dwell = "0";
  double flakyPercent = 0;
  std::string flakyEvery = "20s";
  std::string backoffCap = "60s";
  TlsServerFlags tlsServer; // of the control port
  TlsClientFlags tlsClient; // towards the servers
};

Result<Duration> readDuration(const char* flag, const std::string& text) {
  const Result<Duration> value = parseDuration(text);
  if (!value.ok())
    return {ErrorCode::usage, std::string(flag) + " " + text + ": not a duration such as 5s or 500ms"};
  return value;
}

Status readServers(const Flags& flags, FleetConfig& config) {
  for (const std::string& text : flags.servers) {
    const auto server = parseAddress(text);
    if (!server.ok())
      return {ErrorCode::usage, "--server " + text + ": not an address of the form 127.0.0.1:7801"};
    if (!config.tls && !server.value().address().is_loopback())
      return {ErrorCode::usage, "--server " + text +
                                    ": without TLS only loopback addresses, because nothing else "
                                    "protects a credential; give --tls-pin or --tls-ca"};
    config.servers.push_back(server.value());
  }
  const auto control = parseAddress(flags.controlListen);
  if (!control.ok())
    return {ErrorCode::usage,
            "--control-listen " + flags.controlListen + ": not an address of the form 127.0.0.1:7803"};
  config.controlListen = control.value();
  if (!flags.deviceTokenFile.empty()) {
    Result<std::string> text = readFile(flags.deviceTokenFile, longestTokenFile, Readers::owner);
    if (!text.ok())
      return text.error();
    config.deviceToken = text.value().substr(0, text.value().find_first_of("\r\n"));
    if (config.deviceToken.empty())
      return {ErrorCode::file, flags.deviceTokenFile + ": holds no token on its first line"};
  }
  return Done{};
}

Status applySettings(const std::vector<std::string>& settings, Profile& profile) {
  for (const std::string& text : settings) {
    const size_t equals = text.find('=');
    if (equals == std::string::npos)
      return {ErrorCode::usage, "--set " + text + ": write NAME=VALUE, for example nat_timeout=300s"};
    const Status status = set(profile, text.substr(0, equals), text.substr(equals + 1));
    if (!status.ok())
      return {ErrorCode::usage, "--set " + status.error().detail};
  }
  return Done{};
}

Result<Group> readGroup(const Flags& flags) {
  Group group;
  group.prefix = flags.prefix;
  group.count = flags.count;
  if (!checkDeviceId(group.prefix + "1000000").ok())
    return {ErrorCode::usage,
            "--prefix: must make device ids of at most 128 bytes of UTF-8 without control characters"};
  if (flags.flakyPercent < 0 || flags.flakyPercent > 100)
    return {ErrorCode::usage, "--flaky: a share from 0 to 100 %"};
  group.flakyPerMillion = uint32_t(flags.flakyPercent * 10'000);
  const Result<Duration> dwell =
      flags.dwell == "0" ? Result<Duration>(Duration{}) : readDuration("--dwell", flags.dwell);
  const Result<Duration> flakyEvery = readDuration("--flaky-every", flags.flakyEvery);
  if (!dwell.ok() || !flakyEvery.ok())
    return dwell.ok() ? flakyEvery.error() : dwell.error();
  group.flakyEvery = flakyEvery.value();
  if (flags.mix.empty())
    group.mix = defaultMix();
  for (const std::string& text : flags.mix) {
    const auto share = parseShare(text);
    if (!share.ok())
      return share.error();
    group.mix.push_back(share.value());
  }
  for (Group::Share& share : group.mix) {
    auto profile = std::make_shared<Profile>(*share.profile);
    profile->habits.foregroundMean = profile->habits.backgroundMean = dwell.value();
    if (const Status status = applySettings(flags.settings, *profile); !status.ok())
      return status.error();
    share.profile = std::move(profile);
  }
  return group;
}

Result<std::vector<Phone::Config>> readPhones(const Flags& flags, const PopulationOptions& options, uint64_t seed) {
  if (flags.scenario.empty()) {
    const Result<Group> group = readGroup(flags);
    if (!group.ok())
      return group.error();
    return populate({group.value()}, options, seed);
  }
  std::ifstream file(flags.scenario, std::ios::binary);
  std::string text(scenario::maxScenarioBytes + 1, '\0');
  if (!file.read(text.data(), std::streamsize(text.size())) && file.gcount() == 0)
    return {ErrorCode::file, flags.scenario + ": cannot be read or is empty"};
  text.resize(size_t(file.gcount()));
  const Result<scenario::Scenario> scenario = scenario::parse(text);
  if (!scenario.ok())
    return {ErrorCode::usage, flags.scenario + ", " + scenario.error().detail};
  auto phones = populate(scenario.value(), flags.scalePercent, options);
  return phones.ok()
             ? phones
             : Result<std::vector<Phone::Config>>(ErrorCode::usage, flags.scenario + ": " + phones.error().detail);
}

Status readTls(const Flags& flags, FleetConfig& config) {
  Result<std::optional<TlsClient>> client = flags.tlsClient.open();
  if (!client.ok())
    return client.error();
  Result<std::optional<TlsServer>> server = flags.tlsServer.open(flags.tokenFile);
  if (!server.ok())
    return server.error();
  config.tls = std::move(client).value();
  config.tlsName = flags.tlsClient.name;
  config.controlTls = std::move(server).value();
  return Done{};
}

Status readFlags(const Flags& flags, FleetConfig& config) {
  if (Status status = readTls(flags, config); !status.ok())
    return status;
  if (Status status = readServers(flags, config); !status.ok())
    return status;
  if (config.name.empty() || config.name.size() > 64 || !isValidUtf8(config.name))
    return {ErrorCode::usage, "--name: a name of 1 to 64 bytes"};
  const Result<Duration> cap = readDuration("--backoff-cap", flags.backoffCap);
  if (!cap.ok())
    return cap.error();
  config.backoff.cap = cap.value();
  config.gateway = config.name + "-vendor-channel";
  auto phones =
      readPhones(flags, {config.deviceToken, config.gateway, config.backoff, config.servers.size()}, config.seed);
  if (!phones.ok())
    return phones.error();
  config.phones = std::move(phones).value();
  Duration longest{};
  for (const Phone::Config& phone : config.phones)
    longest = std::max(longest, phone.profile->system.keepAlive);
  if (longest > std::chrono::hours(1))
    spdlog::warn("a keep-alive handler of {} leaves a phone whose connection breaks unreachable for up to as long",
                 durationText(longest));
  return Done{};
}

} // namespace

int main(int argc, char** argv) {
  forbidCoreDumps();
  quietProtobuf();
  Flags flags;
  FleetConfig config;
  config.version = PUSHSCOPE_VERSION;
  bool untilStdinCloses = false;
  bool seeded = false;

  CLI::App app{"pushfleet: simulated phones that keep a connection to a push server"};
  app.set_version_flag("--version", "pushfleet " PUSHSCOPE_VERSION);
  declareManPage(app, PUSHSCOPE_VERSION);
  app.footer("Exit codes: 0 told to end, 2 usage or a port that cannot be opened, 6 a local file.");
  app.add_option("--server", flags.servers, "Device port of a push server; may be repeated")->required();
  app.add_option("--count", flags.count, "Number of phones")->check(CLI::Range(1u, 1'000'000u))->capture_default_str();
  app.add_option("--profile", flags.mix, "NAME or NAME=SHARE, may be repeated: " + profileNames());
  app.add_option("--set", flags.settings, "NAME=VALUE: a parameter of every phone, for example nat_timeout=300s");
  app.add_option("--scenario", flags.scenario, "Make the phones of this scenario file instead");
  app.add_option("--scale", flags.scalePercent, "Percent of the scenario's phones")
      ->check(CLI::Range(1u, 10'000u))
      ->capture_default_str();
  const auto* seed = app.add_option("--seed", config.seed, "The same seed gives the same phones; random if not given");
  app.add_option("--control-listen", flags.controlListen, "Address for consoles")->capture_default_str();
  app.add_option("--token-file", flags.tokenFile, "Token of the control port; made (mode 0600) if it is missing")
      ->required();
  app.add_option("--device-token-file", flags.deviceTokenFile, "Token that the phones present to the server");
  flags.tlsClient.declare(app);
  flags.tlsServer.declare(app);
  app.add_option("--prefix", flags.prefix, "Device ids are this and a number")->capture_default_str();
  app.add_option("--name", config.name, "Name of this fleet in consoles")->capture_default_str();
  app.add_option("--dwell", flags.dwell, "Mean time in foreground or background; 0: phones do not change")
      ->capture_default_str();
  app.add_option("--flaky", flags.flakyPercent, "Share of phones, in percent, that lose their link now and then");
  app.add_option("--flaky-every", flags.flakyEvery, "Mean time between such losses")->capture_default_str();
  app.add_option("--backoff-cap", flags.backoffCap, "Longest wait before a phone connects again")
      ->capture_default_str();
  app.add_flag("--until-stdin-closes", untilStdinCloses,
               "End when standard input ends: for programs that start this one");
  if (const auto code = readCommandLine(app, "pushfleet", argc, argv))
    return *code;
  seeded = seed->count() > 0;

  setUpLog("pushfleet");
  raiseFileLimit();
  if (!seeded)
    config.seed = systemRandom();
  Status status = readFlags(flags, config);
  const Result<Tokens> tokens = status.ok() ? Tokens::fromFile(flags.tokenFile) : Result<Tokens>(status.error());
  if (!tokens.ok()) {
    spdlog::error("{}", tokens.error().detail);
    return tokens.error().code == ErrorCode::file ? 6 : 2;
  }

  const std::string tlsMember = readyMember(config.controlTls);
  asio::io_context context(1);
  Fleet phones(context, std::move(config), tokens.value());
  status = phones.start();
  if (!status.ok()) {
    spdlog::error("{}", status.error().detail);
    return 2;
  }
  printReady("\"control\":\"" + addressText(phones.controlEndpoint()) + "\"" + tlsMember);
  if (untilStdinCloses)
    whenStdinCloses(context.get_executor(), [&phones] { phones.stop(); });
  context.run();
  return 0;
}
