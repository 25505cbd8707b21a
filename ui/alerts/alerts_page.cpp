#include "ui/alerts/alerts_page.h"

#include "ui/actions/action.h"
#include "ui/alerts/alert_form.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace pushscope {
namespace {

// The rule that is being written; none is a new one.
struct OpenForm {
  std::optional<uint64_t> number;
  AlertDraft draft;
};

} // namespace

AlertsPage::AlertsPage(ConsoleContext& context, AlertDesk& desk, TimeTravel& travel, QWidget* parent)
    : Page(parent), m_context(context), m_desk(desk), m_travel(travel),
      m_rules(std::make_unique<AlertRuleRows>([&desk]() -> const AlertWatch& { return desk.shown(); })),
      m_fired(std::make_unique<AlertRecordRows>([&desk]() -> const AlertWatch& { return desk.shown(); })) {
  m_fired.setNaturalOrder(Qt::DescendingOrder);
  auto* splitter = new QSplitter(Qt::Vertical, this);
  splitter->setChildrenCollapsible(false);
  splitter->addWidget(makeRules());
  splitter->addWidget(makeFired());
  splitter->setStretchFactor(0, 3);
  splitter->setStretchFactor(1, 4);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit);
  layout->addWidget(splitter);
  // Later, because the desk may be told of another world before this page is.
  connect(&m_desk, &AlertDesk::changed, this, &AlertsPage::rulesChanged, Qt::QueuedConnection);
  connect(&m_travel, &TimeTravel::watchedChanged, this, &AlertsPage::selectionChanged);
  showForm(false);
  selectionChanged();
}

QWidget* AlertsPage::makeRules() {
  auto* box = new QWidget(this);
  m_rulesView = new TableView(&m_rules, box);
  m_rulesView->setObjectName(QStringLiteral("alertRules"));
  m_rulesView->setAccessibleName(tr("Rules"));
  m_rulesView->setSelectionMode(QAbstractItemView::SingleSelection);
  m_rulesView->showOnly(
      {"state", "rule", "watched", "value", "condition", "clears", "since", "raised_count", "severity", "notices"});
  m_rulesView->setMinimumHeight(5 * Theme::rowHeight);
  m_rulesView->setEmptyText(tr("There is no rule. New rule… makes one; so does a cell of a table, by its menu."));
  m_new = makeAction(this,
                     {"alertNew", tr("New rule…"), tr("Write a rule; a cell of a table begins one, too, by its menu")},
                     [this] { compose({}); });
  m_edit = makeAction(this, {"alertEdit", tr("Edit rule…"), tr("Change the selected rule (Enter)")},
                      [this] { editSelected(); });
  m_mute = makeAction(this, {"alertMute", tr("Mute"), tr("Go on watching it, and tell nobody")}, [this] {
    if (const auto rule = selectedRule(); rule && m_desk.live().find(*rule)->hasRule())
      m_desk.setMuted(*rule, !m_desk.live().find(*rule)->rule().muted);
  });
  m_delete = makeAction(this, {"alertDelete", tr("Delete rule"), tr("Forget the selected rule")}, [this] {
    if (const auto rule = selectedRule()) {
      if (m_form->number() == rule)
        showForm(false);
      m_desk.remove(*rule);
    }
  });
  m_notices = new QCheckBox(tr("Desktop notices"), box);
  m_notices->setObjectName(QStringLiteral("alertNotices"));
  m_notices->setToolTip(tr("Tells the desktop, too, where it has a place for that: a rule once a minute at most"));
  m_notices->setChecked(m_desk.givesNotices());
  auto* head = new QHBoxLayout;
  head->setSpacing(Theme::unit);
  head->addWidget(heading(tr("Rules"), box), 1);
  head->addWidget(m_notices);
  for (QAction* action : {m_new, m_edit, m_mute, m_delete})
    head->addWidget(makeButton(action, box));
  m_form = new AlertForm(box);
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::unit);
  layout->addLayout(head);
  layout->addWidget(m_rulesView, 1);
  layout->addWidget(m_form);
  makeAction(this,
             {"alertNoticesToggle", tr("Desktop notices on or off"), tr("Tells the desktop of alerts, too, or not")},
             [this] { m_notices->toggle(); });
  connect(m_notices, &QCheckBox::toggled, &m_desk, &AlertDesk::setGivesNotices);
  connect(&m_desk, &AlertDesk::noticesChanged, m_notices, &QCheckBox::setChecked);
  connect(m_rulesView, &TableView::rowActivated, this, &AlertsPage::editSelected);
  connect(m_rulesView, &TableView::selectedRowsChanged, this, &AlertsPage::selectionChanged);
  connect(m_form, &AlertForm::saved, this, &AlertsPage::saved);
  connect(m_form, &AlertForm::cancelled, this, [this] { showForm(false); });
  return box;
}

