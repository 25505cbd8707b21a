#include "models/store/text_pool.h"

#include "models/store/stored_address.h"
#include "protocol/base/random.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <thread>

namespace pushscope {
namespace {

TEST(TextPool, TheEmptyTextIsZero) {
  TextPool pool;
  EXPECT_EQ(pool.intern(""), TextId{});
  EXPECT_EQ(pool.view({}), "");
  EXPECT_EQ(pool.find("never seen"), TextId{});
}

TEST(TextPool, GivesTheSameIdForTheSameTextAlways) {
  Random random(testSeed("TextPool"));
  TextPool pool;
  std::map<std::string, TextId> plain;
  for (uint64_t step = 0; step < testSteps(50'000); ++step) {
    const std::string text(size_t(random.below(TextPool::longest + 1)), char('a' + random.below(3)));
    const TextId id = pool.intern(text);
    const auto [known, isNew] = plain.try_emplace(text, id);
    ASSERT_EQ(known->second, id);
    ASSERT_EQ(pool.view(id), text);
    ASSERT_EQ(pool.find(text), id);
  }
}

TEST(TextPool, NeverMovesAText) {
  TextPool pool;
  const std::string_view first = pool.view(pool.intern("first"));
  const char* const place = first.data();
  for (int i = 0; i < 300'000; ++i) // several pieces
    pool.add("text-" + std::to_string(i));
  EXPECT_EQ(pool.view(pool.find("first")).data(), place);
  EXPECT_EQ(first, "first");
}

TEST(TextPool, CutsWhatIsTooLongAtAWholeCharacter) {
  TextPool pool;
  std::string text(TextPool::longest - 1, 'x');
  text += "é";
  const TextId id = pool.intern(text);
  EXPECT_EQ(pool.view(id), std::string(TextPool::longest - 1, 'x'));
  EXPECT_EQ(pool.intern(text), id);
}

TEST(TextPool, WhatIsAddedIsNotFound) {
  TextPool pool;
  EXPECT_EQ(pool.view(pool.add("phone")), "phone");
  EXPECT_EQ(pool.find("phone"), TextId{});
}

TEST(TextPool, AnotherThreadReadsWhatItWasHandedWhileOthersAreAdded) {
  TextPool pool;
  constexpr uint32_t texts = 100'000;
  std::atomic<uint32_t> handed{0}; // ids are a sum of lengths here, so that this is the last one
  std::thread reader([&] {
    for (uint32_t id = 0; id < texts * 8;) {
      const uint32_t newest = handed.load(std::memory_order_acquire);
      if (newest == id)
        continue;
      ASSERT_EQ(pool.view({newest}).size(), 7u);
      id = newest;
      if (newest >= 1 + (texts - 1) * 8)
        return;
    }
  });
  for (uint32_t i = 0; i < texts; ++i)
    handed.store(pool.add(std::to_string(1'000'000 + i)).value, std::memory_order_release);
  reader.join();
}

TEST(StoredAddress, IsReadAsItWasTold) {
  TextPool pool;
  for (const char* text : {"127.0.0.1:7802", "0.0.0.0:0", "255.255.255.255:65535", "", "[::1]:7802", "1.2.3.4",
                           "1.2.3.4:", "1.2.3.4:070", "1.2.3:4:5", "300.1.1.1:5", "1.2.3.4:65536", "1.2.3.4:5 ",
                           "host.example:7802", "+1.2.3.4:5", "..:", "1.2.3.04:5"})
    EXPECT_EQ(StoredAddress(text, pool).text(pool), text);
}

TEST(StoredAddress, AnotherPortIsNotAnotherText) {
  TextPool pool;
  (void)StoredAddress("10.1.2.3:4567", pool);
  EXPECT_EQ(pool.find("10.1.2.3:4567"), TextId{});
}

} // namespace
} // namespace pushscope
