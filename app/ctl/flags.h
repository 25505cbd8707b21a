#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace pushscope::ctl {

// Everything that a person may write, as it was written.
struct Flags {
  std::vector<std::string> servers, fleets;
  std::vector<std::string> tokenFiles, fleetTokenFiles;
  std::string context; // the profile whose servers and fleets are meant
  std::vector<std::string> pins, fleetPins;
  std::string authorities;
  bool json = false;
  std::string timeout = "30s";
  // Of one command or several.
  std::string filter, sort, columns;
  bool descending = false;
  uint64_t limit = 0;
  std::string by;
  std::string watchFor = "0";
  uint32_t wakesADay = 360;
  std::string network;
  std::vector<std::string> devices;
  std::string payload;
  std::string timeToLive;
  bool highPriority = false;
  bool wait = false, dryRun = false;
  std::string pushTemplate;
  std::string uuid, otherUuid;
  std::string tag, query, notBefore;
  std::vector<std::string> addTags, removeTags;
  std::string heartbeat, backgroundHeartbeat;
  uint32_t expected = 0;
  std::string tokenName, role;
  std::string until;
  std::string collection;
  uint32_t changes = 1;
  std::string action, value, text;
  std::string recording, rows, at, last = "10m";
  bool marks = false;
  std::string contextName;
  bool namesOnly = false;
  bool csv = false;
  bool force = false;
  std::string csvFile, jsonLinesFile, report, ladderDevice;
  bool keepIds = false;
  std::string scenario;
  uint64_t seed = 0;
  bool seeded = false;
  unsigned scalePercent = 100;
  std::string junit;
  std::string expectation;
  std::string deviceFile, collapseKey, repeat, every;
  std::vector<std::string> values;
  std::string rules;
};

// Declares the commands and their flags.
void declare(CLI::App& cli, Flags& flags);

} // namespace pushscope::ctl
