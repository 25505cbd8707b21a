#include "ui/scenario/scenarios_page.h"

#include "models/scenario/scenario_junit.h"
#include "models/text/sentences.h"
#include "ui/actions/action.h"
#include "ui/table/table_view.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"
#include "ui/theme/tint.h"

#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QSplitter>
#include <QTabWidget>
#include <QTextBlock>
#include <QVBoxLayout>

namespace pushscope {
namespace {

constexpr int runTab = 0, textTab = 1;
constexpr int deviceRole = Qt::UserRole, pushRole = Qt::UserRole + 1;
constexpr int progressSteps = 1000;
constexpr Duration lookEvery = std::chrono::seconds(1); // at the phones of a scenario, which may be many

void setText(QLabel* label, const QString& text) {
  if (label->text() != text)
    label->setText(text);
}

void setTone(QLabel* label, Tone tone) {
  setTint(label, tone == Tone::faint ? Tint::faint : tone == Tone::dead ? Tint::wrong : Tint::none);
}

QString nameOf(const QString& path) {
  return QFileInfo(path).completeBaseName();
}

// One that came with the program has no path that would say anything.
QString placeOf(const QString& path) {
  return path.startsWith(QLatin1Char(':')) ? ScenariosPage::tr("a sample that came with the program")
                                           : QDir::toNativeSeparators(path);
}

} // namespace

ScenariosPage::ScenariosPage(ConsoleContext& context, ScenarioDesk& desk, QWidget* parent)
    : Page(parent), m_context(context), m_desk(desk), m_steps(std::make_unique<ScenarioStepRows>(desk)),
      m_verdicts(std::make_unique<ScenarioVerdictRows>(desk)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit);
  layout->setSpacing(Theme::unit);
  makeChoice(layout);
  makeControls(layout);
  makeTabs(layout);
  listFiles();
  connect(&m_desk, &ScenarioDesk::restarted, this, &ScenariosPage::deskRestarted);
  connect(&m_desk, &ScenarioDesk::changed, this, &ScenariosPage::deskChanged);
  connect(&m_desk, &ScenarioDesk::ended, this, [this] {
    emit m_context.said(m_desk.sentence());
    showExamples();
  });
  connect(&m_context, &ConsoleContext::sourceChanged, this, &ScenariosPage::showControls);
  deskRestarted();
  deskChanged();
}

void ScenariosPage::makeChoice(QVBoxLayout* layout) {
  m_files = new QComboBox(this);
  m_files->setObjectName(QStringLiteral("scenarioFiles"));
  m_files->setAccessibleName(tr("Scenario"));
  m_files->setToolTip(tr("Samples that came with the program, and files that were opened before"));
  m_files->setMaxVisibleItems(24);
  m_files->setMinimumContentsLength(24);
  QAction* open = makeAction(
      this, {"scenarioOpen", tr("Open scenario…"), tr("A scenario file of your own; the samples explain every key")},
      [this] { askOpen(); });
  m_about = paragraph({}, this);
  m_about->setObjectName(QStringLiteral("scenarioAbout"));
  setTone(m_about, Tone::faint);
  auto* row = new QHBoxLayout;
  row->setSpacing(Theme::unit);
  auto* label = plainLabel(tr("Scenario"), this);
  label->setBuddy(m_files);
  row->addWidget(label);
  row->addWidget(m_files, 1);
  row->addWidget(makeButton(open, this));
  layout->addLayout(row);
  layout->addWidget(m_about);
  connect(m_files, &QComboBox::activated, this, &ScenariosPage::chosen);
}

