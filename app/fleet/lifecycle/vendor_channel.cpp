#include "app/fleet/lifecycle/vendor_channel.h"

namespace pushscope {

VendorChannel::VendorChannel(uint32_t key, const std::string& device, const std::string& credential, uint64_t seed,
                             Phone::Outlet& outlet, Deliver deliver)
    : m_key(key), m_random(Random::stream(seed, key)), m_outlet(outlet),
      m_deliver(std::move(deliver)), m_config{device, "vendor-channel", "pushfleet", credential, {}, {}, {}, 1},
      m_client(m_config, m_traits, m_random, *this) {}

void VendorChannel::start(Now now) {
  m_client.run(Client::Mode::front, AppState::foreground, now);
  m_client.connectSoon(Duration::zero(), now);
}

// Nobody sends it pushes of its own; one that comes is acknowledged, so that it does not wait for ever.
void VendorChannel::pushed(Push push, Now, Now now) {
  PhoneStages stages;
  stages.sequence = push.sequence;
  stages.handled = now.wall;
  m_client.handled(stages, now);
}

} // namespace pushscope
