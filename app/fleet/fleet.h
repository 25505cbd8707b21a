#pragma once

#include "app/fleet/lifecycle/population.h"
#include "app/fleet/lifecycle/vendor_channel.h"
#include "app/link/service_port.h"

#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace pushscope {

struct FleetConfig {
  std::vector<asio::ip::tcp::endpoint> servers; // tried in turn
  std::vector<Phone::Config> phones;
  uint64_t seed = 0;
  std::string deviceToken;
  std::optional<TlsClient> tls; // towards the servers; nothing: plain
  std::string tlsName;          // that a server's certificate must have; empty: its address
  std::string gateway;          // device id of the vendor's channel
  asio::ip::tcp::endpoint controlListen;
  std::optional<TlsServer> controlTls; // nothing: plain
  std::string name = "fleet";
  std::string version;
  Backoff::Policy backoff;
  Duration ramp = std::chrono::milliseconds(1); // between the first connects of two phones
};

// Many phones in one process, and the control port on which consoles watch what truly happens to them.
class Fleet : public Phone::Outlet, public ServicePort::Requests {
 public:
  Fleet(asio::io_context& context, FleetConfig config, Tokens tokens);
  ~Fleet() override;

  Status start();
  asio::ip::tcp::endpoint controlEndpoint() const { return m_control->endpoint(); }
  void stop();

  void connect(uint32_t phone, size_t server) override;
  void send(uint32_t phone, Bytes frame) override;
  void close(uint32_t phone) override;
  void reset(uint32_t phone) override;
  void abandon(uint32_t phone) override;
  DeliveryHandle nextDelivery() override { return {++m_lastDelivery}; }

  bool request(const FrameView& frame, Now now, ServicePort::Reply reply) override;
  Role roleFor(uint32_t command) const override;

 private:
  class Line; // a phone's socket
  void makePhones(Now now);
  void nudged(const Nudge& nudge, Now now);
  // The vendor's channel has the number behind the last phone.
  bool isVendor(uint32_t key) const { return key == m_phones.size(); }
  void woke(Now now, Duration late);
  void arm(uint32_t key);
  // Tells the phone, or the vendor's channel, and arms its deadline.
  template <class Tell>
  void told(uint32_t key, Tell tell);
  void control(const FrameView& frame, Now now, const ServicePort::Reply& reply);
  std::unique_ptr<TlsSession> tlsSession(const asio::ip::tcp::endpoint& server) const;
  void notEncrypted(const asio::ip::tcp::endpoint& server, const Error& trouble);

  asio::io_context& m_context;
  FleetConfig m_config;
  std::array<uint8_t, 64 * 1024> m_scratch{};
  Monitor m_monitor;
  std::unique_ptr<ServicePort> m_control;
  DeadlineTimer m_timer;
  DeadlineQueue m_deadlines;
  std::vector<std::unique_ptr<Phone>> m_phones;
  std::unique_ptr<VendorChannel> m_vendor;
  std::unordered_map<std::string, uint32_t> m_phoneByDevice;
  std::vector<std::shared_ptr<Line>> m_lines; // by phone; null while offline
  uint32_t m_lastDelivery = 0;
  MonoTime m_troubleLogged{};
  asio::signal_set m_signals;
};

} // namespace pushscope
