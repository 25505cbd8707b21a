#include "models/feed/conformance_player.h"

#include "models/feed/clocks.h"

#include <QSslSocket>

#include <algorithm>
#include <array>

namespace pushscope {

using conformance::Wire;

ConformancePlayer::ConformancePlayer(conformance::Conformance& conformance, HostPort admin,
                                     std::optional<HostPort> device, Trust trust)
    : m_conformance(conformance), m_admin(std::move(admin)), m_device(std::move(device)), m_trust(std::move(trust)),
      m_timer(this) {
  m_timer.setSingleShot(true);
  m_timer.setTimerType(Qt::PreciseTimer);
  connect(&m_timer, &QTimer::timeout, this, [this] {
    m_conformance.wire().tick(readClocks());
    carryOut();
  });
}

ConformancePlayer::~ConformancePlayer() {
  for (auto& [line, socket] : m_sockets)
    socket->disconnect(this);
}

void ConformancePlayer::start() {
  m_conformance.begin(readClocks());
  carryOut();
}

void ConformancePlayer::carryOut() {
  for (std::vector<Wire::Order> orders; !(orders = m_conformance.wire().takeOrders()).empty();) {
    for (const Wire::Order& order : orders) {
      const auto socket = m_sockets.find(order.line);
      if (order.kind == Wire::Order::Kind::open)
        open(order.line, order.port);
      else if (socket == m_sockets.end())
        continue;
      else if (order.kind == Wire::Order::Kind::send)
        socket->second->write(reinterpret_cast<const char*>(order.bytes.data()), qint64(order.bytes.size()));
      else
        forget(order.line);
    }
  }
  if (m_conformance.isOver() && !m_finished) {
    m_finished = true;
    m_timer.stop();
    QMetaObject::invokeMethod(this, &ConformancePlayer::finished, Qt::QueuedConnection);
  }
  const MonoTime due = m_conformance.wire().due();
  if (m_finished || due == never)
    return;
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(due - readClocks().mono);
  m_timer.start(std::max(wait, std::chrono::milliseconds(0)));
}

void ConformancePlayer::open(Wire::Line line, Port port) {
  const HostPort& target = port == Port::device && m_device ? *m_device : m_admin;
  const bool encrypts = m_trust.by != Trust::By::nothing;
  auto socket = encrypts ? std::make_unique<QSslSocket>() : std::make_unique<QTcpSocket>();
  QTcpSocket& made = *socket;
  m_sockets[line] = std::move(socket);
  connect(&made, &QTcpSocket::readyRead, this, [this, line] { readable(line); });
  connect(&made, &QTcpSocket::errorOccurred, this, [this, line, &made] { ended(line, made.errorString()); });
  const QString host = QString::fromStdString(target.host);
  if (auto* ssl = qobject_cast<QSslSocket*>(&made)) {
    configure(*ssl, m_trust);
    connect(ssl, &QSslSocket::encrypted, this, [this, line] { opened(line); });
    ssl->connectToHostEncrypted(host, target.port);
  } else {
    connect(&made, &QTcpSocket::connected, this, [this, line] { opened(line); });
    made.connectToHost(host, target.port);
  }
}

void ConformancePlayer::opened(Wire::Line line) {
  QTcpSocket& socket = *m_sockets.at(line);
  if (const auto* ssl = qobject_cast<QSslSocket*>(&socket)) {
    if (!distrustOf(*ssl, m_trust).empty())
      return ended(line, QStringLiteral("its certificate is not the one that is believed"));
  } else if (!socket.peerAddress().isLoopback()) {
    return ended(line, QStringLiteral("it is not on this computer, and nothing says whom to believe: --tls-pin"));
  }
  socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
  m_conformance.wire().opened(line, readClocks());
  carryOut();
}

void ConformancePlayer::readable(Wire::Line line) {
  std::array<uint8_t, 64 * 1024> buffer;
  // A script may close the line while it is told.
  for (auto socket = m_sockets.find(line); socket != m_sockets.end() && socket->second->bytesAvailable() > 0;
       socket = m_sockets.find(line)) {
    const qint64 count = socket->second->read(reinterpret_cast<char*>(buffer.data()), buffer.size());
    if (count <= 0)
      break;
    m_conformance.wire().heard(line, {buffer.data(), size_t(count)}, readClocks());
    carryOut();
  }
}

void ConformancePlayer::ended(Wire::Line line, const QString& problem) {
  readable(line); // what came before the end
  if (!m_sockets.contains(line))
    return;
  m_problem = problem;
  forget(line);
  m_conformance.wire().ended(line, readClocks());
  carryOut();
}

// It may be in the middle of a signal. What was written last, a goodbye, still goes out.
void ConformancePlayer::forget(Wire::Line line) {
  QTcpSocket* socket = m_sockets.at(line).release();
  m_sockets.erase(line);
  socket->disconnect(this);
  connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
  if (socket->state() == QAbstractSocket::UnconnectedState)
    socket->deleteLater();
  else
    socket->disconnectFromHost();
}

} // namespace pushscope
