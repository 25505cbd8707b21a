#include "protocol/base/random.h"
#include "tests/app/server/store/store_world.h"
#include "tests/support/faulty_vfs.h"
#include "tests/support/seed.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

// What the durable store promises when disk, memory and power fail (6-trust, B).
namespace pushscope {
namespace {

using Rest = FaultyVfs::Disk::Rest;

FaultyVfs& disk() {
  return FaultyVfs::instance();
}

class Installed : public ::testing::Environment {
 public:
  void SetUp() override { FaultyVfs::install(); }
};
const auto* const installed = ::testing::AddGlobalTestEnvironment(new Installed);

PastSession aSession() {
  PastSession out;
  out.device = "device1";
  out.address = "127.0.0.1:5";
  return out;
}

// A shard with its devices, which remembers what it was told, and when.
class Shard {
 public:
  struct Told {
    std::string device;
    uint64_t id = 0;
    size_t answered = 0; // at which moment of the disk
    Sequence sequence;
    size_t ended = ~size_t{0}; // from which moment it may be final
  };

  Shard(const std::string& path, int longLog) {
    m_config.path = path;
    m_config.vfs = FaultyVfs::name;
    m_config.longLog = longLog;
    m_config.incarnation = 1;
    m_config.retention.age = std::chrono::hours(24 * 365 * 200);
    m_config.ride = std::chrono::milliseconds(1);
    m_config.retry = std::chrono::milliseconds(1);
  }
  ~Shard() { close(); }

  Status open() {
    Result<std::unique_ptr<SqliteEngine>> opened = SqliteEngine::open(m_config);
    if (!opened.ok())
      return opened.error();
    engine = std::move(opened).value();
    // The moment of the answer is that at which the writer let it go.
    store = std::make_unique<SqliteStore>(
        *engine,
        [this, post = mailbox.post()](std::function<void()> call) {
          const size_t moment = disk().moment();
          unflushedAtAnswers += disk().unflushed("-wal");
          post([this, moment, call = std::move(call)] {
            m_moment = moment;
            call();
          });
        },
        nullptr);
    ledger = std::make_unique<SqliteLedger>(*engine, mailbox.post());
    return store->recover([this](const std::string& device, const Store::Stored& stored, uint32_t) {
      recovered.push_back({device, stored});
    });
  }
  void close() {
    if (!engine)
      return;
    ledger->flush();
    engine->close();
    mailbox.run();
    ledger.reset();
    store.reset();
    engine.reset();
  }

  static Bytes payloadOf(uint64_t id) {
    Bytes out(8 + id * 37 % 900, uint8_t(id));
    for (size_t i = 0; i < 8; ++i)
      out[i] = uint8_t(id >> (8 * i));
    return out;
  }
  void append(const std::string& device, uint64_t id, bool again = false) {
    Store::Body body = bodyOf(id, payloadOf(id));
    body.again = again;
    ++m_asked;
    asked.insert({device, id});
    store->append(device, std::move(body), [this, device, id](Result<Store::Appended> appended) {
      ++m_answered;
      if (appended.ok()) {
        if (!appended.value().known)
          told.push_back({device, id, m_moment, appended.value().sequence});
        else
          known.push_back({device, id, m_moment, appended.value().sequence});
      } else {
        refused.push_back({{device, id}, appended.error().code});
      }
    });
  }
  bool answers() {
    return mailbox.runUntil([this] { return m_answered == m_asked; });
  }
  void settled() {
    bool done = false;
    engine->afterwards([&, post = mailbox.post()] { post([&] { done = true; }); });
    EXPECT_TRUE(mailbox.runUntil([&] { return done; }));
  }
  void end(Told& one, Stage stage) {
    one.ended = disk().moment();
    if (stage == Stage::acknowledged)
      store->acknowledge(one.device, one.sequence, wallFromMicros(5)); // and what came before
    else
      store->settle(one.device, one.sequence, stage, Reason::none, wallFromMicros(5));
  }

