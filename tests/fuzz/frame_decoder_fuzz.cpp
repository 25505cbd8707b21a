#include "protocol/frame/decoder.h"
#include "tests/fuzz/fuzz.h"

#include <algorithm>
#include <vector>

namespace pushscope {
namespace {

constexpr uint32_t limit = helloLimit;

struct Outcome {
  std::vector<Bytes> frames;
  ErrorCode failure = ErrorCode::ok;
  bool atEdge = true;
};

void take(Decoder& decoder, Outcome& outcome) {
  while (const auto frame = decoder.next()) {
    FUZZ_CHECK(frame->header.length == headerBytes + frame->body.size());
    outcome.frames.push_back(encodeFrame(frame->header.serial, frame->header.command,
                                         static_cast<ErrorCode>(frame->header.code), frame->body));
  }
  FUZZ_CHECK(decoder.bufferedBytes() <= limit);
}

Outcome whole(BytesView stream) {
  Decoder decoder(limit);
  Outcome outcome;
  decoder.feed(stream);
  take(decoder, outcome);
  outcome.failure = decoder.failure();
  outcome.atEdge = decoder.atEdge();
  return outcome;
}

// Each byte of `sizes` is the size of a piece, round and round.
Outcome inPieces(BytesView stream, BytesView sizes) {
  Decoder decoder(limit);
  Outcome outcome;
  for (size_t at = 0, i = 0; at < stream.size(); ++i) {
    const size_t size = std::min<size_t>(sizes.empty() ? 1 : 1 + sizes[i % sizes.size()], stream.size() - at);
    const Bytes piece(stream.begin() + std::ptrdiff_t(at), stream.begin() + std::ptrdiff_t(at + size));
    decoder.feed(piece);
    take(decoder, outcome);
    at += size;
  }
  outcome.failure = decoder.failure();
  outcome.atEdge = decoder.atEdge();
  return outcome;
}

} // namespace

void fuzzOne(BytesView input) {
  // The first byte says how many more are sizes of pieces.
  const Choice choice(input);
  const size_t sizeCount = std::min<size_t>(choice.number % 8, choice.rest.size());
  const BytesView sizes = choice.rest.first(sizeCount), stream = choice.rest.subspan(sizeCount);
  const Outcome expected = whole(stream), actual = inPieces(stream, sizes);
  FUZZ_CHECK(actual.frames == expected.frames);
  FUZZ_CHECK(actual.failure == expected.failure);
  FUZZ_CHECK(actual.atEdge == expected.atEdge);

  size_t accounted = 0;
  for (const Bytes& frame : expected.frames) {
    FUZZ_CHECK(std::equal(frame.begin(), frame.end(), stream.begin() + std::ptrdiff_t(accounted)));
    accounted += frame.size();
  }
  FUZZ_CHECK(accounted <= stream.size());
  FUZZ_CHECK(expected.failure != ErrorCode::ok || expected.atEdge == (accounted == stream.size()));
}

} // namespace pushscope
