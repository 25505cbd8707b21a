#pragma once

#include "models/feed/recorder.h"

namespace pushscope {

// The ingest thread's end of the recorder: gathers what comes into blocks, in the order in which the world gets it.
class RecordTap {
 public:
  explicit RecordTap(Recorder& recorder) : m_recorder(recorder) {}

  void take(Record::Kind kind, Now now, LinkId link, BytesView body);
  void take(Now now, LinkId link, const RecordedFrame& frame, size_t facts);
  // Hands over what there is, full or not.
  void flush();

  // What the end of the program takes from a file, at most. Blocks of a second are a sixth larger where little is told.
  static constexpr Duration longest = std::chrono::seconds(5);

 private:
  void considerFlush(Now now);

  Recorder& m_recorder;
  RecordBlockWriter m_block;
};

} // namespace pushscope
