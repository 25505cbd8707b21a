#include "protocol/machine/collection.h"

#include <gtest/gtest.h>

#include <set>

namespace pushscope {

static bool operator==(const CollectionItem& a, const CollectionItem& b) {
  return a.key == b.key && a.version == b.version && a.value == b.value;
}

namespace {

constexpr uint64_t seed = 17;

CollectionSource sourceOf(const CollectionSource::Shape& shape, uint64_t version) {
  CollectionSource source("friends", shape, seed);
  source.touch(version - 1);
  return source;
}

bool applyAll(CollectionReplica& replica, const std::vector<CollectionPage>& pages) {
  for (const CollectionPage& page : pages)
    if (!replica.apply(page))
      return false;
  return true;
}

TEST(CollectionSource, BeginsAtVersionOneWithAllItsItems) {
  const CollectionSource source("friends", {}, seed);
  EXPECT_EQ(source.version(), 1u);
  EXPECT_EQ(source.content().size(), size_t{50});
  EXPECT_EQ(source.content().at(7).version, 1u);
  EXPECT_EQ(source.content().at(7).value.size(), size_t{24});
}

TEST(CollectionSource, IsAFunctionOfSeedAndVersion) {
  for (uint64_t version : {1u, 2u, 50u, 51u, 52u, 1000u}) {
    CollectionSource steps("friends", {}, seed), other("friends", {}, seed + 1);
    while (steps.version() < version)
      steps.touch(1);
    other.touch(version - 1);
    EXPECT_TRUE(sourceOf({}, version).content() == steps.content()) << version;
    EXPECT_FALSE(other.content() == steps.content()) << version;
  }
}

TEST(CollectionSource, EachVersionChangesOneItem) {
  CollectionSource source("friends", {}, seed);
  std::set<uint32_t> changed;
  for (int i = 0; i < 200; ++i) {
    const auto before = source.content();
    source.touch(1);
    const std::vector<CollectionPage> pages = source.since(source.version() - 1);
    ASSERT_EQ(pages.size(), size_t{1});
    EXPECT_FALSE(pages[0].full);
    EXPECT_TRUE(pages[0].last);
    EXPECT_EQ(pages[0].from, source.version() - 1);
    EXPECT_EQ(pages[0].to, source.version());
    ASSERT_EQ(pages[0].items.size(), size_t{1});
    const CollectionItem& item = pages[0].items[0];
    EXPECT_EQ(item.version, source.version());
    EXPECT_FALSE(item == before.at(item.key));
    changed.insert(item.key);
  }
  EXPECT_EQ(changed.size(), size_t{50});
}

TEST(CollectionSource, HasNothingToSayToWhoIsCurrent) {
  EXPECT_TRUE(sourceOf({}, 20).since(20).empty());
}

TEST(CollectionSource, TellsWhoIsFarBehindOrUnknownEverything) {
  const CollectionSource source = sourceOf({}, 500);
  EXPECT_FALSE(source.since(400).at(0).full);
  for (uint64_t known : {uint64_t{399}, uint64_t{1}, uint64_t{0}, uint64_t{501}, ~uint64_t{0}}) {
    const std::vector<CollectionPage> pages = source.since(known);
    ASSERT_EQ(pages.size(), size_t{1});
    EXPECT_TRUE(pages[0].full);
    EXPECT_EQ(pages[0].items.size(), size_t{50});
  }
}

TEST(CollectionSource, PagesHoldAHundredItems) {
  const CollectionSource source = sourceOf({250, 100, 24}, 3);
  const std::vector<CollectionPage> pages = source.since(0);
  ASSERT_EQ(pages.size(), size_t{3});
  EXPECT_EQ(pages[0].items.size(), size_t{100});
  EXPECT_EQ(pages[2].items.size(), size_t{50});
  EXPECT_FALSE(pages[0].last);
  EXPECT_FALSE(pages[1].last);
  EXPECT_TRUE(pages[2].last);
  EXPECT_EQ(sourceOf({200, 100, 24}, 3).since(0).size(), size_t{2});
}

TEST(CollectionSource, MayBeEmpty) {
  CollectionSource source = sourceOf({0, 100, 24}, 5);
  CollectionReplica replica;
  EXPECT_TRUE(applyAll(replica, source.since(0)));
  EXPECT_EQ(replica.version(), 5u);
  EXPECT_EQ(replica.size(), size_t{0});
}

TEST(CollectionSource, CountsForEver) {
  CollectionSource source = sourceOf({}, uint64_t{1} << 60);
  EXPECT_EQ(source.since(source.version() - 3).at(0).items.size(), size_t{3});
}

TEST(CollectionReplica, FollowsItsSource) {
  CollectionSource source("friends", {}, seed);
  CollectionReplica replica;
  for (uint64_t changes : {0u, 1u, 7u, 100u, 101u, 5000u}) {
    source.touch(changes);
    ASSERT_TRUE(applyAll(replica, source.since(replica.version())));
    EXPECT_EQ(replica.version(), source.version());
    EXPECT_TRUE(replica.content() == source.content());
  }
}

TEST(CollectionReplica, MovesItsVersionWithTheLastPage) {
  const CollectionSource source = sourceOf({250, 100, 24}, 9);
  const std::vector<CollectionPage> pages = source.since(0);
  CollectionReplica replica;
  EXPECT_TRUE(replica.apply(pages[0]));
  EXPECT_TRUE(replica.apply(pages[1]));
  EXPECT_EQ(replica.version(), 0u);
  EXPECT_EQ(replica.size(), size_t{0});
  EXPECT_TRUE(replica.apply(pages[2]));
  EXPECT_EQ(replica.version(), 9u);
  EXPECT_EQ(replica.size(), size_t{250});
}

TEST(CollectionReplica, StartsAHalfSetOverAfterAnInterruption) {
  const CollectionSource source = sourceOf({250, 100, 24}, 9);
  CollectionReplica replica;
  replica.apply(source.since(0)[0]);
  replica.interrupted();
  EXPECT_TRUE(applyAll(replica, source.since(replica.version())));
  EXPECT_TRUE(replica.content() == source.content());
}

TEST(CollectionReplica, RefusesWhatDoesNotBuildOnIt) {
  CollectionSource source = sourceOf({}, 10);
  CollectionReplica replica;
  ASSERT_TRUE(applyAll(replica, source.since(0)));
  source.touch(5);
  const auto before = replica.content();
  EXPECT_FALSE(replica.apply(source.since(11)[0]));
  EXPECT_FALSE(replica.apply(source.since(9)[0]));
  EXPECT_FALSE(replica.apply({"friends", 10, 10, false, {}, true}));
  EXPECT_FALSE(replica.apply({"friends", 10, 9, false, {}, true}));
  EXPECT_FALSE(replica.apply({"friends", 0, 0, true, {}, true}));
  EXPECT_EQ(replica.version(), 10u);
  EXPECT_TRUE(replica.content() == before);
  EXPECT_TRUE(replica.apply(source.since(10)[0]));
}

TEST(CollectionReplica, PagesOfTwoSetsDoNotMix) {
  CollectionSource source = sourceOf({250, 1000, 24}, 1);
  CollectionReplica replica;
  ASSERT_TRUE(applyAll(replica, source.since(0)));
  source.touch(150);
  const std::vector<CollectionPage> first = source.since(1);
  source.touch(50);
  const std::vector<CollectionPage> second = source.since(1);
  ASSERT_EQ(first.size(), size_t{2});
  EXPECT_TRUE(replica.apply(first[0]));
  EXPECT_FALSE(replica.apply(second[0]));
  EXPECT_TRUE(replica.apply(first[1]));
  EXPECT_FALSE(replica.apply(second[1]));
  EXPECT_EQ(replica.version(), 151u);
  ASSERT_TRUE(applyAll(replica, source.since(151)));
  EXPECT_TRUE(replica.content() == source.content());
}

TEST(CollectionReplica, AHalfSetIsNotFinishedByAFullOne) {
  CollectionReplica replica;
  ASSERT_TRUE(replica.apply({"friends", 0, 1, true, {{1, 1, {7}}}, true}));
  ASSERT_TRUE(replica.apply({"friends", 1, 5, false, {{2, 5, {8}}}, false}));
  EXPECT_FALSE(replica.apply({"friends", 0, 5, true, {{3, 5, {9}}}, true}));
  EXPECT_EQ(replica.size(), size_t{1});
  EXPECT_TRUE(replica.apply({"friends", 1, 5, false, {}, true}));
  EXPECT_EQ(replica.size(), size_t{2});
}

// A server that lost its versions says so by `full`.
TEST(CollectionReplica, FullMayGoBack) {
  CollectionReplica replica;
  ASSERT_TRUE(applyAll(replica, sourceOf({60, 100, 24}, 500).since(0)));
  const CollectionSource source = sourceOf({50, 100, 24}, 3);
  ASSERT_TRUE(applyAll(replica, source.since(replica.version())));
  EXPECT_EQ(replica.version(), 3u);
  EXPECT_TRUE(replica.content() == source.content());
}

} // namespace
} // namespace pushscope
