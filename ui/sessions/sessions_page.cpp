#include "ui/sessions/sessions_page.h"

#include "ui/alerts/alert_menu.h"
#include "ui/sessions/phone_menu.h"
#include "ui/theme/theme.h"

#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace pushscope {

SessionsPage::SessionsPage(ConsoleContext& context, QWidget* parent)
    : Page(parent), m_context(context), m_model(deviceRows()) {
  m_query = new QueryBar(&m_model, QStringLiteral("sessionsFilter"), this);
  m_query->edit()->setPlaceholderText(
      tr("Query: words, or profile:ios state:background rtt>500ms missed>=2  (Ctrl+F)"));
  m_query->edit()->setAccessibleName(tr("Query of the sessions"));
  auto* worst = new QPushButton(tr("Worst first"), this);
  worst->setObjectName(QStringLiteral("worstFirst"));
  worst->setToolTip(tr("Sorts by health: lost, suspect, differs from the truth, keeps itself awake, short of resumes, "
                       "missed beats, deliveries wait; then by round trip"));
  connect(worst, &QPushButton::clicked, this, &SessionsPage::showWorstFirst);
  m_push = new QPushButton(tr("Push…"), this);
  m_push->setObjectName(QStringLiteral("pushToSelection"));
  m_push->setToolTip(tr("Compose a push to the selected devices (Ctrl+P)"));
  m_push->setEnabled(false);
  m_phone = new QPushButton(tr("Phone"), this);
  m_phone->setObjectName(QStringLiteral("phoneActions"));
  m_phone->setToolTip(tr("What can be done to the selected simulated phones; also by the right button or the menu key "
                         "in the table"));
  m_phone->setEnabled(false);
  m_phoneMenu = new QMenu(m_phone);
  m_phone->setMenu(m_phoneMenu);
  m_view = new TableView(&m_model, this);
  m_view->setObjectName(QStringLiteral("sessionsTable"));
  m_view->setAccessibleName(tr("Sessions"));

  for (QPushButton* button : {worst, m_phone, m_push})
    m_query->addButton(button);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit);
  layout->setSpacing(Theme::unit);
  layout->addWidget(m_query);
  layout->addWidget(m_view, 1);

  connect(&m_context, &ConsoleContext::filterWanted, m_query->edit(), &QLineEdit::setText);
  connect(m_view, &TableView::selectedRowsChanged, this, &SessionsPage::selectionChanged);
  connect(m_push, &QPushButton::clicked, this, [this] { emit m_context.composeWanted(m_context.deviceIds()); });
  connect(m_view, &TableView::rowActivated, m_push, &QPushButton::click);
  connect(m_phoneMenu, &QMenu::aboutToShow, this, [this] {
    m_phoneMenu->clear();
    addPhoneActions(m_phoneMenu, m_context);
  });
  // By the right button as well as by the keyboard's menu key.
  m_view->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(m_view, &QWidget::customContextMenuRequested, this, &SessionsPage::contextMenu);
}

void SessionsPage::contextMenu(const QPoint& position) {
  if (m_context.devices().isEmpty())
    return;
  // Not exec(): its loop would run while this table may be replaced.
  auto* menu = new QMenu(this);
  menu->setObjectName(QStringLiteral("sessionsMenu"));
  menu->setAttribute(Qt::WA_DeleteOnClose);
  connect(menu->addAction(m_push->text()), &QAction::triggered, m_push, &QPushButton::click);
  addAlertAction(menu, m_context, m_view, AlertRows::sessions, position);
  QAction* history = menu->addAction(tr("History of this device"));
  history->setEnabled(m_context.devices().size() == 1);
  connect(history, &QAction::triggered, this, [this] { emit m_context.historyWanted(m_context.deviceIds().value(0)); });
  menu->addSeparator();
  addPhoneActions(menu, m_context);
  menu->popup(m_view->viewport()->mapToGlobal(position));
}

void SessionsPage::showWorstFirst() {
  const int health = columnWithId(m_model.columns(), "health");
  m_view->setColumnHidden(health, false);
  m_view->sortByColumn(health, Qt::AscendingOrder);
}

void SessionsPage::selectionChanged() {
  QList<Row> rows;
  for (uint64_t row : m_view->selectedSourceRows())
    rows << Row(row);
  m_push->setEnabled(!rows.isEmpty());
  m_push->setText(rows.size() > 1 ? tr("Push to %1…").arg(rows.size()) : tr("Push…"));
  m_context.selectDevices(rows);
  m_phone->setEnabled(std::any_of(rows.begin(), rows.end(), [this](Row row) {
    return row < m_context.world().devices().size() && m_context.world().devices().truth(row).known;
  }));
}

void SessionsPage::reset(const World& world, WallTime now) {
  m_model.setWorld(&world, now);
  m_query->refresh();
  selectionChanged(); // a reset says nothing of it
}

void SessionsPage::refresh(const World&, const World::Changes& changes, WallTime now) {
  m_model.refresh(changes, now);
  m_query->refresh();
  const uint64_t all = m_model.unfilteredCount();
  if (all > 0)
    m_view->setEmptyText(tr("No device matches the query. Clear it to see all %1.").arg(all));
  else if (const QString why = m_context.whyEmpty(); !why.isEmpty())
    m_view->setEmptyText(why);
  else
    m_view->setEmptyText(tr("The server knows no device yet. Start phones with pushfleet, or let a device connect."));
}

} // namespace pushscope
