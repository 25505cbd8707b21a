#pragma once

#include "protocol/base/bytes.h"

#include <memory>
#include <string>

namespace pushscope::bench {

// The payload of every push that is measured; 5-targets.
inline constexpr size_t payloadBytes = 128;

// What one kind of server speaks, as far as a load needs it: made and read by hand, so that the load costs as little as
// it can. Devices have numbers from 1. A push has a number, which travels with it; an answer tells its `slot`, the
// place among those in flight.
class Dialect {
 public:
  enum class Event { nothing, welcome, push, answer, refused };
  struct Read {
    Event event = Event::nothing;
    uint64_t number = 0; // of a push, or the slot of an answer
  };

  virtual ~Dialect() = default;
  // Bytes of the frame that begins here; 0 if that cannot be told yet.
  virtual size_t frameBytes(BytesView bytes) const = 0;
  virtual void helloDevice(uint32_t device, Bytes& out) const = 0;
  virtual void helloPusher(Bytes& out) const = 0;
  virtual void push(uint32_t device, uint64_t number, uint32_t slot, Bytes& out) = 0;
  // What arrived at a device or at the pusher; `reply` takes what is to be sent back.
  virtual Read atDevice(uint32_t device, BytesView frame, Bytes& reply) = 0;
  virtual Read atPusher(BytesView frame) = 0;
  // Whether the pusher is told that its push was taken. A relay has nothing to say before the acknowledgement.
  virtual bool answers() const { return true; }
  virtual void keepAlive(Bytes&) {}
};

std::unique_ptr<Dialect> makeRelayDialect();
std::unique_ptr<Dialect> makePushnodeDialect(const std::string& token);
std::unique_ptr<Dialect> makeMqttDialect();

// For consoles of a measurement: the frames that open one.
Bytes consoleHello(const std::string& token);
Bytes consoleSubscribe();
Bytes consolePing();

} // namespace pushscope::bench
