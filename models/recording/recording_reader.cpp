#include "models/recording/recording_reader.h"

#include "models/recording/archive_reader.h"
#include "models/recording/head_archive.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace pushscope {
namespace {

using Why = RecordingFlaw::Cause;

uint64_t readU64(const uint8_t* p) {
  return uint64_t{readU32(p)} << 32 | readU32(p + 4);
}

bool isTrailer(BytesView bytes) {
  return bytes.size() == trailerSize && std::equal(trailerMagic.begin(), trailerMagic.end(), bytes.begin() + 8);
}

bool isContent(const BlockHead& head) {
  return head.kind == BlockHead::Kind::records || head.kind == BlockHead::Kind::image;
}

} // namespace

Result<RecordingReader> RecordingReader::open(const std::string& path) {
  errno = 0;
  auto in = std::make_unique<std::ifstream>(path, std::ios::binary);
  if (!*in)
    return {ErrorCode::file, path + ": " + std::strerror(errno)};
  return open(std::move(in), path);
}

Result<RecordingReader> RecordingReader::open(std::unique_ptr<std::istream> in, const std::string& name) {
  RecordingReader reader(std::move(in), name);
  reader.m_in->seekg(0, std::ios::end);
  reader.m_size = uint64_t(std::max<std::streamoff>(reader.m_in->tellg(), 0));
  const Bytes head = reader.bytesAt(0, fileHeadSize);
  if (head.size() < fileHeadSize || !std::equal(recordingMagic.begin(), recordingMagic.end(), head.begin()))
    return {ErrorCode::file, name + ": is not a recording"};
  if (const uint32_t version = readU32(&head[recordingMagic.size()]);
      version < oldestRecordingVersion || version > recordingVersion)
    return {ErrorCode::file, name + ": is a recording of version " + std::to_string(version) +
                                 ", and this program reads versions " + std::to_string(oldestRecordingVersion) +
                                 " to " + std::to_string(recordingVersion)};
  size_t size = 0;
  if (const auto about = reader.blockAt(fileHeadSize, reader.m_size, size);
      about && about->head.kind == BlockHead::Kind::about) {
    ArchiveReader archive(about->content);
    visitAbout(archive, reader.m_about);
    if (archive.failed())
      reader.m_about = {};
  }
  if (!reader.readIndex())
    reader.scan();
  reader.addMissing();
  return reader;
}

Bytes RecordingReader::bytesAt(uint64_t offset, size_t size) {
  if (offset >= m_size)
    return {};
  Bytes bytes(size_t(std::min<uint64_t>(size, m_size - offset)));
  m_in->clear();
  m_in->seekg(std::streamoff(offset));
  m_in->read(reinterpret_cast<char*>(bytes.data()), std::streamsize(bytes.size()));
  bytes.resize(size_t(std::max<std::streamsize>(m_in->gcount(), 0)));
  return bytes;
}

// Nothing if no whole block is there; `size` is how much of the file was read for it.
std::optional<OpenedBlock> RecordingReader::blockAt(uint64_t offset, uint64_t end, size_t& size) {
  const std::optional<size_t> sealed = sealedSize(bytesAt(offset, sealSize));
  size = sealed.value_or(0);
  if (!sealed || *sealed > end - offset)
    return std::nullopt;
  Result<OpenedBlock> opened = openBlock(bytesAt(offset, *sealed));
  return opened.ok() ? std::optional(std::move(opened).value()) : std::nullopt;
}

bool RecordingReader::readIndex() {
  if (m_size < fileHeadSize + trailerSize)
    return false;
  const uint64_t end = m_size - trailerSize;
  const Bytes trailer = bytesAt(end, trailerSize);
  if (!isTrailer(trailer))
    return false;
  const uint64_t offset = readU64(trailer.data());
  size_t size = 0;
  if (offset < fileHeadSize || offset >= end)
    return false;
  const auto index = blockAt(offset, end, size);
  return index && index->head.kind == BlockHead::Kind::index && takeIndex(index->content, offset);
}

