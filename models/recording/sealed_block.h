#pragma once

#include "protocol/base/bytes.h"
#include "protocol/base/result.h"
#include "protocol/base/time.h"

#include <optional>
#include <string>
#include <vector>

namespace pushscope {

// What a person noted while it was recorded.
struct Mark {
  WallTime at{};
  std::string text;
  friend bool operator==(const Mark&, const Mark&) = default;
};

// A part of a recording that is compressed and checked by itself; the bytes are in FORMAT.md.
struct BlockHead {
  enum class Kind : uint8_t { about, records, image, index };
  Kind kind = Kind::records;
  uint64_t number = 0;      // of records, counting from 0: one that is missing is a gap. Of an image: the next of them
  WallTime first{}, last{}; // the earliest and the latest time in it
  uint64_t facts = 0;
  std::vector<Mark> marks;
};

struct SealedBlock {
  BlockHead head;
  Bytes bytes;
};

struct OpenedBlock {
  BlockHead head;
  Bytes content;
};

inline constexpr size_t sealSize = 16; // what stands before the compressed bytes: see findSeal()
// A block of records is full at 1 MiB, and a frame of 1 MiB may come last; an image of a million devices is some
// 150 MB. What claims to be longer is not read.
inline constexpr uint32_t mostContent = 256 * 1024 * 1024;

// `seams`: offsets in `content` between parts that are unlike each other. Empty bytes if it is longer than mostContent.
SealedBlock sealBlock(const BlockHead& head, BytesView content, const std::vector<size_t>& seams = {});

// How long the sealed block is that begins here, by its first sealSize bytes; nothing if none does.
std::optional<size_t> sealedSize(BytesView seal);
// Where the first seal begins; nothing if there is none.
std::optional<size_t> findSeal(BytesView bytes);
// `malformed` if anything of it is not as it was written.
Result<OpenedBlock> openBlock(BytesView sealed);

} // namespace pushscope
