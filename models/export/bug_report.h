#pragma once

#include "models/export/redaction.h"
#include "models/export/table_export.h"
#include "models/feed/feed.h"
#include "models/recording/flight_ring.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QPointer>
#include <QTemporaryDir>
#include <QTimer>

#include <atomic>
#include <memory>

class QThread;

namespace pushscope {

// Everything that somebody needs who was not there, in one archive: what was seen as tables and pictures, the ladder of
// a push, the recording around it, what the log said, and a manifest with versions, sizes and hashes. It names nobody
// whom it need not name, see Redaction; payloads and credentials are never in it.
//
// prepare() gathers the files in a folder of its own, so that a person can see what there is before anything leaves;
// write() makes the archive of them, whole or not at all. Tables are read in slices on the thread on which this lives,
// that of the world; all else is done by a worker. Pictures are those of a console that is started off-screen on the
// recording as it is in the report: so they cannot show what the report does not tell.
class BugReport : public QObject {
  Q_OBJECT
 public:
  struct Table {
    QString name; // "sessions"
    std::vector<const Column*> columns;
    std::shared_ptr<const Arrangement> rows;
  };
  struct Request {
    QByteArray salt; // random, see Redaction
    WallTime made{};
    Redaction::Choice choice;
    // Of the recording; what happened before is there as far as it still shows.
    WallTime from{}, to{};
    QString recording; // which one is watched; empty: what the flight recorder of the feed keeps
    // Whose push's ladders are in it, its own first.
    std::optional<DeliveryTable::Number> delivery;
    std::vector<Table> tables;
    QStringList log;
    QJsonObject shown; // what of it a person looked at: page, queries, selection
    QString console;   // the program pushscope; empty: without pictures
  };

  // What it takes before a push: the beats before it, and whatever a minute explains.
  static constexpr Duration around = std::chrono::minutes(1);
  static constexpr Duration longestRecording = FlightRing::kept;
  static constexpr uint64_t mostRecordingBytes = 64 * 1024 * 1024;
  static constexpr size_t mostRows = 100'000; // of a table
  static constexpr size_t mostLadders = 100;  // of a push: nobody reads more
  // Off-screen, some seven pictures and as many tables.
  static constexpr std::chrono::seconds picturesLimit{60};

  // `source` is what is shown: the feed, or a replay. `feed` is whose flight recorder is asked if the request names no
  // recording; none is needed otherwise.
  BugReport(Feed* feed, const WorldSource& source, Request request, QObject* parent = nullptr);
  // Ends what goes on, and removes the folder.
  ~BugReport() override;

  void prepare();
  // After prepared(). Over a file that is there already. `note` is what a person says about it.
  void write(const QString& path, const QString& note = {});
  // Ends what goes on, if anything does, and then this; nobody waits.
  void end();

  struct File {
    QString name;
    qint64 size = 0;
    QByteArray sha256; // hexadecimal
  };
  // After prepared():
  // In the order of the archive.
  const QList<File>& files() const { return m_files; }
  const Redaction& redaction() const { return m_redaction; }
  // What is not in it that one might look for, and why.
  const QStringList& remarks() const { return m_remarks; }

  // Where the program pushscope is expected: beside this one. Empty if it is not there.
  static QString consoleBesideUs();
  // For Request::from and to: from a moment before the delivery, or the last minutes, until `now`, because what is
  // known of it may have been asked for later.
  static std::pair<WallTime, WallTime> spanOf(const DeliveryRow* delivery, WallTime now);

 signals:
  void progressed(int percent, const QString& what);
  void prepared();
  void written(const QString& path);
  // Nothing is left of it. `timedOut`: it was cancelled.
  void failed(const pushscope::Error& error);

 private:
  void step();
  Status writeLadders();
  Status beginTable();
  void inWorker(std::function<Status()> work, std::function<void()> done);
  // By the worker:
  Status gather();
  Status cutRecording();
  Status writeLog();
  void takePictures();
  QString runConsole(const QString& folder);
  Status describe();
  QJsonObject manifest();
  QJsonValue redacted(const QJsonValue& value, const QString& key);
  QString readMe() const;
  void listFiles();
  Status writeFile(const QString& name, const QByteArray& content);
  QString path(const QString& name) const { return m_folder.filePath(QStringLiteral("report/") + name); }
  bool goesOn(int percent, const QString& what);

  Feed* m_feed;
  QPointer<const WorldSource> m_source;
  uint64_t m_world; // by its number
  Request m_request;
  QString m_device; // whose ladder is drawn, as the report calls it
  QString m_note;
  Redaction m_redaction;
  QTemporaryDir m_folder;
  QTimer m_timer; // of the slices
  size_t m_table = 0;
  std::unique_ptr<QFile> m_file;
  std::unique_ptr<TableExport> m_export;
  QJsonArray m_links;     // as they were told
  bool m_isSaved = false; // the recording can be read, or there is none
  QString m_recording;    // what it is cut from
  QJsonObject m_recorded; // what is said of it
  QStringList m_remarks;
  QList<File> m_files;
  std::unique_ptr<QThread> m_worker;
  std::atomic<bool> m_goesOn = true;
};

} // namespace pushscope
