#pragma once

#include "models/feed/record_applier.h"
#include "models/recording/recording_reader.h"

#include <functional>
#include <memory>

namespace pushscope {

// A recording with a cursor, and the world as it was there. Knows no clock: whoever holds it says how far to go. After
// a part that cannot be read the world is what could be told, and exact again from the next image on.
class Playback {
 public:
  explicit Playback(RecordingReader reader);

  const RecordingReader& recording() const { return m_reader; }
  WallTime begin() const { return m_begin; }
  WallTime end() const { return m_end; }
  std::vector<Mark> marks() const;
  uint64_t facts() const;

  const World& world() const { return *m_world; }
  void chooseBeats(const BeatRange& range) { m_world->chooseBeats(range); }
  World::Changes takeChanges() { return m_world->takeChanges(); }
  // Counts up when seek() replaced the world.
  uint64_t worldNumber() const { return m_worldNumber; }
  // The time at the cursor.
  WallTime at() const { return m_at; }
  bool atEnd() const { return !m_next; }
  // What step() does next, as it is in the file; null at the end. Both last until then.
  const Record* next() const { return m_next ? &*m_next : nullptr; }
  // Of a next() that is one.
  RecordedFrame nextFrame() { return m_open->frame(); }

  // The next record, if there is one; its time is the cursor's then.
  void step();
  // Goes on for `span` of the recording's time, until `enough` says so, or to its end.
  void play(Duration span, const std::function<bool()>& enough);
  // To where every record up to this time has come, and no later one.
  void seek(WallTime time);

 private:
  bool load(size_t image);
  bool restart(size_t image);
  size_t imageBefore(size_t block) const;
  void fetch();
  void enterBlock();

  RecordingReader m_reader;
  WallTime m_begin{}, m_end{};
  std::unique_ptr<World> m_world = std::make_unique<World>();
  uint64_t m_worldNumber = 0;
  size_t m_block = 0; // that comes after the open one
  std::optional<RecordBlockReader> m_open;
  std::optional<Record> m_next;
  WallTime m_at{};
  WallTime m_latest{}; // of the records since the last restart: clocks may be set back
  MonoTime m_mono{};
  bool m_exact = true;
};

} // namespace pushscope
