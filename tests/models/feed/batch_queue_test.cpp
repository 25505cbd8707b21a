#include "models/feed/batch_queue.h"

#include <gtest/gtest.h>

#include <thread>

namespace pushscope {
namespace {

Batch numbered(uint64_t number) {
  Batch batch;
  batch.missedBlocks = number;
  return batch;
}

TEST(BatchQueue, TakesNoMoreThanItsBoundAndLeavesTheRestUntouched) {
  BatchQueue queue;
  for (size_t i = 0; i < BatchQueue::capacity; ++i) {
    Batch batch = numbered(i);
    ASSERT_TRUE(queue.tryPush(batch));
  }
  Batch tooMany = numbered(4711);
  tooMany.stalls = {std::chrono::seconds(1)};
  EXPECT_FALSE(queue.tryPush(tooMany));
  EXPECT_EQ(tooMany.missedBlocks, 4711u);
  EXPECT_EQ(tooMany.stalls.size(), 1u);
  EXPECT_EQ(queue.size(), BatchQueue::capacity);
  EXPECT_EQ(queue.pop()->missedBlocks, 0u);
  EXPECT_TRUE(queue.tryPush(tooMany));
}

TEST(BatchQueue, IsEmptyWhenEverythingWasTaken) {
  BatchQueue queue;
  EXPECT_FALSE(queue.pop());
  Batch batch;
  ASSERT_TRUE(queue.tryPush(batch));
  EXPECT_TRUE(queue.pop());
  EXPECT_FALSE(queue.pop());
}

TEST(BatchQueue, KeepsTheOrderBetweenTwoThreads) {
  constexpr uint64_t count = 100'000;
  BatchQueue queue;
  std::thread producer([&queue] {
    for (uint64_t i = 0; i < count; ++i)
      for (Batch batch = numbered(i); !queue.tryPush(batch);)
        std::this_thread::yield();
  });
  uint64_t next = 0;
  bool inOrder = true;
  while (next < count) {
    const auto batch = queue.pop();
    if (!batch) {
      std::this_thread::yield();
      continue;
    }
    inOrder = inOrder && batch->missedBlocks == next;
    ++next;
    inOrder = inOrder && queue.size() <= BatchQueue::capacity;
  }
  producer.join();
  EXPECT_TRUE(inOrder);
}

} // namespace
} // namespace pushscope
