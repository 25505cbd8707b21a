#pragma once

#include "models/recording/record.h"

namespace pushscope {

// A LinkStatus in a record and in an image. The detail of an error may be what a server wrote: it is cut by whoever
// shows it, and here only so long that nobody can make a file of it.
template <class Archive, class Status>
void visitStatus(Archive& archive, Status& status) {
  archive.choice(status.state, LinkStatus::State::closed);
  archive.choice(status.error.code, ErrorCode{~uint32_t{}});
  archive.text(status.error.detail, size_t{1} << 20);
  archive.time(status.retryAt);
  archive.text(status.name, longestLinkText);
  archive.text(status.server, longestLinkText);
  constexpr size_t mostCapabilities = 1 << 16;
  if constexpr (Archive::reads)
    status.capabilities.resize(archive.count(mostCapabilities));
  else
    archive.number(status.capabilities.size());
  for (auto& capability : status.capabilities)
    archive.text(capability, longestLinkText);
  archive.flag(status.openDoor);
  archive.number(status.incarnation.value);
  archive.span(status.clockError);
}

} // namespace pushscope
