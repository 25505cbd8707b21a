#include "protocol/frame/decoder.h"

#include "protocol/base/random.h"
#include "protocol/frame/command.h"
#include "tests/support/hex.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace pushscope {
namespace {

struct Frame {
  Header header;
  Bytes body;
  friend bool operator==(const Frame&, const Frame&) = default;
};

void append(Bytes& stream, const Bytes& more) {
  stream.insert(stream.end(), more.begin(), more.end());
}

std::vector<Frame> drain(Decoder& decoder) {
  std::vector<Frame> frames;
  while (const auto frame = decoder.next())
    frames.push_back({frame->header, Bytes(frame->body.begin(), frame->body.end())});
  return frames;
}

// Each piece is a buffer of its own, gone afterwards: a view kept too long is an error under
// AddressSanitizer.
std::vector<Frame> feed(Decoder& decoder, BytesView bytes) {
  const Bytes piece(bytes.begin(), bytes.end());
  decoder.feed(piece);
  return drain(decoder);
}

std::vector<Frame> feedInPieces(Decoder& decoder, BytesView stream, size_t pieceSize) {
  std::vector<Frame> frames;
  for (size_t at = 0; at < stream.size(); at += pieceSize)
    for (Frame& frame : feed(decoder, stream.subspan(at, std::min(pieceSize, stream.size() - at))))
      frames.push_back(std::move(frame));
  return frames;
}

Bytes bodyOf(size_t size) {
  Bytes body(size);
  for (size_t i = 0; i < size; ++i)
    body[i] = uint8_t(i * 7 + size);
  return body;
}

Bytes conversation() {
  Bytes stream;
  append(stream, encodeFrame(1, command(Port::device, Common::hello), ErrorCode::ok, bodyOf(40)));
  append(stream, encodeFrame(2, command(Port::device, Common::ping), ErrorCode::ok, bodyOf(9)));
  append(stream, encodeFrame(0, device::acknowledge, ErrorCode::ok, {}));
  append(stream, encodeFrame(0, device::report, ErrorCode::ok, bodyOf(1)));
  append(stream, encodeFrame(0, command(Port::device, Common::goodbye), ErrorCode::draining, bodyOf(300)));
  return stream;
}

Bytes headerWithLength(uint32_t length) {
  const HeaderBytes header = writeHeader({length, 1, 0x101, 0});
  return Bytes(header.begin(), header.end());
}

TEST(Decoder, FindsTheFramesOfAConversation) {
  Decoder decoder(helloLimit);
  const std::vector<Frame> frames = feed(decoder, conversation());
  ASSERT_EQ(frames.size(), size_t{5});
  EXPECT_EQ(frames[0], (Frame{{56, 1, 0x101, 0}, bodyOf(40)}));
  EXPECT_EQ(frames[2], (Frame{{16, 0, 0x111, 0}, {}}));
  EXPECT_EQ(frames[4], (Frame{{316, 0, 0x103, 13}, bodyOf(300)}));
  EXPECT_TRUE(decoder.atEdge());
  EXPECT_FALSE(decoder.failed());
}

TEST(Decoder, FindsTheSameFramesWhereverTheStreamIsSplit) {
  const Bytes stream = conversation();
  Decoder whole(helloLimit);
  const std::vector<Frame> expected = feed(whole, stream);
  for (size_t at = 0; at <= stream.size(); ++at) {
    Decoder decoder(helloLimit);
    std::vector<Frame> frames = feed(decoder, BytesView(stream).first(at));
    for (Frame& frame : feed(decoder, BytesView(stream).subspan(at)))
      frames.push_back(std::move(frame));
    ASSERT_EQ(frames, expected) << "split at " << at;
    ASSERT_TRUE(decoder.atEdge());
  }
}

TEST(Decoder, FindsTheSameFramesInPiecesOfEverySize) {
  const Bytes stream = conversation();
  Decoder whole(helloLimit);
  const std::vector<Frame> expected = feed(whole, stream);
  for (size_t size = 1; size <= stream.size(); ++size) {
    Decoder decoder(helloLimit);
    ASSERT_EQ(feedInPieces(decoder, stream, size), expected) << "pieces of " << size;
  }
}

struct LengthCase {
  const char* what;
  uint32_t length;
  ErrorCode expected;
};

constexpr uint32_t limit = 1024;
constexpr LengthCase lengthCases[] = {
    {"nothing, not even itself", 0, ErrorCode::malformed},
    {"one short of a header", 15, ErrorCode::malformed},
    {"a header alone", 16, ErrorCode::ok},
    {"the shortest body", 17, ErrorCode::ok},
    {"the limit", limit, ErrorCode::ok},
    {"one past the limit", limit + 1, ErrorCode::tooLarge},
    {"the largest signed", 0x7fffffff, ErrorCode::tooLarge},
    {"negative if it were signed", 0x80000000, ErrorCode::tooLarge},
    {"minus one if it were signed", 0xffffffff, ErrorCode::tooLarge},
};

TEST(Decoder, JudgesAHeaderByItsLength) {
  for (const LengthCase& c : lengthCases) {
    Decoder decoder(limit);
    feed(decoder, headerWithLength(c.length));
    EXPECT_EQ(decoder.failure(), c.expected) << c.what;
  }
}

TEST(Decoder, JudgesAHeaderInPiecesByItsLength) {
  for (const LengthCase& c : lengthCases) {
    Decoder decoder(limit);
    feedInPieces(decoder, headerWithLength(c.length), 5);
    EXPECT_EQ(decoder.failure(), c.expected) << c.what;
  }
}

TEST(Decoder, StoresNothingOfARefusedFrame) {
  for (const LengthCase& c : lengthCases) {
    if (c.expected == ErrorCode::ok)
      continue;
    Decoder decoder(limit);
    Bytes stream = headerWithLength(c.length);
    append(stream, bodyOf(500));
    feedInPieces(decoder, stream, 3);
    EXPECT_EQ(decoder.bufferedBytes(), size_t{0}) << c.what;
  }
}

TEST(Decoder, ReturnsWhatCameBeforeAFailureAndNothingAfterIt) {
  Decoder decoder(limit);
  Bytes stream = encodeFrame(1, 0x101, ErrorCode::ok, {});
  append(stream, headerWithLength(3));
  append(stream, encodeFrame(2, 0x102, ErrorCode::ok, {}));
  EXPECT_EQ(feed(decoder, stream).size(), size_t{1});
  EXPECT_EQ(decoder.failure(), ErrorCode::malformed);
  EXPECT_TRUE(feed(decoder, conversation()).empty());
  EXPECT_EQ(decoder.failure(), ErrorCode::malformed);
}

TEST(Decoder, AppliesARaisedLimitToTheNextFrameOfTheSameBytes) {
  Bytes stream = encodeFrame(1, 0x101, ErrorCode::ok, bodyOf(10));
  append(stream, encodeFrame(2, 0x110, ErrorCode::ok, bodyOf(5000)));
  for (size_t size : {size_t{1}, size_t{30}, stream.size()}) {
    Decoder decoder(helloLimit);
    size_t frames = 0;
    for (size_t at = 0; at < stream.size(); at += size) {
      decoder.feed(BytesView(stream).subspan(at, std::min(size, stream.size() - at)));
      while (decoder.next()) {
        ++frames;
        decoder.setLimit(deviceLimit);
      }
    }
    EXPECT_EQ(frames, size_t{2});
  }
}

TEST(Decoder, RefusesTheSecondFrameWithoutARaisedLimit) {
  Bytes stream = encodeFrame(1, 0x101, ErrorCode::ok, bodyOf(10));
  append(stream, encodeFrame(2, 0x110, ErrorCode::ok, bodyOf(5000)));
  Decoder decoder(helloLimit);
  EXPECT_EQ(feed(decoder, stream).size(), size_t{1});
  EXPECT_EQ(decoder.failure(), ErrorCode::tooLarge);
}

TEST(Decoder, FinishesTheFrameUnderWayWhenTheLimitIsLowered) {
  const Bytes stream = encodeFrame(1, 0x110, ErrorCode::ok, bodyOf(5000));
  Decoder decoder(deviceLimit);
  feed(decoder, BytesView(stream).first(100));
  decoder.setLimit(helloLimit);
  EXPECT_EQ(feed(decoder, BytesView(stream).subspan(100)).size(), size_t{1});
  feed(decoder, stream);
  EXPECT_EQ(decoder.failure(), ErrorCode::tooLarge);
}

TEST(Decoder, KeepsNoBufferBetweenFrames) {
  const Bytes stream = conversation();
  for (size_t size : {size_t{1}, size_t{7}, size_t{100}, stream.size()}) {
    Decoder decoder(helloLimit);
    feedInPieces(decoder, stream, size);
    EXPECT_TRUE(decoder.atEdge());
    EXPECT_EQ(decoder.bufferedBytes(), size_t{0});
    feed(decoder, {});
    EXPECT_EQ(decoder.bufferedBytes(), size_t{0});
  }
}

TEST(Decoder, IsAtAnEdgeOnlyBetweenFrames) {
  const Bytes frame = encodeFrame(1, 0x101, ErrorCode::ok, bodyOf(3));
  Decoder decoder(helloLimit);
  EXPECT_TRUE(decoder.atEdge());
  for (size_t i = 0; i < frame.size(); ++i) {
    feed(decoder, BytesView(frame).subspan(i, 1));
    EXPECT_EQ(decoder.atEdge(), i + 1 == frame.size()) << i;
  }
}

TEST(Decoder, ViewsAWholeFrameWithoutACopy) {
  const Bytes stream = conversation();
  Decoder decoder(helloLimit);
  decoder.feed(stream);
  const auto frame = decoder.next();
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->body.data(), stream.data() + headerBytes);
  EXPECT_EQ(decoder.bufferedBytes(), size_t{0});
  drain(decoder);
}

