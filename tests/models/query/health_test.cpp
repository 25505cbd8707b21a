#include "models/query/health.h"
#include "models/query/row_order.h"
#include "tests/models/sample_world.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

class HealthTest : public ::testing::Test {
 protected:
  SampleWorld sample;
  const LinkId node = sample.addLink(LinkKind::node, "stage"), fleet = sample.addLink(LinkKind::fleet, "fleet");
  uint32_t told = 0;

  // With so much changed of a device that is well.
  void tell(const std::string& device, const std::function<void(DeviceRecord&)>& change) {
    DeviceRecord record = sample.record(++told, device);
    change(record);
    sample.tell(node, record);
  }
  QStringList worstFirst() const {
    OrderWish wish;
    wish.sortColumn = columnWithId(deviceRows().columns(), "health");
    QStringList devices;
    for (const uint64_t row : orderOf(deviceRows(), sample.world, wish, sample.now))
      devices << QString::fromStdString(std::string(sample.world.devices().device(Row(row))));
    return devices;
  }
};

TEST_F(HealthTest, TheSickestComeFirstAndAmongEqualsTheOneThatHasMore) {
  tell("slow", [](auto& r) { r.roundTrip = 900ms; });
  tell("fast", [](auto& r) { r.roundTrip = 5ms; });
  tell("goodbye", [](auto& r) {
    r.link = LinkState::offline;
    r.closing = {Side::phone, ErrorCode::ok, true};
  });
  tell("waits", [](auto& r) { r.waiting = 2; });
  tell("waits-long", [](auto& r) { r.waiting = 7; });
  tell("missed", [](auto& r) { r.missed = 1; });
  tell("missed-more", [](auto& r) { r.missed = 4; });
  tell("differs", [](auto&) {});
  DeviceRecord truth = sample.record(1, "differs");
  truth.link = LinkState::offline;
  sample.tell(fleet, truth);
  tell("suspect", [](auto& r) { r.link = LinkState::suspect; });
  tell("lost", [](auto& r) {
    r.link = LinkState::offline;
    r.closing = {Side::server, ErrorCode::heartbeatLost, false};
  });
  EXPECT_EQ(worstFirst(), (QStringList{"lost", "suspect", "differs", "missed-more", "missed", "waits-long", "waits",
                                       "slow", "fast", "goodbye"}));
}

TEST_F(HealthTest, WhatNoServerKnowsOrTellsOfHasNone) {
  tell("phone", [](auto& r) { r.link = LinkState::suspect; });
  sample.tell(fleet, sample.record(1, "unknown"));
  EXPECT_EQ(healthOf(sample.world, 1).state, Health::State::unknown);
  sample.say(node, LinkStatus::State::waiting);
  EXPECT_EQ(healthOf(sample.world, 0).state, Health::State::stale);
}

TEST_F(HealthTest, EachStateHasAWord) {
  for (int64_t state = 0; state < healthStateCount; ++state)
    EXPECT_FALSE(healthWord(static_cast<Health::State>(state)).isEmpty());
}

} // namespace
} // namespace pushscope
