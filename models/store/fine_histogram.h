#pragma once

#include "protocol/base/time.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <optional>

namespace pushscope {

// Durations of many devices in one second, for percentiles over all of them: sixteen buckets a factor of two, from 64
// µs to 67 s, so that a percentile is at most 3 % off. (A session's own histogram is coarser, see
// base/latency_histogram.h.)
class FineHistogram {
 public:
  void add(Duration value) { ++m_counts[bucketOf(value)]; }
  void addTo(size_t bucket) { ++m_counts[bucket]; }
  void add(const FineHistogram& other) {
    for (size_t i = 0; i < buckets; ++i)
      m_counts[i] += other.m_counts[i];
  }
  // `perThousand` 500 is the median. Empty if nothing was added.
  std::optional<Duration> percentile(unsigned perThousand) const {
    uint64_t total = 0;
    for (uint32_t n : m_counts)
      total += n;
    if (total == 0)
      return std::nullopt;
    const uint64_t rank = std::max<uint64_t>(1, (total * perThousand + 999) / 1000);
    uint64_t seen = 0;
    size_t bucket = 0;
    while ((seen += m_counts[bucket]) < rank)
      ++bucket;
    return middle(bucket);
  }

  static constexpr int firstBits = 6; // 2^6 = 64 µs
  static constexpr int octaves = 20, perOctave = 16;
  static constexpr size_t buckets = octaves * perOctave;
  uint32_t count(size_t bucket) const { return m_counts[bucket]; }
  // Where a bucket begins; that of `buckets` is where the last one ends. The first holds all that is shorter, too, the
  // last all that is longer.
  static Duration lowerBound(size_t bucket) {
    const int exponent = firstBits + int(bucket / perOctave);
    return Duration((int64_t{1} << exponent) + int64_t(bucket % perOctave) * (int64_t{1} << (exponent - 4)));
  }
  static size_t bucketOf(Duration value) {
    const auto us = uint64_t(std::max<int64_t>(value.count(), 0));
    if (us < (uint64_t{1} << firstBits))
      return 0;
    const int exponent = std::bit_width(us) - 1;
    const size_t bucket = size_t(exponent - firstBits) * perOctave + size_t((us >> (exponent - 4)) & 15);
    return std::min(bucket, buckets - 1);
  }

 private:
  friend class WorldImage;
  static Duration middle(size_t bucket) { return (lowerBound(bucket) + lowerBound(bucket + 1)) / 2; }

  std::array<uint32_t, buckets> m_counts{};
};

} // namespace pushscope
