#include "ui/history/ledger_page.h"

#include "models/text/format.h"
#include "protocol/frame/command.h"
#include "ui/actions/action.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QVBoxLayout>

namespace pushscope {

LedgerPage::LedgerPage(ConsoleContext& context, QWidget* parent) : Page(parent), m_context(context) {
  m_tabs = new QTabWidget(this);
  m_tabs->setObjectName(QStringLiteral("historyTabs"));
  m_tabs->setDocumentMode(true);
  m_tabs->addTab(m_sessionsTab = makeSessions(), tr("Sessions that are over"));
  makeAudit();
  m_tabs->addTab(m_audit, tr("Audit log"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit);
  layout->addWidget(m_tabs);
  connect(m_tabs, &QTabWidget::currentChanged, this,
          [this] { shown().refresh(World::Changes::everything(), m_context.now()); });
  connect(&m_context, &ConsoleContext::historyWanted, this, &LedgerPage::showDevice);
}

QWidget* LedgerPage::makeSessions() {
  auto* tab = new QWidget(this);
  m_sessions = new ListPanel(m_context, admin::history, id(), tr("The history"), tab);
  m_sessions->model().setNaturalOrder(Qt::DescendingOrder);
  m_sessions->view()->setObjectName(QStringLiteral("historyTable"));
  m_sessions->view()->setAccessibleName(tr("Sessions that are over"));
  m_sessions->view()->showOnly({"device", "closed", "lasted_ms", "how", "missed", "acknowledged", "beats", "resumed",
                                "connected", "address", "client", "node"});
  m_sessions->query()->edit()->setPlaceholderText(tr("Query: words, or missed>0 closed<1h how~heartbeat  (Ctrl+F)"));
  m_sessions->query()->edit()->setAccessibleName(tr("Query of the sessions that are over"));
  m_sessions->setEmptyText(tr("No session has ended yet, or none of this device that the server remembers."));
  m_device = new QLineEdit(tab);
  m_device->setObjectName(QStringLiteral("historyDevice"));
  m_device->setPlaceholderText(tr("Id of a device, also of one that is gone; then Enter. Empty: all devices"));
  m_device->setAccessibleName(tr("Device"));
  m_device->setToolTip(tr("The server looks for this device alone, so that it is found among any number of others"));
  m_device->setClearButtonEnabled(true);
  auto* label = plainLabel(tr("Of"), tab);
  label->setBuddy(m_device);
  auto* line = new QHBoxLayout;
  line->setSpacing(Theme::unit);
  line->addWidget(label);
  line->addWidget(m_device, 1);
  auto* layout = new QVBoxLayout(tab);
  layout->setContentsMargins(0, Theme::unit, 0, 0);
  layout->setSpacing(0);
  layout->addLayout(line);
  layout->addWidget(m_sessions, 1);
  makeAction(tab, {"historyOf", tr("History of a device…"), tr("Asks for the sessions of one device alone, by its id")},
             [this] {
               m_device->setFocus();
               m_device->selectAll();
             });
  const auto ask = [this] { m_sessions->setDevice(m_device->text().trimmed()); };
  connect(m_device, &QLineEdit::editingFinished, this, ask);
  connect(m_device, &QLineEdit::textChanged, this, [ask](const QString& text) {
    if (text.isEmpty())
      ask();
  });
  connect(m_sessions->view(), &TableView::selectedRowsChanged, this, [this] {
    const auto rows = m_sessions->view()->selectedSourceRows();
    const auto* entry = rows.isEmpty() ? nullptr : m_context.world().lists().of<PastSession>().find(rows.first());
    if (const auto device = entry ? m_context.world().devices().find(entry->value.device) : std::nullopt)
      m_context.selectDevices({*device});
  });
  return tab;
}

void LedgerPage::makeAudit() {
  m_audit = new ListPanel(m_context, admin::audit, id(), tr("The audit log"), this);
  m_audit->model().setNaturalOrder(Qt::DescendingOrder);
  m_audit->view()->setObjectName(QStringLiteral("auditTable"));
  m_audit->view()->setAccessibleName(tr("Audit log"));
  m_audit->view()->showOnly(
      {"at", "who", "action", "subject", "outcome", "affected", "role", "uuid", "address", "node"});
  m_audit->query()->edit()->setPlaceholderText(tr("Query: words, or who:ci -outcome:ok when<1d  (Ctrl+F)"));
  m_audit->query()->edit()->setAccessibleName(tr("Query of the audit log"));
  m_audit->setEmptyText(tr("Nobody has done anything yet. Each push, each action on queues, sessions, tags and tokens, "
                           "and each look at a payload is written down here."));
  QAction* ladder = makeAction(
      m_audit,
      {"auditLadder", tr("Show the ladder"), tr("What became of the push of the selected line (Enter in the table)")},
      [this] { showLadder(); });
  m_audit->query()->addButton(makeButton(ladder, m_audit));
  connect(m_audit->view(), &TableView::rowActivated, this, &LedgerPage::showLadder);
  const auto judge = [this, ladder] {
    const auto rows = m_audit->view()->selectedSourceRows();
    const auto* entry = rows.size() != 1 ? nullptr : m_context.world().lists().of<AuditEntry>().find(rows.first());
    allow(ladder, entry && !entry->value.uuid.isNull() ? QString() : tr("Select one line first that is about a push"));
  };
  connect(m_audit->view(), &TableView::selectedRowsChanged, this, judge);
  allow(ladder, tr("Select one line first that is about a push"));
}

void LedgerPage::showLadder() {
  const auto rows = m_audit->view()->selectedSourceRows();
  const auto* entry = rows.isEmpty() ? nullptr : m_context.world().lists().of<AuditEntry>().find(rows.first());
  if (entry && !entry->value.uuid.isNull())
    emit m_context.ladderWanted(entry->value.uuid);
}

ListPanel& LedgerPage::shown() const {
  return m_tabs->currentWidget() == m_audit ? *m_audit : *m_sessions;
}

void LedgerPage::showDevice(const QString& device) {
  m_tabs->setCurrentWidget(m_sessionsTab);
  m_device->setText(device);
  m_sessions->setDevice(device);
}

std::any LedgerPage::handOver() const {
  return m_device->text();
}

// The field alone would be given its text without being asked for it.
void LedgerPage::takeOver(const std::any& before) {
  const int tab = m_tabs->currentIndex();
  if (const auto* device = std::any_cast<QString>(&before); device && !device->isEmpty())
    showDevice(*device);
  m_tabs->setCurrentIndex(tab);
}

void LedgerPage::reset(const World& world, WallTime now) {
  for (ListPanel* panel : {m_sessions, m_audit})
    panel->reset(world, now);
}

void LedgerPage::refresh(const World&, const World::Changes& changes, WallTime now) {
  shown().refresh(changes, now);
}

} // namespace pushscope
