#include "ui/replay/compare_dialog.h"

#include "models/text/format.h"
#include "models/text/sentences.h"
#include "protocol/base/duration_text.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"
#include "ui/theme/tint.h"

#include <QDir>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace pushscope {
namespace {

constexpr int progressSteps = 1000;

std::optional<Duration> positiveDuration(const QString& text) {
  const Result<Duration> duration = parseDuration(text.trimmed().toStdString());
  return duration.ok() && duration.value() > Duration::zero() ? std::optional(duration.value()) : std::nullopt;
}

void say(QLabel* label, const QString& sentence) {
  label->setText(sentence);
  label->setVisible(!sentence.isEmpty());
}

QPushButton* makeButton(const QString& text, const QString& objectName, const QString& tip, QWidget* parent) {
  auto* button = new QPushButton(text, parent);
  button->setObjectName(objectName);
  button->setToolTip(asToolTip(tip));
  return button;
}

QLabel* problemLabel(QWidget* parent) {
  QLabel* label = paragraph({}, parent);
  setTint(label, Tint::wrong);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  label->hide();
  return label;
}

// What is behind a percentile; nothing behind a share.
struct Measure {
  std::string_view prefix;
  FineHistogram RunFigures::*values;
  const char* title;
};
constexpr Measure measures[] = {
    {"round_trip_", &RunFigures::roundTrips, QT_TRANSLATE_NOOP("pushscope::CompareDialog", "Round trip")},
    {"acknowledge_", &RunFigures::acknowledgements, QT_TRANSLATE_NOOP("pushscope::CompareDialog", "Acknowledgement")},
    {"wake_latency_", &RunFigures::wakeLatencies, QT_TRANSLATE_NOOP("pushscope::CompareDialog", "Wake latency")}};

} // namespace

DistributionView::DistributionView(QWidget* parent) : QWidget(parent) {
  setMinimumHeight(18 * Theme::unit);
  QSizePolicy policy = sizePolicy();
  policy.setVerticalPolicy(QSizePolicy::Expanding);
  setSizePolicy(policy);
}

void DistributionView::setPair(DistributionPair pair) {
  m_pair = std::move(pair);
  setAccessibleName(distributionWords(m_pair));
  update();
}

void DistributionView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), palette().base());
  paintDistributions(painter, QRectF(rect()).adjusted(8, 8, -8, -8), m_pair, palette(), font());
}

