#include "models/feed/list_puller.h"
#include "models/items/list_rows.h"
#include "models/items/table_model.h"
#include "models/query/queue_summary.h"
#include "models/text/sentences.h"
#include "protocol/base/random.h"
#include "protocol/frame/command.h"
#include "tests/models/sample_world.h"
#include "tests/support/seed.h"

#include <QAbstractItemModelTester>
#include <QSet>

#include <gtest/gtest.h>

#include <deque>
#include <map>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

// A world with one server, whose lists are told a page at a time.
class ListRowsTest : public ::testing::Test {
 protected:
  SampleWorld sample;
  const LinkId node = sample.addLink(LinkKind::node, "stage");

  template <class Page>
  void tell(Page page, PageRequest asked = {}) {
    Batch batch = sample.batchOf(node);
    batch.answers.push_back({{1}, std::move(page), std::move(asked)});
    sample.apply(std::move(batch));
  }
  QStringList cells(const RowSource& rows, uint64_t row, std::initializer_list<const char*> ids) {
    QStringList texts;
    for (const char* id : ids) {
      const int at = columnWithId(rows.columns(), id);
      EXPECT_GE(at, 0) << id;
      const Column& column = rows.columns()[size_t(std::max(at, 0))];
      texts << forPeople(column.kind, column.value(sample.world, row), sample.now);
    }
    return texts;
  }
  Tone tone(const RowSource& rows, uint64_t row, const char* id) {
    return rows.columns()[size_t(columnWithId(rows.columns(), id))].tone(sample.world, row);
  }
  Queued stuck() const {
    Queued entry;
    entry.device = "phone";
    entry.uuid = uuidOf(5);
    entry.sequence = {3};
    entry.stage = Stage::held;
    entry.reason = Reason::postponed;
    entry.attempt = 2;
    entry.accepted = sample.now - 10min;
    entry.expires = sample.now + 24h;
    entry.nextTry = sample.now + 30s;
    entry.payloadBytes = 1200;
    entry.highPriority = true;
    return entry;
  }
};

TEST_F(ListRowsTest, AWaitingDeliverySaysWhyAndCountsDown) {
  tell(QueuePage{{stuck()}, 0});
  const RowSource& rows = queueRows();
  const uint64_t row = rows.first(sample.world);
  EXPECT_EQ(cells(rows, row,
                  {"device", "state", "attempt", "next_try", "accepted", "expires", "payload_bytes", "priority",
                   "sequence", "node"}),
            (QStringList{"phone", "held", "2", "in 30 s", "10 min ago", "in 24 h", "1200", "high", "3", "stage"}));
  EXPECT_EQ(cells(rows, row, {"uuid"}), QStringList{QString::fromStdString(uuidOf(5).text())});
  EXPECT_NE(cells(rows, row, {"reason"}), QStringList{"–"});
  sample.now += 12s;
  EXPECT_EQ(cells(rows, row, {"next_try"}), QStringList{"in 18 s"});
}

TEST_F(ListRowsTest, WhatIsNotPlannedOrNotKnownIsNotZero) {
  Queued entry = stuck();
  entry.nextTry = {};
  entry.reason = Reason::none;
  tell(QueuePage{{entry}, 0});
  const uint64_t row = queueRows().first(sample.world);
  EXPECT_EQ(cells(queueRows(), row, {"next_try", "reason"}), (QStringList{"–", "–"}));
  EXPECT_EQ(cells(queueRows(), row + 1, {"device", "state", "attempt", "node"}), (QStringList{"–", "–", "–", "–"}));
}

TEST_F(ListRowsTest, WhatIsGoneSaysSoWhileItIsDrawn) {
  tell(QueuePage{{stuck()}, 0});
  const uint64_t row = queueRows().first(sample.world);
  tell(QueuePage{});
  EXPECT_FALSE(queueRows().shown(sample.world, row));
  EXPECT_EQ(cells(queueRows(), row, {"device", "state"}), (QStringList{"phone", "waits no more"}));
  EXPECT_EQ(tone(queueRows(), row, "state"), Tone::faint);
}

TEST_F(ListRowsTest, TheNodeOfALostLinkIsFaint) {
  tell(QueuePage{{stuck()}, 0});
  const uint64_t row = queueRows().first(sample.world);
  EXPECT_EQ(tone(queueRows(), row, "node"), Tone::neutral);
  sample.say(node, LinkStatus::State::waiting);
  EXPECT_EQ(tone(queueRows(), row, "node"), Tone::faint);
}

