#pragma once

#include "protocol/base/time.h"
#include "protocol/message/session.h"

#include <array>
#include <cstdint>
#include <string>

// What writer and reader share about the file as a whole; the document is FORMAT.md.
namespace pushscope {

inline constexpr std::array<uint8_t, 8> recordingMagic{0x89, 'P', 'S', 'R', 'E', 'C', '\r', '\n'};
inline constexpr uint32_t recordingVersion = 2, oldestRecordingVersion = 1;
inline constexpr std::array<uint8_t, 8> trailerMagic{'p', 's', 'r', 'e', 'c', 'e', 'n', 'd'};
inline constexpr size_t fileHeadSize = recordingMagic.size() + 4; // magic, version
inline constexpr size_t trailerSize = 8 + trailerMagic.size();    // where the index is, magic

// Who recorded, and when. No person's name.
struct RecordingAbout {
  uint32_t protocol = protocolVersion;
  std::string program; // "pushctl 0.1.0"
  WallTime made{};
};

template <class Archive, class About>
void visitAbout(Archive& archive, About& about) {
  archive.number(about.protocol);
  archive.text(about.program, 256);
  archive.time(about.made);
}

} // namespace pushscope
