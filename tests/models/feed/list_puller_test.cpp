#include "models/feed/list_puller.h"
#include "protocol/frame/command.h"
#include "tests/models/sample_world.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

constexpr Duration interval = 2s;

// A puller and a world, and what was asked and not answered yet.
class ListPullerTest : public ::testing::Test {
 protected:
  struct Asked {
    RequestId id;
    LinkId link;
    ListRequest request;
  };
  SampleWorld sample;
  MonoTime now{1h};
  ListPuller puller{admin::queue, interval};
  std::vector<Asked> asked;
  uint64_t requests = 0;
  bool wanted = true;

  void step() {
    const World::Changes changes = sample.changes();
    puller.step(sample.world, changes.answers, now, wanted, [this](LinkId link, ListRequest request) {
      asked.push_back({{++requests}, link, std::move(request)});
      return asked.back().id;
    });
  }
  void later(Duration by) {
    now += by;
    sample.now += by;
    step();
  }
  template <class Outcome>
  void answer(Outcome outcome) {
    ASSERT_FALSE(asked.empty());
    const Asked request = asked.front();
    asked.erase(asked.begin());
    Batch batch = sample.batchOf(request.link);
    batch.answers.push_back({request.id, std::move(outcome), request.request.page});
    sample.apply(std::move(batch));
    step();
  }
  static QueuePage page(uint64_t sequence, uint64_t next) {
    Queued entry;
    entry.device = "phone";
    entry.sequence = {sequence};
    return {{entry}, next};
  }
  void refuse(ErrorCode code) { answer(Error{code, {}}); }
  size_t known() const { return sample.world.lists().of<Queued>().size(); }
};

TEST_F(ListPullerTest, AsksPageAfterPageThenWaits) {
  sample.addLink(LinkKind::node, "stage");
  step();
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].request.list, admin::queue);
  EXPECT_EQ(asked[0].request.page.after, 0u);
  EXPECT_EQ(asked[0].request.page.count, mostPerPage);
  later(1s);
  EXPECT_EQ(asked.size(), 1u) << "one at a time";
  answer(page(1, 40));
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].request.page.after, 40u);
  EXPECT_TRUE(puller.isReading({0}));
  answer(page(2, 0));
  EXPECT_TRUE(asked.empty());
  EXPECT_FALSE(puller.isReading({0}));
  EXPECT_EQ(known(), 2u);
  EXPECT_FALSE(puller.problem({0}));
}

TEST_F(ListPullerTest, ComesAgainAfterTheIntervalAndLaterIfItTookLong) {
  sample.addLink(LinkKind::node, "stage");
  step();
  answer(page(1, 0));
  later(interval - 1ms);
  EXPECT_TRUE(asked.empty());
  later(1ms);
  ASSERT_EQ(asked.size(), 1u);
  later(1s); // it takes so long to answer
  answer(page(1, 0));
  later(9s - 1ms);
  EXPECT_TRUE(asked.empty());
  later(1ms);
  ASSERT_EQ(asked.size(), 1u);
  later(1min);
  answer(page(1, 0));
  later(30s - 1ms);
  EXPECT_TRUE(asked.empty());
  later(1ms);
  EXPECT_EQ(asked.size(), 1u) << "nobody looks at what is older";
}

TEST_F(ListPullerTest, AsksEachServerAndNoFleet) {
  sample.addLink(LinkKind::node, "one");
  sample.addLink(LinkKind::fleet, "fleet");
  sample.addLink(LinkKind::node, "two");
  step();
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_EQ(asked[0].link, LinkId{0});
  EXPECT_EQ(asked[1].link, LinkId{2});
}

TEST_F(ListPullerTest, WhateverGoesWrongAtAnyPageIsToldAndLeavesWhatWasKnown) {
  constexpr uint64_t pages = 4;
  sample.addLink(LinkKind::node, "stage");
  const auto pull = [&](uint64_t until) {
    for (uint64_t n = 1; n <= until; ++n)
      answer(page(n, n == pages ? 0 : n * 10));
  };
  step();
  pull(pages);
  for (const ErrorCode code : {ErrorCode::busy, ErrorCode::timedOut, ErrorCode::storage, ErrorCode::malformed})
    for (uint64_t good = 0; good < pages; ++good) {
      later(interval);
      ASSERT_EQ(asked.size(), 1u);
      EXPECT_EQ(asked[0].request.page.after, 0u) << "from the beginning";
      pull(good);
      refuse(code);
      EXPECT_EQ(puller.problem({0}).value_or(Error{}).code, code);
      EXPECT_EQ(known(), pages);
      EXPECT_TRUE(asked.empty());
      later(interval - 1ms);
      EXPECT_TRUE(asked.empty()) << "not at once again";
      later(1ms);
      pull(pages);
      EXPECT_FALSE(puller.problem({0}));
      EXPECT_EQ(known(), pages);
    }
}

