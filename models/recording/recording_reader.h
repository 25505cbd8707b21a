#pragma once

#include "models/recording/recording_flaw.h"
#include "models/recording/recording_format.h"
#include "models/recording/sealed_block.h"

#include <istream>
#include <memory>
#include <vector>

namespace pushscope {

// Opens a recording: by its index, or, if that is missing or damaged, by looking through the whole file. Nothing in the
// file is believed before it is checked. Of a damaged one as much is read as is whole, and flaws() says what is not.
class RecordingReader {
 public:
  struct Block {
    BlockHead head;
    uint64_t offset = 0;
    size_t size = 0;
  };

  // `file` with path and cause: not there, no recording, or of a newer version than this one.
  static Result<RecordingReader> open(const std::string& path);
  static Result<RecordingReader> open(std::unique_ptr<std::istream> in, const std::string& name);

  const std::string& name() const { return m_name; }
  const RecordingAbout& about() const { return m_about; }
  // Records and images, in order.
  const std::vector<Block>& blocks() const { return m_blocks; }
  // The content of blocks()[index]. `malformed` if it is not what was written: a flaw more.
  Result<Bytes> read(size_t index);
  const std::vector<RecordingFlaw>& flaws() const { return m_flaws; }
  uint64_t bytes() const { return m_size; }

 private:
  RecordingReader(std::unique_ptr<std::istream> in, std::string name) : m_in(std::move(in)), m_name(std::move(name)) {}

  Bytes bytesAt(uint64_t offset, size_t size);
  std::optional<OpenedBlock> blockAt(uint64_t offset, uint64_t end, size_t& size);
  std::optional<uint64_t> nextSeal(uint64_t from);
  bool readIndex();
  bool takeIndex(BytesView content, uint64_t end);
  void scan();
  void addMissing();
  WallTime lastTime() const;

  std::unique_ptr<std::istream> m_in;
  std::string m_name;
  uint64_t m_size = 0;
  RecordingAbout m_about;
  std::vector<Block> m_blocks;
  std::vector<RecordingFlaw> m_flaws;
};

} // namespace pushscope
