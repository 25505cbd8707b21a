#pragma once

#include "models/conformance/stream_watch.h"
#include "models/conformance/talk.h"

namespace pushscope::conformance {

// A subscription, requests on a line of their own, and a phone that does no more than the contract asks of one.
struct Scene {
  Talk& talk;
  StreamWatch& watch;
  Wire::Line stream, requests;
  const std::string& device;
  Uuid pushed{};         // the first push
  uint64_t sequence = 0; // of its delivery
};

// Reads telemetry until it is so; false if the time is up.
using Condition = std::function<bool()>;
Script<bool> watchUntil(Scene& scene, const Condition& isSo, Duration limit);
// Sends a request, and waits for its answer.
Script<std::optional<Heard>> ask(Scene& scene, uint32_t request, Bytes frame);

// A good answer with a body of this kind, or such a one-way frame.
template <class Message>
bool reads(Message& message, const std::optional<Heard>& heard) {
  return heard && heard->header.code == 0 && message.ParseFromArray(heard->body.data(), int(heard->body.size()));
}

// From a phone's welcome to its second connection, with all that becomes of its pushes meanwhile.
Script<Done> checkPushes(Scene& scene);

} // namespace pushscope::conformance
