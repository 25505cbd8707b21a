#include "protocol/base/random.h"

#include <bit>
#include <cassert>

namespace pushscope {
namespace {

uint64_t splitMix(uint64_t& state) {
  uint64_t z = (state += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

struct Product {
  uint64_t high, low;
};

// 64 x 64 -> 128 bits without a compiler's 128-bit type.
Product multiply(uint64_t a, uint64_t b) {
  const uint64_t aLow = a & 0xffffffff, aHigh = a >> 32, bLow = b & 0xffffffff, bHigh = b >> 32;
  const uint64_t low = aLow * bLow;
  const uint64_t middle = aHigh * bLow + (low >> 32);
  const uint64_t cross = aLow * bHigh + (middle & 0xffffffff);
  return {aHigh * bHigh + (middle >> 32) + (cross >> 32), cross << 32 | (low & 0xffffffff)};
}

} // namespace

Random::Random(uint64_t seed) {
  for (uint64_t& word : m_state)
    word = splitMix(seed);
}

Random Random::stream(uint64_t seed, uint64_t index) {
  uint64_t mixed = index;
  return Random(seed ^ splitMix(mixed));
}

uint64_t Random::next() {
  const uint64_t result = std::rotl(m_state[1] * 5, 7) * 9;
  const uint64_t t = m_state[1] << 17;
  m_state[2] ^= m_state[0];
  m_state[3] ^= m_state[1];
  m_state[1] ^= m_state[2];
  m_state[0] ^= m_state[3];
  m_state[2] ^= t;
  m_state[3] = std::rotl(m_state[3], 45);
  return result;
}

uint64_t Random::below(uint64_t bound) {
  assert(bound > 0);
  Product p = multiply(next(), bound);
  if (p.low < bound) {
    const uint64_t threshold = (0 - bound) % bound;
    while (p.low < threshold)
      p = multiply(next(), bound);
  }
  return p.high;
}

Duration Random::between(Duration low, Duration high) {
  assert(low <= high);
  return low + Duration(int64_t(below(uint64_t((high - low).count()) + 1)));
}

} // namespace pushscope
