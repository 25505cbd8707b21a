#pragma once

#include <QApplication>
#include <QElapsedTimer>
#include <QMetaEnum>
#include <QThread>

#include <ctime>
#include <string>
#include <utility>
#include <vector>

namespace pushscope {

// Sees how long each event holds the window: what a person feels as a stall, and repaints among them. Time of the clock
// on the wall has in it what else the machine does; time of the processor is this thread's own.
class WatchedApplication : public QApplication {
 public:
  using QApplication::QApplication;

  struct Held {
    double wallMs = 0, cpuMs = 0;
    std::string what; // event and receiver
  };

  bool notify(QObject* receiver, QEvent* event) override {
    if (QThread::currentThread() != thread())
      return QApplication::notify(receiver, event);
    const bool outermost = m_depth++ == 0;
    const QEvent::Type type = event->type();
    const char* name = receiver->metaObject()->className();
    const double cpu = outermost ? cpuMs() : 0;
    QElapsedTimer timer;
    timer.start();
    const bool done = QApplication::notify(receiver, event);
    --m_depth;
    const double wall = double(timer.nsecsElapsed()) * 1e-6;
    if (outermost)
      note({wall, cpuMs() - cpu, {}}, type, name);
    if (type == QEvent::UpdateRequest)
      m_repaints.push_back(wall);
    m_hasPainted |= type == QEvent::Paint;
    return done;
  }

  std::vector<double> takeRepaints() { return std::exchange(m_repaints, {}); } // ms
  // Those that held it longest since the last call, by each clock.
  struct Longest {
    Held byWall, byCpu;
  };
  Longest takeLongest() { return std::exchange(m_longest, {}); }
  bool hasPainted() const { return m_hasPainted; }

 private:
  static double cpuMs() {
    timespec spent{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return double(spent.tv_sec) * 1e3 + double(spent.tv_nsec) * 1e-6;
  }
  void note(Held held, QEvent::Type type, const char* receiver) {
    const bool byWall = held.wallMs > m_longest.byWall.wallMs, byCpu = held.cpuMs > m_longest.byCpu.cpuMs;
    if (!byWall && !byCpu)
      return;
    const char* event = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
    held.what = std::string(event ? event : "event") + " of " + receiver;
    if (byWall)
      m_longest.byWall = held;
    if (byCpu)
      m_longest.byCpu = held;
  }

  bool m_hasPainted = false;
  int m_depth = 0;
  Longest m_longest;
  std::vector<double> m_repaints;
};

} // namespace pushscope
