#include "ui/fleet/fleet_page.h"

#include "models/items/phone_rows.h"
#include "ui/sessions/phone_menu.h"
#include "ui/theme/theme.h"

#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

namespace pushscope {

FleetPage::FleetPage(ConsoleContext& context, QWidget* parent)
    : Page(parent), m_context(context), m_model(phoneRows()) {
  m_query = new QueryBar(&m_model, QStringLiteral("fleetFilter"), this);
  m_query->edit()->setPlaceholderText(tr("Query: words, or truth~≠ net:airplane profile:ios notice~banner  (Ctrl+F)"));
  m_query->edit()->setAccessibleName(tr("Query of the phones"));
  m_view = new TableView(&m_model, this);
  m_view->setObjectName(QStringLiteral("fleetTable"));
  m_view->setAccessibleName(tr("Phones"));
  m_view->showOnly({"device", "profile", "truth", "truth_cause", "link", "app_state", "network", "resumes_300s",
                    "most_resumes_300s", "wakes", "last_notice", "last_notice_at", "badge", "waiting"});
  const auto add = [this](const QString& text, const QString& tip, const char* name) {
    auto* button = new QPushButton(text, this);
    button->setObjectName(QLatin1String(name));
    button->setToolTip(tip);
    m_query->addButton(button);
    return button;
  };
  auto* differing =
      add(tr("Differing"), tr("Only phones of which the server believes something that is not so"), "fleetDiffering");
  auto* notified =
      add(tr("Newest notifications"), tr("Sorts by the last local notification, the newest first"), "fleetNotified");
  m_phone = add(tr("Phone"),
                tr("What can be done to the selected phones; also by the right button or the menu key in "
                   "the table"),
                "fleetActions");
  m_phoneMenu = new QMenu(m_phone);
  m_phone->setMenu(m_phoneMenu);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit);
  layout->setSpacing(Theme::unit);
  layout->addWidget(m_query);
  layout->addWidget(m_view, 1);

  connect(differing, &QPushButton::clicked, this, [this] { m_query->edit()->setText(QStringLiteral("truth~≠")); });
  connect(notified, &QPushButton::clicked, this, &FleetPage::showNewestNotifications);
  connect(m_view, &TableView::selectedRowsChanged, this, &FleetPage::selectionChanged);
  connect(m_phoneMenu, &QMenu::aboutToShow, this, [this] {
    m_phoneMenu->clear();
    addPhoneActions(m_phoneMenu, m_context);
  });
  m_view->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(m_view, &QWidget::customContextMenuRequested, this, &FleetPage::contextMenu);
  m_phone->setEnabled(false);
}

void FleetPage::showNewestNotifications() {
  m_query->edit()->clear();
  m_view->sortByColumn(columnWithId(m_model.columns(), "last_notice_at"), Qt::DescendingOrder);
}

void FleetPage::selectionChanged() {
  QList<Row> rows;
  for (const uint64_t row : m_view->selectedSourceRows())
    rows << Row(row);
  m_phone->setEnabled(!rows.isEmpty());
  if (!rows.isEmpty())
    m_context.selectDevices(rows);
}

void FleetPage::contextMenu(const QPoint& position) {
  if (m_view->selectedSourceRows().isEmpty())
    return;
  // Not exec(): its loop would run while this table may be replaced.
  auto* menu = new QMenu(this);
  menu->setObjectName(QStringLiteral("fleetMenu"));
  menu->setAttribute(Qt::WA_DeleteOnClose);
  addPhoneActions(menu, m_context);
  menu->popup(m_view->viewport()->mapToGlobal(position));
}

void FleetPage::reset(const World& world, WallTime now) {
  m_model.setWorld(&world, now);
  m_query->refresh();
  m_phone->setEnabled(false);
}

void FleetPage::refresh(const World&, const World::Changes& changes, WallTime now) {
  m_model.refresh(changes, now);
  m_query->refresh();
  const uint64_t all = m_model.unfilteredCount();
  if (all > 0)
    m_view->setEmptyText(tr("No phone matches the query. Clear it to see all %1.").arg(all));
  else if (const QString why = m_context.whyEmpty(); !why.isEmpty())
    m_view->setEmptyText(why);
  else
    m_view->setEmptyText(
        tr("No fleet is connected, so nothing is known of any phone but what its server believes. Name "
           "the control port of a pushfleet when you connect, or start a sandbox."));
}

} // namespace pushscope
