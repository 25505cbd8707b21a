#include "models/recording/recording_writer.h"

#include "models/recording/archive_writer.h"
#include "models/recording/head_archive.h"

#include <cerrno>
#include <cstring>

namespace pushscope {

Result<RecordingWriter> RecordingWriter::create(const std::string& path, const RecordingAbout& about) {
  errno = 0;
  std::FILE* file = std::fopen(path.c_str(), "wbx");
  if (!file)
    return {ErrorCode::file, path + ": " + std::strerror(errno)};
  RecordingWriter writer(path, file);
  Bytes head(recordingMagic.begin(), recordingMagic.end());
  head.resize(fileHeadSize);
  writeU32(&head[recordingMagic.size()], recordingVersion);
  Bytes content;
  ArchiveWriter archive(content);
  visitAbout(archive, about);
  const SealedBlock block = sealBlock({BlockHead::Kind::about, 0, about.made, about.made, 0, {}}, content);
  head.insert(head.end(), block.bytes.begin(), block.bytes.end());
  if (const Status status = writer.write(head); !status.ok())
    return status.error();
  return writer;
}

Error RecordingWriter::failure() const {
  return {ErrorCode::file, m_path + ": " + std::strerror(errno)};
}

Status RecordingWriter::write(BytesView bytes) {
  if (!m_file)
    return {ErrorCode::file, m_path + ": is closed"};
  errno = 0;
  if (std::fwrite(bytes.data(), 1, bytes.size(), m_file.get()) != bytes.size() || std::fflush(m_file.get()) != 0) {
    const Error error = failure();
    m_file.reset();
    return error;
  }
  m_bytes += bytes.size();
  return Done{};
}

Status RecordingWriter::append(const SealedBlock& block) {
  ArchiveWriter archive(m_index);
  archive.number(m_bytes);
  archive.number(block.bytes.size());
  visitHead(archive, block.head);
  ++m_entries;
  m_facts += block.head.facts;
  return write(block.bytes);
}

Status RecordingWriter::finish() {
  Bytes content;
  ArchiveWriter archive(content);
  archive.number(m_entries);
  archive.raw(m_index);
  Bytes end = sealBlock({BlockHead::Kind::index, 0, {}, {}, 0, {}}, content).bytes;
  const size_t trailer = end.size();
  end.resize(trailer + 8);
  writeU32(&end[trailer], uint32_t(m_bytes >> 32));
  writeU32(&end[trailer + 4], uint32_t(m_bytes));
  end.insert(end.end(), trailerMagic.begin(), trailerMagic.end());
  if (const Status status = write(end); !status.ok())
    return status;
  errno = 0;
  return std::fclose(m_file.release()) == 0 ? Status(Done{}) : failure();
}

} // namespace pushscope
