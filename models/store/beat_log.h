#pragma once

#include "models/store/chunks.h"
#include "models/store/device_table.h"

#include <limits>
#include <memory>
#include <optional>

namespace pushscope {

// A part of the heatmap: seconds since 1970 and buckets of FineHistogram, both ends exclusive.
struct BeatRange {
  int64_t fromSecond = 0, toSecond = 0;
  uint32_t fromBucket = 0, toBucket = 0;

  bool contains(int64_t second, uint32_t bucket) const {
    return second >= fromSecond && second < toSecond && bucket >= fromBucket && bucket < toBucket;
  }
  friend bool operator==(const BeatRange&, const BeatRange&) = default;
};

// The newest heartbeats one by one, so that a spot of the heatmap leads to its devices, and lines can be drawn by kind
// of phone or by node without counting for each of them while beats come. A ring of 12 MiB at most: ten minutes of
// 1,700 beats a second, which is 50,000 phones that beat every 30 s. With more it reaches less far back; who shows
// something of it compares it with the Series, which counts all, and says what part is known. No recording holds it:
// after a jump in a replay it begins anew at the image. An entry costs a beat one write in order of memory.
class BeatLog {
 public:
  struct Beat {
    Row row;
    uint32_t second; // since 1970
    uint16_t bucket; // of FineHistogram
    uint16_t link;   // the node that told it
  };
  static constexpr size_t kept = size_t{1} << 20;

  void add(Row row, uint32_t second, size_t bucket, uint16_t link) {
    if (!m_beats)
      m_beats.reset(new Beat[kept]); // not written to yet: pages come as they are needed
    m_beats[m_count++ % kept] = {row, second, uint16_t(bucket), link};
  }
  // A link as an entry has it.
  static uint16_t linkOf(LinkId link) {
    return uint16_t(std::min<uint32_t>(link.value, std::numeric_limits<uint16_t>::max()));
  }

  size_t size() const { return size_t(std::min<uint64_t>(m_count, kept)); }
  // In the order in which they came, but for where the ring begins.
  const Beat& operator[](size_t place) const { return m_beats[place]; }

 private:
  std::unique_ptr<Beat[]> m_beats;
  uint64_t m_count = 0;
};

// The devices that had a round trip in a part of the heatmap, counted once when it was chosen.
class ChosenBeats {
 public:
  ChosenBeats() = default;
  ChosenBeats(const BeatRange& range, const BeatLog& log);

  // Nothing: none was chosen.
  const std::optional<BeatRange>& range() const { return m_range; }
  uint32_t devices() const { return m_devices; }
  uint64_t beats() const { return m_beats; }
  // Of this device; at most 65,535 are counted.
  uint32_t of(Row row) const { return m_counts[row]; }

 private:
  std::optional<BeatRange> m_range;
  uint32_t m_devices = 0;
  uint64_t m_beats = 0;
  Chunks<uint16_t> m_counts; // by row
};

} // namespace pushscope