CompareDialog::CompareDialog(QWidget* parent) : QDialog(parent, Qt::Window), m_model(m_rows) {
  setObjectName(QStringLiteral("compareDialog"));
  setWindowTitle(tr("Compare recordings"));
  resize(960, 680);
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(Theme::unit);
  grid->setVerticalSpacing(4);
  grid->setColumnStretch(1, 1);
  addSide(grid, 0, tr("A, before"));
  addSide(grid, 1, tr("B, after"));
  m_last = new QLineEdit(QStringLiteral("10m"), this);
  m_last->setObjectName(QStringLiteral("compareLast"));
  m_last->setAccessibleName(tr("How much of each"));
  m_last->setToolTip(tr("How much of each recording, back from its time or its end, for example 90s, 10m or 8h"));
  m_last->setMaximumWidth(10 * Theme::unit);
  m_threshold = new QDoubleSpinBox(this);
  m_threshold->setObjectName(QStringLiteral("compareThreshold"));
  m_threshold->setAccessibleName(tr("Threshold"));
  m_threshold->setToolTip(tr("What grew by more is worse, what shrank as much is better"));
  m_threshold->setRange(0, 1000);
  m_threshold->setDecimals(0);
  m_threshold->setValue(20);
  m_threshold->setSuffix(tr(" %"));
  m_compare =
      makeButton(tr("Compare"), QStringLiteral("compareStart"), tr("Reads both and compares them (Enter)"), this);
  m_compare->setDefault(true);
  m_cancel = makeButton(tr("Cancel"), QStringLiteral("compareCancel"),
                        tr("Stops reading; what was compared before stays"), this);
  m_export = makeButton(tr("Export CSV…"), QStringLiteral("compareExport"), tr("The figures as they are shown"), this);
  for (QPushButton* button : {m_cancel, m_export})
    button->setAutoDefault(false);
  m_progress = new QProgressBar(this);
  m_progress->setObjectName(QStringLiteral("compareProgress"));
  m_progress->setAccessibleName(tr("Reading"));
  m_progress->setRange(0, progressSteps);
  m_lastProblem = problemLabel(this);
  m_lastProblem->setObjectName(QStringLiteral("compareLastProblem"));
  auto* row = new QHBoxLayout;
  row->setSpacing(Theme::unit);
  const auto labelled = [&](const QString& text, QWidget* field) {
    QLabel* label = plainLabel(text, this);
    label->setBuddy(field);
    row->addWidget(label);
    row->addWidget(field);
  };
  labelled(tr("The last"), m_last);
  labelled(tr("of each; worse beyond"), m_threshold);
  row->addWidget(m_progress, 1);
  row->addStretch(0);
  row->addWidget(m_compare);
  row->addWidget(m_cancel);
  row->addWidget(m_export);
  m_verdict = wrapping(heading({}, this));
  m_verdict->setObjectName(QStringLiteral("compareVerdict"));
  m_verdict->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_verdict->hide();
  m_spans = paragraph({}, this);
  m_spans->setObjectName(QStringLiteral("compareSpans"));
  m_spans->hide();
  auto* splitter = new QSplitter(Qt::Vertical, this);
  splitter->setChildrenCollapsible(false);
  m_view = new TableView(&m_model, splitter);
  m_view->setObjectName(QStringLiteral("compareTable"));
  m_view->setAccessibleName(tr("Figures"));
  m_view->showOnly({"title", "before", "after", "difference", "ratio", "verdict", "count_before", "count_after"});
  m_view->setSelectionMode(QAbstractItemView::SingleSelection);
  m_view->setMinimumHeight(5 * Theme::rowHeight);
  m_view->fitColumns();
  m_view->setEmptyText(tr("Choose two recordings, or two times of one. What differs appears here, the worst first."));
  m_picture = new DistributionView(splitter);
  m_picture->setObjectName(QStringLiteral("comparePicture"));
  splitter->addWidget(m_view);
  splitter->addWidget(m_picture);
  splitter->setSizes({340, 220});
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit);
  layout->setSpacing(Theme::unit);
  layout->addLayout(grid);
  layout->addLayout(row);
  layout->addWidget(m_lastProblem);
  layout->addWidget(m_verdict);
  layout->addWidget(m_spans);
  layout->addWidget(splitter, 1);

  m_model.setWorld(&m_world, {});
  connect(m_compare, &QPushButton::clicked, this, &CompareDialog::compare);
  connect(m_cancel, &QPushButton::clicked, this, &CompareDialog::stop);
  connect(m_export, &QPushButton::clicked, this, [this] { emit exportWanted(m_view, QStringLiteral("comparison")); });
  connect(m_view, &TableView::selectedRowsChanged, this, &CompareDialog::showDistribution);
  connect(&m_comparison, &RunComparison::progressed, this,
          [this](double done) { m_progress->setValue(int(done * progressSteps)); });
  connect(&m_comparison, &RunComparison::failed, this, [this](bool isAfter, const QString& sentence) {
    say(m_sides[isAfter ? 1 : 0].problem, sentence);
    showRunning(false);
  });
  connect(&m_comparison, &RunComparison::finished, this, &CompareDialog::finished);
  m_export->setEnabled(false);
  showRunning(false);
  showDistribution();
}

void CompareDialog::addSide(QGridLayout* grid, int number, const QString& title) {
  Side& side = m_sides[size_t(number)];
  const QString letter = number == 0 ? QStringLiteral("Before") : QStringLiteral("After");
  side.path = new QLineEdit(this);
  side.path->setObjectName(QStringLiteral("compare%1").arg(letter));
  side.path->setAccessibleName(title);
  side.path->setToolTip(tr("A recording, or a bug report with one"));
  side.until = new QLineEdit(this);
  side.until->setObjectName(QStringLiteral("compare%1Until").arg(letter));
  side.until->setAccessibleName(tr("Until, of %1").arg(title));
  side.until->setPlaceholderText(tr("its end"));
  side.until->setToolTip(tr("Until so long after its beginning, for example 25m; nothing: until its end"));
  side.until->setMaximumWidth(10 * Theme::unit);
  side.problem = problemLabel(this);
  side.problem->setObjectName(QStringLiteral("compare%1Problem").arg(letter));
  auto* open = makeButton(tr("Choose…"), QStringLiteral("compare%1Choose").arg(letter),
                          tr("Choose a file for %1").arg(title), this);
  open->setAutoDefault(false);
  auto* label = plainLabel(title, this);
  label->setBuddy(side.path);
  const int row = 2 * number;
  grid->addWidget(label, row, 0);
  grid->addWidget(side.path, row, 1);
  grid->addWidget(open, row, 2);
  grid->addWidget(plainLabel(tr("until"), this), row, 3);
  grid->addWidget(side.until, row, 4);
  grid->addWidget(side.problem, row + 1, 1, 1, 4);
  connect(open, &QPushButton::clicked, this, [this, number] { browse(m_sides[size_t(number)]); });
  connect(side.path, &QLineEdit::textEdited, side.problem, [problem = side.problem] { say(problem, {}); });
  connect(side.until, &QLineEdit::textEdited, side.problem, [problem = side.problem] { say(problem, {}); });
}

