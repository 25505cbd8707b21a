#pragma once

#include "app/fleet/lifecycle/phone.h"
#include "app/link/service_port.h"

#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>

#include <array>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace pushscope {

struct FleetConfig {
  struct Share {
    const Profile* profile = nullptr;
    uint32_t weight = 1;
  };
  std::vector<asio::ip::tcp::endpoint> servers; // tried in turn
  std::vector<Share> mix;
  uint32_t count = 1;
  uint64_t seed = 0;
  std::string prefix = "phone-"; // device ids are this and a number
  std::string deviceToken;
  asio::ip::tcp::endpoint controlListen;
  std::string name = "fleet";
  std::string version;
  Duration dwell{};
  uint32_t flakyPerMillion = 0; // phones whose link is lost now and then
  Duration flakyEvery = std::chrono::seconds(20);
  Backoff::Policy backoff;
  Duration ramp = std::chrono::milliseconds(1); // between the first connects of two phones
};

// Many phones in one process, and the control port on which consoles watch what truly happens to them.
class Fleet : public Phone::Outlet, public ServicePort::Requests {
 public:
  Fleet(asio::io_context& context, FleetConfig config, TokenGuard token);
  ~Fleet() override;

  Status start();
  asio::ip::tcp::endpoint controlEndpoint() const { return m_control->endpoint(); }
  void stop();

  void connect(uint32_t phone, uint32_t attempt) override;
  void send(uint32_t phone, Bytes frame) override;
  void close(uint32_t phone) override;
  void reset(uint32_t phone) override;
  DeliveryHandle nextDelivery() override { return {++m_lastDelivery}; }

  bool request(const FrameView& frame, Now now, ServicePort::Reply reply) override;

 private:
  class Line; // a phone's socket
  void makePhones(Now now);
  Phone::Config phoneConfig(uint32_t index, Random& random) const;
  void woke(Now now, Duration late);
  void arm(uint32_t phone);
  void control(const FrameView& frame, Now now, const ServicePort::Reply& reply);

  asio::io_context& m_context;
  FleetConfig m_config;
  std::array<uint8_t, 64 * 1024> m_scratch{};
  Monitor m_monitor;
  std::unique_ptr<ServicePort> m_control;
  DeadlineTimer m_timer;
  DeadlineQueue m_deadlines;
  std::vector<std::unique_ptr<Phone>> m_phones;
  std::unordered_map<std::string, uint32_t> m_phoneByDevice;
  std::vector<std::shared_ptr<Line>> m_lines; // by phone; null while offline
  uint32_t m_lastDelivery = 0;
  asio::signal_set m_signals;
};

} // namespace pushscope
