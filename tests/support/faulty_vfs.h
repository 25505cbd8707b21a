#pragma once

#include "protocol/base/bytes.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace pushscope {

class Random;

// The files of SQLite on a disk that fails and forgets. Everything goes on to the usual file layer; what is done to
// databases and logs is counted, can fail, and is written down, so that the disk after a loss of power can be made up
// for any moment: what was not flushed is forgotten or torn, sector by sector. Also the memory of SQLite, which can run
// out. One for the process; any thread.
class FaultyVfs {
 public:
  static constexpr const char* name = "faulty";
  // Before anything of SQLite is used; the memory cannot be replaced later.
  static void install();
  static FaultyVfs& instance();

  enum class Fault : uint8_t {
    inputOutput, // EIO
    noSpace,     // ENOSPC
    broken,      // EIO from then on
  };
  // The n-th of what can fail from now on (0: the next) does: opening, writing, flushing, truncating, deleting. Of
  // noSpace everything that needs space fails from then on, of broken everything, until heal().
  void failAt(uint64_t n, Fault fault);
  // The n-th flush from now on.
  void failSyncAt(uint64_t n);
  void failAllocationAt(uint64_t n);
  void heal();
  bool failed() const;
  // What could have failed since the last failAt() or heal().
  uint64_t operations() const;
  static uint64_t allocations();

  // From now on everything is written down, beginning with what is in `folder`, which counts as flushed.
  void record(const std::string& folder);
  void stopRecording();
  // How much is written down: a moment.
  size_t moment() const;
  // Writes that no flush has covered, of files whose name ends so.
  uint64_t unflushed(const std::string& suffix) const;

  // The files as a loss of power at a moment may leave them, moments in ascending order.
  class Disk {
   public:
    explicit Disk(const FaultyVfs& vfs) : m_vfs(vfs) {}
    enum class Rest : uint8_t { forgotten, torn, kept }; // what was not flushed
    void advance(size_t moment);
    // Into a folder that holds nothing else.
    void make(const std::string& folder, Rest rest, Random& random) const;

   private:
    struct Op {
      enum class Kind : uint8_t { write, truncate } kind;
      uint64_t offset = 0; // or the length
      std::shared_ptr<const Bytes> bytes;
    };
    struct File {
      bool there = false; // its name was flushed
      Bytes flushed;
      std::vector<Op> since;
    };
    const FaultyVfs& m_vfs;
    size_t m_moment = 0;
    std::map<std::string, File> m_files;
  };

  // ---- For the file layer

  enum class Does : uint8_t { open, write, sync, truncate, remove };
  // The error to answer with; 0: it works.
  int attempt(Does what);
  void wrote(const std::string& path, int64_t offset, const void* bytes, size_t count);
  void truncated(const std::string& path, int64_t length);
  void synced(const std::string& path, bool worked);
  void removed(const std::string& path);

 private:
  friend class Disk;
  struct Event {
    enum class Kind : uint8_t { there, write, truncate, sync, syncFailed, remove } kind;
    std::string file; // within the folder
    uint64_t offset = 0;
    std::shared_ptr<const Bytes> bytes;
  };
  void note(Event event);

  mutable std::mutex m_mutex;
  std::optional<uint64_t> m_failIn, m_failSyncIn;
  Fault m_fault = Fault::inputOutput;
  bool m_noSpace = false, m_broken = false, m_failed = false;
  uint64_t m_operations = 0;
  bool m_recording = false;
  std::string m_folder;
  std::vector<Event> m_events;
  std::map<std::string, uint64_t> m_unflushed;
};

} // namespace pushscope
