#pragma once

#include "models/feed/batch_queue.h"
#include "models/feed/recording_status.h"
#include "models/feed/request.h"
#include "models/feed/tick_times.h"
#include "models/feed/world_source.h"

#include <QElapsedTimer>
#include <QThread>
#include <QTimer>

#include <functional>
#include <memory>

namespace pushscope {

class Ingest;
class Recorder;

// The GUI thread's end of the live feed: starts links, sends requests, and on each tick moves what has come into the
// world, until there is no more or the tick's time is spent. Then it says once what changed.
class Feed : public WorldSource {
  Q_OBJECT
 public:
  explicit Feed(QObject* parent = nullptr);
  ~Feed() override;

  // Starts a link at once; it reports through world().links().
  LinkId open(const LinkTarget& target);
  // Ends one link with a goodbye, and leaves the others alone. It stays in world().links() as `closed`, because its
  // number is taken; what it said of devices is forgotten, and what it was asked for is answered.
  void close(LinkId link);
  // Ends all links and begins with an empty world.
  void closeAll();
  void retry(LinkId link);

  // The answer comes with changed(); see Request.
  RequestId ask(LinkId link, Ask body);

  const World& world() const override { return *m_world; }
  uint64_t worldNumber() const override { return m_worldNumber; }
  // By this computer's clock.
  WallTime now() const override;
  void chooseBeats(const BeatRange& range) override { m_world->chooseBeats(range); }
  // Told of each batch before the world is, for who keeps more of the facts than the world does; nothing: nobody.
  void setTap(std::function<void(const Batch&)> tap) { m_tap = std::move(tap); }
  // Batches that wait for a tick.
  size_t lag() const { return m_queue->size(); }
  // Of the last 10 to 20 s: applying what came, and all that the window did about it. Nothing before the first tick.
  std::optional<Duration> tickTime(unsigned perThousand) const { return m_tickTimes.percentile(perThousand); }

  // Everything that links tell is kept for some minutes, see FlightRing. Outcomes come as recordingChanged() and
  // recordingSaved(); the live feed waits for none of it.
  //
  // Records into a file that must not exist yet, beginning with what is kept since then, until told to stop or
  // closeAll().
  void startRecording(const QString& path, WallTime since);
  void stopRecording();
  // What is kept since then, as a file of its own.
  void saveRecent(const QString& path, WallTime since);
  // A note at this moment, of at most longestMark bytes; more is cut off.
  void mark(const QString& text);
  const RecordingStatus& recording() const { return m_recording; }

  // 4-console: the display's rate at most, and that only while more waits than a tick takes.
  static constexpr std::chrono::milliseconds tickInterval{33};
  static constexpr std::chrono::milliseconds busyInterval{16};
  // Of applying; the rest of the 8 ms of a tick is for the page, the rest of the frame for drawing. While a snapshot is
  // read there is little to draw and a person waits.
  static constexpr std::chrono::milliseconds tickBudget{4};
  static constexpr std::chrono::milliseconds snapshotBudget{12};
  // Digits that change more often than this cannot be read, and drawing them is most of what a quiet console does.
  static constexpr std::chrono::milliseconds readable{100};

 signals:
  void recordingChanged(const pushscope::RecordingStatus& status);
  // Whole, if there is no error.
  void recordingSaved(const QString& path, const pushscope::Error& error);

 private:
  void tick();
  void tellRecorder(std::function<void(Recorder&)> what);
  bool applyBatches();
  bool readsSnapshot() const;

  std::shared_ptr<BatchQueue> m_queue;
  QThread m_thread, m_recorderThread;
  Recorder* m_recorder; // lives on m_recorderThread, and ends there
  Ingest* m_ingest;     // lives on m_thread, and ends there
  RecordingStatus m_recording;
  std::unique_ptr<World> m_world;
  uint64_t m_worldNumber = 0;
  uint32_t m_nextLink = 0;
  uint64_t m_nextRequest = 0;
  std::function<void(const Batch&)> m_tap;
  QTimer m_tick;
  TickTimes m_tickTimes;
  QElapsedTimer m_sinceChanged;
};

} // namespace pushscope
