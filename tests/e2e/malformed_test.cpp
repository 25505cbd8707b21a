#include "protocol/codec/session_codec.h"
#include "protocol/frame/command.h"
#include "tests/support/proc.h"
#include "tests/support/program.h"
#include "tests/support/raw_peer.h"

#include <QFile>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

Bytes header(uint32_t length, uint32_t serial, uint32_t commandValue) {
  const HeaderBytes bytes = writeHeader({length, serial, commandValue, 0});
  return {bytes.begin(), bytes.end()};
}

Bytes filled(const char* text, size_t times) {
  Bytes out;
  for (size_t i = 0; i < times; ++i)
    for (const char* c = text; *c; ++c)
      out.push_back(uint8_t(*c));
  return out;
}

// AddressSanitizer keeps freed memory for a while to catch its use, so a process's size says nothing about leaks; what
// is really lost is reported at its end.
#ifdef __SANITIZE_ADDRESS__
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

struct Door {
  Port port;
  QString address;
  std::string token;
  const char* name;
};

class Malformed : public ::testing::Test {
 protected:
  TestBed bed{QStringLiteral("30s/15s/3")};
  std::vector<Door> doors;

  void SetUp() override {
    bed.startFleet(5);
    ASSERT_TRUE(waitUntil([&] { return bed.ctl({"sessions", "--json"}).objects().size() == 5; }));
    doors = {{Port::device, bed.device(), {}, "device port"},
             {Port::admin, bed.admin(), tokenOf(bed.tokenFile()), "admin port"},
             {Port::fleet, bed.control(), tokenOf(bed.fleetTokenFile()), "control port"}};
  }
  // Everything else goes on.
  void TearDown() override {
    EXPECT_TRUE(bed.server().isRunning());
    EXPECT_TRUE(bed.fleet().isRunning());
    EXPECT_EQ(bed.ctl({"push", "--device", "phone-0001", "--payload", "{}", "--wait"}).exitCode, 0);
  }
  static std::string tokenOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readLine().trimmed().toStdString() : std::string();
  }
  static Bytes helloTo(const Door& door) {
    Hello hello;
    hello.credential = door.token;
    hello.device = "raw";
    return encodeHello(door.port, 1, hello);
  }
  static ErrorCode goodbyeIn(RawPeer& peer, Port port) {
    for (const RawPeer::Frame& frame : peer.frames())
      if (frame.header.command == command(port, Common::goodbye))
        return errorFromWire(frame.header.code);
    return ErrorCode::ok;
  }
};

TEST_F(Malformed, AWrongFirstFrameIsAnsweredWithItsReasonOnEveryPort) {
  struct Case {
    const char* name;
    Bytes bytes;
    ErrorCode code;
  };
  for (const Door& door : doors) {
    const uint32_t hello = command(door.port, Common::hello);
    const std::vector<Case> cases{
        {"garbage", filled("\xde\xad\xbe\xef", 64), ErrorCode::tooLarge},
        {"HTTP", filled("GET / HTTP/1.1\r\nHost: x\r\n\r\n", 1), ErrorCode::tooLarge},
        {"length 0", header(0, 1, hello), ErrorCode::malformed},
        {"length 15", header(15, 1, hello), ErrorCode::malformed},
        {"length over the limit before hello", header(helloLimit + 1, 1, hello), ErrorCode::tooLarge},
        {"length 0x7fffffff", header(0x7fffffff, 1, hello), ErrorCode::tooLarge},
        {"negative length", header(0xffffffff, 1, hello), ErrorCode::tooLarge},
        {"a frame before hello", header(16, 1, command(door.port, Common::ping)), ErrorCode::unauthenticated},
        {"a command of no port", header(16, 1, 0xffff0001), ErrorCode::unauthenticated},
        {"hello with text that is not UTF-8", encodeFrame(1, hello, ErrorCode::ok, filled("\x22\x02\xff\xfe", 1)),
         ErrorCode::malformed},
        {"hello with a broken body", encodeFrame(1, hello, ErrorCode::ok, filled("\xff\xff\xff", 5)),
         ErrorCode::malformed},
    };
    for (const Case& c : cases) {
      SCOPED_TRACE(std::string(door.name) + ": " + c.name);
      RawPeer peer(door.address);
      peer.send(c.bytes);
      ASSERT_TRUE(peer.waitClosed());
      EXPECT_EQ(errorName(goodbyeIn(peer, door.port)), errorName(c.code));
    }
  }
  // A library that writes a line for each frame of a stranger fills the disk.
  EXPECT_FALSE(bed.server().log().contains("libprotobuf"));
  EXPECT_FALSE(bed.fleet().log().contains("libprotobuf"));
}

