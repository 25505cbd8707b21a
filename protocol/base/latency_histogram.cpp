#include "protocol/base/latency_histogram.h"

#include <algorithm>
#include <bit>

namespace pushscope {
namespace {

constexpr uint64_t first = 128; // µs

// Upper ends, two a factor of two: 128 µs, 181 µs, 256 µs … 1.05 s; the last bucket is open.
constexpr uint64_t upperEnd(size_t bucket) {
  const uint64_t base = first << (bucket / 2);
  return bucket % 2 == 0 ? base : base * 181 / 128; // 181/128 is the square root of two, to 0.01 %
}

// Geometric middle: upper end divided by the fourth root of two.
constexpr Duration middle(size_t bucket) {
  return Duration(int64_t(upperEnd(bucket) * 108 / 128));
}

} // namespace

size_t LatencyHistogram::bucketOf(Duration value) {
  const uint64_t us = uint64_t(std::max<int64_t>(value.count(), 0));
  if (us <= first)
    return 0;
  const auto doublings = size_t(std::bit_width((us - 1) / first)) - 1;
  size_t bucket = doublings * 2 + 1;
  if (us > upperEnd(bucket))
    ++bucket;
  return std::min(bucket, bucketCount - 1);
}

void LatencyHistogram::add(Duration value) {
  uint8_t& bucket = m_buckets[bucketOf(value)];
  if (bucket == 255)
    for (uint8_t& b : m_buckets)
      b /= 2;
  ++bucket;
}

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
