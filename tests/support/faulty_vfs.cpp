#include "tests/support/faulty_vfs.h"

#include "protocol/base/random.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <new>
#include <sqlite3.h>

namespace pushscope {
namespace {

constexpr size_t sectorBytes = 512;

sqlite3_vfs* usual = nullptr;

// ---- Memory

sqlite3_mem_methods usualMemory{};
std::atomic<int64_t> allocationsLeft{-1}; // below 0: all work
std::atomic<uint64_t> allocationsMade{0};
std::atomic<bool> allocationFailed{false};

bool allocationFails() {
  allocationsMade.fetch_add(1, std::memory_order_relaxed);
  if (allocationsLeft.load(std::memory_order_relaxed) < 0 || allocationsLeft.fetch_sub(1) != 0)
    return false;
  allocationFailed = true;
  return true;
}

void* allocate(int bytes) {
  return allocationFails() ? nullptr : usualMemory.xMalloc(bytes);
}

void* reallocate(void* memory, int bytes) {
  return allocationFails() ? nullptr : usualMemory.xRealloc(memory, bytes);
}

// ---- Files. Those of the usual layer lie behind ours.

struct FaultyFile {
  sqlite3_file base;
  std::string* path; // null: not one of those that are watched
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

FaultyFile* ours(sqlite3_file* file) {
  return reinterpret_cast<FaultyFile*>(file);
}
sqlite3_file* real(sqlite3_file* file) {
  return ours(file)->real();
}
const sqlite3_io_methods* methods(sqlite3_file* file) {
  return real(file)->pMethods;
}

int closeFile(sqlite3_file* file) {
  delete ours(file)->path;
  ours(file)->path = nullptr;
  return methods(file) ? methods(file)->xClose(real(file)) : SQLITE_OK;
}

int readFile(sqlite3_file* file, void* to, int count, sqlite3_int64 offset) {
  return methods(file)->xRead(real(file), to, count, offset);
}

int writeFile(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  if (!ours(file)->path)
    return methods(file)->xWrite(real(file), bytes, count, offset);
  if (const int error = FaultyVfs::instance().attempt(FaultyVfs::Does::write)) {
    // Some of it may be there.
    if (count > 1 && methods(file)->xWrite(real(file), bytes, count / 2, offset) == SQLITE_OK)
      FaultyVfs::instance().wrote(*ours(file)->path, offset, bytes, size_t(count) / 2);
    return error;
  }
  const int done = methods(file)->xWrite(real(file), bytes, count, offset);
  if (done == SQLITE_OK)
    FaultyVfs::instance().wrote(*ours(file)->path, offset, bytes, size_t(count));
  return done;
}

int truncateFile(sqlite3_file* file, sqlite3_int64 length) {
  if (!ours(file)->path)
    return methods(file)->xTruncate(real(file), length);
  if (const int error = FaultyVfs::instance().attempt(FaultyVfs::Does::truncate))
    return error;
  const int done = methods(file)->xTruncate(real(file), length);
  if (done == SQLITE_OK)
    FaultyVfs::instance().truncated(*ours(file)->path, length);
  return done;
}

int syncFile(sqlite3_file* file, int flags) {
  if (!ours(file)->path)
    return methods(file)->xSync(real(file), flags);
  if (const int error = FaultyVfs::instance().attempt(FaultyVfs::Does::sync)) {
    FaultyVfs::instance().synced(*ours(file)->path, false);
    return error;
  }
  const int done = methods(file)->xSync(real(file), flags);
  FaultyVfs::instance().synced(*ours(file)->path, done == SQLITE_OK);
  return done;
}

int sizeOfFile(sqlite3_file* file, sqlite3_int64* size) {
  return methods(file)->xFileSize(real(file), size);
}
int lockFile(sqlite3_file* file, int kind) {
  return methods(file)->xLock(real(file), kind);
}
int unlockFile(sqlite3_file* file, int kind) {
  return methods(file)->xUnlock(real(file), kind);
}
int reservedLock(sqlite3_file* file, int* held) {
  return methods(file)->xCheckReservedLock(real(file), held);
}
int controlFile(sqlite3_file* file, int what, void* value) {
  return methods(file)->xFileControl(real(file), what, value);
}
int sectorSize(sqlite3_file*) {
  return sectorBytes;
}
int characteristics(sqlite3_file* file) {
  return methods(file)->xDeviceCharacteristics(real(file));
}
int mapShared(sqlite3_file* file, int region, int bytes, int extend, void volatile** memory) {
  return methods(file)->xShmMap(real(file), region, bytes, extend, memory);
}
int lockShared(sqlite3_file* file, int offset, int count, int flags) {
  return methods(file)->xShmLock(real(file), offset, count, flags);
}
void barrier(sqlite3_file* file) {
  methods(file)->xShmBarrier(real(file));
}
int unmapShared(sqlite3_file* file, int remove) {
  return methods(file)->xShmUnmap(real(file), remove);
}

const sqlite3_io_methods fileMethods{2,           closeFile,   readFile,        writeFile,  truncateFile,
                                     syncFile,    sizeOfFile,  lockFile,        unlockFile, reservedLock,
                                     controlFile, sectorSize,  characteristics, mapShared,  lockShared,
                                     barrier,     unmapShared, nullptr,         nullptr};

// ---- The layer

int openFile(sqlite3_vfs*, sqlite3_filename path, sqlite3_file* file, int flags, int* outFlags) {
  FaultyFile* out = ours(file);
  std::memset(static_cast<void*>(out), 0, sizeof(FaultyFile) + size_t(usual->szOsFile));
  const bool watched = path && (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
  if (watched)
    if (const int error = FaultyVfs::instance().attempt(FaultyVfs::Does::open))
      return error;
  const int opened = usual->xOpen(usual, path, out->real(), flags, outFlags);
  if (opened == SQLITE_OK) {
    out->base.pMethods = &fileMethods;
    out->path = watched ? new std::string(path) : nullptr;
  }
  return opened;
}

int deleteFile(sqlite3_vfs*, const char* path, int syncFolder) {
  if (const int error = FaultyVfs::instance().attempt(FaultyVfs::Does::remove))
    return error;
  const int done = usual->xDelete(usual, path, syncFolder);
  if (done == SQLITE_OK)
    FaultyVfs::instance().removed(path);
  return done;
}

sqlite3_vfs layer{};

Bytes contentOf(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(file), {});
}

} // namespace

void FaultyVfs::install() {
  static const bool installed = [] {
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &usualMemory);
    sqlite3_mem_methods memory = usualMemory;
    memory.xMalloc = allocate;
    memory.xRealloc = reallocate;
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &memory) != SQLITE_OK || sqlite3_initialize() != SQLITE_OK)
      std::abort();
    usual = sqlite3_vfs_find(nullptr);
    layer = *usual;
    layer.zName = name;
    layer.szOsFile = int(sizeof(FaultyFile)) + usual->szOsFile;
    layer.xOpen = openFile;
    layer.xDelete = deleteFile;
    return sqlite3_vfs_register(&layer, 0) == SQLITE_OK;
  }();
  if (!installed)
    std::abort();
}

