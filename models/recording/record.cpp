#include "models/recording/record.h"

#include "models/recording/archive_reader.h"
#include "models/recording/archive_writer.h"
#include "models/recording/link_archive.h"

namespace pushscope {
namespace {

template <class Archive, class Introduction>
void visit(Archive& archive, Introduction& link) {
  archive.choice(link.kind, LinkKind::fleet);
  archive.text(link.target, longestLinkText, TextMeaning::address);
}

template <class Value, class Visit>
Result<Value> read(BytesView body, const char* what, Visit visitValue) {
  ArchiveReader archive(body);
  Value value;
  visitValue(archive, value);
  if (archive.failed() || archive.left() > 0)
    return {ErrorCode::malformed, what};
  return value;
}

} // namespace

Bytes encode(const LinkIntroduction& link, const TextRewriter& rewrite) {
  Bytes bytes;
  ArchiveWriter archive(bytes, rewrite);
  visit(archive, link);
  return bytes;
}

Bytes encode(const LinkStatus& status, const TextRewriter& rewrite) {
  Bytes bytes;
  ArchiveWriter archive(bytes, rewrite);
  visitStatus(archive, status);
  return bytes;
}

Result<LinkIntroduction> readLinkIntroduction(BytesView body) {
  return read<LinkIntroduction>(body, "link", [](auto& archive, auto& link) { visit(archive, link); });
}

Result<LinkStatus> readLinkStatus(BytesView body) {
  return read<LinkStatus>(body, "link status", [](auto& archive, auto& status) { visitStatus(archive, status); });
}

} // namespace pushscope
