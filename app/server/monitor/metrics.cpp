#include "app/server/monitor/metrics.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>

namespace pushscope {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

// Deliveries whose acceptance is remembered; 40 bytes each. Beyond that their latency is not measured.
constexpr size_t mostMeasured = 1'000'000;

double seconds(Duration d) {
  return double(d.count()) / 1e6;
}

class Page {
 public:
  void counter(const std::string& name, const std::string& help, uint64_t value) {
    ClientMetric metric;
    metric.counter.value = double(value);
    begin(name, help, MetricType::Counter).metric.push_back(std::move(metric));
  }
  void gauge(const std::string& name, const std::string& help, double value) {
    ClientMetric metric;
    metric.gauge.value = value;
    begin(name, help, MetricType::Gauge).metric.push_back(std::move(metric));
  }
  MetricFamily& begin(const std::string& name, const std::string& help, MetricType type) {
    MetricFamily family;
    family.name = "pushnode_" + name;
    family.help = help;
    family.type = type;
    m_families.push_back(std::move(family));
    return m_families.back();
  }
  std::string text() const { return prometheus::TextSerializer().Serialize(m_families); }

 private:
  std::vector<MetricFamily> m_families;
};

} // namespace

void Metrics::Histogram::add(Duration value) {
  const double s = seconds(value);
  sum += s;
  ++counts[size_t(std::lower_bound(bounds.begin(), bounds.end(), s) - bounds.begin())];
}

void Metrics::beat(Handle, WallTime, Duration roundTrip) {
  m_roundTrips.add(roundTrip);
}

void Metrics::link(Handle, WallTime, LinkState state, const Closing& closing) {
  if (state == LinkState::offline)
    ++m_closedBy[std::min(static_cast<size_t>(closing.side), m_closedBy.size() - 1)];
}

void Metrics::stage(const StageFact& fact) {
  ++m_stages[std::min(static_cast<size_t>(fact.stage), m_stages.size() - 1)];
  if (fact.stage == Stage::accepted && m_accepted.size() < mostMeasured)
    m_accepted.emplace(fact.delivery, fact.at);
  if (!isFinal(fact.stage))
    return;
  const auto accepted = m_accepted.find(fact.delivery);
  if (accepted == m_accepted.end())
    return;
  if (fact.stage == Stage::acknowledged)
    m_acknowledged.add(std::max(fact.at - accepted->second, Duration::zero()));
  m_accepted.erase(accepted);
}

std::string Metrics::text(const Now& now) const {
  Page page;
  page.gauge("devices", "Devices that this node knows", double(now.devices));
  page.gauge("connections", "Connections of devices", double(now.connections));
  page.gauge("deliveries_waiting", "Deliveries that are not final", double(now.waiting));
  page.gauge("deliveries_unacknowledged", "Deliveries written and waited for", double(now.unacknowledged));
  page.gauge("consoles", "Consoles on the admin port", double(now.consoles));
  page.gauge("telemetry_ring_bytes", "Blocks of telemetry that are kept for consoles", double(now.ringBytes));
  page.gauge("store_works", "1 if pushes can be stored", now.storeWorks);
  page.gauge("draining", "1 if the node is going down", now.draining);
  page.counter("hellos_total", "Connections that were welcomed", m_hellos);
  page.counter("beats_missed_total", "Heartbeats that were not answered in time", m_missed);
  page.counter("wakes_total", "Apps that ran because of data", m_wakes);
  page.counter("wakes_missed_total", "Pushes that could not wake their app", m_missedWakes);
  page.gauge("stalled_seconds", "Time in which the process stood still, since its start", seconds(m_stalled));

  MetricFamily& stages = page.begin(
      "deliveries_total", "Deliveries by the stage that they came to; a retry is written again", MetricType::Counter);
  for (size_t i = 0; i < m_stages.size(); ++i) {
    const std::string_view name = stageName(static_cast<Stage>(i));
    if (i == 0 || name == "unknown")
      continue;
    ClientMetric metric;
    metric.label.push_back({"stage", std::string(name)});
    metric.counter.value = double(m_stages[i]);
    stages.metric.push_back(std::move(metric));
  }
  MetricFamily& closed = page.begin("connections_closed_total", "Connections that ended, by the side that ended them",
                                    MetricType::Counter);
  for (size_t i = 0; i < m_closedBy.size(); ++i) {
    ClientMetric metric;
    metric.label.push_back({"side", std::string(sideName(static_cast<Side>(i)))});
    metric.counter.value = double(m_closedBy[i]);
    closed.metric.push_back(std::move(metric));
  }
  const auto histogram = [&](const std::string& name, const std::string& help, const Histogram& from) {
    ClientMetric metric;
    uint64_t total = 0;
    for (size_t i = 0; i < from.counts.size(); ++i) {
      total += from.counts[i];
      ClientMetric::Bucket bucket;
      bucket.cumulative_count = total;
      bucket.upper_bound = i < bounds.size() ? bounds[i] : std::numeric_limits<double>::infinity();
      metric.histogram.bucket.push_back(bucket);
    }
    metric.histogram.sample_count = total;
    metric.histogram.sample_sum = from.sum;
    page.begin(name, help, MetricType::Histogram).metric.push_back(std::move(metric));
  };
  histogram("round_trip_seconds", "Round trips of heartbeats", m_roundTrips);
  histogram("acknowledged_seconds", "From accepted to acknowledged", m_acknowledged);
  return page.text();
}

} // namespace pushscope
