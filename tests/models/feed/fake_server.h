#pragma once

#include "protocol/codec/admin_codec.h"
#include "protocol/codec/fleet_codec.h"
#include "protocol/codec/session_codec.h"
#include "protocol/frame/decoder.h"
#include "tests/support/certificates.h"

#include <QObject>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace pushscope {

// An admin (or fleet) port that says exactly what a test tells it to. By itself it welcomes, answers pings and
// subscriptions, and keeps what it heard.
class FakeServer {
 public:
  // Under TLS if there is an identity.
  explicit FakeServer(Port port = Port::admin, const Identity* identity = nullptr,
                      const std::vector<Identity>& issuers = {});
  ~FakeServer();

  uint16_t tcpPort() const { return m_port; }
  void stopListening() { m_server->close(); }
  bool listenAgain() { return m_server->listen(QHostAddress::LocalHost, m_port); }

  // How it behaves; changed at any time.
  Welcome welcome;
  bool welcomes = true, answersPings = true, resumes = false;
  ErrorCode refusesWith = ErrorCode::ok; // instead of a welcome
  Duration clockAhead{};
  std::function<void()> onSubscribe; // after the answer

  // What it heard.
  int connections = 0;
  std::vector<Hello> hellos;
  std::vector<Subscribe> subscriptions;
  std::vector<Header> requests; // all others but pings
  std::vector<Inject> injects;  // of these
  std::vector<Manage> manages;
  std::vector<ErrorCode> goodbyes;
  int pings = 0;

  bool isConnected() const { return m_socket && m_socket->state() == QAbstractSocket::ConnectedState; }
  void send(const Bytes& frame);
  void sendText(const char* text);
  void sendPage(const std::vector<std::string>& devices, bool first, bool last, WallTime connected = {},
                uint64_t asOf = 0);
  void sendBlock(uint64_t sequence, const std::vector<std::string>& devices = {});
  // A block without facts that is so long.
  void sendLongBlock(uint64_t sequence, size_t bytes);
  void sendGap(uint64_t blocks);
  qint64 unwritten() const { return m_socket->bytesToWrite(); }
  void sendGoodbye(ErrorCode code) { send(encodeGoodbye(m_kind, code, {})); }
  void answer(const Header& request, ErrorCode code, const std::string& detail = {});
  // The connection ends without a goodbye.
  void drop();

 private:
  void accepted();
  void read();
  void heard(const FrameView& frame);

  Port m_kind;
  std::unique_ptr<QTcpServer> m_server;
  uint16_t m_port = 0;
  QTcpSocket* m_socket = nullptr; // the newest
  Decoder m_decoder{adminLimit};
};

} // namespace pushscope
