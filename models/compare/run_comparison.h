#pragma once

#include "models/compare/recorded_run.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <memory>

class QThread;

namespace pushscope {

// Reads two recordings on a thread of its own and compares them; whoever asked goes on. One comparison at a time: a
// new one takes the place of the one before, of which nothing is heard any more.
class RunComparison : public QObject {
  Q_OBJECT
 public:
  // A part of a recording, or of the one in a bug report.
  struct Part {
    QString path;
    Duration last{};
    std::optional<Duration> until; // since its beginning; none: its end
  };
  struct Outcome {
    RecordedRun before, after;
    FigureComparison comparison;
  };

  explicit RunComparison(QObject* parent = nullptr);
  // Waits for its thread, 200 ms at most.
  ~RunComparison() override;

  void start(const Part& before, const Part& after, double worseThan);
  void cancel();
  bool isRunning() const { return m_work != nullptr; }

 signals:
  // From 0 to 1.
  void progressed(double done);
  void failed(bool isAfter, const QString& sentence);
  void finished(std::shared_ptr<const pushscope::RunComparison::Outcome> outcome);

 private:
  struct Work;
  void over(const std::shared_ptr<Work>& work);

  std::shared_ptr<Work> m_work; // null: nothing runs
  std::unique_ptr<QThread> m_thread;
  QTimer m_look; // at how far it is
};

} // namespace pushscope
