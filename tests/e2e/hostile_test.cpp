// What a stranger, or a broken phone or console, can send to a real server, and what comes of it.
#include "protocol/codec/admin_codec.h"
#include "protocol/codec/device_codec.h"
#include "protocol/codec/operator_codec.h"
#include "tests/support/console_picture.h"
#include "tests/support/raw_node.h"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <map>
#include <set>
#include <sys/resource.h>
#include <sys/stat.h>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

// AddressSanitizer keeps freed memory for a while, so a process's size says nothing.
#ifdef __SANITIZE_ADDRESS__
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

void raiseLimit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

Bytes operator+(Bytes a, const Bytes& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

// ---- Bodies by hand: what no encoder would write

Bytes varint(uint64_t value) {
  Bytes out;
  for (; value >= 0x80; value >>= 7)
    out.push_back(uint8_t(value | 0x80));
  out.push_back(uint8_t(value));
  return out;
}
Bytes tagged(uint32_t field, uint32_t wireType) {
  return varint(uint64_t{field} << 3 | wireType);
}
Bytes number(uint32_t field, uint64_t value) {
  return tagged(field, 0) + varint(value);
}
Bytes fixed64(uint32_t field, uint8_t fill) {
  return tagged(field, 1) + Bytes(8, fill);
}
Bytes text(uint32_t field, const std::string& value) {
  return tagged(field, 2) + varint(value.size()) + Bytes(value.begin(), value.end());
}
Bytes nested(uint32_t field, const Bytes& body) {
  return tagged(field, 2) + varint(body.size()) + body;
}
Bytes joined(const std::vector<Bytes>& fields) {
  Bytes out;
  for (const Bytes& field : fields)
    out = std::move(out) + field;
  return out;
}
Bytes repeated(const Bytes& field, size_t times) {
  return joined(std::vector<Bytes>(times, field));
}
Bytes bare(uint32_t length, uint32_t serial, uint32_t commandValue) {
  const HeaderBytes bytes = writeHeader({length, serial, commandValue, 0});
  return {bytes.begin(), bytes.end()};
}

// What can be wrong with any message, whatever its fields mean.
std::vector<std::pair<std::string, Bytes>> brokenBodies(const std::vector<Bytes>& fields) {
  std::vector<std::pair<std::string, Bytes>> out;
  Bytes before;
  for (size_t i = 0; i < fields.size(); ++i) {
    for (const size_t cut : std::set<size_t>{1, fields[i].size() / 2, fields[i].size() - 1})
      if (cut > 0)
        out.emplace_back("field " + std::to_string(i + 1) + " cut at " + std::to_string(cut),
                         before + Bytes(fields[i].begin(), fields[i].begin() + std::ptrdiff_t(cut)));
    before = before + fields[i];
  }
  out.emplace_back("wire type 6", before + tagged(15, 6) + Bytes(8, 0));
  out.emplace_back("wire type 7", before + tagged(15, 7) + Bytes(8, 0));
  out.emplace_back("the end of a group that nobody began", before + tagged(15, 4));
  out.emplace_back("a group without an end", before + tagged(15, 3));
  out.emplace_back("field number 0", before + number(0, 1));
  out.emplace_back("a number of 11 bytes", before + tagged(15, 0) + Bytes(10, 0xff) + Bytes{1});
  out.emplace_back("a field longer than the body", before + tagged(15, 2) + varint(1000) + Bytes(3, 'x'));
  out.emplace_back("a field of 4 GiB", before + tagged(15, 2) + varint(0xffff'ffff));
  out.emplace_back("a field of 2^63 bytes", before + tagged(15, 2) + varint(uint64_t{1} << 63));
  return out;
}

// ---- The table (TA3)

struct Outcome {
  enum class Kind { refused, answered, ignored, closed, closedQuietly } kind;
  ErrorCode code = ErrorCode::ok;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};
using Kind = Outcome::Kind;
constexpr Outcome answered{Kind::answered}, ignored{Kind::ignored}, closedQuietly{Kind::closedQuietly};
constexpr Outcome refused(ErrorCode code) {
  return {Kind::refused, code};
}
constexpr Outcome closed(ErrorCode code) {
  return {Kind::closed, code};
}

std::string nameOf(const Outcome& outcome) {
  constexpr const char* kinds[] = {"refused", "answered", "ignored", "closed", "closed without a word"};
  return kinds[int(outcome.kind)] + (outcome.code == ErrorCode::ok ? "" : " " + std::string(errorName(outcome.code)));
}

struct Case {
  std::string name;
  Port port;
  bool afterHello;
  Bytes bytes;
  uint32_t serial;
  Outcome expected;
};

class Table {
 public:
  std::vector<Case> cases;

  // A message that is read: whole, empty, with its first field of another type, and broken in every way.
  struct Message {
    const char* name;
    Port port;
    uint32_t command;
    std::vector<Bytes> fields;
    std::optional<Outcome> whole, empty, otherType;
    Outcome broken;
  };
  void message(const Message& m) {
    if (m.whole)
      after(m.port, std::string(m.name) + ": whole", m.command, joined(m.fields), *m.whole);
    if (m.empty)
      after(m.port, std::string(m.name) + ": empty", m.command, {}, *m.empty);
    if (m.otherType) {
      std::vector<Bytes> other = m.fields;
      other[0] = (other[0][0] & 7) == 0 ? text(other[0][0] >> 3, "xyz") : number(other[0][0] >> 3, 7);
      after(m.port, std::string(m.name) + ": first field of another type", m.command, joined(other), *m.otherType);
    }
    for (const auto& [name, body] : brokenBodies(m.fields))
      after(m.port, std::string(m.name) + ": " + name, m.command, body, m.broken);
  }
  // With a serial; and where that is refused or nothing comes of it, without one, which gets no answer.
  void after(Port port, const std::string& name, uint32_t commandValue, const Bytes& body, const Outcome& expected) {
    const uint32_t serial = 10 + uint32_t(cases.size());
    cases.push_back({name, port, true, encodeFrame(serial, commandValue, ErrorCode::ok, body), serial, expected});
    if (expected.kind == Kind::answered || (port == Port::device && commandValue == device::sync))
      return;
    cases.push_back({name + ", one-way", port, true, encodeFrame(0, commandValue, ErrorCode::ok, body), 0,
                     expected.kind == Kind::refused ? ignored : expected});
  }
  void one(Port port, bool afterHello, const std::string& name, const Bytes& bytes, const Outcome& expected) {
    cases.push_back({name, port, afterHello, bytes, 9, expected});
  }
};

const std::string uuid16(16, 'u');
const std::string ghost = "ghost";

void adminMessages(Table& table) {
  const Outcome malformed = refused(ErrorCode::malformed), notFound = refused(ErrorCode::notFound),
                limit = refused(ErrorCode::limit), tooLarge = refused(ErrorCode::tooLarge);
  const auto add = [&](const char* name, uint32_t code, std::vector<Bytes> fields, std::optional<Outcome> whole,
                       std::optional<Outcome> empty, std::optional<Outcome> otherType) {
    table.message({name, Port::admin, code, std::move(fields), whole, empty, otherType, malformed});
  };
  const Bytes injected = text(1, uuid16) + text(2, ghost);
  add("inject", admin::inject, {text(1, uuid16), text(2, ghost), text(3, "{}"), number(4, 300), number(5, 1000)},
      answered, malformed, malformed);
  add("trace", admin::trace, {text(1, uuid16)}, notFound, malformed, malformed);
  add("manage", admin::manage, {text(1, uuid16), text(2, ghost), number(3, 1)}, notFound, malformed, malformed);
  add("touch", admin::touch, {text(1, ghost), text(2, "friends"), number(3, 1)}, notFound, malformed, notFound);
  add("control", admin::control, {text(1, ghost), number(2, 2)}, notFound, malformed, notFound);
  add("tag", admin::tag, {text(1, ghost), text(2, "blue")}, notFound, notFound, notFound);
  add("peek", admin::peek, {text(1, ghost), text(2, uuid16)}, notFound, malformed, notFound);
  for (const auto& [name, code] : {std::pair("queue", admin::queue),
                                   {"dead letters", admin::deadLetters},
                                   {"history", admin::history},
                                   {"audit", admin::audit}}) {
    add(name, code, {number(1, 300), number(2, 10), text(3, ghost)}, answered, answered, answered);
    table.after(Port::admin, std::string(name) + ": 1,001 a page", code, number(2, 1001), limit);
  }
  add("token add", admin::tokenAdd, {text(1, "name"), number(2, 1)}, std::nullopt, malformed, malformed);
  add("token remove", admin::tokenRemove, {text(1, "nobody")}, notFound, malformed, malformed);
  add("subscribe", command(Port::admin, telemetry::subscribe), {fixed64(1, 1), number(2, 5)}, std::nullopt,
      std::nullopt, std::nullopt);
  add("ping", command(Port::admin, Common::ping), {number(1, 300), nested(2, number(1, 300) + number(2, 300))},
      answered, answered, answered);

  const auto is = [&](const char* name, uint32_t code, const Bytes& body, const Outcome& expected) {
    table.after(Port::admin, name, code, body, expected);
  };
  const Bytes crowd = repeated(text(2, ghost), 2001), crowd1 = repeated(text(1, ghost), 2001);
  is("inject: a payload of 48 KiB and 1 byte", admin::inject, injected + text(3, std::string(48 * 1024 + 1, 'x')),
     tooLarge);
  is("inject: 2,001 devices", admin::inject, text(1, uuid16) + crowd, limit);
  is("inject: uuid of 15 bytes", admin::inject, text(1, std::string(15, 'u')) + text(2, ghost), malformed);
  is("inject: uuid of 17 bytes", admin::inject, text(1, std::string(17, 'u')) + text(2, ghost), malformed);
  is("inject: to nobody", admin::inject, text(1, uuid16), malformed);
  is("inject: a collapse key of 65 bytes", admin::inject, injected + text(7, std::string(65, 'k')), malformed);
  is("inject: a collapse key that is not UTF-8", admin::inject, injected + text(7, "\xff\xfe"), malformed);
  is("inject: a device that is not UTF-8", admin::inject, text(1, uuid16) + text(2, "\xc3\x28"), malformed);
  is("inject: a tag of 65 bytes", admin::inject, injected + text(10, std::string(65, 't')), malformed);
  is("inject: a query of 1,025 bytes", admin::inject, injected + text(11, std::string(1025, 'q')), malformed);
  is("inject: a query that means nothing", admin::inject, injected + text(11, "((("), malformed);
  is("trace: uuid of 15 bytes", admin::trace, text(1, std::string(15, 'u')), malformed);
  is("manage: 2,001 devices", admin::manage, text(1, uuid16) + crowd + number(3, 1), limit);
  is("manage: action 0", admin::manage, text(1, uuid16) + number(3, 0), malformed);
  is("manage: action 99", admin::manage, text(1, uuid16) + number(3, 99), malformed);
  is("manage: whatever waits, and no purge", admin::manage, text(1, std::string(16, '\0')) + number(3, 1), malformed);
  is("manage: purge without a count", admin::manage, text(1, std::string(16, '\0')) + number(3, 6), malformed);
  is("touch: 2,001 devices", admin::touch, crowd1 + text(2, "friends"), limit);
  is("touch: a collection of 33 bytes", admin::touch, text(1, ghost) + text(2, std::string(33, 'c')), malformed);
  is("control: 2,001 devices", admin::control, crowd1 + number(2, 2), limit);
  is("control: action 99", admin::control, text(1, ghost) + number(2, 99), malformed);
  is("control: a heartbeat of 0", admin::control,
     text(1, ghost) + number(2, 3) + nested(3, number(1, 0) + number(2, 1000) + number(3, 3)), limit);
  is("control: a heartbeat of 49 days", admin::control,
     text(1, ghost) + number(2, 3) + nested(3, number(1, 0xffff'ffff) + number(2, 1000) + number(3, 3)), limit);
  is("tag: 2,001 devices", admin::tag, crowd1 + text(2, "blue"), limit);
  is("tag: 17 tags", admin::tag, text(1, ghost) + repeated(text(2, "blue"), 17), limit);
  is("tag: a tag of 65 bytes", admin::tag, text(1, ghost) + text(2, std::string(65, 't')), malformed);
  is("tag: an empty tag", admin::tag, text(1, ghost) + text(2, ""), malformed);
  is("tag: a line break", admin::tag, text(1, ghost) + text(2, "a\nb"), malformed);
  is("peek: uuid of 17 bytes", admin::peek, text(1, ghost) + text(2, std::string(17, 'u')), malformed);
  is("token add: a name of 65 bytes", admin::tokenAdd, text(1, std::string(65, 'n')) + number(2, 1), malformed);
  is("token add: role 0", admin::tokenAdd, text(1, "name") + number(2, 0), malformed);
  is("token add: role 9", admin::tokenAdd, text(1, "name") + number(2, 9), malformed);
  is("token remove: a name of 65 bytes", admin::tokenRemove, text(1, std::string(65, 'n')), malformed);
}

void deviceMessages(Table& table) {
  const Outcome ends = closed(ErrorCode::malformed);
  const auto add = [&](const char* name, uint32_t code, std::vector<Bytes> fields, std::optional<Outcome> whole,
                       std::optional<Outcome> empty, std::optional<Outcome> otherType, const Outcome& broken) {
    table.message({name, Port::device, code, std::move(fields), whole, empty, otherType, broken});
  };
  const Bytes stages = number(1, 300) + number(2, 300);
  add("ping", command(Port::device, Common::ping), {number(1, 300), nested(2, number(1, 300)), number(3, 1000)},
      answered, answered, answered, ends);
  add("acknowledge", device::acknowledge, {number(1, 300), nested(2, stages)}, ignored, ignored, ignored, ends);
  add("report", device::report,
      {number(1, 1), number(2, 1), nested(3, number(1, 1) + number(3, 300)), nested(4, number(1, 300)),
       nested(5, stages)},
      ignored, ignored, ignored, ends);
  add("sync", device::sync, {nested(1, text(1, "nothing") + number(2, 3))}, refused(ErrorCode::notFound), answered,
      answered, refused(ErrorCode::malformed));
  add("goodbye", command(Port::device, Common::goodbye), {text(1, "bye"), number(2, 1000), number(3, 1)}, closedQuietly,
      closedQuietly, closedQuietly, closedQuietly);

  const auto is = [&](const char* name, uint32_t code, const Bytes& body, const Outcome& expected) {
    table.after(Port::device, name, code, body, expected);
  };
  is("sync: 17 collections", device::sync, repeated(nested(1, text(1, "friends")), 17), refused(ErrorCode::limit));
  is("sync: a name of 33 bytes", device::sync, nested(1, text(1, std::string(33, 'c'))), refused(ErrorCode::malformed));
  is("sync: no name", device::sync, nested(1, number(2, 3)), refused(ErrorCode::malformed));
  is("report: 257 changes", device::report, repeated(nested(3, number(1, 1)), 257), closed(ErrorCode::limit));
  is("report: 257 wakes", device::report, repeated(nested(4, number(1, 1)), 257), closed(ErrorCode::limit));
  is("report: 257 stages", device::report, repeated(nested(5, number(1, 1)), 257), closed(ErrorCode::limit));
  is("report: a state that nobody knows", device::report, number(1, 99), ignored);
  is("acknowledge: stages of nothing", device::acknowledge, repeated(nested(2, number(1, 77)), 300), ignored);
  is("acknowledge: up to 2^64-1", device::acknowledge, number(1, ~uint64_t{0}), ignored);

  // What only a server sends, what other ports know, and what nobody knows.
  for (const uint32_t code :
       {device::push, device::collection, device::synced, device::nudge, device::rule, 0x0104u, 0x017eu, 0x01ffu,
        0x0202u, 0x0220u, 0x022bu, 0x0302u, 0x0320u, 0u, 0x0001'0102u, 0xffff'0001u})
    for (const auto& [name, body] : {std::pair("empty", Bytes()), {"of noise", Bytes(40, 0xff)}})
      is(("command " + std::to_string(code) + ", " + name).c_str(), code, body, refused(ErrorCode::unknownCommand));
  for (const uint32_t code : {0x8101u, 0x8102u, 0x8110u, 0x8113u, 0x81ffu})
    for (const auto& [name, body] : {std::pair("empty", Bytes()), {"of noise", Bytes(40, 0xff)}})
      is(("an answer to nothing, " + std::to_string(code) + ", " + name).c_str(), code, body, ignored);
}

void unknownToAdmin(Table& table) {
  for (const uint32_t code : {0x0211u, 0x0212u, 0x0213u, 0x027eu, 0x02ffu, 0x0102u, 0x0110u, 0x0111u, 0x0302u, 0x0320u,
                              0u, 0x0001'0202u, 0xffff'0001u})
    for (const auto& [name, body] : {std::pair("empty", Bytes()), {"of noise", Bytes(40, 0xff)}})
      table.after(Port::admin, "command " + std::to_string(code) + ", " + name, code, body,
                  refused(ErrorCode::unknownCommand));
}

void lengths(Table& table, Port port) {
  for (const bool afterHello : {false, true}) {
    const uint32_t limit = !afterHello ? helloLimit : port == Port::device ? deviceLimit : adminLimit;
    for (const auto which : {Common::hello, Common::ping})
      for (const uint32_t serial : {0u, 1u}) {
        for (const uint32_t length : {0u, 1u, 8u, 15u})
          table.one(port, afterHello, "length " + std::to_string(length), bare(length, serial, command(port, which)),
                    closed(ErrorCode::malformed));
        for (const uint32_t length : {limit + 1, 0x7fff'ffffu, 0x8000'0000u, 0xffff'ffffu})
          table.one(port, afterHello, "length " + std::to_string(length), bare(length, serial, command(port, which)),
                    closed(ErrorCode::tooLarge));
      }
  }
  // The length ends inside of the body: what follows is read as a header.
  const Bytes ping = bare(16, 9, command(port, Common::ping));
  table.one(port, true, "a length that is too short: zeros follow", ping + Bytes(16, 0), closed(ErrorCode::malformed));
  table.one(port, true, "a length that is too short: noise follows", ping + Bytes(16, 0xff),
            closed(ErrorCode::tooLarge));
}

void beforeHello(Table& table, Port port) {
  const uint32_t hello = command(port, Common::hello);
  std::vector<uint32_t> commands{0, 0x8000, 0xffff'0001, 0x0001'0101, answerTo(hello)};
  for (const uint32_t low : {0x02u, 0x03u, 0x10u, 0x11u, 0x12u, 0x13u, 0x14u, 0x15u, 0x16u, 0x17u, 0x20u, 0x21u, 0x22u,
                             0x23u, 0x24u, 0x25u, 0x26u, 0x27u, 0x28u, 0x29u, 0x2au, 0x2bu, 0x2cu, 0x2du, 0x7eu, 0xffu})
    commands.push_back(command(port, low));
  commands.push_back(command(port == Port::device ? Port::admin : Port::device, Common::hello));
  commands.push_back(command(Port::fleet, Common::hello));
  for (const uint32_t code : commands)
    for (const uint32_t serial : {0u, 7u}) {
      table.one(port, false, "before hello: command " + std::to_string(code), bare(16, serial, code),
                closed(ErrorCode::unauthenticated));
      table.one(port, false, "before hello: noise as command " + std::to_string(code),
                encodeFrame(serial, code, ErrorCode::ok, Bytes(64, 0xff)), closed(ErrorCode::unauthenticated));
    }
  const auto is = [&](const std::string& name, const Bytes& body, ErrorCode code) {
    table.one(port, false, "hello: " + name, encodeFrame(1, hello, ErrorCode::ok, body), closed(code));
  };
  const Bytes versions = number(1, 1) + number(2, 1);
  for (const auto& [name, body] :
       brokenBodies({number(1, 1), number(2, 1), text(3, "credential"), text(4, "capability"), text(5, "device"),
                     text(6, "profile"), text(7, "client"), number(8, 1), fixed64(9, 3), number(10, 300),
                     nested(11, number(1, 1)), nested(12, number(1, 1000)), nested(14, text(1, "friends"))}))
    is(name, body, ErrorCode::malformed);
  is("empty", {}, ErrorCode::version);
  is("version 2 to 3", number(1, 2) + number(2, 3), ErrorCode::version);
  is("version 0", number(1, 0) + number(2, 0), ErrorCode::version);
  is("version 2^32-1", number(1, 0xffff'ffff) + number(2, 0xffff'ffff), ErrorCode::version);
  is("a client that is not UTF-8", versions + text(5, "x") + text(7, "\xff"), ErrorCode::malformed);
  is("a collection without a name", versions + text(5, "x") + nested(14, number(2, 1)), ErrorCode::malformed);
  is("a collection of 33 bytes", versions + text(5, "x") + nested(14, text(1, std::string(33, 'c'))),
     ErrorCode::malformed);
  if (port == Port::device) {
    is("no device", versions, ErrorCode::malformed);
    is("a device of 129 bytes", versions + text(5, std::string(129, 'd')), ErrorCode::tooLarge);
    is("a device that is not UTF-8", versions + text(5, "\xc3\x28"), ErrorCode::malformed);
    is("a device with a line break", versions + text(5, "a\nb"), ErrorCode::malformed);
    is("a device with a NUL", versions + text(5, std::string("a\0b", 3)), ErrorCode::malformed);
    is("a device with U+0085", versions + text(5, "a\xc2\x85"), ErrorCode::malformed);
    is("17 collections", versions + text(5, "x") + repeated(nested(14, text(1, "friends")), 17), ErrorCode::limit);
  }
  table.one(port, false, "HTTP", joined({Bytes{'G', 'E', 'T', ' '}, Bytes(60, 'x')}), closed(ErrorCode::tooLarge));
  table.one(port, false, "TLS", Bytes{0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3, 0, 0, 0, 0, 0},
            closed(ErrorCode::tooLarge));
}

class Hostile : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { raiseLimit(); }
};

TEST_F(Hostile, EveryMalformedFrameHasItsDefinedOutcome) {
  Table table;
  adminMessages(table);
  unknownToAdmin(table);
  deviceMessages(table);
  for (const Port port : {Port::device, Port::admin}) {
    lengths(table, port);
    beforeHello(table, port);
    table.one(port, true, "a second hello", encodeFrame(9, command(port, Common::hello), ErrorCode::ok, {}),
              closed(ErrorCode::conflict));
    table.one(port, true, "a second hello, of noise",
              encodeFrame(0, command(port, Common::hello), ErrorCode::ok, Bytes(99, 0xff)),
              closed(ErrorCode::conflict));
  }
  EXPECT_GE(table.cases.size(), 500u);

  RawNode node({"--store", "memory", "--shards", "2"});
  ASSERT_TRUE(node.ready()) << node.log();
  std::map<Port, std::unique_ptr<Wire>> open;
  std::vector<double> closing;
  size_t wrong = 0, phones = 0;
  for (const Case& c : table.cases) {
    const bool onDevicePort = c.port == Port::device;
    std::unique_ptr<Wire> fresh;
    if (!c.afterHello) {
      fresh = std::make_unique<Wire>(onDevicePort ? node.device() : node.admin());
    } else if (auto& live = open[c.port]; !live) {
      // An id of its own for each login: a device that comes too often is banned.
      live = std::make_unique<Wire>(onDevicePort ? node.phone("phone-" + std::to_string(++phones)) : node.console());
    }
    Wire& wire = fresh ? *fresh : *open[c.port];
    const double sent = steadySeconds();
    wire.send(c.bytes);
    constexpr uint32_t probe = 0x7777;
    const bool goesOn = c.expected.kind != Kind::closed && c.expected.kind != Kind::closedQuietly;
    Outcome outcome{Kind::ignored};
    bool alive = false, probed = false;
    const auto ask = [&] {
      if (goesOn && !std::exchange(probed, true))
        wire.send(encodePing(c.port, probe, {}));
    };
    if (c.expected.kind == Kind::ignored)
      ask(); // an answer may come from another thread: the pong would overtake it
    while (const auto frame = wire.next(2000)) {
      const uint32_t what = frame->header.command;
      if (what == answerTo(command(c.port, Common::ping)) && frame->header.serial == probe) {
        alive = true;
        break;
      }
      if (what == command(c.port, Common::goodbye))
        outcome = closed(frame->code());
      else if (frame->header.serial == c.serial && isAnswer(what) && outcome.kind == Kind::ignored)
        outcome = frame->code() == ErrorCode::ok ? answered : refused(frame->code()), ask();
      else if (what != command(c.port, Common::ping) && outcome.kind == Kind::ignored)
        outcome = {Kind::answered, frame->code()}; // something else came of it
    }
    if (wire.closed()) {
      closing.push_back(steadySeconds() - sent);
      if (outcome.kind != Kind::closed)
        outcome = closedQuietly;
    }
    // A length that ends in the body: the frame before it was answered.
    const bool right = outcome == c.expected && alive == goesOn && wire.closed() != goesOn;
    wrong += !right;
    EXPECT_TRUE(right) << (onDevicePort ? "device port, " : "admin port, ") << c.name << " (serial " << c.serial
                       << "): " << nameOf(outcome) << (alive ? ", goes on" : "") << (wire.closed() ? ", closed" : "")
                       << " instead of " << nameOf(c.expected);
    if (!fresh && (wire.closed() || !alive))
      open[c.port] = nullptr;
  }
  EXPECT_TRUE(node.process().running());
  std::sort(closing.begin(), closing.end());
  const size_t late = size_t(std::count_if(closing.begin(), closing.end(), [](double s) { return s > 0.1; }));
  std::printf("TA3: %zu cases, %zu wrong; %zu closings, p50 %.2f ms, p99 %.2f ms, longest %.2f ms, %zu above 100 ms\n",
              table.cases.size(), wrong, closing.size(), closing[closing.size() / 2] * 1e3,
              closing[closing.size() * 99 / 100] * 1e3, closing.back() * 1e3, late);
  EXPECT_LT(closing[closing.size() / 2], 0.1)
      << "the longest may be the machine's, which does something else for a moment";
}

// ---- Heartbeats and acknowledgements (TA8, TA9)

Uuid uuidOf(uint64_t n) {
  Uuid uuid;
  uuid.bytes[6] = 0x70, uuid.bytes[8] = 0x80;
  for (size_t i = 0; i < 6; ++i)
    uuid.bytes[15 - i] = uint8_t(n >> (8 * i));
  uuid.bytes[0] = 1;
  return uuid;
}

Injected inject(Wire& console, uint64_t n, const std::vector<std::string>& devices, size_t payload = 8) {
  Inject inject;
  inject.uuid = uuidOf(n);
  inject.devices = devices;
  inject.payload.assign(payload, 'p');
  console.send(encodeInject(uint32_t(n + 100), inject));
  const auto answer = console.await(answerTo(admin::inject));
  if (!answer || answer->code() != ErrorCode::ok)
    return {};
  const auto injected = decodeInjected(answer->body);
  return injected.ok() ? injected.value() : Injected{};
}

QueuePage queued(Wire& console, uint64_t after = 0) {
  console.send(encodePageRequest(77, admin::queue, {after, 1000, ""}));
  const auto answer = console.await(answerTo(admin::queue));
  const auto page = answer ? decodeQueuePage(answer->body) : Result<QueuePage>(ErrorCode::timedOut, "");
  return page.ok() ? page.value() : QueuePage{};
}
size_t queuedCount(Wire& console) {
  size_t count = 0;
  for (uint64_t after = 0;;) {
    const QueuePage page = queued(console, after);
    count += page.queued.size();
    if (page.next == 0)
      return count;
    after = page.next;
  }
}
// Until everything that was sent before has been handled.
bool settled(Wire& wire, Port port = Port::device) {
  wire.send(encodePing(port, 0x7777, {}));
  return wire.await(answerTo(command(port, Common::ping))).has_value();
}

TEST_F(Hostile, WishesForHeartbeatsAreClamped) {
  RawNode node({"--store", "memory"});
  for (const auto& [seconds, expected] :
       {std::pair(0u, Duration(std::chrono::milliseconds(100))), {65'535u, Duration(std::chrono::seconds(1800))}}) {
    Hello hello = RawNode::helloOf("wish-" + std::to_string(seconds));
    const HeartbeatPolicy wish{std::chrono::seconds(seconds), std::chrono::seconds(seconds), seconds};
    hello.heartbeat = hello.backgroundHeartbeat = wish;
    Wire wire(node.device());
    const auto frame = wire.hello(Port::device, hello);
    ASSERT_TRUE(frame);
    const auto welcome = decodeWelcome(frame->body);
    ASSERT_TRUE(welcome.ok());
    for (const HeartbeatPolicy& rules : {welcome.value().heartbeat, welcome.value().backgroundHeartbeat}) {
      EXPECT_EQ(rules.interval, expected);
      EXPECT_EQ(rules.timeout, expected);
      EXPECT_EQ(rules.misses, seconds == 0 ? 1u : 100u);
    }
    std::printf("TA8: a wish of %u s becomes %lld ms\n", seconds,
                static_cast<long long>(welcome.value().heartbeat.interval.count() / 1000));
  }
}

TEST_F(Hostile, AcknowledgementsOfNothingCostNothing) {
  RawNode node({"--store", "memory"});
  Wire console = node.console();
  Wire phone = node.phone("one");
  ASSERT_EQ(inject(console, 1, {"one"}).accepted, 1u);
  const auto push = phone.await(device::push);
  ASSERT_TRUE(push);
  const Sequence sequence = decodePush(push->body).value().sequence;
  const auto flood = [&] {
    Bytes bytes;
    for (uint64_t i = 0; i < 10'000; ++i) {
      bytes = std::move(bytes) + encodeAcknowledge({sequence, {}});
      if (i % 10 == 0)
        for (const uint64_t unknown :
             {uint64_t(0), sequence.value + 1, (uint64_t(1) << 32) - 1, uint64_t(1) << 32, ~uint64_t(0), 1000 + i})
          bytes = std::move(bytes) + encodeAcknowledge({{unknown}, {{{unknown}, {}, {}, {}, true, {}, {}}}});
      if (bytes.size() > 16'384)
        phone.send(std::exchange(bytes, {}));
    }
    phone.send(bytes);
    return settled(phone);
  };
  ASSERT_TRUE(flood()); // whatever is allocated once
  const long before = node.residentKiB();
  ASSERT_TRUE(flood());
  const long grown = node.residentKiB() - before;
  std::printf("TA9: 16,000 acknowledgements for one delivery: %+ld KiB\n", grown);
  if (!sanitized) {
    EXPECT_LT(grown, 1024);
  }

  // Serials that wrap are serials like any other.
  for (const uint32_t serial : {0xffff'fffeu, 0xffff'ffffu, 1u, 2u}) {
    phone.send(encodePing(Port::device, serial, {}));
    const auto pong = phone.await(answerTo(command(Port::device, Common::ping)));
    ASSERT_TRUE(pong);
    EXPECT_EQ(pong->header.serial, serial);
  }
  ASSERT_EQ(inject(console, 2, {"one"}).accepted, 1u);
  const auto next = phone.await(device::push);
  ASSERT_TRUE(next) << "what was acknowledged too far must not swallow what comes";
  EXPECT_EQ(decodePush(next->body).value().sequence.value, sequence.value + 1);
  EXPECT_EQ(queued(console).queued.size(), 1u);
}

// ---- One device in two places (TC5)

TEST_F(Hostile, OneDeviceInTwoPlacesHasOneSessionAndLosesNoPush) {
  constexpr size_t devices = 667, logins = 15; // the 16th within a minute is turned away
  RawNode node({"--store", "memory"});
  Wire console = node.console(), watcher = node.console();
  watcher.send(encodeSubscribe(Port::admin, 2, {}));
  std::vector<std::string> ids;
  for (size_t i = 0; i < devices; ++i)
    ids.push_back("twin-" + std::to_string(i));
  std::vector<std::unique_ptr<Wire>> live(devices);
  std::vector<std::map<Uuid, uint64_t>> got(devices);
  std::vector<uint64_t> highest(devices);
  size_t superseded = 0, resent = 0;
  const auto take = [&](size_t i, const Wire::Frame& frame) {
    if (frame.header.command != device::push)
      return;
    const Push push = decodePush(frame.body).value();
    resent += !got[i].emplace(push.uuid, push.sequence.value).second;
    highest[i] = std::max(highest[i], push.sequence.value);
  };
  const double begun = steadySeconds();
  for (size_t round = 0; round < logins; ++round) {
    for (size_t i = 0; i < devices; ++i) {
      auto now = std::make_unique<Wire>(node.device());
      const auto welcome = now->hello(Port::device, RawNode::helloOf(ids[i]));
      ASSERT_TRUE(welcome && welcome->header.command == answerTo(command(Port::device, Common::hello)))
          << ids[i] << ", login " << round;
      if (live[i]) {
        std::optional<Wire::Frame> last;
        while (auto frame = live[i]->next())
          take(i, *frame), last = std::move(frame);
        ASSERT_TRUE(live[i]->closed());
        superseded += last && last->code() == ErrorCode::superseded &&
                      last->header.command == command(Port::device, Common::goodbye);
      }
      live[i] = std::move(now);
      if (i % 2 == 1 && highest[i] > 0) // the others wait until the last login
        live[i]->send(encodeAcknowledge({{highest[i]}, {}}));
    }
    ASSERT_EQ(inject(console, round + 1, ids).accepted, devices);
  }
  for (size_t i = 0; i < devices; ++i) {
    while (got[i].size() < logins) {
      const auto frame = live[i]->next();
      ASSERT_TRUE(frame) << ids[i] << " has " << got[i].size();
      take(i, *frame);
    }
    live[i]->send(encodeAcknowledge({{highest[i]}, {}}));
  }
  const double spent = steadySeconds() - begun;
  EXPECT_EQ(superseded, devices * (logins - 1));

  // As the server tells it: acknowledged once each.
  std::map<uint32_t, size_t> acknowledged;
  size_t times = 0;
  while (times < devices * logins) {
    const auto frame = watcher.next();
    ASSERT_TRUE(frame) << times << " acknowledged";
    if (frame->header.command != command(Port::admin, telemetry::block))
      continue;
    v1::Block block;
    ASSERT_TRUE(block.ParseFromArray(frame->body.data(), int(frame->body.size())));
    for (int i = 0; i < block.stages().delivery_size(); ++i)
      if (block.stages().stage(i) == uint32_t(Stage::acknowledged))
        ++acknowledged[block.stages().delivery(i)], ++times;
  }
  EXPECT_EQ(acknowledged.size(), devices * logins);
  EXPECT_EQ(queuedCount(console), 0u);

  Wire fresh = node.console();
  fresh.send(encodeSubscribe(Port::admin, 2, {}));
  size_t online = 0;
  for (bool last = false; !last;) {
    const auto frame = fresh.await(command(Port::admin, telemetry::snapshotPage));
    ASSERT_TRUE(frame);
    v1::SnapshotPage page;
    ASSERT_TRUE(page.ParseFromArray(frame->body.data(), int(frame->body.size())));
    for (const v1::DeviceRecord& record : page.devices())
      online += record.link() == v1::LINK_STATE_ONLINE && record.connects() == logins;
    last = page.last();
  }
  EXPECT_EQ(online, devices);
  std::printf("TC5: %zu logins of %zu devices in %.1f s: %zu told superseded, %zu pushes acknowledged once each, %zu "
              "written again and recognised\n",
              devices * logins, devices, spent, superseded, times, resent);
}

// ---- Too often, and wrong credentials (TD9, TE5, TE6)

// The device is known from an earlier life of the server.
TEST_F(Hostile, TheSixteenthConnectionWithinAMinuteIsBannedForThisDeviceAlone) {
  RawNode node;
  const auto login = [&](const std::string& id) {
    Wire wire(node.device());
    return wire.hello(Port::device, RawNode::helloOf(id)).value_or(Wire::Frame{});
  };
  const uint32_t welcome = answerTo(command(Port::device, Common::hello));
  ASSERT_EQ(login("flapper").header.command, welcome);
  {
    Wire console = node.console();
    console.send(encodeTag(5, {{"flapper"}, {"kept"}, {}}));
    const auto tagged = console.await(answerTo(admin::tag));
    ASSERT_TRUE(tagged && tagged->code() == ErrorCode::ok);
  }
  node.process().kill(SIGTERM);
  node.process().wait();
  node.restart();
  ASSERT_TRUE(node.ready()) << node.log();
  for (int i = 0; i < 15; ++i)
    ASSERT_EQ(login("flapper").header.command, welcome) << i << ": what came before the restart is not counted";
  const Wire::Frame last = login("flapper");
  EXPECT_EQ(last.header.command, command(Port::device, Common::goodbye));
  EXPECT_EQ(last.code(), ErrorCode::banned);
  v1::Goodbye goodbye;
  ASSERT_TRUE(goodbye.ParseFromArray(last.body.data(), int(last.body.size())));
  EXPECT_GT(goodbye.retry_after_ms(), 290'000u);
  EXPECT_LE(goodbye.retry_after_ms(), 300'000u);
  EXPECT_EQ(login("another").header.command, welcome);
  std::printf("TD9: the 16th is banned, to come back in %u ms\n", goodbye.retry_after_ms());
}

TEST_F(Hostile, NothingIsDoneForWhoHasNotSaidHello) {
  RawNode node({"--store", "memory"});
  { Wire known = node.phone("victim"); }
  Inject forged;
  forged.uuid = uuidOf(666);
  forged.devices = {"victim"};
  forged.payload.assign(8, 'p');
  Hello guess;
  guess.credential = "guess";
  size_t answers = 0, closedOnes = 0;
  for (size_t i = 0; i < 1000; ++i) {
    Wire wire(i % 2 == 0 ? node.admin() : node.device());
    Bytes bytes;
    if (i % 5 == 0) // behind a hello that is wrong, in one write
      bytes = encodeHello(Port::admin, 1, guess);
    else if (i % 5 == 1)
      bytes = encodeTokenAdd(8, {"mallory", Role::administer});
    else if (i % 5 == 2)
      bytes = encodeManage(8, {uuidOf(1), {"victim"}, QueueAction::cancel, {}, {}});
    wire.send(std::move(bytes) + encodeInject(9, forged));
    while (const auto frame = wire.next())
      answers += isAnswer(frame->header.command);
    closedOnes += wire.closed();
  }
  EXPECT_EQ(answers, 0u);
  EXPECT_EQ(closedOnes, 1000u);
  Wire console = node.console();
  EXPECT_EQ(queuedCount(console), 0u);
  console.send(encodeTrace(5, {forged.uuid}));
  const auto trace = console.await(answerTo(admin::trace));
  ASSERT_TRUE(trace);
  EXPECT_EQ(trace->code(), ErrorCode::notFound);
  console.send(encodePageRequest(6, admin::tokenList, {}));
  const auto tokens = console.await(answerTo(admin::tokenList));
  ASSERT_TRUE(tokens);
  EXPECT_EQ(decodeTokenList(tokens->body).value().tokens.size(), 1u);
  std::printf("TE5: %zu of 1,000 forged frames were answered, %zu connections closed\n", answers, closedOnes);
}

void writePrivate(const std::string& path, const std::string& text) {
  std::ofstream(path) << text << "\n";
  ::chmod(path.c_str(), 0600);
}

TEST_F(Hostile, TenWrongCredentialsCloseTheDoorForThatDeviceAlone) {
  const TemporaryFolder folder;
  const std::string name = folder.path("device-token");
  writePrivate(name, "the-right-credential-0123456789");
  RawNode node({"--store", "memory", "--device-token-file", name});
  ASSERT_TRUE(node.ready()) << node.log();
  const auto login = [&](const std::string& id, const std::string& credential) {
    Hello hello = RawNode::helloOf(id);
    hello.credential = credential;
    Wire wire(node.device());
    return *wire.hello(Port::device, hello);
  };
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(login("victim", "wrong" + std::to_string(i)).code(), ErrorCode::unauthenticated);
  const Wire::Frame next = login("victim", "the-right-credential-0123456789");
  EXPECT_EQ(next.code(), ErrorCode::banned);
  v1::Goodbye goodbye;
  ASSERT_TRUE(goodbye.ParseFromArray(next.body.data(), int(next.body.size())));
  EXPECT_GT(goodbye.retry_after_ms(), 30'000u);
  EXPECT_LE(goodbye.retry_after_ms(), 60'000u);
  EXPECT_EQ(login("other", "the-right-credential-0123456789").header.command,
            answerTo(command(Port::device, Common::hello)));
  std::printf("TE6: after ten wrong ones banned for %u ms\n", goodbye.retry_after_ms());
}

// ---- Secrets (TE7)

TEST_F(Hostile, NoSecretIsInLogsListsAndTelemetry) {
  const TemporaryFolder folder;
  const std::string name = folder.path("device-token");
  const std::string deviceToken = "canary-device-token-5b1e", payload = "canary-payload-77aa",
                    wrong = "canary-wrong-9c3d";
  writePrivate(name, deviceToken);
  size_t bytes = 0, looked = 0;
  for (const char* format : {"text", "json"}) {
    RawNode node({"--log", format, "--device-token-file", name});
    ASSERT_TRUE(node.ready()) << node.log();
    const std::string token = node.token();
    Wire watcher = node.console(), console = node.console();
    watcher.send(encodeSubscribe(Port::admin, 2, {}));
    Hello hello = RawNode::helloOf("holder");
    hello.credential = deviceToken;
    { // for the history
      Wire earlier(node.device());
      ASSERT_TRUE(earlier.hello(Port::device, hello));
    }
    Wire phone(node.device());
    ASSERT_TRUE(phone.hello(Port::device, hello));
    for (const Port port : {Port::device, Port::admin}) {
      Hello guess = RawNode::helloOf("guesser");
      guess.credential = wrong;
      Wire guesser(port == Port::device ? node.device() : node.admin());
      guesser.hello(port, guess);
      EXPECT_TRUE(guesser.waitClosed());
    }
    Inject push;
    push.uuid = uuidOf(5);
    push.devices = {"holder"};
    push.payload.assign(payload.begin(), payload.end());
    console.send(encodeInject(9, push));
    ASSERT_TRUE(console.await(answerTo(admin::inject)));
    ASSERT_TRUE(phone.await(device::push));
    Bytes stream;
    for (bool routed = false; !routed;) {
      const auto frame = watcher.next();
      ASSERT_TRUE(frame);
      stream = std::move(stream) + frame->body;
      v1::Block block;
      if (frame->header.command == command(Port::admin, telemetry::block) &&
          block.ParseFromArray(frame->body.data(), int(frame->body.size())))
        for (const uint32_t stage : block.stages().stage())
          routed |= stage == uint32_t(Stage::written);
    }
    std::map<std::string, std::string> places{{"telemetry", std::string(stream.begin(), stream.end())}};
    for (const std::string command : {"sessions --json", "queue list --json", "audit --json", "history --json"})
      places[command] = node.ctl(command);
    EXPECT_NE(places["queue list --json"].find("holder"), std::string::npos) << places["queue list --json"];
    EXPECT_NE(places["history --json"].find("holder"), std::string::npos) << places["history --json"];
    EXPECT_NE(places["audit --json"].find("inject"), std::string::npos) << places["audit --json"];
    places["trace --json"] = node.ctl("trace " + push.uuid.text() + " --json");
    EXPECT_NE(places["trace --json"].find("holder"), std::string::npos) << places["trace --json"];
    places["log"] = node.log();
    EXPECT_NE(places["log"].find("unauthenticated"), std::string::npos);
    for (const auto& [place, found] : places) {
      bytes += found.size();
      ++looked;
      for (const std::string& secret : {token, deviceToken, payload, wrong})
        EXPECT_EQ(found.find(secret), std::string::npos) << place << " (" << format << ") holds " << secret;
    }
  }
  std::printf("TE7: 4 secrets, %zu places, %zu bytes: looked through\n", looked, bytes);
}

// ---- Consoles that do not read, floods, and no descriptors (TD5, TD6, TD8)

// Its heartbeat lasts 14 s: it pings and does not read.
TEST_F(Hostile, AConsoleThatStoppedReadingIsToldTheGapAndSeesWhatAFreshOneSees) {
  constexpr size_t devices = 2000;
  RawNode node({"--store", "memory"});
  std::vector<std::string> ids;
  for (size_t i = 0; i < devices; ++i) {
    ids.push_back("d" + std::to_string(i));
    node.phone(ids.back());
  }
  Wire console = node.console(), stopped(node.admin(), 4096);
  Hello hello;
  hello.credential = node.token();
  ASSERT_TRUE(stopped.hello(Port::admin, hello));
  stopped.send(encodeSubscribe(Port::admin, 2, {}));
  ASSERT_TRUE(stopped.readable(5000));

  const long before = node.residentKiB();
  // Records of 1 KiB: 64 MiB of blocks come soon.
  size_t requests = 0;
  for (; requests < 60; ++requests) {
    Tag tag;
    tag.devices = ids;
    for (size_t i = 0; i < maxTagsPerDevice; ++i) {
      const auto name = [&](size_t round) {
        return std::to_string(round) + "-" + std::to_string(i) + std::string(50, 't');
      };
      tag.add.push_back(name(requests));
      if (requests > 0)
        tag.remove.push_back(name(requests - 1));
    }
    console.send(encodeTag(uint32_t(requests + 5), tag));
    const auto changed = console.await(answerTo(admin::tag));
    ASSERT_TRUE(changed && changed->code() == ErrorCode::ok);
    ASSERT_EQ(inject(console, requests + 1, {ids[requests]}).accepted, 1u);
    stopped.send(encodePing(Port::admin, uint32_t(requests + 5), {}));
  }
  const long grown = node.residentKiB() - before;
  ASSERT_TRUE(settled(console, Port::admin));

  Wire fresh = node.console();
  fresh.send(encodeSubscribe(Port::admin, 2, {}));
  ConsolePicture truth, seen;
  while (!truth.whole) {
    const auto frame = fresh.next();
    ASSERT_TRUE(frame && truth.apply(*frame));
  }
  while (seen.gaps == 0 || !seen.whole || seen.lastBlock < truth.lastBlock) {
    const auto frame = stopped.next();
    ASSERT_TRUE(frame) << "the console was cut";
    ASSERT_TRUE(seen.apply(*frame));
  }
  // The count is exact: the block behind the last one lost is held, and that one is not.
  EXPECT_EQ(seen.gaps, 1u);
  const auto held = [&](uint64_t block) {
    Wire probe = node.console();
    probe.send(encodeSubscribe(Port::admin, 2, {{seen.incarnation}, block - 1}));
    const auto frame = probe.await(answerTo(command(Port::admin, telemetry::subscribe)));
    return frame && decodeSubscribed(frame->body).value().resumed;
  };
  EXPECT_TRUE(held(seen.beforeGap + seen.lost + 1));
  EXPECT_FALSE(held(seen.beforeGap + seen.lost));
  EXPECT_EQ(seen.records.size(), devices);
  EXPECT_TRUE(seen.records == truth.records);
  std::printf("TD5: %zu requests, %+ld KiB while it did not read; %llu gap of %llu blocks, %llu blocks read, last "
              "block %llu; %zu records as a fresh console has them\n",
              requests, grown, static_cast<unsigned long long>(seen.gaps), static_cast<unsigned long long>(seen.lost),
              static_cast<unsigned long long>(seen.blocks), static_cast<unsigned long long>(seen.lastBlock),
              seen.records.size());
}

TEST_F(Hostile, AFloodOfPushesIsRefusedAndWhatWasAcceptedIsKept) {
  constexpr size_t devices = 2000, requests = 150;
  RawNode node;
  std::vector<std::string> ids;
  for (size_t i = 0; i < devices; ++i) {
    ids.push_back("d" + std::to_string(i));
    node.phone(ids.back());
  }
  Wire console = node.console();
  const long before = node.residentKiB();
  long most = before;
  Inject push;
  push.devices = ids;
  push.payload.assign(2048, 'p');
  size_t accepted = 0, refusedOnes = 0, other = 0;
  std::set<ErrorCode> codes;
  const auto read = [&](int ms) {
    const auto frame = console.next(ms);
    if (!frame || frame->header.command != answerTo(admin::inject))
      return frame.has_value() ? 0 : -1;
    most = std::max(most, node.residentKiB());
    const auto injected = decodeInjected(frame->body);
    if (!injected.ok())
      return -1;
    for (const InjectedDelivery& delivery : injected.value().deliveries) {
      accepted += delivery.code == ErrorCode::ok;
      const bool full = delivery.code == ErrorCode::busy || delivery.code == ErrorCode::limit;
      refusedOnes += full;
      other += delivery.code != ErrorCode::ok && !full;
      if (delivery.code != ErrorCode::ok)
        codes.insert(delivery.code);
    }
    return 1;
  };
  const double begun = steadySeconds();
  size_t told = 0;
  for (size_t i = 0; i < requests; ++i) { // never waits for an answer, but reads what is there
    push.uuid = uuidOf(i + 1);
    const Bytes frame = encodeInject(uint32_t(i + 5), push);
    for (size_t sent = 0; sent < frame.size();) {
      const size_t some = console.sendSome(BytesView(frame).subspan(sent));
      sent += some;
      if (some == 0 && console.readable(5))
        told += read(1) == 1;
    }
  }
  while (told < requests) {
    const int got = read(Wire::patienceMs);
    ASSERT_GE(got, 0) << told << " answers";
    told += got == 1;
  }
  const double spent = steadySeconds() - begun;
  EXPECT_EQ(accepted + refusedOnes + other, devices * requests);
  EXPECT_EQ(other, 0u);
  node.process().kill(SIGKILL);
  node.process().wait();
  node.restart();
  ASSERT_TRUE(node.ready()) << node.log();
  Wire again = node.console();
  EXPECT_EQ(queuedCount(again), accepted);
  std::printf("TD6: %zu deliveries asked for in %.1f s (%.0f/s): %zu accepted, %zu refused busy or limit, %zu "
              "otherwise; all accepted are there after kill -9; %+ld KiB at most\n",
              devices * requests, spent, double(devices * requests) / spent, accepted, refusedOnes, other,
              most - before);
}

size_t countOf(const std::string& text, const std::string& what) {
  size_t count = 0;
  for (size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += what.size())
    ++count;
  return count;
}

// What bounds a server's memory is how much may wait. At the bound operators are refused, phones are not.
TEST_F(Hostile, AtTheBoundOfWhatWaitsPushesAreRefusedPhonesAreServedAndItEndsByItself) {
  constexpr uint32_t bound = 500;
  for (const char* store : {"memory", "sqlite"}) {
    RawNode node({"--store", store, "--most-waiting", std::to_string(bound), "--shards", "1"});
    Wire console = node.console();
    std::optional<Wire> away(node.phone("away"));
    away.reset();
    Wire here = node.phone("here");
    const std::vector<std::string> to{"away"};
    uint64_t number = 0;
    size_t accepted = 0;
    for (uint32_t i = 0; i < bound + 50; ++i) {
      const Injected answer = inject(console, ++number, to);
      accepted += answer.accepted;
      if (answer.accepted == 0) {
        EXPECT_EQ(answer.deliveries.front().code, ErrorCode::limit);
      }
    }
    EXPECT_EQ(accepted, bound);
    EXPECT_TRUE(settled(here)) << "a phone that is here is answered";
    Wire back = node.phone("away");
    size_t shown = 0;
    while (shown < accepted) {
      const auto frame = back.await(device::push);
      ASSERT_TRUE(frame) << shown << " of " << accepted;
      back.send(encodeAcknowledge({decodePush(frame->body).value().sequence, {}}));
      ++shown;
    }
    ASSERT_TRUE(settled(back));
    EXPECT_EQ(inject(console, ++number, {"here"}).accepted, 1u) << store;
  }
}

TEST_F(Hostile, WithoutDescriptorsSessionsGoOnConsolesGetInAndAcceptingResumes) {
  RawNode node(RawNode::Started{{"--store", "memory"}, 200, {}, {}});
  ASSERT_TRUE(node.ready()) << node.log();
  Wire phone = node.phone("here"), console = node.console();
  std::vector<std::unique_ptr<Wire>> strangers;
  for (int i = 0; i < 300; ++i)
    strangers.push_back(std::make_unique<Wire>(node.device()));
  const double begun = steadySeconds();
  while (countOf(node.log(), "were closed at once") == 0 && steadySeconds() - begun < 20)
    ASSERT_TRUE(settled(phone));
  EXPECT_GE(countOf(node.log(), "were closed at once"), 1u);
  EXPECT_TRUE(settled(phone)) << "an open session goes on";
  ASSERT_EQ(inject(console, 1, {"here"}).accepted, 1u);
  EXPECT_TRUE(phone.await(device::push));
  Wire late(node.admin());
  Hello hello;
  hello.credential = node.token();
  late.send(encodeHello(Port::admin, 1, hello));
  EXPECT_TRUE(late.next(Wire::patienceMs).has_value()) << "the last descriptors are for consoles";
  strangers.clear();
  Wire back(node.device());
  const auto welcome = back.hello(Port::device, RawNode::helloOf("back"));
  EXPECT_TRUE(welcome && welcome->header.command == answerTo(command(Port::device, Common::hello)))
      << "accepting resumes";
  std::printf("TD8: a console gets in while descriptors are out; %zu lines in %.1f s\n",
              countOf(node.log(), "were closed at once"), steadySeconds() - begun);
}

// ---- Phones that do not read (TD4)

// They say nothing either: if not their bound, then their heartbeat ends them.
TEST_F(Hostile, PhonesThatReadNothingAreCutAndNobodyElseNotices) {
  constexpr size_t devices = 200, deaf = 2, rounds = 60;
  RawNode node({"--store", "memory", "--heartbeat", "1s/500ms/3"});
  Wire console = node.console();
  std::vector<std::string> ids;
  std::vector<std::unique_ptr<Wire>> phones;
  for (size_t i = 0; i < devices; ++i) {
    ids.push_back("d" + std::to_string(i));
    phones.push_back(std::make_unique<Wire>(node.phone(ids.back(), i < deaf ? 4096 : 0)));
  }
  // From the inject until each of the others has it, a push to everybody at a time.
  uint64_t number = 0;
  const auto measure = [&](bool everybody) {
    std::vector<double> latencies;
    const std::vector<std::string> to(ids.begin() + (everybody ? 0 : deaf), ids.end());
    for (size_t round = 0; round < rounds; ++round) {
      const double begun = steadySeconds();
      EXPECT_EQ(inject(console, ++number, to, 32 * 1024).accepted, to.size());
      for (size_t i = deaf; i < devices; ++i) {
        const auto frame = phones[i]->await(device::push);
        if (!frame) {
          ADD_FAILURE() << ids[i] << " got nothing";
          return latencies;
        }
        latencies.push_back(steadySeconds() - begun);
        phones[i]->send(encodeAcknowledge({decodePush(frame->body).value().sequence, {}}));
      }
    }
    std::sort(latencies.begin(), latencies.end());
    return latencies;
  };
  measure(false); // whatever is allocated once
  const std::vector<double> base = measure(false), with = measure(true);
  ASSERT_FALSE(base.empty() || with.empty());
  // Cut: the server forgot the connection, and keeps what was meant for them.
  const double since = steadySeconds();
  const auto online = [&] {
    Wire look = node.console();
    look.send(encodeSubscribe(Port::admin, 2, {}));
    size_t count = 0;
    const auto frame = look.await(command(Port::admin, telemetry::snapshotPage));
    v1::SnapshotPage page;
    if (frame && page.ParseFromArray(frame->body.data(), int(frame->body.size())))
      for (const v1::DeviceRecord& record : page.devices())
        for (size_t i = 0; i < deaf; ++i)
          count += record.device() == ids[i] && record.link() != v1::LINK_STATE_OFFLINE;
    return count;
  };
  while (online() > 0 && steadySeconds() - since < 20)
    for (size_t i = deaf; i < devices; ++i)
      ASSERT_TRUE(settled(*phones[i]));
  EXPECT_EQ(online(), 0u);
  EXPECT_EQ(queuedCount(console), deaf * rounds);
  const auto p99 = [](const std::vector<double>& sorted) { return sorted[sorted.size() * 99 / 100] * 1e3; };
  std::printf("TD4: %zu of %zu read nothing: cut within %.1f s more, %zu deliveries kept; p99 of the others %.1f ms, "
              "before %.1f ms\n",
              deaf, devices, steadySeconds() - since, deaf * rounds, p99(with), p99(base));
}

// It pings, so its heartbeat lives for ever; what it leaves unread is bounded all the same.
TEST_F(Hostile, APhoneThatPingsAndDoesNotReadIsCutAtItsBound) {
  constexpr size_t pushes = 40;
  RawNode node({"--store", "memory"});
  Wire console = node.console();
  Wire phone = node.phone("deaf", 4096);
  for (uint64_t number = 1; number <= pushes; ++number)
    EXPECT_EQ(inject(console, number, {"deaf"}, 48 * 1024).accepted, 1u);
  const double begun = steadySeconds();
  uint32_t serial = 1;
  while (phone.send(encodePing(Port::device, ++serial, {})) && steadySeconds() - begun < 60) {
  }
  EXPECT_LT(steadySeconds() - begun, 60.0);
  EXPECT_EQ(queuedCount(console), pushes);
  EXPECT_NE(node.log().find("limit (it does not read"), std::string::npos) << node.log();
  std::printf("TD4: a phone that pings and does not read is cut after %.1f s\n", steadySeconds() - begun);
}

} // namespace
} // namespace pushscope
