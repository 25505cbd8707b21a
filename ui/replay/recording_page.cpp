#include "ui/replay/recording_page.h"

#include "models/recording/record.h"
#include "models/text/format.h"
#include "models/text/sentences.h"
#include "ui/actions/action.h"
#include "ui/replay/compare_dialog.h"
#include "ui/replay/recording_actions.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"
#include "ui/theme/tint.h"

#include <QAction>
#include <QDir>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace pushscope {
namespace {

constexpr int timeRole = Qt::UserRole;

bool goesOnAfter(const RecordingFlaw& flaw) {
  return flaw.cause == RecordingFlaw::Cause::damaged || flaw.cause == RecordingFlaw::Cause::dropped;
}

void setText(QLabel* label, const QString& text) {
  if (label->text() != text)
    label->setText(text);
}

} // namespace

RecordingPage::RecordingPage(ConsoleContext& context, TimeTravel& travel, const RecordingActions& actions,
                             QWidget* parent)
    : Page(parent), m_context(context), m_travel(travel), m_actions(actions) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit);
  layout->setSpacing(Theme::unit);
  m_problem = paragraph({}, this);
  m_problem->setObjectName(QStringLiteral("recordingProblem"));
  m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
  setTint(m_problem, Tint::wrong);
  layout->addWidget(m_problem);
  makeFlightRecorder(layout);
  makeRecording(layout);
  makeWatched(layout);
  connect(&m_context.feed(), &Feed::recordingChanged, this, &RecordingPage::showLive);
  connect(&m_travel, &TimeTravel::problemChanged, this, &RecordingPage::showLive);
  connect(&m_travel, &TimeTravel::watchedChanged, this, &RecordingPage::showWatched);
  showLive();
  showWatched();
}

void RecordingPage::makeFlightRecorder(QVBoxLayout* layout) {
  m_ring = paragraph({}, this);
  m_ring->setObjectName(QStringLiteral("recordingRing"));
  auto* row = new QHBoxLayout;
  row->setSpacing(Theme::unit);
  for (QAction* save : m_actions.saves())
    row->addWidget(makeButton(save, this));
  row->addStretch(1);
  layout->addWidget(heading(tr("Flight recorder"), this));
  layout->addWidget(m_ring);
  layout->addLayout(row);
  layout->addSpacing(Theme::unit);
}

void RecordingPage::makeRecording(QVBoxLayout* layout) {
  m_file = paragraph({}, this);
  m_file->setObjectName(QStringLiteral("recordingFile"));
  m_note = new QLineEdit(this);
  m_note->setObjectName(QStringLiteral("recordingNote"));
  m_note->setAccessibleName(tr("Note at this moment"));
  m_note->setPlaceholderText(tr("Note at this moment  (Ctrl+Shift+M)"));
  m_note->setMaxLength(int(longestMark));
  m_mark = makeAction(
      this, {"recordingMark", tr("Put the note"), tr("Put the note at this moment of what is recorded (Enter)")},
      [this] { mark(); });
  auto* row = new QHBoxLayout;
  row->setSpacing(Theme::unit);
  row->addWidget(makeButton(m_actions.record(), this));
  row->addWidget(makeButton(m_actions.stop(), this));
  row->addWidget(m_note, 1);
  row->addWidget(makeButton(m_mark, this));
  layout->addWidget(heading(tr("Recording into a file"), this));
  layout->addWidget(m_file);
  layout->addLayout(row);
  layout->addSpacing(Theme::unit);
  connect(m_note, &QLineEdit::returnPressed, this, &RecordingPage::mark);
  const auto judge = [this] {
    allow(m_mark, m_note->text().trimmed().isEmpty() ? tr("Write a note first") : QString());
  };
  connect(m_note, &QLineEdit::textChanged, this, judge);
  judge();
}

void RecordingPage::makeWatched(QVBoxLayout* layout) {
  m_summary = paragraph({}, this);
  m_summary->setObjectName(QStringLiteral("recordingSummary"));
  m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* row = new QHBoxLayout;
  row->setSpacing(Theme::unit);
  QAction* compare = makeAction(this,
                                {"recordingCompare", tr("Compare…"),
                                 tr("Two recordings, or two times of one, in numbers: what got worse and what better")},
                                [this] { this->compare(); });
  row->addWidget(makeButton(m_actions.open(), this));
  row->addWidget(makeButton(m_actions.backToLive(), this));
  row->addWidget(makeButton(compare, this));
  row->addStretch(1);
  m_places = new QTreeWidget(this);
  m_places->setObjectName(QStringLiteral("recordingPlaces"));
  m_places->setAccessibleName(tr("Marks and gaps"));
  m_places->setToolTip(tr("Enter or a double click moves the time cursor there"));
  m_places->setHeaderLabels({tr("Time"), tr("Kind"), tr("Note")});
  m_places->setRootIsDecorated(false);
  m_places->setUniformRowHeights(true);
  m_places->setMinimumHeight(3 * Theme::rowHeight);
  m_places->header()->setStretchLastSection(true);
  m_places->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
  m_places->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
  layout->addWidget(heading(tr("Replay"), this));
  layout->addWidget(m_summary);
  layout->addLayout(row);
  layout->addWidget(m_places, 1);
  layout->addStretch(0);
  connect(m_places, &QTreeWidget::itemActivated, this, &RecordingPage::goTo);
}