void CompareDialog::setBefore(const QString& path, std::optional<Duration> until) {
  m_sides[0].path->setText(QDir::toNativeSeparators(path));
  m_sides[0].until->setText(
      until ? QString::fromStdString(durationText(std::chrono::floor<std::chrono::seconds>(*until))) : QString());
  m_sides[1].path->setFocus();
}

void CompareDialog::browse(Side& side) {
  const QString path = QFileDialog::getOpenFileName(this, tr("Choose a recording"), side.path->text(),
                                                    tr("Recordings and bug reports (*.psrec *.zip)"));
  if (path.isEmpty())
    return;
  side.path->setText(QDir::toNativeSeparators(path));
  say(side.problem, {});
}

// Nothing, after a sentence at its place.
std::optional<RunComparison::Part> CompareDialog::partOf(Side& side, Duration last) {
  say(side.problem, {});
  RunComparison::Part part{QDir::fromNativeSeparators(side.path->text().trimmed()), last, {}};
  if (part.path.isEmpty()) {
    say(side.problem, tr("Choose a recording."));
    return std::nullopt;
  }
  if (side.until->text().trimmed().isEmpty())
    return part;
  part.until = positiveDuration(side.until->text());
  if (!part.until) {
    say(side.problem, tr("“%1” is no time since the beginning; write for example 90s or 25m.").arg(side.until->text()));
    return std::nullopt;
  }
  return part;
}

void CompareDialog::compare() {
  const std::optional<Duration> last = positiveDuration(m_last->text());
  say(m_lastProblem,
      last ? QString() : tr("“%1” is no duration; write for example 90s, 10m or 8h.").arg(m_last->text()));
  const auto before = partOf(m_sides[0], last.value_or(Duration{})),
             after = partOf(m_sides[1], last.value_or(Duration{}));
  if (!last || !before || !after)
    return;
  m_progress->setValue(0);
  m_asked = {QFileInfo(before->path).fileName(), QFileInfo(after->path).fileName()};
  m_comparison.start(*before, *after, m_threshold->value() / 100);
  showRunning(true);
}

void CompareDialog::stop() {
  m_comparison.cancel();
  showRunning(false);
}

void CompareDialog::showRunning(bool running) {
  m_compare->setEnabled(!running);
  m_cancel->setEnabled(running);
  m_progress->setVisible(running);
}

void CompareDialog::finished(const std::shared_ptr<const RunComparison::Outcome>& outcome) {
  showRunning(false);
  m_outcome = outcome;
  m_names = m_asked;
  m_rows.show(outcome->comparison.figures());
  m_model.setWorld(&m_world, {});
  m_export->setEnabled(true);
  const auto& figures = outcome->comparison.figures();
  const auto count = [&](bool ComparedFigure::*which) {
    return std::count_if(figures.begin(), figures.end(), [&](const ComparedFigure& figure) { return figure.*which; });
  };
  const auto worse = count(&ComparedFigure::worse), better = count(&ComparedFigure::better);
  say(m_verdict, worse == 0 ? tr("Nothing got worse; %1 of %2 figures got better.").arg(better).arg(figures.size())
                            : tr("%1 of %2 figures got worse, %3 got better; the worst: %4.")
                                  .arg(worse)
                                  .arg(figures.size())
                                  .arg(better)
                                  .arg(comparedFigureTitle(m_rows.find(0)->id)));
  const auto span = [](const RecordedRun& run) {
    return tr("%1 until %2")
        .arg(durationForPeople(run.to - run.from), absoluteTime(run.to).section(QLatin1Char('.'), 0, 0));
  };
  say(m_spans, tr("A: %1. B: %2.").arg(span(outcome->before), span(outcome->after)));
  for (size_t i = 0; i < m_sides.size(); ++i)
    for (const RecordingFlaw& flaw : (i == 0 ? outcome->before : outcome->after).flaws)
      say(m_sides[i].problem, Sentences::flaw(flaw, m_names[i]));
  setTint(m_verdict, worse > 0 ? Tint::wrong : Tint::none);
  // The worst that has a distribution.
  for (uint64_t row = 0; const ComparedFigure* figure = m_rows.find(row); ++row)
    if (!figure->isShare) {
      m_view->selectSourceRow(row);
      break;
    }
  showDistribution();
}

void CompareDialog::showDistribution() {
  const QList<uint64_t> rows = m_view->selectedSourceRows();
  const ComparedFigure* figure = rows.isEmpty() ? nullptr : m_rows.find(rows.first());
  const Measure* measure = nullptr;
  for (const Measure& each : measures)
    if (figure && std::string_view(figure->id).starts_with(each.prefix))
      measure = &each;
  m_picture->setVisible(m_outcome && measure);
  if (!m_outcome || !measure)
    return;
  m_picture->setPair({tr(measure->title), m_names[0], m_names[1], m_outcome->before.figures.*(measure->values),
                      m_outcome->after.figures.*(measure->values)});
}

} // namespace pushscope
