#pragma once

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>

#include <functional>

namespace pushscope {

// Runs the event loop until it is so. False after the limit, which is there for broken code, not for slow machines.
inline bool waitUntil(const std::function<bool()>& done, int limitMs = 20'000) {
  QElapsedTimer spent;
  spent.start();
  while (!done()) {
    if (spent.elapsed() > limitMs)
      return false;
    QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 20);
  }
  return true;
}

} // namespace pushscope
