#pragma once

#include "models/feed/recording_status.h"
#include "models/recording/flight_ring.h"
#include "models/recording/record_block.h"
#include "models/recording/recording_writer.h"
#include "models/store/world.h"

#include <QObject>

#include <atomic>
#include <memory>
#include <optional>

namespace pushscope {

// Compresses what links have told, keeps the newest minutes of it, and writes recordings. Lives on a thread of its own,
// because a disk may stand still; nothing waits for it: what comes faster than it can be taken is left out of the
// recording, and the recording says so. Every function but give() is for its thread.
class Recorder : public QObject {
  Q_OBJECT
 public:
  using Finished = RecordBlockWriter::Finished;

  // From the ingest thread only. Dropped if too much waits already.
  void give(Finished&& block);

  // Into a file that must not exist yet, beginning with what the flight recorder knows since then.
  void start(const QString& path, WallTime since);
  void stop();
  // The same as a whole recording, done at once.
  void save(const QString& path, WallTime since);
  // Another world begins: the file ends, and the ring is empty.
  void clear();

  // A disk that stands still for two seconds at a million facts a second.
  static constexpr size_t mostWaiting = 32 * 1024 * 1024;
  // So that a jump has little more to replay than a tenth of a second, at 10 million facts a second.
  static constexpr uint64_t factsBetweenImages = 1'000'000;
  // Ditto where little is told: most of what a quiet second costs is the second.
  static constexpr Duration timeBetweenImages = std::chrono::minutes(10);
  // And so that images are no more than a sixth of the file, however many devices there are.
  static constexpr uint64_t recordsToImage = 5;

 signals:
  void changed(const pushscope::RecordingStatus& status);
  void saved(const QString& path, const pushscope::Error& error);

 private:
  void take(const Finished& block, uint64_t number);
  void fold();
  void append(const SealedBlock& block);
  void considerImage();
  World worldBefore() const;
  Status writeRing(RecordingWriter& writer, WallTime since, World& world, bool toTheEnd) const;
  void say();

  std::atomic<size_t> m_waiting = 0; // bytes given and not taken
  uint64_t m_given = 0;              // of the ingest thread
  FlightRing m_ring;
  std::optional<RecordingWriter> m_writer;
  World m_shadow; // while a file is written: what an image shows
  uint64_t m_factsSinceImage = 0, m_bytesSinceImage = 0, m_imageBytes = 0;
  WallTime m_imageAt{};
  RecordingStatus m_status;
  uint64_t m_next = 0; // the number that is expected
};

} // namespace pushscope