  // A bit of everything that a shard asks for.
  void live(Random& random, uint64_t rounds, uint64_t& id) {
    for (uint64_t round = 0; round < rounds; ++round) {
      const size_t before = told.size();
      for (uint64_t i = 1 + random.below(6); i > 0; --i) {
        append("device" + std::to_string(random.below(4)), ++id);
        if (random.below(10) == 0)
          append("device" + std::to_string(random.below(4)), id); // of another device, or asked twice
      }
      if (!answers())
        return;
      for (size_t i = before; i < told.size(); ++i) {
        const DeliveryHandle handle{uint32_t(i + 1)};
        DeliveryRecord record{handle, uuidOf(told[i].id), told[i].device, told[i].sequence, 3, 4};
        ledger->delivery(record);
        ledger->stage({handle, wallFromMicros(5), Stage::accepted});
      }
      for (size_t i = told.size() > 12 ? told.size() - 12 : 0; i < told.size(); ++i)
        if (told[i].ended == ~size_t{0} && random.below(6) == 0) {
          end(told[i], random.below(3) == 0 ? Stage::dead : Stage::expired);
          if (random.below(3) == 0)
            append(told[i].device, told[i].id, true); // if it was dead, it lives again
        }
      if (random.below(4) == 0)
        ledger->session(aSession());
      if (random.below(4) == 0)
        ledger->audit({});
      if (random.below(4) == 0)
        ledger->tags("device1", {std::to_string(round)});
      if (random.below(3) == 0)
        ledger->flush();
      if (!answers())
        return;
    }
  }

  struct Recovered {
    std::string device;
    Store::Stored stored;
  };
  SqliteEngine::Config m_config;
  Mailbox mailbox;
  std::unique_ptr<SqliteEngine> engine;
  std::unique_ptr<SqliteStore> store;
  std::unique_ptr<SqliteLedger> ledger;
  std::vector<Told> told, known;
  std::set<std::pair<std::string, uint64_t>> asked;
  std::vector<std::pair<std::pair<std::string, uint64_t>, ErrorCode>> refused;
  std::vector<Recovered> recovered;
  std::atomic<uint64_t> unflushedAtAnswers{0};

