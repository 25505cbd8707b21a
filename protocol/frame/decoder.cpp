#include "protocol/frame/decoder.h"

#include <algorithm>
#include <cassert>

namespace pushscope {

void Decoder::feed(BytesView bytes) {
  assert(m_input.empty());
  if (!failed())
    m_input = bytes;
}

std::optional<FrameView> Decoder::next() {
  if (failed())
    return std::nullopt;
  if (m_partialReturned) {
    m_partialReturned = false;
    Bytes().swap(m_partial);
  }
  return m_partial.empty() ? nextFromInput() : nextFromPartial();
}

std::optional<FrameView> Decoder::nextFromInput() {
  if (m_input.empty())
    return std::nullopt;
  if (m_input.size() < headerBytes) {
    m_partial.reserve(headerBytes);
    takeInput(m_input.size());
    return std::nullopt;
  }
  const Header header = readHeader(m_input);
  if (!admissible(header))
    return std::nullopt;
  if (m_input.size() < header.length) {
    m_partial.reserve(header.length);
    takeInput(m_input.size());
    return std::nullopt;
  }
  const BytesView body = m_input.subspan(headerBytes, header.length - headerBytes);
  m_input = m_input.subspan(header.length);
  return FrameView{header, body};
}

std::optional<FrameView> Decoder::nextFromPartial() {
  // A limit that was lowered since does not concern a frame that is under way.
  const bool admitted = m_partial.size() >= headerBytes;
  if (!admitted)
    takeInput(std::min(headerBytes - m_partial.size(), m_input.size()));
  if (m_partial.size() < headerBytes)
    return std::nullopt;
  const Header header = readHeader(m_partial);
  if (!admitted && !admissible(header))
    return std::nullopt;
  m_partial.reserve(header.length);
  takeInput(std::min<size_t>(header.length - m_partial.size(), m_input.size()));
  if (m_partial.size() < header.length)
    return std::nullopt;
  m_partialReturned = true;
  return FrameView{header, BytesView(m_partial).subspan(headerBytes)};
}

Bytes Decoder::takeRest() {
  Bytes rest;
  if (!m_partialReturned)
    rest.swap(m_partial);
  rest.insert(rest.end(), m_input.begin(), m_input.end());
  m_input = {};
  return rest;
}

bool Decoder::admissible(const Header& header) {
  if (header.length < headerBytes)
    m_failure = ErrorCode::malformed;
  else if (header.length > m_limit)
    m_failure = ErrorCode::tooLarge;
  if (failed()) {
    m_input = {};
    Bytes().swap(m_partial);
  }
  return !failed();
}

void Decoder::takeInput(size_t count) {
  m_partial.insert(m_partial.end(), m_input.begin(), m_input.begin() + std::ptrdiff_t(count));
  m_input = m_input.subspan(count);
}

} // namespace pushscope
