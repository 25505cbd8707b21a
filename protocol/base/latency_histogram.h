#pragma once

#include "protocol/base/time.h"

#include <array>
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

  void add(Duration value);
  bool empty() const;
  // `perThousand` 500 is the median. Empty if nothing was added.
  std::optional<Duration> percentile(unsigned perThousand) const;
  void mergeInto(std::span<uint64_t, bucketCount> totals) const;

  std::span<const uint8_t, bucketCount> buckets() const { return m_buckets; }
  void setBuckets(std::span<const uint8_t, bucketCount> buckets);

  // For values gathered elsewhere in the same buckets.
  static size_t bucketOf(Duration value);
  static std::optional<Duration> percentileOf(std::span<const uint64_t, bucketCount> counts, unsigned perThousand);

 private:
  std::array<uint8_t, bucketCount> m_buckets{};
};

} // namespace pushscope