TEST(Decoder, NeverBuffersMoreThanTheLimit) {
  Random random(testSeed("Decoder.NeverBuffersMoreThanTheLimit"));
  for (int round = 0; round < 2000; ++round) {
    const uint32_t most = headerBytes + uint32_t(random.below(200));
    Decoder decoder(most);
    Bytes stream;
    for (int i = 0; i < 5; ++i)
      append(stream, encodeFrame(1, 0x101, ErrorCode::ok, bodyOf(random.below(most - headerBytes + 2))));
    for (size_t at = 0; at < stream.size();) {
      const size_t size = std::min<size_t>(1 + random.below(40), stream.size() - at);
      decoder.feed(BytesView(stream).subspan(at, size));
      do
        ASSERT_LE(decoder.bufferedBytes(), most);
      while (decoder.next());
      ASSERT_LE(decoder.bufferedBytes(), most);
      at += size;
    }
  }
}

TEST(Decoder, FindsRandomFramesInRandomPieces) {
  Random random(testSeed("Decoder.FindsRandomFramesInRandomPieces"));
  for (int round = 0; round < 500; ++round) {
    Bytes stream;
    std::vector<Frame> expected;
    for (uint64_t i = random.below(10); i > 0; --i) {
      const Bytes body = bodyOf(random.below(3) == 0 ? random.below(2000) : random.below(20));
      expected.push_back({{uint32_t(headerBytes + body.size()), uint32_t(i), uint32_t(random.next()), 8}, body});
      append(stream, encodeFrame(uint32_t(i), expected.back().header.command, ErrorCode::busy, body));
    }
    Decoder decoder(deviceLimit);
    std::vector<Frame> frames;
    for (size_t at = 0; at < stream.size();) {
      const size_t size = std::min<size_t>(random.below(random.below(2) ? 5 : 3000), stream.size() - at);
      for (Frame& frame : feed(decoder, BytesView(stream).subspan(at, size)))
        frames.push_back(std::move(frame));
      at += size;
    }
    ASSERT_EQ(frames, expected);
    ASSERT_TRUE(decoder.atEdge());
  }
}