TEST_F(Malformed, AfterHelloWrongFramesHaveADefinedOutcomeOnEveryPort) {
  for (const Door& door : doors) {
    SCOPED_TRACE(door.name);
    {
      RawPeer peer(door.address);
      peer.send(helloTo(door));
      ASSERT_TRUE(peer.waitFrames(1));
      EXPECT_EQ(peer.frames()[0].header.command, answerTo(command(door.port, Common::hello)));
      peer.send(header(16, 9, static_cast<uint32_t>(door.port) | 0x7e));
      ASSERT_TRUE(waitUntil([&] { return peer.frames().back().header.serial == 9; }));
      EXPECT_EQ(peer.frames().back().header.code, uint32_t(ErrorCode::unknownCommand)) << "and the connection goes on";
      peer.send(helloTo(door));
      ASSERT_TRUE(peer.waitClosed());
      EXPECT_EQ(goodbyeIn(peer, door.port), ErrorCode::conflict);
    }
    {
      RawPeer peer(door.address);
      peer.send(helloTo(door));
      ASSERT_TRUE(peer.waitFrames(1));
      const uint32_t limit = door.port == Port::device ? deviceLimit : adminLimit;
      peer.send(header(limit + 1, 2, command(door.port, Common::ping)));
      ASSERT_TRUE(peer.waitClosed());
      EXPECT_EQ(goodbyeIn(peer, door.port), ErrorCode::tooLarge);
    }
    {
      RawPeer peer(door.address);
      peer.send(helloTo(door));
      ASSERT_TRUE(peer.waitFrames(1));
      peer.send(encodeFrame(5, command(door.port, Common::ping), ErrorCode::ok, filled("\xff", 9)));
      ASSERT_TRUE(waitUntil([&] { return peer.closed() || peer.frames().back().header.serial == 5; }));
      const ErrorCode code = peer.frames().back().header.serial == 5 ? errorFromWire(peer.frames().back().header.code)
                                                                     : goodbyeIn(peer, door.port);
      EXPECT_EQ(code, ErrorCode::malformed) << "a broken body: refused or closed, and said so";
    }
  }
}

TEST_F(Malformed, HalfAHeaderAndThenSilenceEndsAfterTheHandshakeLimit) {
  std::vector<std::unique_ptr<RawPeer>> peers;
  for (const Door& door : doors) {
    peers.push_back(std::make_unique<RawPeer>(door.address));
    peers.back()->send({0, 0, 0, 32, 0, 0, 0});
  }
  for (size_t i = 0; i < peers.size(); ++i) {
    SCOPED_TRACE(doors[i].name);
    ASSERT_TRUE(peers[i]->waitClosed(15'000));
    EXPECT_EQ(goodbyeIn(*peers[i], doors[i].port), ErrorCode::busy);
  }
}

TEST_F(Malformed, AWrongTokenIsSaidAndTenOfThemCloseTheDoorToGuessesForAMinute) {
  Door door = doors[1];
  door.token = "guess";
  std::vector<std::unique_ptr<RawPeer>> peers;
  for (int i = 0; i < 10; ++i) {
    peers.push_back(std::make_unique<RawPeer>(door.address));
    peers.back()->send(helloTo(door));
  }
  for (const auto& peer : peers) {
    ASSERT_TRUE(peer->waitClosed());
    EXPECT_EQ(goodbyeIn(*peer, door.port), ErrorCode::unauthenticated);
  }
  RawPeer eleventh(door.address);
  eleventh.send(helloTo(door));
  ASSERT_TRUE(eleventh.waitClosed());
  EXPECT_EQ(goodbyeIn(eleventh, Port::admin), ErrorCode::banned);
  // Its own token, which nobody guesses, is accepted from the same address.
  ASSERT_TRUE(waitUntil([&] { return bed.ctl({"sessions", "--json"}).objects().size() == 5; }));
}

TEST_F(Malformed, AThousandBadConnectionsLeaveNothingBehind) {
  const auto flood = [&] {
    for (int i = 0; i < 500; ++i) {
      RawPeer peer(doors[size_t(i) % doors.size()].address);
      peer.send(i % 2 ? filled("\xff\xff\xff\xff", 8)
                      : header(900, 1, command(doors[size_t(i) % doors.size()].port, Common::hello)));
    }
  };
  flood(); // whatever is allocated once
  flood();
  const long server = residentKiB(pid_t(bed.server().pid())), fleet = residentKiB(pid_t(bed.fleet().pid()));
  flood();
  EXPECT_TRUE(waitUntil([&] { return bed.server().log().contains("is closed: "); }));
  if (server == 0 || sanitized)
    GTEST_SKIP() << "memory cannot be measured here";
  EXPECT_LT(residentKiB(pid_t(bed.server().pid())) - server, 4096);
  EXPECT_LT(residentKiB(pid_t(bed.fleet().pid())) - fleet, 4096);
}

} // namespace
} // namespace pushscope
