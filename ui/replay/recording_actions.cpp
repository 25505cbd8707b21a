#include "ui/replay/recording_actions.h"

#include "ui/actions/action.h"

#include <QAction>

namespace pushscope {

RecordingActions::RecordingActions(ConsoleContext& context, TimeTravel& travel, QWidget* window)
    : QObject(window), m_context(context), m_travel(travel) {
  m_open = makeAction(window,
                      {"recordingOpen", tr("&Open recording…"), tr("Watch a recording, or the one in a bug report"),
                       QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O)},
                      [this, window] { m_travel.askOpen(window); });
  for (const int minutes : {1, 5, 10}) {
    const QString span = minutes == 1 ? tr("1 minute") : tr("%1 minutes").arg(minutes);
    m_saves << makeAction(window,
                          {QStringLiteral("recordingSave%1").arg(minutes).toLatin1().constData(),
                           tr("Save the last %1…").arg(span),
                           tr("Save in a file what was told in the last %1").arg(span),
                           minutes == 10 ? QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S) : QKeySequence()},
                          [this, window, minutes] { m_travel.askSave(std::chrono::minutes(minutes), window); });
  }
  // Of the two with one key never more than one can be done.
  const QKeySequence recordKey(Qt::CTRL | Qt::Key_R);
  m_record = makeAction(window, {"recordingStart", tr("&Record…"), tr("Record from now on into a new file"), recordKey},
                        [this, window] { m_travel.askRecord(window); });
  m_stop = makeAction(
      window, {"recordingStop", tr("S&top recording"), tr("End the recording; its file is whole then"), recordKey},
      [this] { m_travel.stop(); });
  m_mark = makeAction(window,
                      {"recordingNoteNow", tr("&Mark this moment…"), tr("Write a note about what is recorded now"),
                       QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M)},
                      [this] { emit markWanted(); });
  m_live = makeAction(
      window, {"recordingBack", tr("Back to &live"), tr("Show what is now"), QKeySequence(Qt::CTRL | Qt::Key_L)},
      [this] { m_travel.backToLive(); });
  connect(&m_context.feed(), &Feed::recordingChanged, this, &RecordingActions::refresh);
  connect(&m_travel, &TimeTravel::watchedChanged, this, &RecordingActions::refresh);
  refresh();
}

void RecordingActions::refresh() {
  const bool recording = m_context.feed().recording().recording;
  allow(m_record, recording ? tr("This is being recorded already") : QString());
  allow(m_stop, recording ? QString() : tr("Nothing is recorded into a file now"));
  allow(m_live, m_travel.replay() ? QString() : tr("What is shown is live already"));
}

} // namespace pushscope