void ScenariosPage::makeControls(QVBoxLayout* layout) {
  m_where = new QComboBox(this);
  m_where->setObjectName(QStringLiteral("scenarioWhere"));
  m_where->setAccessibleName(tr("Where it runs"));
  m_where->setToolTip(tr("A sandbox of its own has the server and the phones that the file asks for, and takes the "
                         "place of what is connected"));
  m_where->addItem(tr("in its own sandbox"));
  m_where->addItem(tr("on what is connected"));
  m_seed = new QLineEdit(this);
  m_seed->setObjectName(QStringLiteral("scenarioSeed"));
  m_seed->setAccessibleName(tr("Seed"));
  m_seed->setToolTip(tr("Everything that is drawn by lot follows from it"));
  m_seed->setMaxLength(20);
  m_seed->setMinimumWidth(7 * Theme::unit);
  m_seed->setMaximumWidth(10 * Theme::unit);
  m_scale = new QSpinBox(this);
  m_scale->setObjectName(QStringLiteral("scenarioScale"));
  m_scale->setAccessibleName(tr("Percent of the phones"));
  m_scale->setToolTip(tr("How many of the phones that the file asks for take part"));
  m_scale->setRange(1, 100);
  m_scale->setSuffix(tr(" %"));
  m_scale->setValue(int(m_desk.scale()));
  m_run =
      makeAction(this, {"scenarioRun", tr("Run scenario"), tr("Plays the scenario in real time")}, [this] { run(); });
  m_stop = makeAction(
      this, {"scenarioStop", tr("Stop run"), tr("Ends the run now; what could not be judged yet is left out")},
      [this] { m_desk.stop(); });
  m_save = makeAction(this,
                      {"scenarioSave", tr("Save JUnit…"),
                       tr("The verdicts as a file for continuous integration, as pushctl writes it")},
                      [this] { save(); });
  auto* row = new QHBoxLayout;
  row->setSpacing(Theme::unit);
  row->addWidget(m_where);
  auto* seedLabel = plainLabel(tr("Seed"), this);
  seedLabel->setBuddy(m_seed);
  row->addWidget(seedLabel);
  row->addWidget(m_seed);
  auto* scaleLabel = plainLabel(tr("Phones"), this);
  scaleLabel->setBuddy(m_scale);
  row->addWidget(scaleLabel);
  row->addWidget(m_scale);
  row->addStretch(1);
  row->addWidget(makeButton(m_run, this));
  row->addWidget(makeButton(m_stop, this));
  m_obstacle = paragraph({}, this);
  m_obstacle->setObjectName(QStringLiteral("scenarioObstacle"));
  m_obstacle->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_progress = new QProgressBar(this);
  m_progress->setObjectName(QStringLiteral("scenarioProgress"));
  m_progress->setAccessibleName(tr("Time of the scenario"));
  m_progress->setRange(0, progressSteps);
  m_sentence = wrapping(heading({}, this));
  m_sentence->setObjectName(QStringLiteral("scenarioSentence"));
  m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
  layout->addLayout(row);
  layout->addWidget(m_obstacle);
  auto* progressRow = new QHBoxLayout;
  progressRow->setSpacing(Theme::unit);
  progressRow->addWidget(m_progress, 1);
  m_saveButton = makeButton(m_save, this);
  progressRow->addWidget(m_saveButton);
  layout->addLayout(progressRow);
  layout->addWidget(m_sentence);
  connect(m_where, &QComboBox::currentIndexChanged, this, [this] { say({}); });
  connect(m_seed, &QLineEdit::textChanged, this, &ScenariosPage::showControls);
  connect(m_scale, &QSpinBox::valueChanged, this, [this](int percent) { m_desk.setScale(unsigned(percent)); });
}

