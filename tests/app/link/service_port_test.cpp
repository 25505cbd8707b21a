#include "app/link/service_port.h"
#include "protocol/codec/session_codec.h"
#include "protocol/frame/command.h"
#include "tests/app/link/tls_fixtures.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <deque>
#include <map>
#include <thread>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

constexpr uint32_t viewing = 0x02f0, operating = 0x02f1, administering = 0x02f2, forNobody = 0x02f3, forgotten = 0x02f4;

// Consoles of any kind against a port with tokens of each role, plain or under TLS.
class ServicePortTest : public TlsTest, public ServicePort::Requests, public ::testing::WithParamInterface<bool> {
 protected:
  struct Asked {
    uint32_t command;
    std::string name, address;
    Role role;
    bool allowed;
  };
  std::vector<Asked> asked;
  std::string tokenPath = folder.path("token");
  Tokens tokens = Tokens::fromFile(tokenPath).value();
  Monitor monitor{{"node", {7}, Port::admin}};
  std::unique_ptr<ServicePort> port;
  std::map<Role, std::string> tokenOf;

  bool isTls() const { return GetParam(); }

  void SetUp() override {
    spdlog::set_level(spdlog::level::off);
    tokenOf[Role::administer] = folder.read("token").substr(0, 64);
    tokenOf[Role::view] = tokens.add("viewer", Role::view, {}).value();
    tokenOf[Role::operate] = tokens.add("operator", Role::operate, {}).value();
    open(tokens);
  }
  void open(const Tokens& with) {
    const Welcome welcome{protocolVersion, {}, ServicePort::consoleHeartbeat, "node", {7}, "test", false};
    std::optional<TlsServer> tls;
    if (isTls())
      tls = TlsServer::selfMade(folder.path("token.tls")).value();
    port = nullptr;
    port = std::make_unique<ServicePort>(context.get_executor(), ServicePort::Config{welcome, with, tls}, monitor,
                                         *this, scratch);
    ASSERT_TRUE(port->listen({asio::ip::address_v4::loopback(), 0}).ok());
  }
  void TearDown() override {
    port->stop(ErrorCode::draining);
    context.poll();
    spdlog::set_level(spdlog::level::info);
  }

  bool request(const FrameView& frame, Now, ServicePort::Reply reply) override {
    asked.push_back({frame.header.command, reply.principal().name, reply.address(), reply.principal().role, true});
    if (frame.header.command == forgotten)
      return false;
    reply(encodeFrame(reply.serial(), answerTo(frame.header.command), ErrorCode::ok, {}));
    return true;
  }
  Role roleFor(uint32_t command) const override {
    switch (command) {
    case viewing:
      return Role::view;
    case operating:
      return Role::operate;
    case forNobody:
      return Role::none;
    }
    return Requests::roleFor(command);
  }
  void forbidden(const FrameView& frame, Now, const ServicePort::Reply& reply) override {
    asked.push_back({frame.header.command, reply.principal().name, reply.address(), reply.principal().role, false});
  }

  // A console, on the peer's thread.
  struct Console {
    BlockingPeer peer;
    bool tls;

    bool send(const Bytes& frame) { return tls ? peer.send(frame) : peer.sendPlain(frame); }
    Bytes read(size_t most) { return tls ? peer.read(most) : peer.readPlain(most); }
    struct Frame {
      Header header{};
      Bytes body;
    };
    // All zero: the connection is closed.
    Frame next() {
      const Bytes head = read(headerBytes);
      if (head.size() < headerBytes)
        return {};
      const Header header = readHeader(head);
      return {header, read(header.length - headerBytes)};
    }
    ErrorCode codeOfNext() {
      const Frame frame = next();
      return frame.header.length == 0 ? ErrorCode::connectionClosed : errorFromWire(frame.header.code);
    }
    ErrorCode hello(const std::string& token) {
      Hello hello;
      hello.credential = token;
      send(encodeHello(Port::admin, 1, hello));
      return codeOfNext();
    }
    ErrorCode ask(uint32_t command) {
      send(encodeFrame(2, command, ErrorCode::ok, {}));
      return codeOfNext();
    }
  };
  Console console() {
    Console made{BlockingPeer::connectedTo(port->endpoint()), isTls()};
    if (isTls()) {
      EXPECT_TRUE(made.peer.connectTls());
    }
    return made;
  }
  ErrorCode helloWith(const std::string& token) { return console().hello(token); }
};

