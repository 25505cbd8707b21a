#include "ui/alerts/alert_form.h"

#include "ui/actions/action.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"
#include "ui/theme/tint.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace pushscope {
namespace {

using Field = AlertDraft::Field;

// As a query bar waits before it calls something a mistake that is only not finished.
constexpr std::chrono::milliseconds typingPause{700};
constexpr int shortField = 88;

} // namespace

AlertForm::AlertForm(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("alertForm"));
  m_note = paragraph({}, this);
  m_name = addEdit("alertName", tr("Name of the rule"), tr("Name"), tr("What you are told when it is raised"));
  m_severity = new QComboBox(this);
  m_severity->setObjectName(QStringLiteral("alertSeverity"));
  m_severity->setAccessibleName(tr("Severity"));
  m_severity->setToolTip(tr("How bad it is: its colour and shape"));
  for (int i = 0; i < alertSeverityCount; ++i)
    m_severity->addItem(alertSeverityWord(AlertSeverity(i)));
  m_muted = new QCheckBox(tr("Muted"), this);
  m_muted->setObjectName(QStringLiteral("alertMuted"));
  m_muted->setToolTip(tr("It is watched and kept in the list, and nobody is told"));

  m_watched = new QComboBox(this);
  m_watched->setObjectName(QStringLiteral("alertWatched"));
  m_watched->setAccessibleName(tr("What is watched"));
  m_watched->setToolTip(tr("How many rows a query finds, or a number of the console"));
  m_queries = new QStackedWidget(this);
  m_queries->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  for (int i = 0; i < alertRowsCount; ++i) {
    AlertRule counts;
    counts.watched = AlertQuery{AlertRows(i), {}};
    m_watched->addItem(tr("Number of %1").arg(watchedText(counts)), QLatin1String(alertRowsName(AlertRows(i))));
    auto* query = new QueryEdit(rowSourceOf(AlertRows(i)), this);
    query->setObjectName(QStringLiteral("alertQuery%1").arg(i));
    query->setAccessibleName(tr("Query of the rows that are counted"));
    query->setPlaceholderText(tr("Query: empty counts all"));
    m_queryOf << query;
    m_queries->addWidget(query);
    connect(query, &QLineEdit::textChanged, this, &AlertForm::check);
  }
  m_watched->insertSeparator(m_watched->count());
  for (const AlertNumberInfo& info : alertNumbers())
    m_watched->addItem(alertNumberTitle(info.number), QLatin1String(info.id));
  m_meaning = plainLabel({}, this);
  m_meaning->setForegroundRole(QPalette::PlaceholderText);
  m_queries->addWidget(m_meaning);

  m_side = new QComboBox(this);
  m_side->setObjectName(QStringLiteral("alertSide"));
  m_side->setAccessibleName(tr("Above or below the threshold"));
  m_side->addItems({tr("above"), tr("below")});
  m_threshold = addEdit("alertThreshold", tr("Threshold"), tr("10"), tr("A whole number, or a duration such as 500ms"));
  m_holdsFor =
      addEdit("alertFor", tr("For how long"), tr("at once"), tr("Raised when it is so for so long, such as 10s"));
  m_clearsAt = addEdit("alertClear", tr("Clears at"), tr("threshold"),
                       tr("Cleared when the number is back here, which keeps it from coming and going"));
  m_clearsAfter =
      addEdit("alertAfter", tr("Clears after"), tr("at once"), tr("and stays there for so long, such as 1m"));
  for (QLineEdit* edit : {m_threshold, m_holdsFor, m_clearsAt, m_clearsAfter})
    edit->setMaximumWidth(shortField);
  m_problem = paragraph({}, this);
  m_problem->setObjectName(QStringLiteral("alertProblem"));
  m_save = makeAction(this, {"alertSave", tr("Save rule"), tr("Watch this from now on (Enter)")}, [this] { save(); });
  QAction* cancel = makeAction(this,
                               {"alertCancel", tr("Cancel"), tr("Forget what was typed"), QKeySequence(Qt::Key_Escape),
                                Qt::WidgetWithChildrenShortcut},
                               [this] { emit cancelled(); });

  const auto row = [this](std::initializer_list<QWidget*> widgets) {
    auto* line = new QHBoxLayout;
    line->setSpacing(Theme::unit);
    for (QWidget* widget : widgets)
      line->addWidget(widget, widget == m_name || widget == m_queries || widget == m_problem ? 1 : 0);
    return line;
  };
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::unit);
  layout->addWidget(m_note);
  layout->addLayout(row({plainLabel(tr("Name"), this), m_name, m_severity, m_muted}));
  layout->addLayout(
      row({plainLabel(tr("Watch"), this), m_watched, m_where = plainLabel(tr("where"), this), m_queries}));
  QHBoxLayout* limits =
      row({plainLabel(tr("Raise"), this), m_side, m_threshold, plainLabel(tr("for"), this), m_holdsFor,
           plainLabel(tr("clear at"), this), m_clearsAt, plainLabel(tr("after"), this), m_clearsAfter});
  limits->addStretch(1);
  layout->addLayout(limits);
  layout->addLayout(row({m_problem, makeButton(cancel, this), makeButton(m_save, this)}));

  connect(m_watched, &QComboBox::currentIndexChanged, this, &AlertForm::watchedChanged);
  connect(m_side, &QComboBox::currentIndexChanged, this, &AlertForm::check);
  m_pause.setSingleShot(true);
  m_pause.setInterval(typingPause);
  connect(&m_pause, &QTimer::timeout, this, [this] { showProblem(draft().problem()); });
  watchedChanged();
}