bool RecordingReader::takeIndex(BytesView content, uint64_t end) {
  ArchiveReader archive(content);
  std::vector<Block> blocks(archive.count(size_t(std::min<uint64_t>(end / sealSize, SIZE_MAX))));
  uint64_t before = fileHeadSize;
  for (Block& block : blocks) {
    archive.number(block.offset);
    archive.number(block.size);
    visitHead(archive, block.head);
    if (archive.failed() || block.offset < before || block.offset > end || block.size > end - block.offset ||
        block.size < sealSize || !isContent(block.head))
      return false;
    before = block.offset + block.size;
  }
  if (archive.left() > 0)
    return false;
  m_blocks = std::move(blocks);
  return true;
}

std::optional<uint64_t> RecordingReader::nextSeal(uint64_t from) {
  constexpr size_t step = 64 * 1024;
  for (; from < m_size; from += step) {
    const Bytes bytes = bytesAt(from, step + sealSize); // one that lies across the step's end is found, too
    if (const auto found = findSeal(bytes))
      return from + *found;
  }
  return std::nullopt;
}

WallTime RecordingReader::lastTime() const {
  return m_blocks.empty() ? WallTime{} : m_blocks.back().head.last;
}

void RecordingReader::scan() {
  // What looks like a block and is none costs the reading of it: a file made of such is given up.
  uint64_t patience = 4 * m_size;
  bool flawless = true;
  for (uint64_t offset = fileHeadSize; offset < m_size;) {
    size_t size = 0;
    if (auto block = blockAt(offset, m_size, size)) {
      if (isContent(block->head))
        m_blocks.push_back({std::move(block->head), offset, size});
      offset += size;
      continue;
    }
    if (isTrailer(bytesAt(offset, trailerSize)))
      break; // of an index that could not be read
    flawless = false;
    const uint64_t cost = std::min<uint64_t>(size, m_size);
    patience -= std::min(patience, cost);
    std::optional<uint64_t> next = nextSeal(offset + 1);
    if (patience == 0)
      next.reset();
    m_flaws.push_back({next ? Why::damaged : Why::cutOff, offset, next.value_or(m_size) - offset, lastTime(), {}});
    if (!next)
      break;
    offset = *next;
  }
  for (RecordingFlaw& flaw : m_flaws) {
    const auto after =
        std::find_if(m_blocks.begin(), m_blocks.end(), [&](const Block& block) { return block.offset > flaw.offset; });
    if (after != m_blocks.end())
      flaw.to = after->head.first;
  }
  if (flawless)
    m_flaws.push_back({Why::notClosed, m_size, 0, lastTime(), {}});
}

// Blocks of records are numbered: the recorder leaves a number out when it has to drop one.
void RecordingReader::addMissing() {
  const Block* before = nullptr;
  for (const Block& block : m_blocks) {
    if (block.head.kind != BlockHead::Kind::records)
      continue;
    const bool explained = before && std::any_of(m_flaws.begin(), m_flaws.end(), [&](const RecordingFlaw& flaw) {
                             return flaw.offset > before->offset && flaw.offset < block.offset;
                           });
    if (before && block.head.number != before->head.number + 1 && !explained)
      m_flaws.push_back({Why::dropped, block.offset, 0, before->head.last, block.head.first});
    before = &block;
  }
}

Result<Bytes> RecordingReader::read(size_t index) {
  const Block& block = m_blocks[index];
  size_t size = 0;
  auto opened = blockAt(block.offset, block.offset + block.size, size);
  if (opened && opened->head.kind == block.head.kind && opened->head.number == block.head.number)
    return std::move(opened->content);
  const bool known = std::any_of(m_flaws.begin(), m_flaws.end(),
                                 [&](const RecordingFlaw& flaw) { return flaw.offset == block.offset; });
  if (!known)
    m_flaws.push_back({Why::damaged, block.offset, block.size, block.head.first, block.head.last});
  return {ErrorCode::malformed, m_name};
}

} // namespace pushscope
