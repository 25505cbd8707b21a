#include "models/store/server_lists.h"
#include "protocol/frame/command.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

constexpr LinkId one{0}, two{1};
constexpr Incarnation first{7}, second{8};
constexpr WallTime now = wallFromMicros(1'700'000'000'000'000);

Queued queued(uint64_t sequence, uint32_t attempt = 1) {
  Queued entry;
  entry.device = "phone-" + std::to_string(sequence);
  entry.sequence = {sequence};
  entry.attempt = attempt;
  entry.stage = Stage::offline;
  return entry;
}
std::vector<Queued> queuedFrom(uint64_t from, size_t count) {
  std::vector<Queued> entries;
  for (size_t i = 0; i < count; ++i)
    entries.push_back(queued(from + i));
  return entries;
}
AuditEntry acted(uint64_t cursor) {
  AuditEntry entry;
  entry.cursor = cursor;
  return entry;
}

class PulledListTest : public ::testing::Test {
 protected:
  PulledList<Queued> list;
  PulledList<AuditEntry> log;

  void page(LinkId link, std::vector<Queued> entries, uint64_t after = 0, uint64_t next = 0,
            Incarnation incarnation = first) {
    list.take(link, incarnation, {after, mostPerPage, {}}, std::move(entries), next, now);
  }
  template <class T>
  static std::vector<uint64_t> rowsOf(const PulledList<T>& of) {
    std::vector<uint64_t> rows;
    for (uint64_t row = of.first(); row < of.end(); ++row)
      if (of.find(row)->there)
        rows.push_back(row);
    EXPECT_EQ(rows.size(), of.size());
    return rows;
  }
  std::vector<uint64_t> sequences() const {
    std::vector<uint64_t> all;
    for (const uint64_t row : rowsOf(list))
      all.push_back(list.find(row)->value.sequence.value);
    return all;
  }
};

TEST_F(PulledListTest, AnEntryKeepsItsRowWhatIsNewIsAddedAndWhatIsNotToldAnyMoreIsGone) {
  page(one, {queued(1), queued(2), queued(3)});
  EXPECT_EQ(sequences(), (std::vector<uint64_t>{1, 2, 3}));
  const uint64_t row = rowsOf(list)[1];
  page(one, {queued(2, 4), queued(9)});
  EXPECT_EQ(sequences(), (std::vector<uint64_t>{2, 9}));
  EXPECT_EQ(list.find(row)->value.attempt, 4u);
  EXPECT_EQ(rowsOf(list)[0], row);
  EXPECT_EQ(list.source(one).complete, now);
}

TEST_F(PulledListTest, WhatIsGoneIsKnownUntilTheEndIsReachedAgain) {
  page(one, {queued(1), queued(2)});
  const uint64_t row = rowsOf(list)[0];
  page(one, {queued(2)});
  ASSERT_NE(list.find(row), nullptr);
  EXPECT_FALSE(list.find(row)->there);
  EXPECT_EQ(list.find(row)->value.sequence.value, 1u);
  page(one, {queued(2)});
  EXPECT_EQ(list.find(row), nullptr);
  page(one, {queued(1), queued(2)});
  EXPECT_NE(rowsOf(list)[1], row) << "no row is given twice";
}

TEST_F(PulledListTest, NothingIsGoneBeforeTheLastPage) {
  page(one, {queued(1), queued(2), queued(3)});
  page(one, {queued(3)}, 0, 50);
  EXPECT_EQ(sequences(), (std::vector<uint64_t>{1, 2, 3}));
  page(one, {queued(4)}, 50, 0);
  EXPECT_EQ(sequences(), (std::vector<uint64_t>{3, 4}));
}

TEST_F(PulledListTest, APullThatWasLeftTakesNothingAway) {
  page(one, {queued(1), queued(2)});
  page(one, {queued(2)}, 0, 50); // and nothing follows
  page(one, {queued(1), queued(2)});
  EXPECT_EQ(sequences(), (std::vector<uint64_t>{1, 2}));
}

TEST_F(PulledListTest, EachServerHasAPartOfItsOwn) {
  page(one, {queued(1)});
  page(two, {queued(1), queued(2)});
  page(one, {});
  EXPECT_EQ(sequences(), (std::vector<uint64_t>{1, 2}));
  for (const uint64_t row : rowsOf(list))
    EXPECT_EQ(list.find(row)->link, two);
}

TEST_F(PulledListTest, AServerThatIsNotWantedAnyMoreTakesItsPartAlong) {
  page(one, {queued(1), queued(2)});
  page(two, {queued(1), queued(3)});
  list.forget(one);
  EXPECT_EQ(sequences(), (std::vector<uint64_t>{1, 3}));
  EXPECT_EQ(list.source(one).pull, 0u);
  EXPECT_EQ(list.source(two).complete, now);
}

TEST_F(PulledListTest, AServerThatWasStartedAnewMeansOtherEntries) {
  page(one, {queued(1)});
  const uint64_t row = rowsOf(list)[0];
  page(one, {queued(1)}, 0, 0, second);
  ASSERT_EQ(rowsOf(list).size(), 1u);
  EXPECT_NE(rowsOf(list)[0], row);
  log.take(one, first, {}, {acted(1), acted(2)}, 0, now);
  log.take(one, second, {}, {acted(1)}, 0, now);
  EXPECT_EQ(rowsOf(log).size(), 1u);
  EXPECT_EQ(log.source(one).last, 1u);
}

TEST_F(PulledListTest, AnotherDeviceIsAnotherList) {
  page(one, {queued(1), queued(2)});
  const uint64_t end = list.end();
  list.take(one, first, {0, mostPerPage, "phone-2"}, {queued(2)}, 0, now);
  EXPECT_EQ(sequences(), std::vector<uint64_t>{2});
  EXPECT_GE(rowsOf(list)[0], end);
  EXPECT_EQ(list.device(), "phone-2");
}

TEST_F(PulledListTest, ALogGrowsAndIsNeverShortened) {
  log.take(one, first, {}, {acted(1), acted(2)}, 2, now);
  log.take(one, first, {2, mostPerPage, {}}, {acted(3)}, 0, now);
  log.take(one, first, {3, mostPerPage, {}}, {}, 0, now + std::chrono::seconds(5));
  EXPECT_EQ(rowsOf(log).size(), 3u);
  EXPECT_EQ(log.source(one).last, 3u);
  EXPECT_EQ(log.source(one).complete, now + std::chrono::seconds(5));
}

TEST_F(PulledListTest, OfMoreThanItKeepsTheFirstAreThereAndThatThereIsMoreIsSaid) {
  constexpr size_t capacity = PulledList<Queued>::capacity;
  uint64_t after = 0;
  for (size_t told = 0; told < capacity; told += mostPerPage, after = told)
    page(one, queuedFrom(told + 1, mostPerPage), after, told + mostPerPage);
  EXPECT_EQ(list.size(), capacity);
  EXPECT_TRUE(list.source(one).more);
  EXPECT_EQ(list.source(one).complete, now);
  page(one, queuedFrom(capacity + 1, mostPerPage), capacity, 0);
  EXPECT_EQ(list.size(), capacity) << "whoever reads on pushes out what came first";
  page(one, {queued(5)});
  EXPECT_EQ(sequences(), std::vector<uint64_t>{5});
  EXPECT_FALSE(list.source(one).more);
}

TEST_F(PulledListTest, OfALogTheNewestAreKept) {
  constexpr size_t capacity = PulledList<AuditEntry>::capacity;
  std::vector<AuditEntry> entries;
  for (uint64_t cursor = 1; cursor <= capacity + 500; ++cursor)
    entries.push_back(acted(cursor));
  log.take(one, first, {}, std::move(entries), 0, now);
  EXPECT_EQ(log.size(), capacity);
  EXPECT_EQ(log.find(log.first())->value.cursor, 501u);
  EXPECT_FALSE(log.source(one).more);
}

// One that waits for days behind which a million came and went must not keep a million rows.
TEST_F(PulledListTest, WhatStaysForEverHoldsNothingBack) {
  for (uint64_t round = 1; round <= 3000; ++round) {
    std::vector<Queued> entries{queued(1)};
    for (uint64_t i = 0; i < 20; ++i)
      entries.push_back(queued(round * 100 + i));
    page(one, std::move(entries));
  }
  EXPECT_EQ(list.size(), 21u);
  EXPECT_LT(list.end() - list.first(), 2000u);
}

TEST(ServerLists, TakesEntriesOutOfPagesAndLeavesOtherAnswersAlone) {
  ServerLists lists;
  Answer page{{1}, QueuePage{{queued(1)}, 77}, {0, 10, {}}};
  EXPECT_TRUE(lists.take(one, first, page, now));
  EXPECT_TRUE(std::get<QueuePage>(page.outcome).queued.empty());
  EXPECT_EQ(std::get<QueuePage>(page.outcome).next, 77u);
  EXPECT_EQ(lists.of<Queued>().size(), 1u);
  EXPECT_EQ(lists.source(admin::queue, one).count, 1u);
  EXPECT_EQ(lists.source(admin::audit, one).pull, 0u);
  Answer tokens{{2}, TokenList{{{"ci", Role::operate, now}}}, {}};
  EXPECT_TRUE(lists.take(one, first, tokens, now));
  EXPECT_EQ(lists.of<TokenInfo>().size(), 1u);
  Answer refusal{{3}, Error{ErrorCode::forbidden, {}}, {}};
  EXPECT_FALSE(lists.take(one, first, refusal, now));
  EXPECT_EQ(std::get<Error>(refusal.outcome).code, ErrorCode::forbidden);
}

} // namespace
} // namespace pushscope
