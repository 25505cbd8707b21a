#include "models/feed/playback.h"

#include "models/recording/world_image.h"

#include <algorithm>
#include <numeric>

namespace pushscope {
namespace {

using Block = RecordingReader::Block;

bool isRecords(const Block& block) {
  return block.head.kind == BlockHead::Kind::records;
}

} // namespace

Playback::Playback(RecordingReader reader) : m_reader(std::move(reader)) {
  const auto& blocks = m_reader.blocks();
  if (const auto first = std::find_if(blocks.begin(), blocks.end(), isRecords); first != blocks.end())
    m_begin = m_end = first->head.first;
  for (const Block& block : blocks)
    if (isRecords(block))
      m_end = std::max(m_end, block.head.last);
  fetch();
  m_at = m_begin;
  m_mono = m_next ? m_next->mono : MonoTime{};
}

std::vector<Mark> Playback::marks() const {
  std::vector<Mark> marks;
  for (const Block& block : m_reader.blocks())
    marks.insert(marks.end(), block.head.marks.begin(), block.head.marks.end());
  return marks;
}

uint64_t Playback::facts() const {
  const auto& blocks = m_reader.blocks();
  return std::accumulate(blocks.begin(), blocks.end(), uint64_t{}, [](uint64_t sum, const Block& block) {
    return sum + (isRecords(block) ? block.head.facts : 0);
  });
}

// Only where the world is not what it was anyway: at the beginning of a recording, and after what could not be read.
bool Playback::load(size_t image) {
  const Result<Bytes> content = m_reader.read(image);
  Result<World> world = content.ok() ? WorldImage::read(content.value()) : content.error();
  m_exact = world.ok();
  if (!world.ok())
    return false;
  m_world = std::make_unique<World>(std::move(world).value());
  ++m_worldNumber;
  return true;
}

// What comes next, with everything between that is no record.
void Playback::fetch() {
  while (true) {
    m_next = m_open ? m_open->next() : std::nullopt;
    if (m_next || m_block >= m_reader.blocks().size())
      return;
    m_exact = m_exact && !(m_open && m_open->damaged());
    enterBlock();
  }
}

void Playback::enterBlock() {
  m_open.reset();
  const size_t index = m_block++;
  const Block& block = m_reader.blocks()[index];
  const bool isFirst = index == 0;
  if (!isRecords(block)) {
    if (isFirst || !m_exact)
      load(index);
    return;
  }
  const auto& blocks = m_reader.blocks();
  const auto before = std::find_if(blocks.rend() - ptrdiff_t(index), blocks.rend(), isRecords);
  m_exact = m_exact && (before == blocks.rend() || before->head.number + 1 == block.head.number);
  const Result<Bytes> content = m_reader.read(index);
  Result<RecordBlockReader> open = content.ok() ? RecordBlockReader::open(content.value()) : content.error();
  m_exact = m_exact && open.ok();
  if (open.ok())
    m_open = std::move(open).value();
}

void Playback::step() {
  if (!m_next)
    return;
  m_at = m_next->at;
  m_latest = std::max(m_latest, m_at);
  m_mono = m_next->mono;
  applyRecord(*m_world, *m_next, *m_open);
  fetch();
}

void Playback::play(Duration span, const std::function<bool()>& enough) {
  const MonoTime until = m_mono + span;
  while (m_next && m_next->mono <= until) {
    step();
    if (enough())
      return;
  }
  if (m_next) {
    m_at += until - m_mono;
    m_mono = until;
  }
}

// From an image, or from an empty world where the recording begins without. False if the image cannot be read.
bool Playback::restart(size_t image) {
  m_open.reset();
  m_exact = true;
  m_latest = {};
  m_block = image;
  m_world = std::make_unique<World>();
  ++m_worldNumber;
  const bool isImage = !isRecords(m_reader.blocks()[image]);
  const bool loaded = !isImage || load(image);
  m_block += isImage ? 1 : 0;
  fetch();
  m_mono = m_next ? m_next->mono : m_mono;
  return loaded;
}

size_t Playback::imageBefore(size_t block) const {
  while (block > 0 && isRecords(m_reader.blocks()[block]))
    --block;
  return block;
}

void Playback::seek(WallTime time) {
  const auto& blocks = m_reader.blocks();
  const auto target = std::find_if(blocks.begin(), blocks.end(),
                                   [&](const Block& block) { return isRecords(block) && block.head.last > time; });
  if (blocks.empty())
    return;
  size_t image = imageBefore(std::min(size_t(target - blocks.begin()), blocks.size() - 1));
  // A clock that was set back may have come from there to an earlier time.
  const bool isPast = m_latest > time || m_block > size_t(target - blocks.begin()) + 1;
  // Going on from here is right and nearer, unless it leads past an image.
  if (m_at > time || isPast || m_block <= image || !m_exact)
    while (!restart(image) && image > 0)
      image = imageBefore(image - 1);
  while (m_next && m_next->at <= time)
    step();
  time = std::clamp(time, m_begin, std::max(m_begin, m_end));
  if (m_next)
    m_mono = std::min(m_mono + std::max(time - m_at, Duration::zero()), m_next->mono);
  m_at = time;
}

} // namespace pushscope
