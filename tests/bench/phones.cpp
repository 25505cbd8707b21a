#include "tests/bench/figure.h"
#include "tests/support/raw_node.h"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <thread>

// F2: phones of one process in real time, each with a socket to a server, and what they cost there.
namespace pushscope {
namespace {

constexpr double phonesWanted = 19'000, bytesWanted = 2048;
constexpr auto patience = std::chrono::seconds(60);
constexpr auto settling = std::chrono::seconds(5); // hello, the first beats and what they leave behind
constexpr size_t fewFiles = 5;                     // any program has these

class Phones {
 public:
  Phones(const RawNode& node, unsigned count)
      : m_process({PUSHSCOPE_BIN "/pushfleet", "--server", "127.0.0.1:" + std::to_string(node.device()), "--count",
                   std::to_string(count), "--control-listen", "127.0.0.1:0", "--token-file",
                   node.path("fleet-token-" + std::to_string(count))},
                  node.path("fleet-log")) {
    m_process.readyLine();
  }
  // The most files that were open at once, when they are so many or nothing comes of waiting.
  size_t settle(size_t wanted) const {
    const auto end = std::chrono::steady_clock::now() + patience;
    size_t most = 0;
    while (most < wanted && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
      most = std::max(most, files());
    }
    std::this_thread::sleep_for(settling);
    return most;
  }
  double bytes() const { return double(residentKiB(m_process.pid())) * 1024; }

 private:
  size_t files() const {
    std::error_code gone;
    const std::filesystem::directory_iterator all("/proc/" + std::to_string(m_process.pid()) + "/fd", gone);
    return gone ? 0 : size_t(std::distance(begin(all), end(all)));
  }

  bench::Process m_process;
};

} // namespace

std::vector<Figure> measurePhones() {
  const RawNode node({"--store", "memory"});
  if (!node.ready())
    return std::fprintf(stderr, "F2: pushnode does not start: %s\n", node.log().c_str()), std::vector<Figure>{};
  size_t own = 0;
  double alone = 0;
  {
    const Phones one(node, 1);
    own = one.settle(fewFiles) - 1;
    alone = one.bytes();
  }
  const Phones all(node, unsigned(phonesWanted));
  const size_t connected = all.settle(own + size_t(phonesWanted)) - own;
  return {figureBeside(phonesWanted, "F2 count", "phones of one process that were connected at once", "phones",
                       {double(connected)}),
          figureBeside(bytesWanted, "F2 memory", "resident memory of one of 19,000 phones", "bytes",
                       {(all.bytes() - alone) / phonesWanted})};
}

} // namespace pushscope