void ScenariosPage::makeTabs(QVBoxLayout* layout) {
  m_tabs = new QTabWidget(this);
  m_tabs->setObjectName(QStringLiteral("scenarioTabs"));
  m_tabs->setDocumentMode(true);
  m_tabs->addTab(makeRun(), tr("Run"));
  auto* box = new QWidget(m_tabs);
  m_mistake = paragraph({}, box);
  m_mistake->setObjectName(QStringLiteral("scenarioMistake"));
  m_mistake->setTextInteractionFlags(Qt::TextSelectableByMouse);
  setTone(m_mistake, Tone::dead);
  m_text = new QPlainTextEdit(box);
  m_text->setObjectName(QStringLiteral("scenarioText"));
  m_text->setAccessibleName(tr("Text of the scenario"));
  m_text->setReadOnly(true);
  m_text->setTabChangesFocus(true);
  m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
  m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  auto* textLayout = new QVBoxLayout(box);
  textLayout->setContentsMargins(0, Theme::unit, 0, 0);
  textLayout->setSpacing(4);
  textLayout->addWidget(m_mistake);
  textLayout->addWidget(m_text, 1);
  m_tabs->addTab(box, tr("Text"));
  layout->addWidget(m_tabs, 1);
}

QWidget* ScenariosPage::makeRun() {
  auto* splitter = new QSplitter(Qt::Vertical, m_tabs);
  splitter->setObjectName(QStringLiteral("scenarioSplitter"));
  splitter->setChildrenCollapsible(false);
  m_stepView = new TableView(&m_steps, splitter);
  m_stepView->setObjectName(QStringLiteral("scenarioSteps"));
  m_stepView->setAccessibleName(tr("Steps"));
  m_stepView->setEmptyText(tr("What the scenario does, step by step"));
  m_stepView->setMinimumHeight(3 * Theme::rowHeight);
  auto* box = new QWidget(splitter);
  m_verdictView = new TableView(&m_verdicts, box);
  m_verdictView->setObjectName(QStringLiteral("scenarioVerdicts"));
  m_verdictView->setAccessibleName(tr("Expectations"));
  m_verdictView->setEmptyText(tr("What it expects, and the verdicts"));
  m_verdictView->setSelectionMode(QAbstractItemView::SingleSelection);
  m_verdictView->setMinimumHeight(3 * Theme::rowHeight);
  m_found = paragraph({}, box);
  m_found->setObjectName(QStringLiteral("scenarioFound"));
  m_found->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_examples = new QListWidget(box);
  m_examples->setObjectName(QStringLiteral("scenarioExamples"));
  m_examples->setAccessibleName(tr("Examples of what went otherwise"));
  m_examples->setToolTip(tr("Enter or a double click leads to the ladder of the push, or to the phone"));
  m_examples->setFrameShape(QFrame::NoFrame);
  m_examples->setUniformItemSizes(true);
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(0, Theme::unit, 0, 0);
  layout->setSpacing(4);
  layout->addWidget(m_verdictView, 1);
  layout->addWidget(m_found);
  layout->addWidget(m_examples);
  splitter->addWidget(m_stepView);
  splitter->addWidget(box);
  splitter->setStretchFactor(0, 1);
  splitter->setStretchFactor(1, 2);
  splitter->setSizes({140, 300});
  connect(m_verdictView, &TableView::selectedRowsChanged, this, &ScenariosPage::showExamples);
  connect(m_verdictView, &TableView::rowActivated, this, [this] {
    if (m_examples->count() > 0)
      goTo(m_examples->item(0));
  });
  connect(m_examples, &QListWidget::itemActivated, this, &ScenariosPage::goTo);
  return splitter;
}

void ScenariosPage::setRecent(const QStringList& paths) {
  m_recent = paths.mid(0, mostRecent);
  listFiles();
}

void ScenariosPage::listFiles() {
  m_files->clear();
  for (const QString& path : m_recent) {
    m_files->addItem(plain(nameOf(path).toStdString(), 80), path);
    m_files->setItemData(m_files->count() - 1, placeOf(path).toHtmlEscaped(), Qt::ToolTipRole);
  }
  if (!m_recent.isEmpty())
    m_files->insertSeparator(m_files->count());
  for (const QString& path : sampleScenarios())
    m_files->addItem(nameOf(path), path);
  m_files->setPlaceholderText(tr("Choose one"));
  m_files->setCurrentIndex(m_files->findData(m_desk.text().path));
}

