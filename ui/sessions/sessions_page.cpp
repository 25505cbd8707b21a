#include "ui/sessions/sessions_page.h"

#include "ui/actions/action.h"
#include "ui/alerts/alert_menu.h"
#include "ui/sessions/device_actions.h"
#include "ui/sessions/device_selection.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QHeaderView>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

namespace pushscope {

SessionsPage::SessionsPage(ConsoleContext& context, const DeviceActions& actions, QWidget* parent)
    : Page(parent), m_context(context), m_actions(actions), m_model(deviceRows()) {
  m_query = new QueryBar(&m_model, QStringLiteral("sessionsFilter"), this);
  m_query->edit()->setPlaceholderText(
      tr("Query: words, or profile:ios state:background rtt>500ms missed>=2  (Ctrl+F)"));
  m_query->edit()->setAccessibleName(tr("Query of the sessions"));
  QAction* worst =
      makeAction(this,
                 {"worstFirst", tr("Worst first"),
                  tr("Sorts by health: lost, suspect, differs from the truth, keeps itself awake, short of resumes, "
                     "missed beats, deliveries wait; then by round trip")},
                 [this] { showWorstFirst(); });
  m_view = new TableView(&m_model, this);
  m_view->setObjectName(QStringLiteral("sessionsTable"));
  // What it came from, and what is true, stand behind the numbers.
  QHeaderView* header = m_view->horizontalHeader();
  for (const char* id : {"truth", "app_cause"})
    header->moveSection(header->visualIndex(columnWithId(m_model.columns(), id)),
                        header->visualIndex(columnWithId(m_model.columns(), "missed")));
  m_view->setAccessibleName(tr("Sessions"));
  m_query->addButton(makeButton(worst, this));
  m_query->addButton(m_actions.makePhoneButton("phoneActions", this));
  m_query->addButton(makeButton(m_actions.push(), this));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit);
  layout->setSpacing(Theme::unit);
  layout->addWidget(m_query);
  layout->addWidget(m_view, 1);

  new DeviceSelection(m_context, *m_view);
  connect(m_view, &TableView::rowActivated, m_actions.push(), &QAction::trigger);
  makeAlertAction(m_context, m_view, AlertRows::sessions);
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
  menu->addAction(m_actions.push());
  addAlertAction(menu, m_context, m_view, AlertRows::sessions, position);
  menu->addAction(m_actions.history());
  menu->addSeparator();
  m_actions.addPhoneTo(menu);
  menu->popup(m_view->viewport()->mapToGlobal(position));
}

void SessionsPage::showWorstFirst() {
  const int health = columnWithId(m_model.columns(), "health");
  m_view->setColumnHidden(health, false);
  m_view->sortByColumn(health, Qt::AscendingOrder);
}

void SessionsPage::reset(const World& world, WallTime now) {
  m_model.setWorld(&world, now);
  m_query->refresh();
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