INSTANTIATE_TEST_SUITE_P(Plain, ServicePortTest, ::testing::Values(false));
INSTANTIATE_TEST_SUITE_P(Tls, ServicePortTest, ::testing::Values(true));

TEST_P(ServicePortTest, EachRoleMayDoWhatItsOwnAndLesserOnesMay) {
  std::map<Role, std::map<uint32_t, ErrorCode>> answers;
  play([&] {
    for (const auto& [role, token] : tokenOf) {
      Console one = console();
      EXPECT_EQ(one.hello(token), ErrorCode::ok);
      for (const uint32_t command : {viewing, operating, administering, forNobody, forgotten})
        answers[role][command] = one.ask(command);
    }
  });
  constexpr ErrorCode yes = ErrorCode::ok, no = ErrorCode::forbidden, what = ErrorCode::unknownCommand;
  using Row = std::map<uint32_t, ErrorCode>;
  const auto row = [](ErrorCode a, ErrorCode b, ErrorCode c, ErrorCode d, ErrorCode e) {
    return Row{{viewing, a}, {operating, b}, {administering, c}, {forNobody, d}, {forgotten, e}};
  };
  EXPECT_EQ(answers[Role::view], row(yes, no, no, no, no));
  EXPECT_EQ(answers[Role::operate], row(yes, yes, no, no, no));
  EXPECT_EQ(answers[Role::administer], row(yes, yes, yes, no, what));
  EXPECT_EQ(asked.size(), 15u);
  for (const Asked& one : asked) {
    EXPECT_EQ(one.name, one.role == Role::view ? "viewer" : one.role == Role::operate ? "operator" : "admin");
    EXPECT_EQ(one.address.substr(0, 10), "127.0.0.1:");
  }
}

TEST_P(ServicePortTest, ARemovedTokenEndsItsConsolesAndOpensNoMore) {
  std::vector<ErrorCode> heard;
  play([&] {
    Console gone = console(), stays = console();
    EXPECT_EQ(gone.hello(tokenOf[Role::operate]), ErrorCode::ok);
    EXPECT_EQ(stays.hello(tokenOf[Role::view]), ErrorCode::ok);
    asio::post(context, [this] {
      EXPECT_TRUE(tokens.remove("operator").ok());
      port->endClientsOf("operator");
    });
    heard.push_back(gone.codeOfNext());
    heard.push_back(gone.codeOfNext());
    heard.push_back(stays.ask(viewing));
    heard.push_back(helloWith(tokenOf[Role::operate]));
  });
  EXPECT_EQ(heard, (std::vector{ErrorCode::unauthenticated, ErrorCode::connectionClosed, ErrorCode::ok,
                                ErrorCode::unauthenticated}));
}

TEST_P(ServicePortTest, WrongTokensAreAnsweredEverLaterThenNotLookedAt) {
  std::vector<ErrorCode> heard;
  std::chrono::steady_clock::duration first{}, later{};
  ErrorCode short_ = ErrorCode::ok, made = ErrorCode::ok;
  open(TokenGuard::fromToken("secret")); // chosen by a person
  play([&] {
    const auto began = std::chrono::steady_clock::now();
    heard.push_back(helloWith("guess"));
    first = std::chrono::steady_clock::now() - began;
    // The others at once: they count when they come, not when they are answered.
    std::vector<Console> consoles;
    for (int i = 0; i < 9; ++i)
      consoles.push_back(console());
    Hello hello;
    hello.credential = "guess";
    const auto beganAgain = std::chrono::steady_clock::now();
    for (Console& one : consoles)
      one.send(encodeHello(Port::admin, 1, hello));
    for (Console& one : consoles)
      heard.push_back(one.codeOfNext());
    later = std::chrono::steady_clock::now() - beganAgain;
    short_ = helloWith("secret");
    made = helloWith(std::string(64, 'a'));
  });
  EXPECT_EQ(heard, std::vector<ErrorCode>(10, ErrorCode::unauthenticated));
  EXPECT_GE(first, 100ms);
  EXPECT_GE(later, 1s);
  EXPECT_EQ(short_, ErrorCode::banned) << "who may have been guessed is not looked at";
  EXPECT_EQ(made, ErrorCode::banned);
}

