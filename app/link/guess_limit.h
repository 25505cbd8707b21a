#pragma once

#include "protocol/base/time.h"

#include <asio/ip/address.hpp>

#include <map>
#include <string>

namespace pushscope {

// Who tries tokens must wait: longer after each wrong one, and after ten of them within a minute for a whole minute
// (6-trust TE6). Counts by address, and a network of IPv6 as one, because who has one address of it has 2^64.
//
// Told the time. Bounded: of more addresses than it remembers, it forgets the one whose first failure is longest ago.
class GuessLimit {
 public:
  // Nothing that could be guessed is to be looked at for this address.
  bool isBlocked(const asio::ip::address& address, MonoTime now) const;
  // One more wrong token; how long its sender is to wait for the answer.
  Duration failed(const asio::ip::address& address, MonoTime now);

  static constexpr uint32_t mostFailures = 10;
  static constexpr Duration window = std::chrono::minutes(1);
  static constexpr Duration block = std::chrono::minutes(1);
  // Doubles with each failure. A person who mistyped does not notice the first.
  static constexpr Duration firstDelay = std::chrono::milliseconds(100);
  static constexpr Duration longestDelay = std::chrono::seconds(1);
  static constexpr size_t remembered = 1024;

 private:
  struct Failures {
    uint32_t count = 0;
    MonoTime since;
    MonoTime blockedUntil{};
  };
  std::map<std::string, Failures> m_failures; // by address or network
};

} // namespace pushscope
