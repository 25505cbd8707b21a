#pragma once

#include "app/console/console.h"

#include <QTimer>

#include <optional>

namespace pushscope {

// The bounded run for a machine without a display: watches for a while, sends pushes, and leaves pictures of every
// page, CSVs, the ladder of a push and a bug report in a folder. Of a recording, at once those of its end. Prints what
// it does. Ends the event loop with an exit code: 0 only if everything that it promises is there.
class ReportRun : public QObject {
  Q_OBJECT
 public:
  struct Config {
    QString directory;
    Duration span;
    int expectedDevices = 0; // of the sandbox; 0: whatever there is
    double scale = 1;
    QSize window{1280, 800};
    std::optional<Uuid> push; // whose ladder is shown; none: the newest that was acknowledged
    QString device;           // of the push's; empty: the newest
  };
  ReportRun(Console& console, Config config);

 private:
  enum class Phase { replaying, connecting, watching, finishing };
  void step();
  void watch(MonoTime now);
  void sleepSome();
  QStringList targetsNow();
  void sendPush();
  struct Deliveries {
    size_t all = 0, acknowledged = 0, open = 0;
  };
  Deliveries deliveries() const;
  void write();
  bool writeOne(const Status& status, const QString& path, const QString& what);
  bool writeLadder();
  void writeReport();
  void finish();
  QString path(const QString& name) const;
  void say(const QString& text) const;
  void fail(const QString& sentence, int code);
  int onlineDevices() const;

  Console& m_console;
  Config m_config;
  QTimer m_timer;
  Phase m_phase = Phase::connecting;
  MonoTime m_began;
  MonoTime m_nextPush{};
  MonoTime m_nextWord{};
  int m_sent = 0;
  QList<Row> m_sleepers; // phones of the sandbox that this run sent to the background
  QList<Row> m_woken;    // of these, the ones that it pushed to since
  std::unique_ptr<BugReport> m_report;
  bool m_done = false;
};

} // namespace pushscope