QWidget* AlertsPage::makeFired() {
  auto* box = new QWidget(this);
  m_query = new QueryBar(&m_fired, QStringLiteral("alertsFilter"), box);
  m_query->edit()->setPlaceholderText(tr("Query: words, or severity:critical end:firing lasted>1m  (Ctrl+F)"));
  m_query->edit()->setAccessibleName(tr("Query of the alerts"));
  m_rows = makeAction(this,
                      {"alertRows", tr("Show rows"),
                       tr("Opens the page with the query of the rule, and selects the devices that made it")},
                      [this] { openRows(); });
  m_time = makeAction(
      this, {"alertTime", tr("Go to time"), tr("Moves the time cursor of the recording to where it was raised")},
      [this] { goToTime(); });
  m_query->addButton(makeButton(m_rows, box));
  m_query->addButton(makeButton(m_time, box));
  m_firedView = new TableView(&m_fired, box);
  m_firedView->setObjectName(QStringLiteral("alertsFired"));
  m_firedView->setAccessibleName(tr("What fired"));
  m_firedView->setSelectionMode(QAbstractItemView::SingleSelection);
  m_firedView->showOnly({"raised", "rule", "end", "value", "worst", "condition", "lasted_ms", "made_by", "severity"});
  m_firedView->setMinimumHeight(4 * Theme::rowHeight);
  m_evidence = paragraph({}, box);
  m_evidence->setObjectName(QStringLiteral("alertEvidence"));
  m_evidence->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::unit);
  layout->addWidget(heading(tr("What fired"), box));
  layout->addWidget(m_query);
  layout->addWidget(m_firedView, 1);
  layout->addWidget(m_evidence);
  connect(m_firedView, &TableView::selectedRowsChanged, this, &AlertsPage::selectionChanged);
  connect(m_firedView, &TableView::rowActivated, this, &AlertsPage::openRows);
  return box;
}

void AlertsPage::showForm(bool shown) {
  m_form->setVisible(shown);
  allow(m_new, shown ? tr("Finish the rule below first") : QString());
}

void AlertsPage::compose(const AlertDraft& draft) {
  showForm(true);
  m_form->edit(draft, std::nullopt);
}

std::any AlertsPage::handOver() const {
  return m_form->isVisibleTo(this) ? std::any(OpenForm{m_form->number(), m_form->draft()}) : std::any();
}

void AlertsPage::takeOver(const std::any& before) {
  if (const auto* form = std::any_cast<OpenForm>(&before)) {
    showForm(true);
    m_form->edit(form->draft, form->number);
  }
}

std::optional<uint64_t> AlertsPage::selectedRule() const {
  const auto rows = m_rulesView->selectedSourceRows();
  return rows.isEmpty() || !m_desk.live().find(rows.first()) ? std::nullopt : std::optional(rows.first());
}

const AlertRecord* AlertsPage::selectedRecord() const {
  const auto rows = m_firedView->selectedSourceRows();
  return rows.isEmpty() ? nullptr : m_desk.shown().record(rows.first());
}

