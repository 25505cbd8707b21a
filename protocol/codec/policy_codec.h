#pragma once

#include "protocol/codec/proto_frame.h"
#include "pushscope/v1/device.pb.h"

// A heartbeat policy to and from its message, for the codecs of both ports that carry one.
namespace pushscope::codec {

inline void write(const HeartbeatPolicy& policy, v1::HeartbeatPolicy& out) {
  out.set_interval_ms(toMillis(policy.interval));
  out.set_timeout_ms(toMillis(policy.timeout));
  out.set_misses(policy.misses);
}

inline HeartbeatPolicy read(const v1::HeartbeatPolicy& in) {
  return {std::chrono::milliseconds(in.interval_ms()), std::chrono::milliseconds(in.timeout_ms()), in.misses()};
}

} // namespace pushscope::codec
