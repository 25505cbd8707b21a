// How long a start takes, and how much memory, with so many pushes waiting (6-trust TB7): first fills the file, then
// starts on it as a process of its own.
//
// usage: store_million FILE [WAITING=1000000] [DEVICES=20000] [PAYLOAD_BYTES=256]
//        store_million --start FILE

#include "app/server/store/sqlite_store.h"
#include "tests/app/server/store/mailbox.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <unistd.h>

using namespace pushscope;

namespace {

std::unique_ptr<SqliteEngine> open(const std::string& path) {
  SqliteEngine::Config config;
  config.path = path;
  config.complain = [](const std::string& sentence) { std::fprintf(stderr, "%s\n", sentence.c_str()); };
  Result<std::unique_ptr<SqliteEngine>> opened = SqliteEngine::open(std::move(config));
  if (!opened.ok()) {
    std::fprintf(stderr, "%s\n", opened.error().detail.c_str());
    std::exit(1);
  }
  return std::move(opened).value();
}

std::string memory(const char* which) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(which))
      return std::to_string(std::strtoul(line.c_str() + std::strlen(which) + 1, nullptr, 10) / 1024) + " MiB";
  return "unknown";
}

int start(const std::string& path) {
  const auto began = std::chrono::steady_clock::now();
  const auto seconds = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count(); };
  const std::unique_ptr<SqliteEngine> engine = open(path);
  const double checked = seconds();
  Mailbox mailbox;
  SqliteStore store(*engine, mailbox.post(), nullptr);
  size_t told = 0;
  if (const Status status = store.recover([&](const auto&, const auto&, uint32_t) { ++told; }); !status.ok()) {
    std::fprintf(stderr, "%s\n", status.error().detail.c_str());
    return 1;
  }
  std::printf("%zu deliveries wait: checked in %.2f s, ready after %.2f s; memory now %s, at most %s\n", told, checked,
              seconds(), memory("VmRSS:").c_str(), memory("VmHWM:").c_str());
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::string(argv[1]) == "--start")
    return start(argv[2]);
  if (argc < 2) {
    std::fprintf(stderr, "usage: store_million FILE [WAITING] [DEVICES] [PAYLOAD_BYTES]\n");
    return 2;
  }
  const auto number = [&](int at, size_t otherwise) {
    return argc > at ? size_t(std::strtoull(argv[at], nullptr, 10)) : otherwise;
  };
  const size_t waiting = number(2, 1'000'000), devices = number(3, 20'000);
  const auto payload = std::make_shared<const Bytes>(number(4, 256), uint8_t('x'));
  {
    const std::unique_ptr<SqliteEngine> engine = open(argv[1]);
    Mailbox mailbox;
    SqliteStore store(*engine, mailbox.post(), nullptr);
    size_t answered = 0, failed = 0;
    for (size_t i = 0; i < waiting; ++i) {
      Store::Body body;
      for (size_t byte = 0; byte < 8; ++byte)
        body.uuid.bytes[15 - byte] = uint8_t(i >> (8 * byte));
      body.payload = payload;
      body.accepted = wallFromMicros(
          std::chrono::duration_cast<Duration>(std::chrono::system_clock::now().time_since_epoch()).count());
      body.expires = body.accepted + std::chrono::hours(24);
      store.append("device-" + std::to_string(100'000 + i % devices), std::move(body),
                   [&](Result<Store::Appended> appended) {
                     ++answered;
                     failed += !appended.ok();
                   });
      if (i % 4096 == 4095)
        mailbox.runUntil([&] { return answered == i + 1; });
    }
    mailbox.runUntil([&] { return answered == waiting; });
    if (failed > 0) {
      std::fprintf(stderr, "%zu were refused\n", failed);
      return 1;
    }
  }
  ::execl("/proc/self/exe", argv[0], "--start", argv[1], nullptr);
  return 1;
}