void ScenariosPage::chosen(int index) {
  const QString path = m_files->itemData(index).toString();
  if (!path.isEmpty())
    open(path);
}

void ScenariosPage::askOpen() {
  const QString path =
      QFileDialog::getOpenFileName(window(), tr("Open scenario"), {}, tr("Scenarios (*.toml);;All files (*)"));
  if (!path.isEmpty())
    open(path);
}

void ScenariosPage::open(const QString& path) {
  if (m_desk.state() != ScenarioDesk::State::idle)
    return listFiles(); // the box shows what runs again
  Result<ScenarioText> text = readScenarioText(path);
  if (!text.ok()) {
    m_recent.removeAll(path);
    emit recentChanged(m_recent);
    listFiles();
    return say(Sentences::error(text.error(), QDir::toNativeSeparators(path)));
  }
  m_problem.clear();
  m_desk.choose(std::move(text).value());
  if (!path.startsWith(QLatin1Char(':'))) {
    m_recent.removeAll(path);
    m_recent.prepend(path);
    m_recent = m_recent.mid(0, mostRecent);
    emit recentChanged(m_recent);
  }
  listFiles();
  if (const scenario::Scenario* scenario = m_desk.scenario())
    m_seed->setText(QString::number(scenario->seed));
  m_tabs->setCurrentIndex(m_desk.scenario() ? runTab : textTab);
  // What is connected plays it if its phones are there; else it wants phones of its own.
  if (m_desk.scenario())
    m_where->setCurrentIndex(m_desk.cast().isWhole() ? 1 : 0);
}

void ScenariosPage::deskRestarted() {
  m_steps.setWorld(&m_context.world(), m_context.now());
  m_verdicts.setWorld(&m_context.world(), m_context.now());
  showText();
  showExamples();
}

void ScenariosPage::showText() {
  const QString text = QString::fromStdString(m_desk.text().text);
  if (m_text->toPlainText() != text)
    m_text->setPlainText(text);
  const ScenarioMistake& mistake = m_desk.mistake();
  const bool wrong = !m_desk.text().path.isEmpty() && !m_desk.scenario();
  m_mistake->setVisible(wrong);
  QList<QTextEdit::ExtraSelection> marks;
  if (wrong) {
    setText(m_mistake, mistake.line > 0 ? tr("Line %1: %2").arg(mistake.line).arg(mistake.sentence) : mistake.sentence);
    if (const QTextBlock line = m_text->document()->findBlockByNumber(int(mistake.line) - 1); line.isValid()) {
      QTextEdit::ExtraSelection mark;
      mark.cursor = QTextCursor(line);
      m_text->setTextCursor(mark.cursor);
      m_text->centerCursor();
      mark.cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
      QColor ground = Theme::tone(Tone::dead, palette());
      ground.setAlphaF(0.25F);
      mark.format.setBackground(ground);
      mark.format.setProperty(QTextFormat::FullWidthSelection, true);
      mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
      mark.format.setUnderlineColor(Theme::tone(Tone::dead, palette()));
      marks << mark;
    }
  }
  m_text->setExtraSelections(marks);
}

bool ScenariosPage::inSandbox() const {
  return m_where->currentIndex() == 0;
}

std::optional<uint64_t> ScenariosPage::seed() const {
  bool isNumber = false;
  const qulonglong seed = m_seed->text().toULongLong(&isNumber);
  return isNumber ? std::optional<uint64_t>(seed) : std::nullopt;
}

// Why it cannot run now; empty if it can.
QString ScenariosPage::obstacle() const {
  if (m_desk.text().path.isEmpty())
    return tr("Choose a scenario: a story of phones, pushes and what is expected of them.");
  if (!m_desk.scenario())
    return tr("This file cannot be read as a scenario; its text says where the mistake is.");
  if (!m_context.isLive())
    return tr("This is a replay: nothing can be done in the past. Go back to live first (Ctrl+L).");
  if (!seed())
    return tr("The seed is to be a whole number.");
  return inSandbox() ? QString() : m_desk.cast().obstacle();
}

