#include "app/telemetry/monitor.h"
#include "models/feed/playback.h"
#include "models/feed/record_tap.h"
#include "protocol/frame/command.h"
#include "protocol/frame/header.h"
#include "tests/bench/figure.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/virtual_devices.h"

#include <QString>

#include <chrono>
#include <filesystem>

// C7: an hour of 10,000 sessions as the console records it, which is then opened and jumped about in.
namespace pushscope {
namespace {

using namespace std::chrono_literals;

constexpr uint32_t devices = 10'000;
constexpr Duration hour = 1h;
constexpr Duration everyBlock = 50ms; // as app/telemetry closes them
constexpr LinkId server{0};

// A beat of each device in 30 s, and what else there is to tell.
constexpr double factsPerSecond = double(devices) / 30;

class Hour {
 public:
  explicit Hour(const std::string& path) : m_tap(m_recorder), m_path(path) {}

  void record() {
    m_recorder.start(QString::fromStdString(m_path), {});
    LinkIntroduction introduction;
    introduction.target = "127.0.0.1:7802";
    m_tap.take(Record::Kind::link, m_now, server, encode(introduction));
    LinkStatus status;
    status.state = LinkStatus::State::online;
    status.name = "bench";
    m_tap.take(Record::Kind::status, m_now, server, encode(status));
    tellSnapshot();
    double owed = 0;
    for (Duration time{}; time < hour; time += everyBlock) {
      m_now = {m_now.mono + everyBlock, m_now.wall + everyBlock};
      owed += factsPerSecond * std::chrono::duration<double>(everyBlock).count();
      for (; owed >= 1; --owed)
        tellVirtualFact(m_monitor, FactMix::mixed(), devices, m_random, m_now.wall - m_random.between(0s, everyBlock));
      m_monitor.flush(m_now);
      tellBlocks();
    }
    m_tap.flush();
    m_recorder.stop();
  }
  uint64_t facts() const { return m_facts; }

 private:
  void tellSnapshot() {
    for (uint32_t handle = 0; handle < devices;) {
      const uint32_t first = handle;
      SnapshotPage page;
      while (handle < devices && !page.isFull())
        page.add(virtualDevice(++handle, m_random, m_now.wall));
      tell(telemetry::snapshotPage, page.frame(Port::admin, 0, first == 0, handle == devices), handle - first);
    }
  }
  void tellBlocks() {
    for (; m_told < m_monitor.lastSequence(); ++m_told)
      tell(telemetry::block, *m_monitor.block(m_told + 1), size_t(factsPerSecond / 20));
  }
  void tell(uint32_t command, BytesView frame, size_t facts) {
    m_facts += facts;
    m_tap.take(m_now, server, {command, {}, frame.subspan(headerBytes)}, facts);
  }

  Random m_random{1};
  Monitor m_monitor{{"bench", {1}, Port::admin}};
  Recorder m_recorder;
  RecordTap m_tap;
  std::string m_path;
  Now m_now{MonoTime(1h), wallFromMicros(1'700'000'000'000'000)};
  uint64_t m_told = 0, m_facts = 0;
};

template <class Work>
double secondsOf(const Work& work) {
  const auto began = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

} // namespace

std::vector<Figure> measureRecording() {
  TemporaryFolder folder;
  const std::string path = folder.path("hour");
  Hour hourOfSessions(path);
  hourOfSessions.record();
  std::vector<double> opens, jumps;
  for (int i = 0; i < 5; ++i)
    opens.push_back(secondsOf([&] { (void)Playback(RecordingReader::open(path).value()); }));
  Playback playback(RecordingReader::open(path).value());
  Random random(2);
  for (int i = 0; i < 40; ++i) {
    const WallTime to = playback.begin() + random.between(0s, playback.end() - playback.begin());
    jumps.push_back(secondsOf([&] { playback.seek(to); }) * 1e3);
  }
  const double bytes = double(std::filesystem::file_size(path)) / double(playback.facts());
  return {figureBeside(4, "C7 bytes", "recording of an hour of 10,000 sessions", "bytes a fact", {bytes}),
          figureBeside(1, "C7 open", "opening it", "s", opens),
          figureBeside(200, "C7 seek", "a jump to any time of it", "ms", jumps)};
}

} // namespace pushscope
