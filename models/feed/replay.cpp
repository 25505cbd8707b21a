#include "models/feed/replay.h"

#include "models/feed/feed.h"

#include <algorithm>

namespace pushscope {

Replay::Replay(RecordingReader reader, QObject* parent) : WorldSource(parent), m_playback(std::move(reader)) {
  m_toldWorld = m_playback.worldNumber();
  m_tick.setTimerType(Qt::PreciseTimer);
  m_tick.setInterval(Feed::tickInterval);
  connect(&m_tick, &QTimer::timeout, this, &Replay::tick);
}

void Replay::play(double speed) {
  m_speed = std::clamp(speed, 0.001, fastest);
  if (m_playback.atEnd())
    m_playback.seek(m_playback.begin());
  m_sinceTick.start();
  m_tick.start();
  tell();
  emit stateChanged();
}

void Replay::pause() {
  m_tick.stop();
  emit stateChanged();
}

void Replay::step() {
  m_playback.step();
  tell();
}

void Replay::skipSilence() {
  const auto isKnown = [this] {
    const auto& links = world().links();
    return !links.empty() &&
           std::all_of(links.begin(), links.end(), [](const World::LinkInfo& link) { return link.snapshotComplete; });
  };
  m_playback.play(longestSilence, isKnown);
  if (!isKnown())
    m_playback.seek(m_playback.begin());
  tell();
}

void Replay::seek(WallTime time) {
  m_playback.seek(time);
  m_sinceTick.start();
  tell();
  emit stateChanged();
}

void Replay::chooseBeats(const BeatRange& range) {
  m_playback.chooseBeats(range);
  tell();
}

void Replay::tick() {
  const auto passed = Duration(int64_t(double(m_sinceTick.nsecsElapsed()) / 1000 * m_speed));
  m_sinceTick.start();
  QElapsedTimer spent;
  spent.start();
  m_playback.play(passed, [&] { return spent.elapsed() >= Feed::tickBudget.count(); });
  tell();
  if (m_playback.atEnd())
    pause();
}

void Replay::tell() {
  World::Changes changes = m_playback.takeChanges();
  if (m_toldWorld != m_playback.worldNumber())
    changes = World::Changes::everything();
  m_toldWorld = m_playback.worldNumber();
  if (changes.any())
    emit changed(changes);
}

} // namespace pushscope