TEST_F(ListRowsTest, TheOtherListsHaveTheirColumns) {
  tell(DeadLetterPage{{{"phone", uuidOf(5), {3}, sample.now - 5s, Reason::refused, 40}}, 0});
  EXPECT_EQ(cells(deadLetterRows(), 0, {"device", "at", "payload_bytes"}), (QStringList{"phone", "5 s ago", "40"}));

  PastSession session;
  session.cursor = 1;
  session.device = "phone";
  session.address = "10.0.0.7:4000";
  session.client = "app 1";
  session.connected = sample.now - 90s;
  session.closed = sample.now - 30s;
  session.closing = {Side::phone, ErrorCode::ok, true};
  session.resumed = true;
  session.beats = 9;
  session.missed = 1;
  session.acknowledged = 4;
  tell(HistoryPage{{session}, 0});
  EXPECT_EQ(cells(historyRows(), 0,
                  {"device", "connected", "closed", "lasted_ms", "how", "resumed", "beats", "missed", "acknowledged",
                   "address", "client", "node"}),
            (QStringList{"phone", "90 s ago", "30 s ago", "1 min", Sentences::closing(session.closing), "yes", "9", "1",
                         "4", "10.0.0.7:4000", "app 1", "stage"}));

  tell(AuditPage{
      {{1, sample.now - 3s, "ci", Role::operate, "127.0.0.1:9", "cancel", "phone", {}, ErrorCode::forbidden, 0}}, 0});
  EXPECT_EQ(cells(auditRows(), 0, {"at", "who", "role", "action", "subject", "outcome", "affected", "uuid", "address"}),
            (QStringList{"3 s ago", "ci", "operator", "cancel", "phone", "forbidden", "0", "–", "127.0.0.1:9"}));
  EXPECT_EQ(tone(auditRows(), 0, "outcome"), Tone::dead);

  tell(TokenList{{{"ci", Role::administer, sample.now - 3s}}});
  EXPECT_EQ(cells(tokenRows(), 0, {"name", "role", "added"}), (QStringList{"ci", "admin", "3 s ago"}));
}

TEST_F(ListRowsTest, EachListHasItsRowsByNumber) {
  EXPECT_EQ(&listRows(admin::queue), &queueRows());
  EXPECT_EQ(&listRows(admin::deadLetters), &deadLetterRows());
  EXPECT_EQ(&listRows(admin::history), &historyRows());
  EXPECT_EQ(&listRows(admin::audit), &auditRows());
  EXPECT_EQ(&listRows(admin::tokenList), &tokenRows());
}

TEST_F(ListRowsTest, TheSummaryCountsWhatIsThere) {
  EXPECT_EQ(summaryOf(sample.world.lists().of<Queued>()).all(), 0u);
  Queued other = stuck();
  other.sequence = {4};
  other.stage = Stage::offline;
  other.accepted = sample.now - 1h;
  tell(QueuePage{{stuck(), other}, 0});
  QueueSummary summary = summaryOf(sample.world.lists().of<Queued>());
  EXPECT_EQ(summary.all(), 2u);
  EXPECT_EQ(summary.held, 1u);
  EXPECT_EQ(summary.offline, 1u);
  EXPECT_EQ(summary.bytes, 2400u);
  EXPECT_EQ(summary.oldest, sample.now - 1h);
  tell(QueuePage{{stuck()}, 0});
  summary = summaryOf(sample.world.lists().of<Queued>());
  EXPECT_EQ(summary.all(), 1u);
  EXPECT_EQ(summary.oldest, sample.now - 10min);
}

