#include "protocol/codec/device_codec.h"
#include "protocol/codec/session_codec.h"
#include "tests/support/hex.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

// The bytes at the beginning of a line of an example: pairs of digits, before a comment or four spaces.
std::string bytesOf(const std::string& line) {
  std::string hex;
  std::istringstream words(line.substr(0, line.find("    ")));
  for (std::string word; words >> word && word.size() == 2;) {
    if (word.find_first_not_of("0123456789abcdef") != std::string::npos)
      break;
    hex += word;
  }
  return hex;
}

// The bytes of all examples under "Frames in hex", one after the other; tests/interop reads those that follow, too.
std::string documentedBytes() {
  std::ifstream readme(PUSHSCOPE_README);
  std::string hex, line;
  bool inSection = false, inExample = false;
  while (std::getline(readme, line)) {
    if (line.rfind("## ", 0) == 0)
      inSection = line == "## Frames in hex";
    else if (inSection && line == "```")
      inExample = !inExample;
    else if (inSection && inExample)
      hex += bytesOf(line.substr(std::min(line.size(), line.find_first_not_of(' '))));
  }
  return hex;
}

constexpr WallTime start = wallFromMicros(1'795'240'800'000'000);

Hello firstHello() {
  Hello hello;
  hello.credential = "t0ken";
  hello.device = "phone-0001";
  hello.profile = "desktop";
  hello.client = "pushfleet";
  hello.appState = AppState::foreground;
  return hello;
}

Hello returningHello() {
  Hello hello = firstHello();
  hello.profile = "ios-voip-classic";
  hello.session = 0x0f1e2d3c4b5a6978;
  hello.handled = {41};
  hello.sleep = {true, 15, 300s, 10s};
  hello.collections = {{"friends", 7}};
  return hello;
}

Welcome sampleWelcome() {
  Welcome welcome{1, {}, {}, "node-1", {0x0123456789abcdef}, "pushnode 0.1.0", true};
  welcome.session = 0x0f1e2d3c4b5a6978;
  welcome.backgroundHeartbeat = {240s, 15s, 3};
  return welcome;
}

TEST(Readme, ShowsWhatTheEncodersMake) {
  const WallTime arrived = start + 2006ms, answered = arrived + 50us;
  const Uuid uuid = Uuid::parse("01a1fc84-3b97-78ec-9318-42d296cb65a9").value();
  const std::string payload = R"({"alert":"Hello"})";
  const WallTime handled = start + 40'007'550us;
  const std::vector<Bytes> frames = {
      encodeHello(Port::device, 1, firstHello()),
      encodeWelcome(Port::device, 1, sampleWelcome()),
      encodeHello(Port::device, 1, returningHello()),
      encodePing(Port::device, 2, {start, false, {}, {}}),
      encodePong(Port::device, 2, {start, arrived, arrived, answered}),
      encodePing(Port::device, 3, {start + 30s, true, {start, arrived, arrived, answered, start + 12'050us}, {}}),
      encodePush({uuid, {1}, 1, Bytes(payload.begin(), payload.end()), false, "", false}),
      encodeAcknowledge({{1}, {{{1}, start + 40s, handled, handled, false, Reason::none, {}}}}),
      encodeGoodbye(Port::device, ErrorCode::superseded, {"device", {}, Cause::unknown}),
      encodeGoodbye(Port::device, ErrorCode::ok, {}),
      encodeRefusal({0, 4, 0x0221, 0}, ErrorCode::notFound, {"uuid", {}}),
  };
  std::string expected;
  for (const Bytes& frame : frames)
    expected += hexText(frame);
  EXPECT_EQ(documentedBytes(), expected);
}

} // namespace
} // namespace pushscope
