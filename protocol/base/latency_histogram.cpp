#include "protocol/base/latency_histogram.h"

#include <algorithm>

namespace pushscope {
namespace {

// Geometric middle: upper end divided by the fourth root of two.
constexpr Duration middle(size_t bucket) {
  return Duration(int64_t(LatencyHistogram::upperEnd(bucket) * 108 / 128));
}

} // namespace

bool LatencyHistogram::empty() const {
  return std::all_of(m_buckets.begin(), m_buckets.end(), [](uint8_t b) { return b == 0; });
}

std::optional<Duration> LatencyHistogram::percentile(unsigned perThousand) const {
  std::array<uint64_t, bucketCount> totals{};
  mergeInto(totals);
  return percentileOf(totals, perThousand);
}

void LatencyHistogram::mergeInto(std::span<uint64_t, bucketCount> totals) const {
  for (size_t i = 0; i < bucketCount; ++i)
    totals[i] += m_buckets[i];
}

void LatencyHistogram::setBuckets(std::span<const uint8_t, bucketCount> buckets) {
  std::copy(buckets.begin(), buckets.end(), m_buckets.begin());
}

std::optional<Duration> LatencyHistogram::percentileOf(std::span<const uint64_t, bucketCount> counts,
                                                       unsigned perThousand) {
  uint64_t total = 0;
  for (uint64_t n : counts)
    total += n;
  if (total == 0)
    return std::nullopt;
  // The smallest value that at least this share of the samples does not exceed.
  const uint64_t rank = std::max<uint64_t>(1, (total * perThousand + 999) / 1000);
  uint64_t seen = 0;
  for (size_t i = 0; i < bucketCount; ++i) {
    seen += counts[i];
    if (seen >= rank)
      return middle(i);
  }
  return middle(bucketCount - 1);
}

} // namespace pushscope
