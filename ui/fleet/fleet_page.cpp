#include "ui/fleet/fleet_page.h"

#include "models/items/phone_rows.h"
#include "ui/actions/action.h"
#include "ui/sessions/device_actions.h"
#include "ui/sessions/device_selection.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace pushscope {

FleetPage::FleetPage(ConsoleContext& context, const DeviceActions& actions, QWidget* parent)
    : Page(parent), m_context(context), m_actions(actions), m_model(phoneRows()), m_notices(m_noticeRows) {
  m_notices.setNaturalOrder(Qt::DescendingOrder);
  auto* splitter = new QSplitter(Qt::Vertical, this);
  splitter->setObjectName(QStringLiteral("fleetSplitter"));
  splitter->setChildrenCollapsible(false);
  splitter->addWidget(makePhones());
  splitter->addWidget(makeNotices());
  splitter->setStretchFactor(0, 3);
  splitter->setStretchFactor(1, 2);
  splitter->setSizes({360, 200});
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit);
  layout->addWidget(splitter);
  connect(&m_context, &ConsoleContext::devicesSelected, this, &FleetPage::chooseNotices);
}

QWidget* FleetPage::makePhones() {
  auto* box = new QWidget(this);
  m_query = new QueryBar(&m_model, QStringLiteral("fleetFilter"), box);
  m_query->edit()->setPlaceholderText(tr("Query: words, or truth~≠ net:airplane profile:ios notice~banner  (Ctrl+F)"));
  m_query->edit()->setAccessibleName(tr("Query of the phones"));
  m_view = new TableView(&m_model, box);
  m_view->setObjectName(QStringLiteral("fleetTable"));
  m_view->setAccessibleName(tr("Phones"));
  m_view->showOnly({"device", "profile", "truth", "truth_cause", "link", "app_state", "network", "resumes_300s",
                    "most_resumes_300s", "wakes", "last_notice", "last_notice_at", "badge", "waiting"});
  QAction* differing = makeAction(
      this,
      {"fleetDiffering", tr("Differing"), tr("Only phones of which the server believes something that is not so")},
      [this] { m_query->edit()->setText(QStringLiteral("truth~≠")); });
  QAction* notified = makeAction(
      this, {"fleetNotified", tr("Newest notifications"), tr("Sorts by the last local notification, the newest first")},
      [this] { showNewestNotifications(); });
  m_query->addButton(makeButton(differing, box));
  m_query->addButton(makeButton(notified, box));
  m_query->addButton(m_actions.makePhoneButton("fleetActions", box));
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::unit);
  layout->addWidget(m_query);
  layout->addWidget(m_view, 1);

  new DeviceSelection(m_context, *m_view);
  m_view->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(m_view, &QWidget::customContextMenuRequested, this, &FleetPage::contextMenu);
  m_view->setMinimumHeight(3 * Theme::rowHeight);
  return box;
}

QWidget* FleetPage::makeNotices() {
  auto* box = new QWidget(this);
  m_noticesTitle = heading({}, box);
  m_noticesTitle->setObjectName(QStringLiteral("fleetNoticesTitle"));
  m_noticesOf = new QComboBox(box);
  m_noticesOf->setObjectName(QStringLiteral("fleetNoticesOf"));
  m_noticesOf->setAccessibleName(tr("Phones of the notification centre"));
  m_noticesOf->setToolTip(tr("Whose notifications are shown; of all phones while none is selected"));
  m_noticesOf->addItem(tr("selected phones"));
  m_noticesOf->addItem(tr("all phones"));
  m_ladder = makeAction(this,
                        {"fleetNoticeLadder", tr("Ladder of the notification"),
                         tr("The way of the push that caused the selected notification")},
                        [this] { openLadder(); });
  m_noticeView = new TableView(&m_notices, box);
  m_noticeView->setObjectName(QStringLiteral("fleetNotices"));
  m_noticeView->setAccessibleName(tr("Notifications"));
  m_noticeView->setSelectionMode(QAbstractItemView::SingleSelection);
  m_noticeView->setMinimumHeight(3 * Theme::rowHeight);
  auto* head = new QHBoxLayout;
  head->setSpacing(Theme::unit);
  head->addWidget(m_noticesTitle, 1);
  head->addWidget(m_noticesOf);
  head->addWidget(makeButton(m_ladder, box));
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(0, Theme::unit, 0, 0);
  layout->setSpacing(4);
  layout->addLayout(head);
  layout->addWidget(m_noticeView, 1);
  connect(m_noticesOf, &QComboBox::currentIndexChanged, this, &FleetPage::chooseNotices);
  connect(m_noticeView, &TableView::selectedRowsChanged, this, &FleetPage::noticeSelected);
  connect(m_noticeView, &TableView::rowActivated, this, &FleetPage::openLadder);
  allowLadder();
  return box;
}

