#include "app/server/net/fact_queue.h"

#include "tests/support/fact_log.h"

#include <gtest/gtest.h>

#include <thread>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

void tellEverything(FactSink& sink) {
  DeviceRecord record;
  record.handle = {7};
  record.device = "phone";
  sink.device(record);
  sink.beat({7}, {}, 5ms);
  sink.missed({7}, {}, 2);
  sink.link({7}, {}, LinkState::offline, {Side::phone, ErrorCode::ok, true});
  sink.app({7}, {}, AppState::suspended, Cause::system);
  sink.clock({7}, 3ms, 1ms);
  sink.waiting({7}, 4);
  sink.delivery({{1}, {}, "phone", {9}, 2, 3});
  sink.stage({{1}, {}, Stage::written, 2});
  sink.wake({7}, {});
  sink.notice({7}, {});
  sink.network({7}, {}, {});
  sink.sync({7}, {});
  sink.stall(2s);
}

TEST(FactQueue, ReplaysEveryKindOfFactInItsOrder) {
  FactLog direct, replayed;
  tellEverything(direct);
  int filled = 0;
  FactQueue queue([&] { ++filled; });
  tellEverything(queue);
  EXPECT_EQ(filled, 1) << "one call until somebody takes";
  queue.replay(replayed);
  EXPECT_EQ(replayed.lines, direct.lines);
  tellEverything(queue);
  EXPECT_EQ(filled, 2);
  queue.replay(replayed);
  EXPECT_EQ(replayed.lines.size(), 2 * direct.lines.size());
}

TEST(FactQueue, ThatIsFullMakesTheTellerWaitAndLosesNothing) {
  constexpr uint32_t facts = FactQueue::capacity * 3;
  FactQueue queue([] {});
  std::thread teller([&] {
    for (uint32_t i = 1; i <= facts; ++i)
      queue.waiting({i}, i);
  });
  struct Count : FactLog {
    uint32_t last = 0;
    bool inOrder = true;
    void waiting(Handle, uint32_t n) override { inOrder &= n == last + 1, last = n; }
  } count;
  while (count.last < facts)
    queue.replay(count);
  teller.join();
  EXPECT_TRUE(count.inOrder);
}

TEST(FactQueue, ThatIsClosedHoldsNobodyUp) {
  FactQueue queue([] {});
  std::thread teller([&] {
    for (uint32_t i = 0; i <= FactQueue::capacity; ++i)
      queue.waiting({1}, i);
  });
  queue.close();
  teller.join();
}

} // namespace
} // namespace pushscope
