#include "ui/replay/time_travel.h"

#include "models/export/zip_reader.h"
#include "models/text/format.h"
#include "models/text/sentences.h"

#include <QDateTime>
#include <QDir>
#include <QFileDialog>

namespace pushscope {
namespace {

QString kindOfFile() {
  return TimeTravel::tr("Recordings (*.psrec)");
}
QString kindsToOpen() {
  return TimeTravel::tr("Recordings and bug reports (*.psrec *.zip)");
}

// An existing recording is refused in a sentence, never written over: it may be evidence.
QString askNewFile(QWidget* window, const QString& title) {
  const QString proposed = QStringLiteral("pushscope-%1.psrec")
                               .arg(QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss")));
  QFileDialog dialog(window, title, proposed, kindOfFile());
  dialog.setAcceptMode(QFileDialog::AcceptSave);
  dialog.setDefaultSuffix(QStringLiteral("psrec"));
  dialog.setOption(QFileDialog::DontConfirmOverwrite);
  dialog.selectFile(proposed);
  return dialog.exec() == QDialog::Accepted ? dialog.selectedFiles().value(0) : QString();
}

} // namespace

TimeTravel::TimeTravel(ConsoleContext& context, QObject* parent) : QObject(parent), m_context(context) {
  connect(&m_context.feed(), &Feed::recordingChanged, this, &TimeTravel::recordingChanged);
  connect(&m_context.feed(), &Feed::recordingSaved, this, [this](const QString& path, const Error& error) {
    if (!m_saving.remove(path))
      return; // somebody else's
    if (error.code != ErrorCode::ok)
      return setProblem(Sentences::error(error, QDir::toNativeSeparators(path)));
    emit m_context.said(tr("Saved: %1").arg(QDir::toNativeSeparators(path)));
  });
}

bool TimeTravel::open(const QString& path) {
  const QString shown = QDir::toNativeSeparators(path);
  Result<RecordingReader> reader = openRecording(path);
  if (!reader.ok()) {
    setProblem(Sentences::error(reader.error(), shown));
    return false;
  }
  auto replay = std::make_unique<Replay>(std::move(reader).value());
  if (replay->playback().begin() == WallTime{}) {
    setProblem(tr("%1 holds nothing that could be shown: it ended before anything was told.").arg(shown));
    return false;
  }
  setProblem({});
  replay->skipSilence();
  // The one before must outlive the moment in which pages turn to the new one.
  std::swap(m_replay, replay);
  m_context.watch(*m_replay);
  emit m_context.said(tr("Replay of %1").arg(shown));
  for (const RecordingFlaw& flaw : m_replay->playback().recording().flaws())
    emit m_context.said(Sentences::flaw(flaw, shown));
  emit watchedChanged();
  return true;
}

void TimeTravel::backToLive() {
  if (!m_replay)
    return;
  m_context.watch(m_context.feed());
  m_replay.reset();
  emit watchedChanged();
}

void TimeTravel::record(const QString& path) {
  setProblem({});
  m_told = {};
  m_context.feed().startRecording(path, m_context.feed().now());
}

void TimeTravel::stop() {
  m_context.feed().stopRecording();
}

void TimeTravel::save(const QString& path, Duration last) {
  setProblem({});
  m_saving << path;
  m_context.feed().saveRecent(path, m_context.feed().now() - last);
}

void TimeTravel::mark(const QString& note) {
  const QString line = note.simplified();
  if (line.isEmpty())
    return;
  m_context.feed().mark(line);
  emit m_context.said(tr("Marked: %1").arg(line));
}

void TimeTravel::askOpen(QWidget* window) {
  const QString path = QFileDialog::getOpenFileName(window, tr("Open recording"), {}, kindsToOpen());
  if (!path.isEmpty())
    open(path);
}

// Said before a person has looked for a name.
bool TimeTravel::isSomethingTold() {
  const bool connected = !m_context.feed().world().links().empty();
  setProblem(connected ? QString()
                       : tr("Nothing is connected, so there is nothing to record. Choose File → Connect, or start a "
                            "sandbox."));
  return connected;
}

void TimeTravel::askRecord(QWidget* window) {
  if (!isSomethingTold())
    return;
  const QString path = askNewFile(window, tr("Record into a new file"));
  if (!path.isEmpty())
    record(path);
}

void TimeTravel::askSave(Duration last, QWidget* window) {
  if (!isSomethingTold())
    return;
  const QString path = askNewFile(window, tr("Save the last %1").arg(durationForPeople(last)));
  if (!path.isEmpty())
    save(path, last);
}

void TimeTravel::setProblem(const QString& sentence) {
  if (!sentence.isEmpty())
    emit m_context.said(sentence);
  if (std::exchange(m_problem, sentence) != sentence)
    emit problemChanged();
}

void TimeTravel::recordingChanged(const RecordingStatus& status) {
  const RecordingStatus before = std::exchange(m_told, status);
  const QString path = QDir::toNativeSeparators(status.path);
  if (status.error.code != ErrorCode::ok && before.error.code == ErrorCode::ok)
    return setProblem(Sentences::error(status.error, path));
  if (status.recording && !before.recording)
    emit m_context.said(tr("Recording to %1").arg(path));
  if (!status.recording && before.recording)
    emit m_context.said(tr("Recorded: %1, %2").arg(path, bytesForPeople(status.bytes)));
}

} // namespace pushscope
