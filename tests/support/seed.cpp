#include "tests/support/seed.h"

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <random>

namespace pushscope {
namespace {

std::optional<uint64_t> numberFromEnvironment(const char* variable) {
  const char* text = std::getenv(variable);
  if (!text || !*text)
    return std::nullopt;
  char* end = nullptr;
  const uint64_t value = std::strtoull(text, &end, 0);
  if (*end != '\0') {
    std::fprintf(stderr, "%s=%s is not a whole number.\n", variable, text);
    std::exit(2);
  }
  return value;
}

uint64_t freshSeed() {
  std::random_device device;
  return uint64_t{device()} << 32 | device();
}

} // namespace

uint64_t testSeed(const char* name) {
  const auto given = numberFromEnvironment("PUSHSCOPE_SEED");
  const uint64_t seed = given ? *given : freshSeed();
  std::printf("seed %s=%llu\n", name, static_cast<unsigned long long>(seed));
  // A crash must not swallow it.
  std::fflush(stdout);
  return seed;
}

uint64_t testSteps(uint64_t ordinary) {
  return numberFromEnvironment("PUSHSCOPE_STEPS").value_or(ordinary);
}

} // namespace pushscope
