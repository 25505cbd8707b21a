#include "models/recording/sealed_block.h"

#include "models/recording/archive_reader.h"
#include "models/recording/archive_writer.h"
#include "models/recording/head_archive.h"

#include <zstd.h>

#include <algorithm>
#include <array>
#include <memory>

namespace pushscope {
namespace {

constexpr std::array<uint8_t, 8> magic{0xb1, 'p', 's', 'b', 'l', 'o', 'c', 'k'};

// 3 is zstd's own choice; on columns level 9 saves another percent for four times the work.
constexpr int level = 3;

struct FreeContext {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};

// A flush at each seam, so that every part has codes of its own.
bool compress(BytesView content, const std::vector<size_t>& seams, Bytes& out) {
  const std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, level);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  ZSTD_CCtx_setPledgedSrcSize(context.get(), content.size());
  const size_t before = out.size();
  out.resize(before + ZSTD_compressBound(content.size()) + 32 * (seams.size() + 1)); // a flush adds a few bytes
  ZSTD_outBuffer output{out.data() + before, out.size() - before, 0};
  ZSTD_inBuffer input{content.data(), 0, 0};
  const auto run = [&](size_t end, ZSTD_EndDirective directive) {
    input.size = end;
    return ZSTD_compressStream2(context.get(), &output, &input, directive) == 0;
  };
  bool good = true;
  for (const size_t seam : seams)
    good = good && run(std::min(seam, content.size()), ZSTD_e_flush);
  good = good && run(content.size(), ZSTD_e_end);
  out.resize(before + output.pos);
  out.shrink_to_fit(); // it may be kept for ten minutes, and the bound is several times as long
  return good;
}

} // namespace

SealedBlock sealBlock(const BlockHead& head, BytesView content, const std::vector<size_t>& seams) {
  Bytes plain;
  ArchiveWriter archive(plain);
  visitHead(archive, head);
  const size_t headSize = plain.size();
  archive.raw(content);
  if (plain.size() > mostContent)
    return {head, {}};
  std::vector<size_t> moved;
  for (const size_t seam : seams)
    moved.push_back(headSize + seam);
  SealedBlock sealed{head, Bytes(magic.begin(), magic.end())};
  sealed.bytes.resize(sealSize);
  if (!compress(plain, moved, sealed.bytes))
    return {head, {}};
  writeU32(&sealed.bytes[8], uint32_t(sealed.bytes.size() - sealSize));
  writeU32(&sealed.bytes[12], uint32_t(plain.size()));
  return sealed;
}

std::optional<size_t> sealedSize(BytesView seal) {
  if (seal.size() < sealSize || !std::equal(magic.begin(), magic.end(), seal.begin()))
    return std::nullopt;
  const size_t compressed = readU32(&seal[8]);
  const uint32_t plain = readU32(&seal[12]);
  if (plain > mostContent || compressed > ZSTD_compressBound(mostContent))
    return std::nullopt;
  return sealSize + compressed;
}

std::optional<size_t> findSeal(BytesView bytes) {
  const auto found = std::search(bytes.begin(), bytes.end(), magic.begin(), magic.end());
  return found == bytes.end() ? std::nullopt : std::optional(size_t(found - bytes.begin()));
}

Result<OpenedBlock> openBlock(BytesView sealed) {
  const std::optional<size_t> size = sealedSize(sealed);
  if (!size || *size != sealed.size())
    return {ErrorCode::malformed, "seal"};
  const BytesView compressed = sealed.subspan(sealSize);
  const size_t plainSize = readU32(&sealed[12]);
  if (ZSTD_getFrameContentSize(compressed.data(), compressed.size()) != plainSize)
    return {ErrorCode::malformed, "size"};
  Bytes plain(plainSize);
  const size_t got = ZSTD_decompress(plain.data(), plain.size(), compressed.data(), compressed.size());
  if (ZSTD_isError(got) || got != plainSize)
    return {ErrorCode::malformed, "checksum"};
  OpenedBlock opened;
  ArchiveReader archive(plain);
  visitHead(archive, opened.head);
  if (archive.failed())
    return {ErrorCode::malformed, "head"};
  plain.erase(plain.begin(), plain.end() - ptrdiff_t(archive.left()));
  opened.content = std::move(plain);
  return opened;
}

} // namespace pushscope