TEST_F(ListPullerTest, ALostLinkIsAProblemUntilItIsBack) {
  const LinkId link = sample.addLink(LinkKind::node, "stage");
  step();
  answer(page(1, 10));
  sample.say(link, LinkStatus::State::waiting);
  refuse(ErrorCode::outcomeUnknown);
  EXPECT_TRUE(puller.problem(link));
  later(1min);
  EXPECT_TRUE(asked.empty()) << "nobody is there";
  sample.say(link, LinkStatus::State::online);
  step();
  ASSERT_EQ(asked.size(), 1u) << "at once";
  EXPECT_EQ(asked[0].request.page.after, 0u);
  answer(page(1, 0));
  EXPECT_FALSE(puller.problem(link));
}

// Each refusal is a line in the server's audit log.
TEST_F(ListPullerTest, WhatIsForbiddenIsNotAskedAgainOnThisConnection) {
  const LinkId link = sample.addLink(LinkKind::node, "stage");
  step();
  refuse(ErrorCode::forbidden);
  later(1h);
  EXPECT_TRUE(asked.empty());
  sample.say(link, LinkStatus::State::waiting);
  step();
  sample.say(link, LinkStatus::State::online);
  step();
  EXPECT_EQ(asked.size(), 1u);
}

TEST_F(ListPullerTest, WhatNobodyLooksAtIsNotAsked) {
  sample.addLink(LinkKind::node, "stage");
  wanted = false;
  later(1min);
  EXPECT_TRUE(asked.empty());
  wanted = true;
  step();
  ASSERT_EQ(asked.size(), 1u);
  wanted = false;
  answer(page(1, 10));
  EXPECT_TRUE(asked.empty()) << "it is left";
  wanted = true;
  later(interval);
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].request.page.after, 0u) << "and begun anew";
}

TEST_F(ListPullerTest, ALogIsAskedForFromWhatIsKnown) {
  puller = ListPuller(admin::audit, interval);
  const LinkId link = sample.addLink(LinkKind::node, "stage");
  const auto log = [](uint64_t cursor, uint64_t next) {
    AuditEntry entry;
    entry.cursor = cursor;
    return AuditPage{{entry}, next};
  };
  step();
  answer(log(7, 7));
  answer(log(8, 0));
  later(interval);
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].request.page.after, 8u);
  answer(AuditPage{});
  Batch anew = sample.batchOf(link);
  anew.status = LinkStatus{};
  anew.status->state = LinkStatus::State::online;
  anew.status->incarnation = {99};
  sample.apply(std::move(anew));
  later(interval);
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].request.page.after, 0u) << "another process has another log";
}

TEST_F(ListPullerTest, ACursorThatDoesNotGoOnEndsThePull) {
  sample.addLink(LinkKind::node, "stage");
  step();
  answer(page(1, 40));
  answer(page(2, 40));
  EXPECT_TRUE(asked.empty());
  EXPECT_EQ(puller.problem({0}).value_or(Error{}).code, ErrorCode::malformed);
}

TEST_F(ListPullerTest, AnAnswerForAnotherDeviceIsNotTakenForThisOne) {
  sample.addLink(LinkKind::node, "stage");
  step();
  puller.setDevice("phone");
  step();
  ASSERT_EQ(asked.size(), 1u) << "it still waits";
  answer(page(1, 40));
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].request.page.device, "phone");
  EXPECT_EQ(asked[0].request.page.after, 0u);
}

TEST_F(ListPullerTest, IsLeftAtWhatAListKeepsUnlessAllOfItIsWanted) {
  for (const bool all : {false, true}) {
    puller = ListPuller(admin::queue, interval);
    if (all)
      puller.readToTheEnd();
    sample = {};
    asked.clear();
    sample.addLink(LinkKind::node, "stage");
    step();
    QueuePage page;
    page.queued.resize(PulledList<Queued>::capacity);
    page.next = 10;
    answer(std::move(page));
    EXPECT_EQ(asked.size(), all ? 1u : 0u);
  }
}

TEST_F(ListPullerTest, OnceIsOverWhenEveryServerHasAnswered) {
  puller = ListPuller(admin::queue, ListPuller::once);
  sample.addLink(LinkKind::node, "one");
  sample.addLink(LinkKind::node, "two");
  step();
  EXPECT_FALSE(puller.isOver());
  answer(page(1, 0));
  EXPECT_FALSE(puller.isOver());
  answer(page(1, 0));
  EXPECT_TRUE(puller.isOver());
  later(1h);
  EXPECT_TRUE(asked.empty());
  puller.pullNow();
  step();
  EXPECT_EQ(asked.size(), 2u);
}

} // namespace
} // namespace pushscope