TEST_P(ServicePortTest, ABlockDoesNotReachWhoHoldsATokenThatNobodyCanGuess) {
  std::vector<ErrorCode> heard;
  play([&] {
    std::vector<Console> consoles;
    for (int i = 0; i < 10; ++i)
      consoles.push_back(console());
    Hello hello;
    hello.credential = "guess";
    for (Console& one : consoles)
      one.send(encodeHello(Port::admin, 1, hello));
    for (Console& one : consoles)
      one.codeOfNext();
    heard.push_back(helloWith("guess"));
    for (const auto& [role, token] : tokenOf)
      heard.push_back(helloWith(token));
    heard.push_back(helloWith("guess"));
  });
  EXPECT_EQ(heard, (std::vector{ErrorCode::banned, ErrorCode::ok, ErrorCode::ok, ErrorCode::ok, ErrorCode::banned}));
}

// 6-trust TE5: whatever comes before the hello, nothing is done.
TEST_P(ServicePortTest, NothingIsDoneForForgedFramesBeforeTheHello) {
  constexpr int tries = 1000;
  std::map<ErrorCode, int> codes;
  play([&] {
    for (int i = 0; i < tries; ++i) {
      Console one = console();
      const uint32_t command = i % 3 == 0   ? 0x0200u + uint32_t(i) % 256
                               : i % 3 == 1 ? uint32_t(i) * 2'654'435'761u
                                            : 0x8200u + uint32_t(i) % 256;
      if (command == pushscope::command(Port::admin, Common::hello))
        continue;
      one.send(encodeFrame(uint32_t(i), command, ErrorCode::ok, Bytes(size_t(i % 900))));
      ++codes[one.codeOfNext()];
    }
  });
  EXPECT_TRUE(asked.empty());
  EXPECT_EQ(codes[ErrorCode::ok], 0);
}

TEST_P(ServicePortTest, HttpIsTurnedAwayAndNothingIsDone) {
  Bytes answer;
  play([&] {
    BlockingPeer browser = BlockingPeer::connectedTo(port->endpoint());
    EXPECT_TRUE(browser.sendPlain("POST /inject HTTP/1.1\r\nHost: 127.0.0.1:7802\r\nOrigin: http://evil.example\r\n"
                                  "Content-Type: text/plain\r\nContent-Length: 2000\r\n\r\n"));
    browser.sendPlain(encodeFrame(2, viewing, ErrorCode::ok, {}));
    answer = browser.readPlain();
  });
  EXPECT_TRUE(asked.empty());
  if (isTls()) {
    EXPECT_EQ(answer, Bytes(TlsSession::plainAlert.begin(), TlsSession::plainAlert.end()));
  } else {
    EXPECT_EQ(readHeader(answer).code, uint32_t(ErrorCode::tooLarge));
  }
}

TEST_P(ServicePortTest, ATokenThatWasWrongOnceIsNotAskedForAgainOnThatConnection) {
  play([&] {
    Console one = console();
    Hello hello;
    hello.credential = "guess";
    one.send(encodeHello(Port::admin, 1, hello));
    hello.credential = tokenOf[Role::administer];
    one.send(encodeHello(Port::admin, 2, hello));
    one.send(encodeFrame(3, viewing, ErrorCode::ok, {}));
    EXPECT_EQ(one.codeOfNext(), ErrorCode::unauthenticated);
    EXPECT_EQ(one.codeOfNext(), ErrorCode::connectionClosed);
  });
  EXPECT_TRUE(asked.empty());
}

TEST_P(ServicePortTest, StrangersKeepNobodyOut) {
  play([&] {
    Console early = console();
    EXPECT_EQ(early.hello(tokenOf[Role::view]), ErrorCode::ok);
    std::deque<BlockingPeer> strangers; // they say nothing
    for (size_t i = 0; i < ServicePort::maxClients + 20; ++i)
      strangers.push_back(BlockingPeer::connectedTo(port->endpoint()));
    EXPECT_EQ(early.ask(viewing), ErrorCode::ok);
    EXPECT_EQ(helloWith(tokenOf[Role::view]), ErrorCode::ok);
  });
}

TEST_P(ServicePortTest, ListensBeyondThisComputerOnlyUnderTls) {
  ServicePort other(
      context.get_executor(),
      {Welcome{}, tokens, isTls() ? std::optional(TlsServer::selfMade(folder.path("x.tls")).value()) : std::nullopt},
      monitor, *this, scratch);
  const Status status = other.listen({asio::ip::address_v4::any(), 0});
  EXPECT_EQ(status.ok(), isTls());
  if (!isTls()) {
    EXPECT_NE(status.error().detail.find("--tls self-made"), std::string::npos);
  }
}

} // namespace
} // namespace pushscope