void ScenariosPage::showControls() {
  const ScenarioDesk::State state = m_desk.state();
  const bool idle = state == ScenarioDesk::State::idle;
  const QString why = idle ? obstacle() : QString();
  allow(m_run, idle ? why : tr("One runs already"));
  allow(m_stop, idle ? tr("None runs") : QString());
  allow(m_save, m_desk.hasOutcome() ? QString() : tr("None has run"));
  for (QWidget* part : QList<QWidget*>{m_files, m_where, m_seed, m_scale})
    part->setEnabled(idle);
  const QString problem = m_problem.isEmpty() ? m_desk.problem() : m_problem;
  setTone(m_obstacle, problem.isEmpty() ? Tone::neutral : Tone::dead);
  setText(m_obstacle, !problem.isEmpty() ? problem : !why.isEmpty() || !idle ? why : whatEnds());
  m_obstacle->setVisible(!m_obstacle->text().isEmpty());
}

// What a sandbox of its own takes the place of.
QString ScenariosPage::whatEnds() const {
  if (!inSandbox())
    return {};
  QStringList names;
  for (const World::LinkInfo& link : m_context.feed().world().links())
    if (!link.isClosed())
      names << plain(link.name(), 40);
  return names.isEmpty() ? QString()
                         : tr("Playing it ends the connection to %1: it has a server and phones of its own.")
                               .arg(names.join(tr(", ")));
}

void ScenariosPage::deskChanged() {
  m_steps.refresh(World::Changes::everything(), m_context.now());
  m_verdicts.refresh(World::Changes::everything(), m_context.now());
  const scenario::Scenario* scenario = m_desk.scenario();
  m_about->setVisible(scenario != nullptr);
  if (scenario)
    setText(m_about, tr("%1 · %2 phones · %3 steps · %4 expectations. %5")
                         .arg(durationForPeople(scenario->duration))
                         .arg(m_desk.phoneCount())
                         .arg(m_desk.agenda().size())
                         .arg(scenario->expectations.size())
                         .arg(plain(scenario->about, 1000)));
  const ScenarioRun* run = m_desk.run();
  const bool begun = run && run->state() != ScenarioRun::State::waiting;
  m_progress->setVisible(run || m_desk.state() != ScenarioDesk::State::idle);
  m_saveButton->setVisible(m_progress->isVisibleTo(this));
  if (begun) {
    const scenario::Progress progress = run->progress();
    m_progress->setRange(0, progressSteps);
    m_progress->setValue(int(progress.elapsed * progressSteps / progress.duration));
    m_progress->setFormat(
        tr("%1 of %2").arg(durationForPeople(progress.elapsed), durationForPeople(progress.duration)));
  } else {
    m_progress->setRange(0, m_desk.state() == ScenarioDesk::State::idle ? progressSteps : 0); // busy
    m_progress->setValue(0);
    m_progress->setFormat({});
  }
  setText(m_sentence, m_desk.sentence());
  m_sentence->setVisible(!m_sentence->text().isEmpty());
  setTone(m_sentence, !m_desk.hasOutcome() ? Tone::neutral : m_desk.passed() ? Tone::alive : Tone::dead);
  showControls();
  showExamples();
}

