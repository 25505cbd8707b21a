#include "tests/bench/dialect.h"

#include "protocol/codec/admin_codec.h"
#include "protocol/codec/session_codec.h"
#include "protocol/frame/header.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>

namespace pushscope::bench {
namespace {

WallTime wallNow() {
  return WallTime(std::chrono::duration_cast<Duration>(std::chrono::system_clock::now().time_since_epoch()));
}

std::string nameOf(uint32_t device) {
  char text[16];
  std::snprintf(text, sizeof text, "device-%05u", device);
  return text;
}

void append(Bytes& out, BytesView bytes) {
  out.insert(out.end(), bytes.begin(), bytes.end());
}

size_t lengthOf(BytesView bytes) {
  return bytes.size() < headerBytes ? 0 : readU32(bytes.data());
}

// ---- floor.cpp

class RelayDialect : public Dialect {
 public:
  size_t frameBytes(BytesView bytes) const override { return lengthOf(bytes); }
  void helloDevice(uint32_t device, Bytes& out) const override { append(out, writeHeader({16, device, hello, 0})); }
  void helloPusher(Bytes& out) const override { append(out, writeHeader({16, 0, hello, 0})); }

  void push(uint32_t device, uint64_t number, uint32_t slot, Bytes& out) override {
    append(out, writeHeader({headerBytes + payloadBytes, device, pushed, slot}));
    uint8_t payload[payloadBytes] = {};
    std::memcpy(payload, &number, sizeof number);
    append(out, payload);
  }

  Read atDevice(uint32_t device, BytesView frame, Bytes& reply) override {
    if (readU32(frame.data() + 8) == hello)
      return {Event::welcome};
    uint64_t number = 0;
    std::memcpy(&number, frame.data() + headerBytes, sizeof number);
    append(reply, writeHeader({16, device, acknowledged, readU32(frame.data() + 12)}));
    return {Event::push, number};
  }

  Read atPusher(BytesView frame) override {
    return {readU32(frame.data() + 8) == hello ? Event::welcome : Event::nothing};
  }
  bool answers() const override { return false; }

 private:
  static constexpr uint32_t hello = 1, pushed = 2, acknowledged = 3;
};

// ---- pushnode

class PushnodeDialect : public Dialect {
 public:
  explicit PushnodeDialect(std::string token) : m_token(std::move(token)) {
    Inject inject;
    inject.devices = {nameOf(1)};
    inject.payload.assign(payloadBytes, 'x');
    m_inject = encodeInject(1, inject);
    m_device =
        size_t(std::search(m_inject.begin(), m_inject.end(), inject.devices[0].begin(), inject.devices[0].end()) -
               m_inject.begin());
    // A run of its own: no uuid of an earlier one comes again.
    m_run = uint64_t(micros(wallNow()));
  }

  size_t frameBytes(BytesView bytes) const override { return lengthOf(bytes); }

  void helloDevice(uint32_t device, Bytes& out) const override {
    Hello hello;
    hello.device = nameOf(device);
    hello.profile = "desktop";
    hello.client = "load";
    hello.appState = AppState::foreground;
    append(out, encodeHello(Port::device, 1, hello));
  }
  void helloPusher(Bytes& out) const override { append(out, consoleHello(m_token)); }

  void push(uint32_t device, uint64_t number, uint32_t slot, Bytes& out) override {
    const size_t at = out.size();
    append(out, m_inject);
    uint8_t* frame = out.data() + at;
    writeU32(frame + 4, slot + 1);
    std::memcpy(frame + uuidAt, &m_run, 8);
    std::memcpy(frame + uuidAt + 8, &number, 8);
    for (size_t digit = 0; digit < 5; ++digit, device /= 10)
      frame[m_device + 11 - digit] = uint8_t('0' + device % 10);
  }

  Read atDevice(uint32_t, BytesView frame, Bytes& reply) override {
    switch (readU32(frame.data() + 8)) {
    case device::push:
      return pushAtDevice(frame, reply);
    case answerTo(command(Port::device, Common::hello)):
      return {Event::welcome};
    case command(Port::device, Common::ping):
      if (const auto ping = decodePing(frame.subspan(headerBytes)); ping.ok()) {
        const WallTime now = wallNow();
        append(reply, encodePong(Port::device, readU32(frame.data() + 4), {ping.value().sent, now, now, now}));
      }
      return {};
    case command(Port::device, Common::goodbye):
      return {Event::refused};
    }
    return {};
  }

  Read atPusher(BytesView frame) override {
    const uint32_t what = readU32(frame.data() + 8);
    if (what == answerTo(command(Port::admin, Common::hello)))
      return {Event::welcome};
    if (what == command(Port::admin, Common::goodbye) || (what == answerTo(admin::inject) && frame[15] != 0))
      return {Event::refused};
    return {what == answerTo(admin::inject) ? Event::answer : Event::nothing, readU32(frame.data() + 4) - 1u};
  }

  void keepAlive(Bytes& out) override { append(out, consolePing()); }