FaultyVfs& FaultyVfs::instance() {
  static FaultyVfs one;
  return one;
}

// ---- Faults

void FaultyVfs::failAt(uint64_t n, Fault fault) {
  heal();
  std::lock_guard lock(m_mutex);
  m_failIn = n;
  m_fault = fault;
}

void FaultyVfs::failSyncAt(uint64_t n) {
  heal();
  std::lock_guard lock(m_mutex);
  m_failSyncIn = n;
  m_fault = Fault::inputOutput;
}

void FaultyVfs::failAllocationAt(uint64_t n) {
  heal();
  allocationFailed = false;
  allocationsLeft = int64_t(n);
}

void FaultyVfs::heal() {
  allocationsLeft = -1;
  std::lock_guard lock(m_mutex);
  m_failIn.reset();
  m_failSyncIn.reset();
  m_noSpace = m_broken = m_failed = false;
  m_operations = 0;
}

bool FaultyVfs::failed() const {
  std::lock_guard lock(m_mutex);
  return m_failed || allocationFailed;
}

uint64_t FaultyVfs::operations() const {
  std::lock_guard lock(m_mutex);
  return m_operations;
}

uint64_t FaultyVfs::allocations() {
  return allocationsMade;
}

int FaultyVfs::attempt(Does what) {
  std::lock_guard lock(m_mutex);
  ++m_operations;
  bool fails = false;
  if (m_failIn && (*m_failIn)-- == 0) {
    m_failIn.reset();
    fails = true;
  }
  if (what == Does::sync && m_failSyncIn && (*m_failSyncIn)-- == 0) {
    m_failSyncIn.reset();
    fails = true;
  }
  if (fails)
    m_failed = true;
  if (fails && m_fault == Fault::noSpace)
    m_noSpace = true;
  if (fails && m_fault == Fault::broken)
    m_broken = true;
  if (m_noSpace)
    return what == Does::write ? SQLITE_FULL : what == Does::open && fails ? SQLITE_CANTOPEN : SQLITE_OK;
  if (!fails && !m_broken)
    return SQLITE_OK;
  switch (what) {
  case Does::open:
    return SQLITE_CANTOPEN;
  case Does::write:
    return SQLITE_IOERR_WRITE;
  case Does::sync:
    return SQLITE_IOERR_FSYNC;
  case Does::truncate:
    return SQLITE_IOERR_TRUNCATE;
  case Does::remove:
    return SQLITE_IOERR_DELETE;
  }
  return SQLITE_IOERR;
}

