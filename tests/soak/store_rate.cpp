// How many pushes a second a store takes, each from its acceptance to its receipt, with so many in flight; and what a
// push costs of the shard's thread and of all others (6-trust TB9, 5-targets S5).
//
// usage: store_rate memory|FILE [PUSHES=200000] [IN_FLIGHT=64] [DEVICES=1000] [PAYLOAD_BYTES=256]

#include "app/server/store/memory_ledger.h"
#include "app/server/store/memory_store.h"
#include "app/server/store/sqlite_ledger.h"
#include "app/server/store/sqlite_store.h"
#include "protocol/base/random.h"
#include "tests/app/server/store/mailbox.h"

#include <cstdio>
#include <cstdlib>
#include <sys/resource.h>

using namespace pushscope;

namespace {

double secondsOf(const timeval& t) {
  return double(t.tv_sec) + double(t.tv_usec) / 1e6;
}

double cpuOf(int who) {
  rusage usage{};
  getrusage(who, &usage);
  return secondsOf(usage.ru_utime) + secondsOf(usage.ru_stime);
}

WallTime wallNow() {
  return WallTime(std::chrono::duration_cast<Duration>(std::chrono::system_clock::now().time_since_epoch()));
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: store_rate memory|FILE [PUSHES] [IN_FLIGHT] [DEVICES] [PAYLOAD_BYTES]\n");
    return 2;
  }
  const std::string where = argv[1];
  const auto number = [&](int at, size_t otherwise) {
    return argc > at ? size_t(std::strtoull(argv[at], nullptr, 10)) : otherwise;
  };
  const size_t pushes = number(2, 200'000), inFlight = number(3, 64), devices = number(4, 1000);
  const auto payload = std::make_shared<const Bytes>(number(5, 256), uint8_t('x'));

  Mailbox mailbox;
  std::unique_ptr<SqliteEngine> engine;
  std::unique_ptr<Store> store;
  std::unique_ptr<Ledger> ledger;
  if (where == "memory") {
    store = std::make_unique<MemoryStore>();
    ledger = std::make_unique<MemoryLedger>();
  } else {
    SqliteEngine::Config config;
    config.path = where;
    config.incarnation = 1;
    config.complain = [](const std::string& sentence) { std::fprintf(stderr, "%s\n", sentence.c_str()); };
    Result<std::unique_ptr<SqliteEngine>> opened = SqliteEngine::open(std::move(config));
    if (!opened.ok()) {
      std::fprintf(stderr, "%s\n", opened.error().detail.c_str());
      return 1;
    }
    engine = std::move(opened).value();
    store = std::make_unique<SqliteStore>(*engine, mailbox.post(), nullptr);
    ledger = std::make_unique<SqliteLedger>(*engine, mailbox.post());
    if (const Status status = store->recover([](const auto&, const auto&, uint32_t) {}); !status.ok()) {
      std::fprintf(stderr, "%s\n", status.error().detail.c_str());
      return 1;
    }
  }
  std::vector<std::string> names;
  for (size_t i = 0; i < devices; ++i)
    names.push_back("device-" + std::to_string(100'000 + i));

  Random random(1);
  size_t asked = 0, done = 0, failed = 0;
  bool asking = false;
  std::function<void()> more = [&] {
    if (asking)
      return; // the memory store answers within
    asking = true;
    while (asked < pushes && asked - done < inFlight) {
      const std::string& device = names[asked % devices];
      const auto handle = DeliveryHandle{uint32_t(++asked)};
      const WallTime now = wallNow();
      Store::Body body;
      body.uuid = Uuid::make(now, random);
      body.payload = payload;
      body.accepted = now;
      body.expires = now + std::chrono::hours(24);
      const Uuid uuid = body.uuid;
      store->append(device, std::move(body), [&, handle, uuid, now](Result<Store::Appended> appended) {
        ++done;
        if (!appended.ok()) {
          ++failed;
          return;
        }
        const Sequence sequence = appended.value().sequence;
        ledger->delivery({handle, uuid, device, sequence, uint32_t(payload->size()), 0x1234567890abcdef});
        const auto tell = [&](Stage stage, uint32_t attempt = 0) {
          ledger->stage({handle, now, stage, attempt, {}, ErrorCode::ok, Reason::none});
        };
        tell(Stage::composed);
        tell(Stage::accepted);
        tell(Stage::routed);
        if (store->read(device, {sequence.value - 1}, 1).size() != 1)
          ++failed;
        tell(Stage::written, 1);
        tell(Stage::woken);
        tell(Stage::handled);
        store->acknowledge(device, sequence, now);
        tell(Stage::acknowledged);
        tell(Stage::shown);
      });
    }
    asking = false;
  };
  const auto began = std::chrono::steady_clock::now();
  const double allBefore = cpuOf(RUSAGE_SELF), mineBefore = cpuOf(RUSAGE_THREAD);
  while (done < pushes) {
    more();
    if (done < pushes) {
      const size_t before = done;
      mailbox.runUntil([&] { return done > before; });
    }
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  const double mine = cpuOf(RUSAGE_THREAD) - mineBefore, all = cpuOf(RUSAGE_SELF) - allBefore;
  std::printf("%zu pushes, %zu in flight, %zu failed: %.0f a second; the shard's thread %.2f us, others %.2f us a push",
              pushes, inFlight, failed, double(pushes) / seconds, mine / double(pushes) * 1e6,
              (all - mine) / double(pushes) * 1e6);
  if (engine)
    std::printf("; %.1f pushes a commit", double(pushes) / double(engine->commits()));
  std::printf("\n");
  ledger.reset();
  store.reset();
  engine.reset();
  return failed == 0 ? 0 : 1;
}