 private:
  static constexpr size_t uuidAt = headerBytes + 2; // the first field: its tag, its length

  // Push: uuid, then the sequence as a varint, which goes back as it came.
  static Read pushAtDevice(BytesView frame, Bytes& reply) {
    constexpr size_t sequenceAt = uuidAt + 16;
    uint64_t number = 0;
    std::memcpy(&number, frame.data() + uuidAt + 8, sizeof number);
    size_t end = sequenceAt + 1;
    while (end < frame.size() && (frame[end] & 0x80) != 0)
      ++end;
    const size_t field = end + 1 - sequenceAt;
    append(reply, writeHeader({uint32_t(headerBytes + field), 0, device::acknowledge, 0}));
    reply.push_back(0x08); // up_to
    append(reply, frame.subspan(sequenceAt + 1, field - 1));
    return {Event::push, number};
  }

  std::string m_token;
  Bytes m_inject;
  size_t m_device = 0;
  uint64_t m_run = 0;
};

// ---- MQTT 3.1.1, QoS 1

class MqttDialect : public Dialect {
 public:
  size_t frameBytes(BytesView bytes) const override {
    size_t length = 0;
    for (size_t i = 1; i < std::min<size_t>(bytes.size(), 5); ++i) {
      length |= size_t(bytes[i] & 0x7f) << (7 * (i - 1));
      if ((bytes[i] & 0x80) == 0)
        return 1 + i + length;
    }
    return 0;
  }

  void helloDevice(uint32_t device, Bytes& out) const override { connect(nameOf(device), out); }
  void helloPusher(Bytes& out) const override { connect("pusher", out); }

  void push(uint32_t device, uint64_t number, uint32_t slot, Bytes& out) override {
    const std::string topic = nameOf(device);
    Bytes body;
    text(topic, body);
    u16(slot + 1, body);
    const size_t at = body.size();
    body.resize(at + payloadBytes, 'x');
    std::memcpy(body.data() + at, &number, sizeof number);
    packet(0x32, body, out); // PUBLISH, QoS 1
  }

  Read atDevice(uint32_t device, BytesView frame, Bytes& reply) override {
    switch (frame[0] >> 4) {
    case 2: { // CONNACK
      Bytes body;
      u16(1, body);
      text(nameOf(device), body);
      body.push_back(1);
      packet(0x82, body, reply); // SUBSCRIBE
      return {frame[3] == 0 ? Event::nothing : Event::refused};
    }
    case 9: // SUBACK
      return {Event::welcome};
    case 3: { // PUBLISH
      const size_t topicAt = 2 + ((frame[1] & 0x80) != 0);
      const size_t idAt = topicAt + 2 + (size_t(frame[topicAt]) << 8 | frame[topicAt + 1]);
      uint64_t number = 0;
      std::memcpy(&number, frame.data() + idAt + 2, sizeof number);
      packet(0x40, frame.subspan(idAt, 2), reply); // PUBACK
      return {Event::push, number};
    }
    }
    return {};
  }

  Read atPusher(BytesView frame) override {
    if (frame[0] >> 4 == 2)
      return {frame[3] == 0 ? Event::welcome : Event::refused};
    return {frame[0] >> 4 == 4 ? Event::answer : Event::nothing, (uint64_t{frame[2]} << 8 | frame[3]) - 1};
  }

 private:
  static void u16(uint32_t value, Bytes& out) {
    out.push_back(uint8_t(value >> 8));
    out.push_back(uint8_t(value));
  }
  static void text(const std::string& value, Bytes& out) {
    u16(uint32_t(value.size()), out);
    append(out, asBytes(value));
  }
  static void packet(uint8_t kind, BytesView body, Bytes& out) {
    out.push_back(kind);
    size_t length = body.size();
    for (; length >= 0x80; length >>= 7)
      out.push_back(uint8_t(length | 0x80));
    out.push_back(uint8_t(length));
    append(out, body);
  }
  static void connect(const std::string& client, Bytes& out) {
    Bytes body;
    text("MQTT", body);
    body.insert(body.end(), {4, 2, 0, 0}); // version 3.1.1, clean session, no keep-alive
    text(client, body);
    packet(0x10, body, out);
  }
};

} // namespace

std::unique_ptr<Dialect> makeRelayDialect() {
  return std::make_unique<RelayDialect>();
}
std::unique_ptr<Dialect> makePushnodeDialect(const std::string& token) {
  return std::make_unique<PushnodeDialect>(token);
}
std::unique_ptr<Dialect> makeMqttDialect() {
  return std::make_unique<MqttDialect>();
}

Bytes consoleHello(const std::string& token) {
  Hello hello;
  hello.credential = token;
  hello.client = "load";
  return encodeHello(Port::admin, 1, hello);
}
Bytes consoleSubscribe() {
  return encodeSubscribe(Port::admin, 2, {});
}
Bytes consolePing() {
  return encodePing(Port::admin, 0xffff'fff0, {wallNow(), false, {}, {}});
}

} // namespace pushscope::bench