// ---- Writing down

void FaultyVfs::record(const std::string& folder) {
  std::lock_guard lock(m_mutex);
  m_folder = folder;
  m_events.clear();
  m_unflushed.clear();
  m_recording = true;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    m_events.push_back({Event::Kind::there, entry.path().filename().string(), 0,
                        std::make_shared<const Bytes>(contentOf(entry.path()))});
}

void FaultyVfs::stopRecording() {
  std::lock_guard lock(m_mutex);
  m_recording = false;
  m_events.clear();
}

size_t FaultyVfs::moment() const {
  std::lock_guard lock(m_mutex);
  return m_events.size();
}

uint64_t FaultyVfs::unflushed(const std::string& suffix) const {
  std::lock_guard lock(m_mutex);
  uint64_t out = 0;
  for (const auto& [path, count] : m_unflushed)
    if (path.ends_with(suffix))
      out += count;
  return out;
}

void FaultyVfs::note(Event event) {
  if (!m_recording || !event.file.starts_with(m_folder))
    return;
  event.file = std::filesystem::path(event.file).filename().string();
  m_events.push_back(std::move(event));
}

void FaultyVfs::wrote(const std::string& path, int64_t offset, const void* bytes, size_t count) {
  std::lock_guard lock(m_mutex);
  ++m_unflushed[path];
  if (!m_recording)
    return;
  const auto* first = static_cast<const uint8_t*>(bytes);
  note({Event::Kind::write, path, uint64_t(offset), std::make_shared<const Bytes>(first, first + count)});
}

void FaultyVfs::truncated(const std::string& path, int64_t length) {
  std::lock_guard lock(m_mutex);
  note({Event::Kind::truncate, path, uint64_t(length), nullptr});
}

void FaultyVfs::synced(const std::string& path, bool worked) {
  std::lock_guard lock(m_mutex);
  if (worked)
    m_unflushed[path] = 0;
  note({worked ? Event::Kind::sync : Event::Kind::syncFailed, path, 0, nullptr});
}

void FaultyVfs::removed(const std::string& path) {
  std::lock_guard lock(m_mutex);
  m_unflushed.erase(path);
  note({Event::Kind::remove, path, 0, nullptr});
}

// ---- The disk afterwards

namespace {

void writeAt(Bytes& content, uint64_t offset, BytesView bytes) {
  if (content.size() < offset + bytes.size())
    content.resize(offset + bytes.size());
  std::copy(bytes.begin(), bytes.end(), content.begin() + std::ptrdiff_t(offset));
}

} // namespace

void FaultyVfs::Disk::advance(size_t moment) {
  std::lock_guard lock(m_vfs.m_mutex);
  for (; m_moment < moment; ++m_moment) {
    const Event& event = m_vfs.m_events[m_moment];
    File& file = m_files[event.file];
    switch (event.kind) {
    case Event::Kind::there:
      file = {true, *event.bytes, {}};
      break;
    case Event::Kind::write:
      file.since.push_back({Op::Kind::write, event.offset, event.bytes});
      break;
    case Event::Kind::truncate:
      file.since.push_back({Op::Kind::truncate, event.offset, nullptr});
      break;
    case Event::Kind::sync:
      file.there = true;
      for (const Op& op : file.since) {
        if (op.kind == Op::Kind::write)
          writeAt(file.flushed, op.offset, *op.bytes);
        else
          file.flushed.resize(op.offset);
      }
      file.since.clear();
      break;
    case Event::Kind::syncFailed:
      // The system takes the pages for clean: no later flush writes them.
      file.since.clear();
      break;
    case Event::Kind::remove:
      m_files.erase(event.file);
      break;
    }
  }
}

void FaultyVfs::Disk::make(const std::string& folder, Rest rest, Random& random) const {
  const auto happens = [&] { return rest == Rest::kept || (rest == Rest::torn && random.below(2) == 0); };
  for (const auto& [name, file] : m_files) {
    Bytes content = file.flushed;
    bool there = file.there || happens();
    for (const Op& op : file.since) {
      if (op.kind == Op::Kind::truncate) {
        if (happens())
          content.resize(op.offset);
        continue;
      }
      // A sector is as it was, or as it should be.
      for (size_t at = 0; at < op.bytes->size();) {
        const uint64_t offset = op.offset + at;
        const size_t count = std::min(op.bytes->size() - at, size_t(sectorBytes - offset % sectorBytes));
        if (happens())
          writeAt(content, offset, BytesView(*op.bytes).subspan(at, count));
        at += count;
      }
    }
    if (!there)
      continue;
    std::ofstream out(std::filesystem::path(folder) / name, std::ios::binary | std::ios::trunc);
    out.write(reinterpret_cast<const char*>(content.data()), std::streamsize(content.size()));
  }
}

} // namespace pushscope
