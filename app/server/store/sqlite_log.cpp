#include "app/server/store/sqlite_log.h"

#include "protocol/base/bytes.h"

#include <fstream>

// The format: sqlite.org/fileformat2.html, section 4.
namespace pushscope {
namespace {

constexpr size_t headerBytes = 32;
constexpr size_t frameHeaderBytes = 24;
constexpr uint32_t magicLittle = 0x377f0682; // checksums of little-endian words
constexpr uint32_t magicBig = 0x377f0683;

struct Checksum {
  uint32_t first = 0, second = 0;
  bool big = false;

  void add(const uint8_t* bytes, size_t count) {
    for (size_t at = 0; at + 8 <= count; at += 8) {
      first += word(bytes + at) + second;
      second += word(bytes + at + 4) + first;
    }
  }
  bool is(const uint8_t* written) const { return readU32(written) == first && readU32(written + 4) == second; }

 private:
  uint32_t word(const uint8_t* p) const {
    return big ? readU32(p) : uint32_t{p[3]} << 24 | uint32_t{p[2]} << 16 | uint32_t{p[1]} << 8 | p[0];
  }
};

} // namespace

Status checkSqliteLog(const std::string& databasePath) {
  const std::string path = databasePath + "-wal";
  std::ifstream file(path, std::ios::binary);
  if (!file)
    return Done{}; // there is none
  const std::streamoff size = file.seekg(0, std::ios::end).tellg();
  Bytes log(size > 0 ? size_t(size) : 0);
  file.seekg(0).read(reinterpret_cast<char*>(log.data()), size);
  if (!file)
    return {ErrorCode::file, path + ": cannot be read"};
  if (log.size() < headerBytes + frameHeaderBytes)
    return Done{};
  const uint32_t magic = readU32(log.data());
  const uint32_t pageBytes = readU32(log.data() + 8);
  Checksum sum;
  sum.big = magic == magicBig;
  sum.add(log.data(), 24);
  const bool headerIsWhole = (magic == magicLittle || magic == magicBig) && sum.is(log.data() + 24) &&
                             pageBytes >= 512 && pageBytes <= 65536 && (pageBytes & (pageBytes - 1)) == 0;
  if (!headerIsWhole) {
    // Written first and made durable with the first commit: if it is bad and others follow, it was whole once. Where
    // the frames lie cannot be told from it: two commits have at least two pages of the smallest usual size.
    constexpr size_t twoCommits = headerBytes + 2 * (frameHeaderBytes + 4096);
    if (log.size() > twoCommits)
      return {ErrorCode::file, path + ": its header is damaged; pushes that were accepted may be in it"};
    return Done{};
  }

  const size_t frameBytes = frameHeaderBytes + pageBytes;
  const uint8_t* salts = log.data() + 16;
  bool whole = true;
  bool commitAfterDamage = false;
  size_t firstBad = 0;
  for (size_t at = headerBytes, number = 1; at + frameBytes <= log.size(); at += frameBytes, ++number) {
    const uint8_t* frame = log.data() + at;
    const bool ofThisLog = std::equal(salts, salts + 8, frame + 8);
    if (whole) {
      sum.add(frame, 8);
      sum.add(frame + frameHeaderBytes, pageBytes);
      whole = ofThisLog && sum.is(frame + 16);
      if (!whole)
        firstBad = number;
    }
    if (whole || !ofThisLog)
      continue;
    if (commitAfterDamage)
      return {ErrorCode::file, path + ": frame " + std::to_string(firstBad) +
                                   " is damaged; pushes that were accepted may be in it and behind it"};
    commitAfterDamage = readU32(frame + 4) != 0;
  }
  return Done{};
}

} // namespace pushscope
