#include "models/feed/recording_slice.h"

#include "models/feed/frame_rewriter.h"
#include "models/recording/world_image.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace pushscope {
namespace {

// Between two looks at whether to go on.
constexpr size_t recordsAtOnce = 256;

class SliceWriter {
 public:
  SliceWriter(RecordingWriter& writer, const TextRewriter& rewrite) : m_writer(writer), m_rewrite(rewrite) {}

  void image(const World& world) {
    flush();
    const BlockHead head{BlockHead::Kind::image, m_number, world.now(), world.now(), 0, {}};
    append(sealBlock(head, WorldImage::of(world, m_rewrite)));
  }

  // A record with its texts rewritten, which outlives the one that it was made of.
  struct Written {
    Record record;
    RecordedFrame frame;
    Bytes body;
  };
  // Nothing if it makes no sense: applying it would do nothing.
  std::optional<Written> written(Playback& playback) const {
    Written out{*playback.next(), {}, {}};
    switch (out.record.kind) {
    case Record::Kind::frame: {
      out.frame = playback.nextFrame();
      Result<Bytes> body = rewriteFrame(out.frame, m_rewrite);
      if (!body.ok())
        return std::nullopt;
      out.body = std::move(body).value();
      break;
    }
    case Record::Kind::link: {
      const auto link = readLinkIntroduction(out.record.body);
      if (!link.ok())
        return std::nullopt;
      out.body = encode(link.value(), m_rewrite);
      break;
    }
    case Record::Kind::status: {
      const auto status = readLinkStatus(out.record.body);
      if (!status.ok())
        return std::nullopt;
      out.body = encode(status.value(), m_rewrite);
      break;
    }
    case Record::Kind::mark: {
      const std::string text = m_rewrite(TextMeaning::other, asText(out.record.body));
      const BytesView bytes = asBytes(std::string_view(text).substr(0, longestMark));
      out.body.assign(bytes.begin(), bytes.end());
      break;
    }
    case Record::Kind::pulse:
    case Record::Kind::resumed:
      break;
    }
    return out;
  }

  void add(Written& written, size_t facts) {
    const Record& record = written.record;
    const Now now{record.mono, record.at};
    if (m_block.full())
      flush();
    written.frame.body = written.body;
    if (record.kind == Record::Kind::frame)
      m_block.add(now, record.link, written.frame, facts);
    else
      m_block.add(record.kind, now, record.link, written.body);
  }

  void flush() {
    if (m_block.empty())
      return;
    auto finished = m_block.finish();
    finished.head.number = m_number++;
    append(sealBlock(finished.head, finished.content, finished.seams));
  }
  const Status& status() const { return m_status; }

 private:
  void append(const SealedBlock& block) {
    if (m_status.ok())
      m_status = m_writer.append(block);
  }

  RecordingWriter& m_writer;
  const TextRewriter& m_rewrite;
  RecordBlockWriter m_block;
  uint64_t m_number = 0;
  Status m_status = Done{};
};

} // namespace

Result<RecordingSlice::Outcome> RecordingSlice::write(RecordingReader source, const std::string& path) const {
  const RecordingAbout about = source.about();
  Playback playback(std::move(source));
  playback.seek(from);
  RecordingAbout shown = about;
  shown.program = rewrite(TextMeaning::other, about.program);
  Result<RecordingWriter> file = RecordingWriter::create(path, shown);
  if (!file.ok())
    return file.error();
  RecordingWriter& writer = file.value();
  SliceWriter out(writer, rewrite);
  out.image(playback.world());
  Outcome outcome{std::clamp(from, playback.begin(), std::max(playback.begin(), playback.end())), playback.at(), 0, 0,
                  false};
  const WallTime last = std::min(to, playback.end());
  uint64_t world = playback.worldNumber();
  for (size_t count = 1; playback.next() && playback.next()->at <= to && out.status().ok(); ++count) {
    auto written = out.written(playback);
    outcome.end = std::max(outcome.end, playback.next()->at);
    const uint64_t facts = playback.world().factCount();
    playback.step();
    const bool isOther = std::exchange(world, playback.worldNumber()) != playback.worldNumber();
    if (written)
      out.add(*written, isOther ? 0 : size_t(playback.world().factCount() - facts));
    if (isOther)
      out.image(playback.world()); // after what could not be read
    if (count % recordsAtOnce != 0)
      continue;
    if (writer.bytes() > mostBytes) {
      outcome.isCut = true;
      break;
    }
    const double whole = double((last - outcome.begin).count());
    if (!goOn(whole > 0 ? std::clamp(double((outcome.end - outcome.begin).count()) / whole, 0.0, 1.0) : 1))
      return {ErrorCode::timedOut, path};
  }
  out.flush();
  if (!out.status().ok())
    return out.status().error();
  if (const Status status = writer.finish(); !status.ok())
    return status.error();
  outcome.facts = writer.facts();
  outcome.bytes = writer.bytes();
  return outcome;
}

} // namespace pushscope
