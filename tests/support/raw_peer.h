#pragma once

#include "protocol/frame/decoder.h"
#include "tests/support/wait.h"

#include <QTcpSocket>

#include <vector>

namespace pushscope {

// A peer that sends any bytes it likes and keeps the frames that come back.
class RawPeer {
 public:
  struct Frame {
    Header header;
    Bytes body;
  };

  explicit RawPeer(const QString& address) {
    const qsizetype colon = address.lastIndexOf(':');
    m_socket.connectToHost(address.left(colon), address.mid(colon + 1).toUShort());
    m_socket.waitForConnected();
  }

  void send(const Bytes& bytes) {
    m_socket.write(reinterpret_cast<const char*>(bytes.data()), qint64(bytes.size()));
    m_socket.flush();
  }
  const std::vector<Frame>& frames() {
    read();
    return m_frames;
  }
  bool closed() {
    read();
    return m_socket.state() == QAbstractSocket::UnconnectedState;
  }
  bool waitClosed(int limitMs = 20'000) {
    return waitUntil([this] { return closed(); }, limitMs);
  }
  bool waitFrames(size_t count) {
    return waitUntil([&] { return frames().size() >= count || closed(); }) && m_frames.size() >= count;
  }

 private:
  void read() {
    const QByteArray bytes = m_socket.readAll();
    m_decoder.feed({reinterpret_cast<const uint8_t*>(bytes.constData()), size_t(bytes.size())});
    while (const auto frame = m_decoder.next())
      m_frames.push_back({frame->header, Bytes(frame->body.begin(), frame->body.end())});
  }

  QTcpSocket m_socket;
  Decoder m_decoder{adminLimit};
  std::vector<Frame> m_frames;
};

} // namespace pushscope
