#include "protocol/frame/header.h"

#include <algorithm>
#include <cassert>

namespace pushscope {

HeaderBytes writeHeader(const Header& header) {
  HeaderBytes out;
  writeU32(&out[0], header.length);
  writeU32(&out[4], header.serial);
  writeU32(&out[8], header.command);
  writeU32(&out[12], header.code);
  return out;
}

Header readHeader(BytesView bytes) {
  assert(bytes.size() >= headerBytes);
  return {readU32(&bytes[0]), readU32(&bytes[4]), readU32(&bytes[8]), readU32(&bytes[12])};
}

Bytes encodeFrame(uint32_t serial, uint32_t command, ErrorCode code, BytesView body) {
  const HeaderBytes header =
      writeHeader({uint32_t(headerBytes + body.size()), serial, command, static_cast<uint32_t>(code)});
  Bytes frame(header.size() + body.size());
  std::copy(body.begin(), body.end(), std::copy(header.begin(), header.end(), frame.begin()));
  return frame;
}

} // namespace pushscope
