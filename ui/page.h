#pragma once

#include "models/store/world.h"

#include <QWidget>

#include <any>

namespace pushscope {

class TableView;

// A place in the console. A page keeps no data of its own: it shows the world, and is told when that has changed.
class Page : public QWidget {
 public:
  using QWidget::QWidget;

  virtual QString id() const = 0;    // snake_case English: file names, settings
  virtual QString title() const = 0; // for people
  virtual QString icon() const = 0;  // name in resources/icons
  // Only while it is visible, and once when it becomes so; `changes` then says that all has changed.
  virtual void refresh(const World& world, const World::Changes& changes, WallTime now) = 0;
  // The world is another one from now on.
  virtual void reset(const World& world, WallTime now) = 0;
  // What it shows is still being asked for, so a picture of it would be of no use.
  virtual bool isReading() const { return false; }
  // What of it is neither in the world nor in a field (KeptInput): for the same page when all is made anew.
  virtual std::any handOver() const { return {}; }
  virtual void takeOver(const std::any& before) { Q_UNUSED(before) }
  // What "export table" writes; null if the page has no table.
  virtual TableView* table() const { return nullptr; }
};

} // namespace pushscope