void AlertsPage::editSelected() {
  const auto rule = selectedRule();
  if (!rule)
    return;
  const AlertWatch::Slot& slot = *m_desk.live().find(*rule);
  showForm(true);
  if (slot.hasRule())
    m_form->edit(AlertDraft::of(slot.rule()), rule);
  else
    m_form->edit(slot.line.draft, rule,
                 tr("This cannot be read: %1\n%2").arg(plain(slot.line.text.toStdString()), slot.line.mistake));
}

void AlertsPage::saved(const AlertRule& rule) {
  if (const auto number = m_form->number(); number && m_desk.live().find(*number)) {
    m_desk.change(*number, rule);
  } else if (const auto added = m_desk.add(rule)) {
    rulesChanged();
    m_rulesView->selectSourceRow(*added);
  } else {
    return emit m_context.said(
        tr("There are %1 rules, as many as there may be. Delete one first.").arg(mostAlertRules));
  }
  showForm(false);
}

void AlertsPage::rulesChanged() {
  m_rules.setNaturalOrder(Qt::AscendingOrder); // which looks at the rules anew, at once
  m_fired.setNaturalOrder(Qt::DescendingOrder);
  m_query->refresh();
  selectionChanged();
}

void AlertsPage::selectionChanged() {
  const auto rule = selectedRule();
  const bool readable = rule && m_desk.live().find(*rule)->hasRule();
  const QString noRule = rule ? QString() : tr("Select a rule first");
  allow(m_edit, noRule);
  allow(m_delete, noRule);
  allow(m_mute, rule && !readable ? tr("This rule cannot be read: edit it first") : noRule);
  m_mute->setText(readable && m_desk.live().find(*rule)->rule().muted ? tr("Unmute") : tr("Mute"));
  const AlertRecord* record = selectedRecord();
  const QString noRecord = record ? QString() : tr("Select an alert that fired first");
  allow(m_rows, noRecord);
  allow(m_time, noRecord);
  m_time->setVisible(m_travel.replay() != nullptr);
  m_evidence->setVisible(record != nullptr);
  if (!record)
    return;
  QString text = tr("%1. Beyond since %2, raised %3, at worst %4.")
                     .arg(record->sentence(), timeOfDay(record->since), timeOfDay(record->raised),
                          alertValueText(record->as, record->worst));
  if (!record->madeBy.isEmpty())
    text += tr(" Made by %1.").arg(record->madeBy.join(QStringLiteral(", ")));
  m_evidence->setText(text);
}

void AlertsPage::openRows() {
  const AlertRecord* record = selectedRecord();
  if (!record)
    return;
  QList<Row> devices;
  for (const QString& id : record->madeBy)
    if (const auto row = m_context.world().devices().find(id.toStdString()))
      devices << *row;
  const AlertRule rule = record->as; // the record may be gone once pages were told
  if (const auto* rows = std::get_if<AlertQuery>(&rule.watched))
    emit m_context.rowsWanted(pageOf(rows->rows), rows->query);
  else
    emit m_context.pageWanted(QLatin1String(alertNumberInfo(std::get<AlertNumber>(rule.watched)).page));
  m_context.selectDevices(devices);
}

void AlertsPage::goToTime() {
  const AlertRecord* record = selectedRecord();
  if (record && m_travel.replay())
    m_travel.replay()->seek(record->raised);
}

void AlertsPage::reset(const World& world, WallTime now) {
  m_rules.setWorld(&world, now);
  m_fired.setWorld(&world, now);
  m_form->setWorld(&world);
  m_query->refresh();
  selectionChanged(); // a reset says nothing of it
}

void AlertsPage::refresh(const World&, const World::Changes& changes, WallTime now) {
  m_rules.refresh(changes, now);
  m_fired.refresh(changes, now);
  m_query->refresh();
  if (m_fired.unfilteredCount() > 0)
    m_firedView->setEmptyText(tr("No alert matches the query. Clear it to see all."));
  else
    m_firedView->setEmptyText(m_context.isLive() ? tr("Nothing fired since this console looks on.")
                                                 : tr("Nothing fired yet in what was played of this recording."));
}

} // namespace pushscope
