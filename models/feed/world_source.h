#pragma once

#include "models/store/world.h"

#include <QObject>

namespace pushscope {

// Where a world comes from, for whoever shows it: the live feed, or the replay of a recording.
class WorldSource : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;

  virtual const World& world() const = 0;
  // Counts up whenever world() is a new one: rows and numbers of the old one mean nothing any more.
  virtual uint64_t worldNumber() const = 0;
  // What "now" is for what is shown: ages and countdowns are measured against it.
  virtual WallTime now() const = 0;
  // See World; said by changed().
  virtual void chooseBeats(const BeatRange& range) = 0;

 signals:
  void changed(const pushscope::World::Changes& changes);
};

} // namespace pushscope