QLineEdit* AlertForm::addEdit(const char* name, const QString& accessible, const QString& placeholder,
                              const QString& tip) {
  auto* edit = new QLineEdit(this);
  edit->setObjectName(QLatin1String(name));
  edit->setAccessibleName(accessible);
  edit->setPlaceholderText(placeholder);
  edit->setToolTip(asToolTip(tip));
  connect(edit, &QLineEdit::textChanged, this, &AlertForm::check);
  connect(edit, &QLineEdit::returnPressed, this, &AlertForm::save);
  return edit;
}

void AlertForm::edit(const AlertDraft& draft, std::optional<uint64_t> number, const QString& note) {
  m_number = number;
  m_note->setText(note);
  m_note->setVisible(!note.isEmpty());
  m_name->setText(draft.name);
  m_severity->setCurrentIndex(int(draft.severity));
  m_muted->setChecked(draft.muted);
  m_watched->setCurrentIndex(std::max(0, m_watched->findData(draft.watched)));
  for (QueryEdit* query : m_queryOf)
    query->setText(m_queries->currentWidget() == query ? draft.query : QString());
  m_side->setCurrentIndex(draft.below ? 1 : 0);
  m_threshold->setText(draft.threshold);
  m_holdsFor->setText(draft.holdsFor);
  m_clearsAt->setText(draft.clearsAt);
  m_clearsAfter->setText(draft.clearsAfter);
  m_save->setText(number ? tr("Save rule") : tr("Add rule"));
  check();
  showProblem({}); // nothing was typed yet
  m_pause.stop();
  m_name->setFocus();
  m_name->selectAll();
}

void AlertForm::setWorld(const World* world) {
  for (QueryEdit* query : m_queryOf)
    query->setWorld(world);
}

void AlertForm::watchedChanged() {
  int rows = 0;
  while (rows < alertRowsCount && m_watched->currentData().toString() != QLatin1String(alertRowsName(AlertRows(rows))))
    ++rows;
  m_queries->setCurrentIndex(rows);
  m_where->setVisible(rows < alertRowsCount);
  for (const AlertNumberInfo& info : alertNumbers())
    if (m_watched->currentData().toString() == QLatin1String(info.id))
      m_meaning->setText(QCoreApplication::translate("Alerts", info.help));
  check();
}

AlertDraft AlertForm::draft() const {
  AlertDraft draft;
  draft.name = m_name->text();
  draft.severity = AlertSeverity(m_severity->currentIndex());
  draft.muted = m_muted->isChecked();
  draft.watched = m_watched->currentData().toString();
  if (auto* query = qobject_cast<QueryEdit*>(m_queries->currentWidget()))
    draft.query = query->text();
  draft.below = m_side->currentIndex() == 1;
  draft.threshold = m_threshold->text();
  draft.holdsFor = m_holdsFor->text();
  draft.clearsAt = m_clearsAt->text();
  draft.clearsAfter = m_clearsAfter->text();
  return draft;
}

// A field that somebody types in, or has not come to yet, is not called wrong before a pause.
void AlertForm::check() {
  const AlertDraft::Problem problem = draft().problem();
  allow(m_save, problem.sentence);
  if (problem.field == Field::none)
    showProblem(problem);
  else
    m_pause.start();
}

void AlertForm::showProblem(const AlertDraft::Problem& problem) {
  m_pause.stop();
  for (QueryEdit* query : m_queryOf)
    query->mark(problem.field == Field::query && query == m_queries->currentWidget() ? std::optional(problem.place)
                                                                                     : std::nullopt);
  for (const auto& [field, edit] : {std::pair(Field::name, m_name),
                                    {Field::threshold, m_threshold},
                                    {Field::holdsFor, m_holdsFor},
                                    {Field::clearsAt, m_clearsAt},
                                    {Field::clearsAfter, m_clearsAfter}}) {
    setTint(edit, problem.field == field ? Tint::wrong : Tint::none);
    edit->setAccessibleDescription(problem.field == field ? problem.sentence : QString());
  }
  m_problem->setText(problem.sentence);
  setTint(m_problem, Tint::wrong);
}

void AlertForm::save() {
  const AlertDraft draft = this->draft();
  if (const auto problem = draft.problem(); problem.field != Field::none)
    return showProblem(problem);
  emit saved(draft.rule());
}

} // namespace pushscope