// A connection that moves to another thread: whatever is cut where, two decoders find what one would have found.
TEST(Decoder, GivesAwayWhatItHasNotReturned) {
  const Bytes stream = conversation();
  Decoder whole(1024);
  const std::vector<Frame> expected = feed(whole, stream);
  for (size_t cut = 0; cut <= stream.size(); ++cut)
    for (size_t taken = 0; taken <= expected.size(); ++taken) {
      Decoder first(1024), second(1024);
      std::vector<Frame> frames;
      const Bytes begin(stream.begin(), stream.begin() + std::ptrdiff_t(cut));
      first.feed(begin);
      std::optional<FrameView> last;
      for (size_t i = 0; i < taken; ++i) {
        const auto frame = first.next();
        if (!frame)
          break;
        last = frame;
        frames.push_back({frame->header, Bytes(frame->body.begin(), frame->body.end())});
      }
      Bytes rest = first.takeRest();
      if (last) {
        EXPECT_TRUE(std::equal(last->body.begin(), last->body.end(), frames.back().body.begin())) << "still valid";
      }
      EXPECT_FALSE(first.next());
      append(rest, Bytes(stream.begin() + std::ptrdiff_t(cut), stream.end()));
      for (Frame& frame : feed(second, rest))
        frames.push_back(std::move(frame));
      ASSERT_EQ(frames, expected) << cut << ", " << taken;
    }
}

} // namespace
} // namespace pushscope