void RecordingPage::showLive() {
  const RecordingStatus& status = m_context.feed().recording();
  const WallTime now = m_context.feed().now();
  setText(m_problem, m_travel.problem());
  m_problem->setVisible(!m_travel.problem().isEmpty());
  const bool connected = !m_context.feed().world().links().empty();
  setText(
      m_ring,
      !connected ? tr("Nothing is connected, so there is nothing to keep. Choose File → Connect, or start a sandbox.")
      : status.reachesBack == WallTime{}
          ? tr("All that servers and fleets tell is kept in memory for 10 minutes, from now on.")
          : tr("All that servers and fleets told since %1 is in memory: the last %2, %3. It is kept for 10 minutes.")
                .arg(timeOfDay(status.reachesBack).section(QLatin1Char('.'), 0, 0),
                     durationForPeople(std::max(now - status.reachesBack, Duration::zero())),
                     bytesForPeople(status.heldBytes)));
  const QString path = plain(QDir::toNativeSeparators(status.path).toStdString(), 500);
  const QString left = status.dropped == 0 ? QString()
                                           : tr(" %1 blocks were left out, because they came faster than they could be "
                                                "written.")
                                                 .arg(countForPeople(status.dropped));
  setText(m_file, status.recording ? tr("Recording into %1: %2 facts, %3.")
                                             .arg(path, countForPeople(status.facts), bytesForPeople(status.bytes)) +
                                         left
                  : status.path.isEmpty() || status.error.code != ErrorCode::ok
                      ? tr("Nothing is recorded into a file now.")
                      : tr("Nothing is recorded into a file now. The last one was %1: %2 facts, %3.")
                                .arg(path, countForPeople(status.facts), bytesForPeople(status.bytes)) +
                            left);
  m_note->setEnabled(connected);
}

void RecordingPage::showWatched() {
  const Replay* replay = m_travel.replay();
  m_places->clear();
  m_places->setVisible(replay != nullptr);
  if (!replay)
    return setText(m_summary, tr("What is shown is live. A recording is watched on the same pages, with one time "
                                 "cursor above them, while the live feed goes on beside it."));
  const Playback& playback = replay->playback();
  const RecordingReader& recording = playback.recording();
  const QString path = plain(QDir::toNativeSeparators(QString::fromStdString(recording.name())).toStdString(), 500);
  for (const Mark& mark : playback.marks())
    addPlace(mark.at, tr("mark"), plain(mark.text, 1000));
  for (const RecordingFlaw& flaw : recording.flaws())
    addPlace(flaw.from == WallTime{} ? playback.begin() : flaw.from, goesOnAfter(flaw) ? tr("gap") : tr("end"),
             Sentences::flaw(flaw, path.section(QDir::separator(), -1)));
  const bool bare = m_places->topLevelItemCount() == 0;
  m_places->setVisible(!bare);
  m_places->sortItems(0, Qt::AscendingOrder);
  setText(m_summary,
          tr("%1\n%2, from %3 to %4\n%5 facts, %6; recorded by %7, protocol %8.%9")
              .arg(path, durationForPeople(playback.end() - playback.begin()), absoluteTime(playback.begin()),
                   absoluteTime(playback.end()), countForPeople(playback.facts()), bytesForPeople(recording.bytes()),
                   plain(recording.about().program), QString::number(recording.about().protocol),
                   bare ? tr(" It has no marks and no gaps.") : QString()));
}

void RecordingPage::addPlace(WallTime at, const QString& kind, const QString& text) {
  auto* item = new QTreeWidgetItem(m_places, {absoluteTime(at), kind, text});
  item->setData(0, timeRole, qlonglong(micros(at)));
  item->setToolTip(2, asToolTip(text));
}

void RecordingPage::goTo(QTreeWidgetItem* place) {
  if (Replay* replay = m_travel.replay())
    replay->seek(wallFromMicros(place->data(0, timeRole).toLongLong()));
}

void RecordingPage::compare() {
  auto* dialog = new CompareDialog(window());
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  if (const Replay* replay = m_travel.replay()) {
    const Playback& playback = replay->playback();
    dialog->setBefore(QString::fromStdString(playback.recording().name()),
                      playback.at() < playback.end() ? std::optional(playback.at() - playback.begin()) : std::nullopt);
  }
  connect(dialog, &CompareDialog::exportWanted, this,
          [this, dialog](TableView* table, const QString& name) { emit exportWanted(table, name, dialog); });
  dialog->show();
}

void RecordingPage::mark() {
  m_travel.mark(m_note->text());
  m_note->clear();
}

void RecordingPage::beginMark() {
  m_note->setFocus();
  m_note->selectAll();
}

void RecordingPage::refresh(const World&, const World::Changes&, WallTime) {
  showLive();
}

void RecordingPage::reset(const World&, WallTime) {}

} // namespace pushscope
