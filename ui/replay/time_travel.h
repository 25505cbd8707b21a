#pragma once

#include "models/feed/replay.h"
#include "ui/console_context.h"

#include <memory>

namespace pushscope {

// What a person does with time: keeps in files what is live, and watches what was kept. One recording is watched at a
// time, while the live feed goes on beside it.
class TimeTravel : public QObject {
  Q_OBJECT
 public:
  explicit TimeTravel(ConsoleContext& context, QObject* parent = nullptr);

  // What is watched; null: the live feed.
  Replay* replay() const { return m_replay.get(); }
  // Watches a recording, or the one in a bug report, from its beginning on. False if it cannot be, and problem() says
  // why.
  bool open(const QString& path);
  void backToLive();

  // Into a file that must not exist yet, from now on.
  void record(const QString& path);
  void stop();
  void save(const QString& path, Duration last);
  // Nothing is written for an empty note.
  void mark(const QString& note);

  // Ask for a name first.
  void askOpen(QWidget* window);
  void askRecord(QWidget* window);
  void askSave(Duration last, QWidget* window);

  // Why what was asked for last did not happen or ended; empty: all is well.
  const QString& problem() const { return m_problem; }

 signals:
  // Another recording, or live again.
  void watchedChanged();
  void problemChanged();

 private:
  bool isSomethingTold();
  void setProblem(const QString& sentence);
  void recordingChanged(const RecordingStatus& status);

  ConsoleContext& m_context;
  std::unique_ptr<Replay> m_replay;
  QString m_problem;
  QSet<QString> m_saving;
  RecordingStatus m_told; // what was said of it already
};

} // namespace pushscope
