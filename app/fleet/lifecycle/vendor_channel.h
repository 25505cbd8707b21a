#pragma once

#include "app/fleet/lifecycle/client.h"
#include "app/fleet/lifecycle/phone.h"

#include <functional>

namespace pushscope {

// Stands for the vendor's push service: one connection to the server, on which it is told of phones that have a push
// waiting and cannot be reached. What the phones' systems make of that is their business (Phone::vendorPush).
class VendorChannel : private Client::Host {
 public:
  using Deliver = std::function<void(const Nudge&, Now)>;
  // `key` is the outlet's number for its connection.
  VendorChannel(uint32_t key, const std::string& device, const std::string& credential, uint64_t seed,
                Phone::Outlet& outlet, Deliver deliver);

  void start(Now now);
  void connected(Now now) { m_client.connected(now); }
  void connectFailed(Now now) { m_client.connectFailed(now); }
  void frame(const FrameView& frame, Now now) { m_client.frame(frame.header, frame.body, now, now); }
  void disconnected(Now now) { m_client.lost({Side::server, ErrorCode::ok, false}, now); }
  void forgive(Now now) { m_client.forgive(now); }
  void goodbye(Now now) { m_client.goodbye(Cause::unknown, now); }
  void tick(Now now) { m_client.tick(now); }
  MonoTime deadline() const { return m_client.deadline(); }

 private:
  void connect(size_t server) override { m_outlet.connect(m_key, server); }
  void send(Bytes frame, Now) override { m_outlet.send(m_key, std::move(frame)); }
  void close(Now) override { m_outlet.close(m_key); }
  void online(const Welcome&, Now) override {}
  void offline(const Closing&, bool, Now) override {}
  void pushed(Push push, Now arrived, Now now) override;
  void nudged(const Nudge& nudge, Now now) override { m_deliver(nudge, now); }
  void beat() override {}
  WallTime clock(Now now) const override { return now.wall; }

  uint32_t m_key;
  Random m_random;
  Phone::Outlet& m_outlet;
  Deliver m_deliver;
  AppTraits m_traits;
  Client::Config m_config;
  Client m_client;
};

} // namespace pushscope
