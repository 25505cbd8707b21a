#pragma once

#include "protocol/base/bytes.h"
#include "protocol/frame/decoder.h"
#include "protocol/message/session.h"
#include "tests/support/virtual_devices.h"

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace pushscope {

// An admin port of a server that is not there: hello and welcome, heartbeats, a paged snapshot, then blocks at a set
// rate, for any number of virtual devices. All of it is encoded beforehand by app/telemetry, so that the reader is what
// is measured; the same seed tells the same facts. Serves one console at a time, the newest. A reader that falls behind
// by more than a server's ring is told of a gap and gets a new snapshot, as by a server. Not for Windows.
class FeedSource {
 public:
  struct Config {
    uint32_t devices = 1000;
    double factsPerSecond = 0; // 0: as fast as the reader takes them
    FactMix mix = FactMix::beats();
    uint64_t seed = 1;
    std::string prefix = "phone-"; // of the ids of devices
    std::string token;             // empty: everybody is let in
    uint16_t port = 0;             // 0: the system chooses
    std::string node = "source", server = "feed_source/1";
  };
  // Listens on this computer alone. port() is 0 if that failed.
  explicit FeedSource(const Config& config);
  ~FeedSource();
  FeedSource(const FeedSource&) = delete;
  FeedSource& operator=(const FeedSource&) = delete;

  uint16_t port() const { return m_port; }
  // Does what is due, and waits for at most so long for something to do.
  void serve(int milliseconds);

  // What was sent so far; blocks that are not, because the reader is slow, wait.
  uint64_t sentBlocks() const { return m_sentBlocks; }
  uint64_t skippedBlocks() const { return m_skippedBlocks; }

  static constexpr uint32_t factsPerBlock = 4096; // as app/telemetry closes them

 private:
  struct Out {
    Bytes own;        // header and what differs from time to time; before `shared`
    BytesView shared; // of the material
    Bytes tail;
  };

  DeviceRecord deviceOf(uint32_t handle, Random& random, WallTime now) const;
  void makePages();
  void makeBlocks();
  void accept();
  void drop();
  void read();
  void heard(const FrameView& frame);
  void subscribed(const FrameView& frame);
  // Puts the next page or block that is due into m_out; false: nothing is due.
  bool putNext();
  void putBlock();
  double dueBlocks() const;
  // False: the socket takes no more now.
  bool write();

  Config m_config;
  std::vector<Bytes> m_pages;  // frames
  std::vector<Bytes> m_blocks; // bodies without sequence and time, which stand behind them

  int m_listener = -1, m_socket = -1;
  uint16_t m_port = 0;
  Decoder m_decoder{adminLimit};
  bool m_welcomed = false, m_subscribed = false;
  std::deque<Out> m_out;
  size_t m_written = 0; // of the first of m_out
  size_t m_nextPage = 0;
  double m_blocksBegan = 0;    // steady seconds; blocks count from here
  uint64_t m_sinceThen = 0;    // blocks sent or skipped
  uint64_t m_nextSequence = 1; // goes on when a console comes back
  uint64_t m_sentBlocks = 0, m_skippedBlocks = 0;
};

} // namespace pushscope
