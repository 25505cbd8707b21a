#pragma once

#include "protocol/base/bytes.h"
#include "protocol/frame/decoder.h"

#include <cstdint>
#include <functional>

namespace pushscope {

// One end of a connection to a server that may die at any moment: frames in, bytes out, never waiting. Everything that
// arrived before it broke is handled first.
class OutsideLink {
 public:
  OutsideLink() = default;
  OutsideLink(const OutsideLink&) = delete;
  OutsideLink& operator=(const OutsideLink&) = delete;
  ~OutsideLink() { drop(); }

  // To loopback. Open from now on, even if it is only about to connect.
  bool open(uint16_t port, const Bytes& hello);
  void drop();
  bool isOpen() const { return m_fd >= 0; }
  int fd() const { return m_fd; }
  short interest() const; // for poll()

  void send(const Bytes& frame) { m_out.insert(m_out.end(), frame.begin(), frame.end()); }
  // False if the connection broke. The handler may drop() it.
  bool exchange(const std::function<void(const FrameView&)>& handle);
  bool flush();

 private:
  int m_fd = -1;
  Decoder m_decoder{adminLimit};
  Bytes m_out;
};

} // namespace pushscope