// Of the chosen expectation: all that was found, and the phones that it names.
void ScenariosPage::showExamples() {
  const QList<uint64_t> rows = m_verdictView->selectedSourceRows();
  const bool known = !rows.isEmpty() && rows.first() < m_desk.standings().size();
  const ScenarioRun::Standing* standing = known ? &m_desk.standings()[size_t(rows.first())] : nullptr;
  m_found->setVisible(standing != nullptr);
  const std::vector<scenario::Example> none;
  const auto& examples =
      standing && standing->judged == ScenarioRun::Judged::broken ? standing->verdict.examples : none;
  if (standing) {
    const QString asked = plain(standing->verdict.expectation, 1000), seen = plain(standing->verdict.sentence, 1000);
    setText(m_found, seen.isEmpty() ? asked : tr("%1: %2").arg(asked, seen));
  }
  QStringList now, before;
  for (int i = 0; i < m_examples->count(); ++i)
    before << m_examples->item(i)->text();
  for (const scenario::Example& example : examples)
    now << (example.push.isNull()
                ? tr("%1: show the phone").arg(plain(example.device, 80))
                : tr("%1: the ladder of push %2").arg(plain(example.device, 80), plain(example.push.text())));
  if (now != before) {
    m_examples->clear();
    for (size_t i = 0; i < examples.size(); ++i) {
      auto* item = new QListWidgetItem(now[qsizetype(i)], m_examples);
      item->setData(deviceRole, QString::fromStdString(examples[i].device));
      item->setData(pushRole, examples[i].push.isNull() ? QString() : QString::fromStdString(examples[i].push.text()));
    }
    m_examples->setFixedHeight(m_examples->sizeHintForRow(0) * int(std::max<size_t>(examples.size(), 1)) + 4);
  }
  m_examples->setVisible(!examples.empty());
}

void ScenariosPage::goTo(QListWidgetItem* example) {
  const std::string device = example->data(deviceRole).toString().toStdString();
  const World& world = m_context.world();
  if (const auto row = world.devices().find(device))
    m_context.selectDevices({*row});
  const Result<Uuid> push = Uuid::parse(example->data(pushRole).toString().toStdString());
  if (!push.ok())
    return m_context.rowsWanted(QStringLiteral("fleet"),
                                QStringLiteral("id:%1").arg(example->data(deviceRole).toString()));
  for (const DeliveryTable::Number number : world.deliveries().ofPush(push.value()))
    if (world.deliveries().find(number)->device == device) {
      m_context.selectDelivery(number);
      return m_context.pageWanted(QStringLiteral("ladder"));
    }
  emit m_context.ladderWanted(push.value());
}

void ScenariosPage::run() {
  if (m_desk.state() != ScenarioDesk::State::idle || !obstacle().isEmpty())
    return showControls();
  m_problem.clear();
  m_tabs->setCurrentIndex(runTab);
  if (inSandbox())
    m_desk.playInSandbox(*seed());
  else
    m_desk.play(*seed());
}

void ScenariosPage::save() {
  if (!m_desk.hasOutcome())
    return;
  const QString name = plain(m_desk.run()->scenario().name, 80);
  QFileDialog dialog(window(), tr("Save verdicts"), name + QStringLiteral(".xml"), tr("JUnit (*.xml)"));
  dialog.setAcceptMode(QFileDialog::AcceptSave);
  dialog.setDefaultSuffix(QStringLiteral("xml"));
  dialog.selectFile(name + QStringLiteral(".xml"));
  if (dialog.exec() != QDialog::Accepted || !m_desk.hasOutcome())
    return;
  const QString path = dialog.selectedFiles().value(0);
  const Status written = writeJunit(path, *m_desk.run());
  const QString shown = QDir::toNativeSeparators(path);
  if (written.ok())
    return m_context.said(tr("Written: %1").arg(shown));
  const QString sentence = Sentences::error(written.error(), shown);
  emit m_context.said(sentence);
  say(sentence);
}

void ScenariosPage::say(const QString& problem) {
  m_problem = problem;
  showControls();
}

void ScenariosPage::refresh(const World&, const World::Changes&, WallTime now) {
  if (m_desk.state() != ScenarioDesk::State::idle || (now >= m_looked && now - m_looked < lookEvery))
    return;
  m_looked = now;
  showControls();
}

void ScenariosPage::reset(const World& world, WallTime now) {
  m_steps.setWorld(&world, now);
  m_verdicts.setWorld(&world, now);
  showControls();
}

} // namespace pushscope
