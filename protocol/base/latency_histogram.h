#pragma once

#include "protocol/base/time.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <span>

namespace pushscope {

// The round trips of one session in 28 bytes, so that a million sessions fit in memory: logarithmic buckets of one
// byte, all halved when one overflows, which also lets old values fade. Bucket i ends at 128 µs x 2^(i/2); the last,
// from 1.05 s on, is open. A percentile is therefore approximate (shown with ≈): the geometric middle of its bucket, at
// most 20 % off between 90 µs and 1.05 s.
class LatencyHistogram {
 public:
  static constexpr size_t bucketCount = 28;

  void add(Duration value) {
    uint8_t& bucket = m_buckets[bucketOf(value)];
    if (bucket == 255)
      for (uint8_t& b : m_buckets)
        b /= 2;
    ++bucket;
  }
  bool empty() const;
  // `perThousand` 500 is the median. Empty if nothing was added.
  std::optional<Duration> percentile(unsigned perThousand) const;
  void mergeInto(std::span<uint64_t, bucketCount> totals) const;

  std::span<const uint8_t, bucketCount> buckets() const { return m_buckets; }
  void setBuckets(std::span<const uint8_t, bucketCount> buckets);

  // For values gathered elsewhere in the same buckets.
  static size_t bucketOf(Duration value) {
    const uint64_t us = uint64_t(std::max<int64_t>(value.count(), 0));
    if (us <= first)
      return 0;
    const auto doublings = size_t(std::bit_width((us - 1) / first)) - 1;
    const size_t bucket = doublings * 2 + 1;
    return std::min(bucket + (us > upperEnd(bucket)), bucketCount - 1);
  }
  // Two a factor of two: 128 µs, 181 µs, 256 µs … 1.05 s; the last bucket is open.
  static constexpr uint64_t upperEnd(size_t bucket) {
    const uint64_t base = first << (bucket / 2);
    return bucket % 2 == 0 ? base : base * 181 / 128; // 181/128 is the square root of two, to 0.01 %
  }
  static std::optional<Duration> percentileOf(std::span<const uint64_t, bucketCount> counts, unsigned perThousand);

 private:
  static constexpr uint64_t first = 128; // µs

  std::array<uint8_t, bucketCount> m_buckets{};
};

} // namespace pushscope
