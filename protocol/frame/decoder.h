#pragma once

#include "protocol/base/bytes.h"
#include "protocol/base/error.h"
#include "protocol/frame/header.h"

#include <optional>

namespace pushscope {

struct FrameView {
  Header header;
  // Valid until the next call on the decoder that returned it.
  BytesView body;
};

// Turns a stream of bytes, in whatever pieces it arrives, into frames.
//
//   decoder.feed(bytes);                    // bytes stay alive until next() has returned nothing
//   while (auto frame = decoder.next()) …   // setLimit() may be called in here, e.g. after hello
//   if (decoder.failed()) …                 // the stream cannot be trusted any more: close the connection
//
// A frame that lies whole in the bytes fed is a view into them. Only the tail of an unfinished frame is kept, and once
// a frame is finished nothing is kept: an idle connection owns no buffer. Memory is bounded by the limit: a header that
// announces more is an error before a byte of its body is stored.
class Decoder {
 public:
  explicit Decoder(uint32_t limit) : m_limit(limit) {}

  void feed(BytesView bytes);
  std::optional<FrameView> next();

  // Takes effect at the next frame.
  void setLimit(uint32_t limit) { m_limit = limit; }
  uint32_t limit() const { return m_limit; }

  // What was fed and belongs to no frame that was returned, for a decoder elsewhere. The frame returned last stays
  // valid; there is nothing more to come from here.
  Bytes takeRest();

  // `malformed`: a length below 16. `tooLarge`: a length above the limit. After that next() returns nothing for ever.
  ErrorCode failure() const { return m_failure; }
  bool failed() const { return m_failure != ErrorCode::ok; }
  // True between frames: a connection that ends now ended at a clean edge.
  bool atEdge() const { return m_partial.empty() && m_input.empty(); }
  size_t bufferedBytes() const { return m_partial.capacity(); }

 private:
  std::optional<FrameView> nextFromInput();
  std::optional<FrameView> nextFromPartial();
  bool admissible(const Header& header);
  void takeInput(size_t count);

  uint32_t m_limit;
  ErrorCode m_failure = ErrorCode::ok;
  BytesView m_input;
  Bytes m_partial;
  bool m_partialReturned = false; // m_partial holds the frame returned last; it is dropped by the next call
};

} // namespace pushscope
