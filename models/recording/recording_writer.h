#pragma once

#include "models/recording/recording_format.h"
#include "models/recording/sealed_block.h"

#include <cstdio>
#include <memory>

namespace pushscope {

// Writes one recording. Each block is handed to the system when it is appended, so a process that ends here and now
// leaves a file that opens. Used by one thread at a time; blocks while the disk does.
class RecordingWriter {
 public:
  // `file` with path and cause; a file that exists already is left alone.
  static Result<RecordingWriter> create(const std::string& path, const RecordingAbout& about);
  // `file` with path and cause, as for a full disk: nothing more is written then, and what was written can be read.
  Status append(const SealedBlock& block);
  // The index, without which the file opens slower and says that it was not closed.
  Status finish();

  const std::string& path() const { return m_path; }
  uint64_t bytes() const { return m_bytes; }
  uint64_t facts() const { return m_facts; }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  RecordingWriter(std::string path, std::FILE* file) : m_path(std::move(path)), m_file(file) {}
  Status write(BytesView bytes);
  Error failure() const;

  std::string m_path;
  std::unique_ptr<std::FILE, Close> m_file;
  uint64_t m_bytes = 0, m_facts = 0;
  Bytes m_index; // entries so far
  uint64_t m_entries = 0;
};

} // namespace pushscope