 private:
  size_t m_moment = 0;
  uint64_t m_asked = 0, m_answered = 0;
};

uint64_t idOf(const Uuid& uuid) {
  uint64_t out = 0;
  for (size_t i = 8; i < 16; ++i)
    out = out << 8 | uuid.bytes[i];
  return out;
}

// Whether a shard that was opened on what is left finds everything that was promised until that moment. Empty: yes.
std::string brokenPromise(const Shard& before, size_t moment, Shard& after) {
  std::map<Sequence, const Shard::Recovered*> waiting;
  Sequence last;
  for (const Shard::Recovered& one : after.recovered) {
    if (!(last < one.stored.sequence))
      return "the order is lost";
    last = one.stored.sequence;
    waiting[one.stored.sequence] = &one;
    const uint64_t id = idOf(one.stored.body.uuid);
    if (!before.asked.contains({one.device, id}))
      return "a delivery that nobody asked for: " + std::to_string(id);
    const auto body = after.store->read(one.device, {one.stored.sequence.value - 1}, 1);
    if (body.empty() || body[0].sequence != one.stored.sequence)
      return "a body is lost: " + std::to_string(id);
    if (*body[0].body.payload != Shard::payloadOf(id))
      return "a wrong payload: " + std::to_string(id);
  }
  for (const Shard::Told& one : before.told) {
    if (one.answered > moment)
      continue;
    const auto found = waiting.find(one.sequence);
    if (found == waiting.end()) {
      if (one.ended > moment)
        return "accepted and lost: " + std::to_string(one.id) + " of " + one.device;
      continue;
    }
    if (found->second->device != one.device || idOf(found->second->stored.body.uuid) != one.id)
      return "another delivery in the place of " + std::to_string(one.id);
  }
  return {};
}

// ---- TB2

TEST(SqliteFaults, ALossOfPowerLosesNothingThatWasAccepted) {
  Random random(testSeed("power_loss"));
  ScratchFolder folder, image;
  uint64_t points = 0;
  const uint64_t wanted = testSteps(1000);
  while (points < wanted) {
    ScratchFolder one;
    disk().record(one.path());
    Shard before(one / "store.db", 20);
    ASSERT_TRUE(before.open().ok());
    uint64_t id = 0;
    before.live(random, 40, id);
    // The second life begins with a full file and its log.
    before.close();
    ASSERT_TRUE(before.open().ok());
    before.live(random, 40, id);
    const size_t end = disk().moment();
    FaultyVfs::Disk left(disk());
    for (size_t moment = 0; moment <= end && points < wanted; moment += random.below(4)) {
      left.advance(moment);
      for (const auto& entry : std::filesystem::directory_iterator(image.path()))
        std::filesystem::remove(entry);
      left.make(image.path(),
                random.below(4) == 0   ? Rest::forgotten
                : random.below(6) == 0 ? Rest::kept
                                       : Rest::torn,
                random);
      Shard after(image / "store.db", 20);
      const Status opened = after.open();
      ASSERT_TRUE(opened.ok()) << opened.error().detail << " at " << moment << " of " << end;
      const std::string broken = brokenPromise(before, moment, after);
      ASSERT_TRUE(broken.empty()) << broken << " at " << moment << " of " << end;
      ++points;
    }
    before.close();
    disk().stopRecording();
  }
  std::printf("%llu moments of power loss\n", static_cast<unsigned long long>(points));
}

// ---- TB3

TEST(SqliteFaults, NobodyIsAnsweredBeforeTheFlushThatCoversIt) {
  ScratchFolder folder;
  Shard shard(folder / "store.db", 2000);
  ASSERT_TRUE(shard.open().ok());
  uint64_t id = 0;
  const uint64_t wanted = testSteps(100'000);
  while (id < wanted) {
    for (int i = 0; i < 500; ++i, ++id)
      shard.append("device" + std::to_string(id % 100), id);
    ASSERT_TRUE(shard.answers());
    for (size_t i = 0; i < 100; ++i)
      shard.store->acknowledge("device" + std::to_string(i), {~uint64_t{0}}, wallFromMicros(5));
  }
  EXPECT_EQ(shard.told.size(), id);
  EXPECT_EQ(shard.unflushedAtAnswers, 0u);
}

// ---- TB4, TB6

// A life with one fault in it. Everything that was promised holds in this life, in the next one, and after a loss of
// power that forgets what was not flushed.
struct Trial {
  uint64_t rounds = 10;
  // False: the fault did not come.
  bool run(Random& random, const std::function<void()>& breakIt) {
    ScratchFolder folder;
    disk().record(folder.path());
    Shard shard(folder / "store.db", 20);
    uint64_t id = 0;
    breakIt();
    Status opened = shard.open();
    bool came = false;
    if (!opened.ok()) {
      came = true;
      EXPECT_TRUE(disk().failed()) << opened.error().detail;
      EXPECT_NE(opened.error().detail.find(folder.path()), std::string::npos) << opened.error().detail;
      shard.close();
      disk().heal();
      opened = shard.open();
      EXPECT_TRUE(opened.ok()) << opened.error().detail;
      if (!opened.ok())
        return true;
    }
    shard.live(random, rounds, id);
    came = came || disk().failed();
    disk().heal();

    // Back in service: whoever is refused asks again.
    const auto began = std::chrono::steady_clock::now();
    for (size_t accepted = shard.told.size(); accepted == shard.told.size();) {
      shard.append("back", ++id);
      EXPECT_TRUE(shard.answers());
      if (std::chrono::steady_clock::now() - began > std::chrono::seconds(5)) {
        ADD_FAILURE() << "not back in service";
        return false;
      }
    }
    // What is unknown is asked for again, and then it is there once.
    for (const auto& [what, code] : std::vector(shard.refused)) {
      if (what.first == "back")
        continue;
      EXPECT_TRUE(code == ErrorCode::storage || code == ErrorCode::outcomeUnknown) << errorName(code);
      if (code == ErrorCode::outcomeUnknown)
        ++unknown;
      ++refused;
      const size_t knownBefore = shard.known.size();
      shard.append(what.first, what.second);
      EXPECT_TRUE(shard.answers());
      if (shard.known.size() > knownBefore) {
        // A dead letter whose revival is doubtful is dead again.
        EXPECT_TRUE(isOurs(shard, shard.known.back()) || shard.store->dead(what.first, uuidOf(what.second)))
            << "known, but no shard has it: " << what.second;
      }
    }
    shard.settled();
    const size_t end = disk().moment();
    check(shard, end, random);
    shard.close();
    for (Shard::Told& one : shard.told)
      one.answered = 0;
    Shard next(folder / "store.db", 20);
    const Status reopened = next.open();
    EXPECT_TRUE(reopened.ok()) << reopened.error().detail;
    if (reopened.ok()) {
      EXPECT_EQ(brokenPromise(shard, end, next), "");
      // What ended stays ended: fates of a batch that failed were written later.
      std::set<Sequence> waiting;
      for (const auto& one : next.recovered)
        waiting.insert(one.stored.sequence);
      for (const Shard::Told& one : shard.told)
        EXPECT_EQ(waiting.contains(one.sequence), one.ended == ~size_t{0}) << one.id;
      EXPECT_EQ(waiting.size(), size_t(std::count_if(shard.told.begin(), shard.told.end(),
                                                     [](const auto& one) { return one.ended == ~size_t{0}; })))
          << "waiting, but nobody was told";
    }
    next.close();
    disk().stopRecording();
    return came;
  }
  uint64_t refused = 0, unknown = 0;

 private:
  static bool isOurs(const Shard& shard, const Shard::Told& known) {
    return std::any_of(shard.told.begin(), shard.told.end(),
                       [&](const auto& one) { return one.sequence == known.sequence; });
  }
  static void check(const Shard& shard, size_t moment, Random& random) {
    ScratchFolder image;
    FaultyVfs::Disk left(disk());
    left.advance(moment);
    left.make(image.path(), Rest::forgotten, random);
    Shard after(image / "store.db", 20);
    const Status opened = after.open();
    EXPECT_TRUE(opened.ok()) << opened.error().detail;
    if (opened.ok()) {
      EXPECT_EQ(brokenPromise(shard, moment, after), "");
    }
  }
};

class EveryFault : public ::testing::TestWithParam<FaultyVfs::Fault> {};

TEST_P(EveryFault, IsNeverTakenForSuccess) {
  const uint64_t seed = testSeed("every_fault");
  Trial trial;
  uint64_t n = 0;
  // All trials are the same life, but for the moment of the fault.
  for (bool came = true; came && !HasFailure(); ++n) {
    Random random(seed);
    came = trial.run(random, [&] { disk().failAt(n, GetParam()); });
    ASSERT_FALSE(HasFailure()) << "operation " << n;
  }
  EXPECT_GT(n, 100u);
  EXPECT_GT(trial.refused, 0u);
  std::printf("%llu operations failed once each; %llu appends refused, of %llu the outcome was unknown\n",
              static_cast<unsigned long long>(n), static_cast<unsigned long long>(trial.refused),
              static_cast<unsigned long long>(trial.unknown));
}

INSTANTIATE_TEST_SUITE_P(Kinds, EveryFault,
                         ::testing::Values(FaultyVfs::Fault::inputOutput, FaultyVfs::Fault::noSpace,
                                           FaultyVfs::Fault::broken),
                         [](const auto& tested) {
                           return tested.param == FaultyVfs::Fault::inputOutput ? "inputOutput"
                                  : tested.param == FaultyVfs::Fault::noSpace   ? "noSpace"
                                                                                : "broken";
                         });

TEST(SqliteFaults, AFlushThatFailsIsNeverTakenForSuccess) {
  const uint64_t seed = testSeed("flush");
  Trial trial;
  uint64_t n = 0;
  for (bool came = true; came && !HasFailure(); ++n) {
    Random random(seed);
    came = trial.run(random, [&] { disk().failSyncAt(n); });
    ASSERT_FALSE(HasFailure()) << "flush " << n;
  }
  EXPECT_GT(n, 10u);
}

TEST(SqliteFaults, MemoryThatRunsOutIsNeverTakenForSuccess) {
  const uint64_t seed = testSeed("memory");
  Random which(seed);
  Trial trial;
  trial.rounds = 4;
  uint64_t trials = 0;
  // There are some 3,300; PUSHSCOPE_STEPS=3300 fails every one of them.
  const uint64_t step = std::max<uint64_t>(1, 3300 / testSteps(160));
  uint64_t n = step == 1 ? 0 : which.below(step);
  for (bool came = true; came && !HasFailure(); n += step == 1 ? 1 : 1 + which.below(2 * step - 1)) {
    Random random(seed);
    came = trial.run(random, [&] { disk().failAllocationAt(n); });
    ASSERT_FALSE(HasFailure()) << "allocation " << n;
    ++trials;
  }
  std::printf("%llu of %llu allocations failed once each\n", static_cast<unsigned long long>(trials),
              static_cast<unsigned long long>(n));
  EXPECT_GT(trials, 20u);
}

// ---- TB5

Bytes contentOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  Bytes out(std::filesystem::exists(path) ? std::filesystem::file_size(path) : 0);
  file.read(reinterpret_cast<char*>(out.data()), std::streamsize(out.size()));
  return out;
}

void writeContent(const std::string& path, const Bytes& content) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(reinterpret_cast<const char*>(content.data()), std::streamsize(content.size()));
}

TEST(SqliteFaults, AFlippedBitIsNeverTakenForContent) {
  Random random(testSeed("flipped_bits"));
  ScratchFolder folder, image;
  Shard before(folder / "store.db", 100'000);
  uint64_t id = 0;
  ASSERT_TRUE(before.open().ok());
  before.live(random, 40, id);
  before.close(); // half of it is in the file
  ASSERT_TRUE(before.open().ok());
  before.live(random, 40, id);
  before.settled();
  const size_t lastCommit = before.told.size();
  before.append("device0", ++id);
  ASSERT_TRUE(before.answers());
  before.settled();
  const Bytes file = contentOf(folder / "store.db"), log = contentOf(folder / "store.db-wal");
  ASSERT_GT(log.size(), 10'000u);
  std::vector<Shard::Told> last(before.told.begin() + std::ptrdiff_t(lastCommit), before.told.end());

  uint64_t refused = 0, told = 0, harmless = 0, forgotten = 0;
  const uint64_t trials = testSteps(1000);
  for (uint64_t trial = 0; trial < trials; ++trial) {
    Bytes damagedFile = file, damagedLog = log;
    const bool inLog = random.below(2) == 0;
    const bool truncated = random.below(10) == 0;
    Bytes& damaged = inLog ? damagedLog : damagedFile;
    const size_t where = random.below(damaged.size());
    if (truncated)
      damaged.resize(where);
    else
      damaged[where] ^= uint8_t(1 << random.below(8));
    const std::string what = "trial " + std::to_string(trial) + (truncated ? ", cut at " : ", flipped at ") +
                             std::to_string(where) + (inLog ? " of the log" : " of the file");
    for (const auto& entry : std::filesystem::directory_iterator(image.path()))
      std::filesystem::remove(entry);
    writeContent(image / "store.db", damagedFile);
    writeContent(image / "store.db-wal", damagedLog);
    Shard after(image / "store.db", 100'000);
    std::string complaint;
    after.m_config.complain = [&](const std::string& sentence) { complaint = sentence; };
    const Status opened = after.open();
    if (!opened.ok()) {
      EXPECT_NE(opened.error().detail.find("store.db"), std::string::npos);
      EXPECT_EQ(opened.error().code, ErrorCode::file);
      if (!after.engine) {
        EXPECT_TRUE(contentOf(image / "store.db") == damagedFile) << opened.error().detail;
        EXPECT_TRUE(contentOf(image / "store.db-wal") == damagedLog) << opened.error().detail;
      }
      ++refused;
      continue;
    }
    std::set<Sequence> waiting;
    for (const Shard::Recovered& one : after.recovered) {
      const uint64_t found = idOf(one.stored.body.uuid);
      ASSERT_TRUE(before.asked.contains({one.device, found})) << what;
      waiting.insert(one.stored.sequence);
      for (const Store::Stored& body : after.store->read(one.device, {one.stored.sequence.value - 1}, 1))
        if (body.sequence == one.stored.sequence) {
          ASSERT_EQ(*body.body.payload, Shard::payloadOf(found)) << what;
        }
    }
    // What is asked of the ledger is right, or is not there.
    for (const Shard::Told& one : before.told) {
      std::optional<Result<std::vector<Ladder>>> ladders;
      if (random.below(20) == 0) {
        after.ledger->find(uuidOf(one.id), [&](auto found) { ladders = std::move(found); });
        ASSERT_TRUE(after.mailbox.runUntil([&] { return ladders.has_value(); }));
        for (const Ladder& ladder : ladders->ok() ? ladders->value() : std::vector<Ladder>{})
          ASSERT_TRUE(before.asked.contains({ladder.record.device, idOf(ladder.record.uuid)}));
      }
    }
    const bool missing = std::any_of(before.told.begin(), before.told.end(), [&](const auto& one) {
      return one.ended == ~size_t{0} && !waiting.contains(one.sequence);
    });
    if (!missing) {
      ++(complaint.empty() ? harmless : told);
      continue;
    }
    // What remains: the end of the log cannot be told from a loss of power.
    ASSERT_TRUE(inLog) << "lost without a word, " << what;
    ++forgotten;
    if (truncated)
      continue;
    for (const Shard::Told& one : before.told)
      ASSERT_TRUE(one.ended != ~size_t{0} || waiting.contains(one.sequence) ||
                  std::any_of(last.begin(), last.end(), [&](const auto& l) { return l.sequence == one.sequence; }))
          << "lost without a word, " << what << ", id " << one.id;
  }
  std::printf("%llu refused, %llu told later, %llu harmless, %llu lost the end of the log\n",
              static_cast<unsigned long long>(refused), static_cast<unsigned long long>(told),
              static_cast<unsigned long long>(harmless), static_cast<unsigned long long>(forgotten));
}

// TA10
TEST(SqliteFaults, AnyBytesForAFileAreRefusedWithASentence) {
  Random random(testSeed("any_bytes"));
  const uint64_t trials = testSteps(300);
  ScratchFolder folder;
  {
    Shard shard(folder / "good.db", 100);
    uint64_t id = 0;
    ASSERT_TRUE(shard.open().ok());
    shard.live(random, 20, id);
  }
  const Bytes good = contentOf(folder / "good.db");
  for (uint64_t trial = 0; trial < trials; ++trial) {
    Bytes bytes = good;
    if (random.below(3) == 0) {
      bytes.resize(1 + random.below(20'000));
      for (size_t i = random.below(200); i < bytes.size(); ++i)
        bytes[i] = uint8_t(random.next());
    } else {
      for (uint64_t i = 1 + random.below(200); i > 0; --i)
        bytes[random.below(bytes.size())] = uint8_t(random.next());
    }
    writeContent(folder / "store.db", bytes);
    Shard shard(folder / "store.db", 100);
    if (const Status opened = shard.open(); !opened.ok()) {
      EXPECT_NE(opened.error().detail.find("store.db"), std::string::npos) << opened.error().detail;
    }
    shard.close();
    for (const char* name : {"store.db", "store.db-wal", "store.db-shm"})
      std::filesystem::remove(folder / name);
  }
}

} // namespace
} // namespace pushscope
