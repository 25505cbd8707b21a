#include "tests/models/feed/fake_server.h"

#include "pushscope/v1/telemetry.pb.h"

#include <QHostAddress>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>

namespace pushscope {
namespace {

WallTime wallNow() {
  return WallTime(std::chrono::duration_cast<Duration>(std::chrono::system_clock::now().time_since_epoch()));
}

Bytes frameOf(uint32_t commandValue, const google::protobuf::MessageLite& message) {
  const std::string body = message.SerializeAsString();
  return encodeFrame(0, commandValue, ErrorCode::ok, asBytes(body));
}

QSslConfiguration configurationOf(const Identity& identity, const std::vector<Identity>& issuers) {
  QList<QSslCertificate> chain{QSslCertificate(QByteArray::fromStdString(identity.certificate))};
  for (const Identity& issuer : issuers)
    chain << QSslCertificate(QByteArray::fromStdString(issuer.certificate));
  QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
  configuration.setLocalCertificateChain(chain);
  configuration.setPrivateKey(QSslKey(QByteArray::fromStdString(identity.key), QSsl::Ec));
  configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
  return configuration;
}

} // namespace

FakeServer::FakeServer(Port port, const Identity* identity, const std::vector<Identity>& issuers) : m_kind(port) {
  welcome.node = "fake";
  welcome.incarnation = {77};
  welcome.server = "fake/1";
  if (identity)
    m_server = std::make_unique<QSslServer>();
  else
    m_server = std::make_unique<QTcpServer>();
  if (identity)
    static_cast<QSslServer&>(*m_server).setSslConfiguration(configurationOf(*identity, issuers));
  QObject::connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, m_server.get(), [this] { accepted(); });
  m_server->listen(QHostAddress::LocalHost);
  m_port = m_server->serverPort();
}

FakeServer::~FakeServer() {
  if (m_socket)
    m_socket->disconnect();
}

void FakeServer::accepted() {
  ++connections;
  m_socket = m_server->nextPendingConnection();
  m_decoder = Decoder(adminLimit);
  QObject::connect(m_socket, &QTcpSocket::readyRead, m_server.get(), [this] { read(); });
}

void FakeServer::read() {
  const QByteArray bytes = m_socket->readAll();
  m_decoder.feed({reinterpret_cast<const uint8_t*>(bytes.constData()), size_t(bytes.size())});
  while (const auto frame = m_decoder.next())
    heard(*frame);
}

void FakeServer::heard(const FrameView& frame) {
  const Header& header = frame.header;
  if (header.command == command(m_kind, Common::hello)) {
    hellos.push_back(decodeHello(frame.body).value());
    if (refusesWith != ErrorCode::ok)
      sendGoodbye(refusesWith);
    else if (welcomes)
      send(encodeWelcome(m_kind, header.serial, welcome));
  } else if (header.command == command(m_kind, Common::ping)) {
    ++pings;
    const WallTime now = wallNow() + clockAhead;
    if (answersPings)
      send(encodePong(m_kind, header.serial, {decodePing(frame.body).value().sent, now, now, now}));
  } else if (header.command == command(m_kind, telemetry::subscribe)) {
    subscriptions.push_back(decodeSubscribe(frame.body).value());
    send(encodeSubscribed(m_kind, header.serial, {resumes, 0}));
    if (onSubscribe)
      onSubscribe();
  } else if (header.command == command(m_kind, Common::goodbye)) {
    goodbyes.push_back(errorFromWire(header.code));
  } else {
    requests.push_back(header);
    if (header.command == admin::inject)
      injects.push_back(decodeInject(frame.body).value());
    if (header.command == admin::manage)
      manages.push_back(decodeManage(frame.body).value());
  }
}

void FakeServer::send(const Bytes& frame) {
  m_socket->write(reinterpret_cast<const char*>(frame.data()), qint64(frame.size()));
}

void FakeServer::sendText(const char* text) {
  m_socket->write(text);
}

void FakeServer::sendPage(const std::vector<std::string>& devices, bool first, bool last, WallTime connected,
                          uint64_t asOf) {
  v1::SnapshotPage page;
  for (const std::string& device : devices) {
    v1::DeviceRecord& record = *page.add_devices();
    record.set_handle(uint32_t(page.devices_size()));
    record.set_device(device);
    record.set_link(v1::LINK_STATE_ONLINE);
    record.set_connected_us(uint64_t(micros(connected)));
  }
  page.set_first(first);
  page.set_last(last);
  page.set_as_of(asOf);
  send(frameOf(command(m_kind, telemetry::snapshotPage), page));
}

void FakeServer::sendBlock(uint64_t sequence, const std::vector<std::string>& devices) {
  v1::Block block;
  block.set_incarnation(welcome.incarnation.value);
  block.set_sequence(sequence);
  block.set_wall_us(uint64_t(micros(wallNow() + clockAhead)));
  for (const std::string& device : devices) {
    v1::DeviceRecord& record = *block.add_devices();
    record.set_handle(uint32_t(1000 + block.devices_size()));
    record.set_device(device);
  }
  send(frameOf(command(m_kind, telemetry::block), block));
}

void FakeServer::sendLongBlock(uint64_t sequence, size_t bytes) {
  v1::Block block;
  block.set_node(std::string(bytes, 'x'));
  block.set_incarnation(welcome.incarnation.value);
  block.set_sequence(sequence);
  send(frameOf(command(m_kind, telemetry::block), block));
}

void FakeServer::sendGap(uint64_t blocks) {
  v1::Gap gap;
  gap.set_blocks(blocks);
  send(frameOf(command(m_kind, telemetry::gap), gap));
}

void FakeServer::answer(const Header& request, ErrorCode code, const std::string& detail) {
  send(encodeRefusal(request, code, {detail, {}}));
}

void FakeServer::drop() {
  m_socket->disconnect();
  m_socket->abort();
  m_socket->deleteLater();
  m_socket = nullptr;
}

} // namespace pushscope
