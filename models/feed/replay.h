#pragma once

#include "models/feed/playback.h"
#include "models/feed/world_source.h"

#include <QElapsedTimer>
#include <QTimer>

namespace pushscope {

// A recording that plays, for whoever shows a world. Lives on the GUI thread, beside the live feed; each tick takes no
// longer than one of the feed.
class Replay : public WorldSource {
  Q_OBJECT
 public:
  explicit Replay(RecordingReader reader, QObject* parent = nullptr);

  const World& world() const override { return m_playback.world(); }
  uint64_t worldNumber() const override { return m_playback.worldNumber(); }
  // The time at the cursor.
  WallTime now() const override { return m_playback.at(); }
  void chooseBeats(const BeatRange& range) override;

  const Playback& playback() const { return m_playback; }
  bool isPlaying() const { return m_tick.isActive(); }
  double speed() const { return m_speed; }

  // 1 is as it was; `fastest` as fast as this computer can, which is what any speed beyond that comes to.
  static constexpr double fastest = 1e6;
  // At the end it begins anew.
  void play(double speed);
  void pause();
  // To the next record.
  void step();
  // From the beginning to where every server and fleet has told all that it knows, if that is within some seconds:
  // before that there is nothing to look at.
  void skipSilence();
  static constexpr Duration longestSilence = std::chrono::seconds(10);
  // At once: up to some 200 ms.
  void seek(WallTime time);

 signals:
  // Plays, pauses, jumped or reached the end.
  void stateChanged();

 private:
  void tick();
  void tell();

  Playback m_playback;
  double m_speed = 1;
  QTimer m_tick;
  QElapsedTimer m_sinceTick;
  uint64_t m_toldWorld = 0;
};

} // namespace pushscope