// A server whose queue changes while it is read in small pages, with everything that can go wrong; a table on it that
// is held, sorted and narrowed meanwhile. In the end the table shows what the server has, and no row ever meant two
// deliveries.
TEST(ListRows, ATableShowsWhatTheServerHasWhateverHappens) {
  Random random(testSeed("ListRows"));
  SampleWorld sample;
  const LinkId link = sample.addLink(LinkKind::node, "stage");
  ListPuller puller(admin::queue, 2s);
  TableModel model(queueRows());
  const QAbstractItemModelTester rules(&model, QAbstractItemModelTester::FailureReportingMode::Warning);
  model.setWorld(&sample.world, sample.now);
  MonoTime mono{1h};
  std::map<uint64_t, Queued> server; // by sequence, which is the cursor
  uint64_t nextSequence = 1, pushes = 0, requests = 0, incarnation = 1;
  std::map<uint64_t, Uuid> meaning; // of each row that the list has
  std::optional<std::pair<RequestId, PageRequest>> open;
  bool online = true, wanted = true;

  const auto say = [&] {
    Batch batch = sample.batchOf(link);
    batch.status = LinkStatus{};
    batch.status->state = online ? LinkStatus::State::online : LinkStatus::State::waiting;
    batch.status->incarnation = {incarnation};
    sample.apply(std::move(batch));
  };
  const auto answer = [&](auto outcome) {
    Batch batch = sample.batchOf(link);
    batch.answers.push_back({open->first, std::move(outcome), open->second});
    open.reset();
    sample.apply(std::move(batch));
  };
  const auto answerWell = [&](uint64_t most) {
    QueuePage page;
    for (auto it = server.upper_bound(open->second.after); it != server.end() && page.queued.size() < most; ++it)
      page.queued.push_back(it->second);
    page.next = page.queued.size() < most ? 0 : page.queued.back().sequence.value;
    answer(std::move(page));
  };
  const auto tick = [&](Duration by) {
    mono += by;
    sample.now += by;
    const World::Changes changes = sample.changes();
    puller.step(sample.world, changes.answers, mono, wanted, [&](LinkId, ListRequest request) {
      EXPECT_FALSE(open) << "one at a time";
      open = {{++requests}, request.page};
      return open->first;
    });
    model.refresh(changes, sample.now);
    const PulledList<Queued>& list = sample.world.lists().of<Queued>();
    for (uint64_t row = list.first(); row < list.end(); ++row)
      EXPECT_EQ(meaning.try_emplace(row, list.find(row)->value.uuid).first->second, list.find(row)->value.uuid);
    meaning.erase(meaning.begin(), meaning.lower_bound(list.first()));
  };
  const auto settle = [&] {
    online = wanted = true;
    say();
    model.holdOrder(false);
    model.setQuery({});
    for (int i = 0; i < 400; ++i) {
      if (open)
        answerWell(5);
      tick(i % 5 == 0 ? 1s : 100ms);
    }
    QSet<qulonglong> shown, wantedRows;
    const int column = columnWithId(model.columns(), "sequence");
    for (int row = 0; row < model.rowCount(); ++row)
      shown << model.index(row, column).data(TableModel::RawRole).toULongLong();
    for (const auto& [sequence, entry] : server)
      wantedRows << sequence;
    EXPECT_EQ(shown, wantedRows);
    EXPECT_EQ(size_t(model.rowCount()), server.size());
  };

  say();
  for (uint64_t step = testSteps(4'000); step-- > 0;) {
    switch (random.below(12)) {
    case 0:
    case 1:
      for (uint64_t count = random.below(6); count-- > 0; ++nextSequence) {
        Queued entry;
        entry.device = "phone-" + std::to_string(random.below(5));
        entry.sequence = {nextSequence};
        entry.uuid = uuidOf(++pushes);
        entry.stage = Stage::offline;
        server[nextSequence] = entry;
      }
      break;
    case 2:
    case 3:
      for (uint64_t count = random.below(6); count-- > 0 && !server.empty();)
        server.erase(std::next(server.begin(), ptrdiff_t(random.below(server.size()))));
      break;
    case 4:
      if (!server.empty())
        ++std::next(server.begin(), ptrdiff_t(random.below(server.size())))->second.attempt;
      break;
    case 5:
      if (open)
        answer(Error{random.below(2) == 0 ? ErrorCode::busy : ErrorCode::timedOut, {}});
      break;
    case 6:
      online = random.below(4) != 0;
      if (!online && open)
        answer(Error{ErrorCode::outcomeUnknown, {}});
      if (!online && random.below(3) == 0) {
        ++incarnation; // a server without a file begins anew
        server.clear();
        nextSequence = 1;
      }
      say();
      break;
    case 7:
      wanted = random.below(4) != 0;
      break;
    case 8:
      model.holdOrder(random.below(2) == 0);
      break;
    case 9:
      model.sort(int(random.below(uint64_t(model.columnCount()) + 1)) - 1,
                 random.below(2) == 0 ? Qt::AscendingOrder : Qt::DescendingOrder);
      break;
    case 10:
      model.setQuery(random.below(2) == 0 ? QString() : QStringLiteral("id~-1 or attempt>1"));
      break;
    default:
      if (open)
        answerWell(1 + random.below(7));
    }
    tick(Duration(int64_t(random.below(700'000))));
    if (step % 500 == 0)
      settle();
  }
}

} // namespace
} // namespace pushscope