// A page that nobody sees arranges nothing.
void FleetPage::chooseNotices() {
  m_noticesChosen = true;
  if (isVisible())
    arrangeNotices();
}

void FleetPage::arrangeNotices() {
  if (m_notices.world() != &m_context.world())
    return; // a reset follows
  m_noticesChosen = false;
  std::set<Row> phones;
  if (m_noticesOf->currentIndex() == 0)
    for (const Row row : m_context.devices())
      if (row < m_context.world().devices().size() && m_context.world().devices().truth(row).known)
        phones.insert(row);
  m_noticesTitle->setText(
      phones.empty() ? tr("Notification centre of all phones")
      : phones.size() == 1
          ? tr("Notification centre of %1").arg(plain(m_context.world().devices().device(*phones.begin()), 40))
          : tr("Notification centre of %1 phones").arg(phones.size()));
  m_noticeRows.choose(std::move(phones));
  m_notices.setNaturalOrder(Qt::DescendingOrder); // which arranges it anew, at once
  allowLadder();
}

std::optional<DeliveryTable::Number> FleetPage::selectedCause() const {
  if (m_notices.world() != &m_context.world())
    return std::nullopt;
  const QList<uint64_t> rows = m_noticeView->selectedSourceRows();
  const NoticeRow* notice = rows.isEmpty() ? nullptr : m_context.world().notices().find(rows.first());
  const bool known = notice && m_context.world().deliveries().find(notice->delivery);
  return known ? std::optional(notice->delivery) : std::nullopt;
}

void FleetPage::allowLadder() {
  allow(m_ladder, selectedCause() ? QString() : tr("Select a notification that a push caused"));
}

void FleetPage::noticeSelected() {
  const auto cause = selectedCause();
  allowLadder();
  if (cause)
    m_context.selectDelivery(*cause);
}

void FleetPage::openLadder() {
  const auto cause = selectedCause();
  if (!cause)
    return;
  m_context.selectDelivery(*cause);
  emit m_context.pageWanted(QStringLiteral("ladder"));
}

void FleetPage::showNewestNotifications() {
  m_query->edit()->clear();
  m_view->sortByColumn(columnWithId(m_model.columns(), "last_notice_at"), Qt::DescendingOrder);
}

void FleetPage::contextMenu(const QPoint& position) {
  if (m_view->selectedSourceRows().isEmpty())
    return;
  // Not exec(): its loop would run while this table may be replaced.
  auto* menu = new QMenu(this);
  menu->setObjectName(QStringLiteral("fleetMenu"));
  menu->setAttribute(Qt::WA_DeleteOnClose);
  m_actions.addPhoneTo(menu);
  menu->popup(m_view->viewport()->mapToGlobal(position));
}

void FleetPage::reset(const World& world, WallTime now) {
  m_model.setWorld(&world, now);
  m_query->refresh();
  m_noticeRows.choose({});
  m_notices.setWorld(&world, now);
  arrangeNotices();
}

void FleetPage::refresh(const World&, const World::Changes& changes, WallTime now) {
  m_model.refresh(changes, now);
  m_query->refresh();
  m_notices.refresh(changes, now);
  if (m_noticesChosen)
    arrangeNotices();
  const QString why = m_context.whyEmpty();
  const uint64_t all = m_model.unfilteredCount();
  if (all > 0)
    m_view->setEmptyText(tr("No phone matches the query. Clear it to see all %1.").arg(all));
  else if (!why.isEmpty())
    m_view->setEmptyText(why);
  else
    m_view->setEmptyText(
        tr("No fleet is connected, so nothing is known of any phone but what its server believes. Name "
           "the control port of a pushfleet when you connect, or start a sandbox."));
  m_noticeView->setEmptyText(!why.isEmpty() ? why
                             : all == 0     ? tr("Fleets tell what their users saw; none is connected.")
                                            : tr("Nothing was shown yet. A push makes a notification once the app has "
                                                     "handled it."));
}

} // namespace pushscope
