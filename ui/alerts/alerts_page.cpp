#include "ui/alerts/alerts_page.h"

#include "ui/alerts/alert_form.h"
#include "ui/theme/heading.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace pushscope {

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

QPushButton* AlertsPage::addButton(const QString& text, const char* name, const QString& tip) {
  auto* button = new QPushButton(text, this);
  button->setObjectName(QLatin1String(name));
  button->setToolTip(tip);
  return button;
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
  m_new = addButton(tr("New rule…"), "alertNew", tr("Write a rule; a cell of a table begins one, too, by its menu"));
  m_edit = addButton(tr("Edit…"), "alertEdit", tr("Change the selected rule (Enter)"));
  m_mute = addButton(tr("Mute"), "alertMute", tr("Go on watching it, and tell nobody"));
  m_delete = addButton(tr("Delete"), "alertDelete", tr("Forget the selected rule"));
  m_notices = new QCheckBox(tr("Desktop notices"), box);
  m_notices->setObjectName(QStringLiteral("alertNotices"));
  m_notices->setToolTip(tr("Tells the desktop, too, where it has a place for that: a rule once a minute at most"));
  m_notices->setChecked(m_desk.givesNotices());
  auto* head = new QHBoxLayout;
  head->setSpacing(Theme::unit);
  head->addWidget(heading(tr("Rules"), box), 1);
  head->addWidget(m_notices);
  for (QPushButton* button : {m_new, m_edit, m_mute, m_delete})
    head->addWidget(button);
  m_form = new AlertForm(box);
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::unit);
  layout->addLayout(head);
  layout->addWidget(m_rulesView, 1);
  layout->addWidget(m_form);
  connect(m_notices, &QCheckBox::toggled, &m_desk, &AlertDesk::setGivesNotices);
  connect(&m_desk, &AlertDesk::noticesChanged, m_notices, &QCheckBox::setChecked);
  connect(m_new, &QPushButton::clicked, this, [this] { compose({}); });
  connect(m_edit, &QPushButton::clicked, this, &AlertsPage::editSelected);
  connect(m_rulesView, &TableView::rowActivated, this, &AlertsPage::editSelected);
  connect(m_mute, &QPushButton::clicked, this, [this] {
    if (const auto rule = selectedRule(); rule && m_desk.live().find(*rule)->hasRule())
      m_desk.setMuted(*rule, !m_desk.live().find(*rule)->rule().muted);
  });
  connect(m_delete, &QPushButton::clicked, this, [this] {
    if (const auto rule = selectedRule()) {
      if (m_form->number() == rule)
        showForm(false);
      m_desk.remove(*rule);
    }
  });
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
  m_rows = addButton(tr("Show rows"), "alertRows",
                     tr("Opens the page with the query of the rule, and selects the devices that made it"));
  m_time =
      addButton(tr("Go to time"), "alertTime", tr("Moves the time cursor of the recording to where it was raised"));
  m_query->addButton(m_rows);
  m_query->addButton(m_time);
  m_firedView = new TableView(&m_fired, box);
  m_firedView->setObjectName(QStringLiteral("alertsFired"));
  m_firedView->setAccessibleName(tr("What fired"));
  m_firedView->setSelectionMode(QAbstractItemView::SingleSelection);
  m_firedView->showOnly({"raised", "rule", "end", "value", "worst", "condition", "lasted_ms", "made_by", "severity"});
  m_firedView->setMinimumHeight(4 * Theme::rowHeight);
  m_evidence = new QLabel(box);
  m_evidence->setObjectName(QStringLiteral("alertEvidence"));
  m_evidence->setTextFormat(Qt::PlainText);
  m_evidence->setWordWrap(true);
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
  connect(m_rows, &QPushButton::clicked, this, &AlertsPage::openRows);
  connect(m_time, &QPushButton::clicked, this, &AlertsPage::goToTime);
  return box;
}

void AlertsPage::showForm(bool shown) {
  m_form->setVisible(shown);
  m_new->setEnabled(!shown);
}

void AlertsPage::compose(const AlertDraft& draft) {
  showForm(true);
  m_form->edit(draft, std::nullopt);
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
  m_edit->setEnabled(rule.has_value());
  m_delete->setEnabled(rule.has_value());
  m_mute->setEnabled(readable);
  m_mute->setText(readable && m_desk.live().find(*rule)->rule().muted ? tr("Unmute") : tr("Mute"));
  const AlertRecord* record = selectedRecord();
  m_rows->setEnabled(record != nullptr);
  m_time->setEnabled(record && m_travel.replay());
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
