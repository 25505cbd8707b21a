#pragma once

#include "models/recording/text_meaning.h"
#include "models/store/batch.h"
#include "protocol/base/bytes.h"
#include "protocol/base/result.h"

namespace pushscope {

// One thing that a recording tells. The bytes are in FORMAT.md.
struct Record {
  enum class Kind : uint8_t {
    pulse,   // time goes on, once a second when nothing else comes
    link,    // a link was asked for: LinkIntroduction
    status,  // of a link: LinkStatus
    frame,   // from a link: RecordedFrame
    resumed, // a link went on from its cursor: all that it knew is known
    mark,    // of a person: text
  };

  Kind kind = Kind::pulse;
  WallTime at{}; // when it was received, by this computer's clocks
  MonoTime mono{};
  LinkId link;    // zero for pulses and marks
  BytesView body; // valid as long as what it was read from
};

// Who was asked, never with which credential.
struct LinkIntroduction {
  LinkKind kind = LinkKind::node;
  std::string target; // host and port
};

// A telemetry frame's body as it was received, and the clock by which it was read.
struct RecordedFrame {
  // The low byte of its command: telemetry::snapshotPage, block, gap; or `traced`, of the answer to a trace.
  uint32_t command = 0;
  Duration ahead{}; // how far the other side's clock was ahead of ours
  BytesView body;

  static constexpr uint32_t traced = 0x21;
};

// What a link may be called at most; the link itself shortens nothing.
inline constexpr size_t longestLinkText = 4096;
// A mark is a line for people.
inline constexpr size_t longestMark = 1024;

Bytes encode(const LinkIntroduction& link, const TextRewriter& rewrite = {});
Bytes encode(const LinkStatus& status, const TextRewriter& rewrite = {});
// `malformed` if it does not follow the format or its bounds.
Result<LinkIntroduction> readLinkIntroduction(BytesView body);
Result<LinkStatus> readLinkStatus(BytesView body);

} // namespace pushscope
