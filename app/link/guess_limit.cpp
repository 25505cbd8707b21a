#include "app/link/guess_limit.h"

#include <asio/ip/network_v6.hpp>

#include <algorithm>

namespace pushscope {
namespace {

std::string keyOf(const asio::ip::address& address) {
  if (!address.is_v6())
    return address.to_string();
  const asio::ip::address_v6 v6 = address.to_v6();
  if (v6.is_v4_mapped())
    return asio::ip::make_address_v4(asio::ip::v4_mapped, v6).to_string();
  return asio::ip::make_network_v6(v6, 64).canonical().to_string();
}

} // namespace

bool GuessLimit::isBlocked(const asio::ip::address& address, MonoTime now) const {
  const auto found = m_failures.find(keyOf(address));
  return found != m_failures.end() && now < found->second.blockedUntil;
}

Duration GuessLimit::failed(const asio::ip::address& address, MonoTime now) {
  const std::string key = keyOf(address);
  if (m_failures.size() >= remembered && m_failures.count(key) == 0)
    m_failures.erase(std::min_element(m_failures.begin(), m_failures.end(),
                                      [](const auto& a, const auto& b) { return a.second.since < b.second.since; }));
  const auto [entry, isNew] = m_failures.try_emplace(key);
  Failures& failures = entry->second;
  const bool isOver = failures.blockedUntil > MonoTime{} && now >= failures.blockedUntil;
  if (isNew || isOver || now - failures.since >= window)
    failures = {0, now, failures.blockedUntil > now ? failures.blockedUntil : MonoTime{}};
  if (++failures.count == mostFailures)
    failures.blockedUntil = now + block;
  return std::min(longestDelay, firstDelay * (1u << std::min(failures.count - 1, 16u)));
}

} // namespace pushscope
