#include "ui/queues/queues_page.h"

#include "models/text/format.h"
#include "models/text/payload.h"
#include "models/text/sentences.h"
#include "protocol/frame/command.h"
#include "ui/actions/action.h"
#include "ui/queues/manage_dialog.h"
#include "ui/queues/payload_view.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"
#include "ui/theme/tint.h"

#include <QAction>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QTabWidget>
#include <QVBoxLayout>

#include <map>

namespace pushscope {
namespace {

// What outlives the page, to be shown by the next one: each look at a payload is written down.
struct ShownPayload {
  QString device;
  Peeked peeked;
};

template <class T>
void addNames(const PulledList<T>& list, const QList<uint64_t>& rows, std::vector<DeliveryName>& names) {
  for (const uint64_t row : rows)
    if (const auto* entry = list.find(row); entry && entry->there)
      names.push_back({entry->link, entry->value.device, entry->value.uuid});
}

} // namespace

QueuesPage::QueuesPage(ConsoleContext& context, QWidget* parent) : Page(parent), m_context(context) {
  m_summary = paragraph({}, this);
  m_summary->setObjectName(QStringLiteral("queuesSummary"));
  m_answer = paragraph({}, this);
  m_answer->setObjectName(QStringLiteral("queuesAnswer"));
  m_answer->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_answer->hide();
  m_payload = new PayloadView(this);
  m_payload->setObjectName(QStringLiteral("queuesPayload"));
  m_tabs = new QTabWidget(this);
  m_tabs->setObjectName(QStringLiteral("queuesTabs"));
  m_tabs->setDocumentMode(true);

  makePart(m_waiting, admin::queue, tr("The queue"), QStringLiteral("queueTable"));
  m_waiting.panel->setEmptyText(tr("Nothing waits: every delivery that a server has accepted was acknowledged or has "
                                   "ended. A push to a phone that is offline appears here."));
  m_waiting.panel->query()->edit()->setPlaceholderText(
      tr("Query: words, or state:offline reason~user attempt>1 age>10m bytes>1kB  (Ctrl+F)"));
  m_waiting.panel->query()->edit()->setAccessibleName(tr("Query of what waits"));
  m_waiting.panel->view()->setAccessibleName(tr("What waits"));
  m_waiting.panel->view()->showOnly({"device", "state", "reason", "attempt", "next_try", "accepted", "expires",
                                     "payload_bytes", "priority", "uuid", "node"});
  QAction* retry =
      addManage(m_waiting, tr("Retry now"), tr("Writes it at once, whatever it waits for, if the device is connected"),
                QKeySequence(Qt::CTRL | Qt::Key_T), QueueAction::retryNow, "queueRetry");
  addButton(m_waiting, retry);
  addManage(m_waiting, tr("Postpone…"), tr("Keeps it back for a while; what follows it does not wait for it"),
            QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T), QueueAction::postpone, "queuePostpone");
  addManage(m_waiting, tr("Cancel"), tr("Ends it: it is not delivered any more"), QKeySequence(Qt::Key_Delete),
            QueueAction::cancel, "queueCancel");
  addManage(m_waiting, tr("To the dead letters"), tr("Gives it up; it can be looked at and sent again"),
            QKeySequence(Qt::SHIFT | Qt::Key_Delete), QueueAction::deadLetter, "queueDeadLetter");
  m_purge = addAction(m_waiting, tr("Purge all…"),
                      tr("Cancels everything that waits on a server, shown or not; needs the role admin"), {},
                      "queuePurge", [this] { purge(); });

  makePart(m_dead, admin::deadLetters, tr("The list of dead letters"), QStringLiteral("deadTable"));
  m_dead.panel->setEmptyText(tr("Nothing was given up. A delivery comes here when its phone has refused it five times, "
                                "or when somebody moves it here."));
  m_dead.panel->query()->edit()->setPlaceholderText(tr("Query: words, or reason~refused when<1h  (Ctrl+F)"));
  m_dead.panel->query()->edit()->setAccessibleName(tr("Query of the dead letters"));
  m_dead.panel->view()->setAccessibleName(tr("Dead letters"));
  m_dead.panel->view()->showOnly({"device", "at", "reason", "payload_bytes", "uuid", "node"});
  QAction* again = addManage(m_dead, tr("Send again"), tr("Appends it anew, as the last of what waits for its device"),
                             QKeySequence(Qt::CTRL | Qt::Key_T), QueueAction::requeue, "deadRequeue");
  addButton(m_dead, again);
  m_tabs->addTab(m_waiting.panel, tr("Waiting"));
  m_tabs->addTab(m_dead.panel, tr("Dead letters"));

  auto* splitter = new QSplitter(Qt::Vertical, this);
  splitter->setChildrenCollapsible(false);
  splitter->addWidget(m_tabs);
  splitter->addWidget(m_payload);
  splitter->setStretchFactor(0, 3);
  splitter->setStretchFactor(1, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit);
  layout->setSpacing(Theme::unit);
  layout->addWidget(m_summary);
  layout->addWidget(splitter, 1);
  layout->addWidget(m_answer);
  connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
    shown().refresh(World::Changes::everything(), m_context.now());
    selectionChanged();
  });
  connect(&m_context, &ConsoleContext::managed, this, [this](const QString& sentence, bool good) {
    say(sentence, good);
    for (const Part* part : {&m_waiting, &m_dead})
      part->panel->pullNow();
  });
  connect(&m_context, &ConsoleContext::sourceChanged, this, &QueuesPage::allow);
  allow();
}

// What both lists have in common; what can be done to one of them alone comes behind it.
void QueuesPage::makePart(Part& part, uint32_t list, const QString& thing, const QString& tableName) {
  part.panel = new ListPanel(m_context, list, id(), thing, this);
  part.menu = new QMenu(part.panel);
  part.menu->setToolTipsVisible(true);
  TableView* view = part.panel->view();
  view->setObjectName(tableName);
  connect(view, &TableView::selectedRowsChanged, this, &QueuesPage::selectionChanged);
  connect(view, &TableView::rowActivated, this, [this] { peek(); });
  view->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(view, &QWidget::customContextMenuRequested, this, &QueuesPage::contextMenu);
  auto* more = new QPushButton(tr("Actions"), part.panel);
  more->setObjectName(tableName + QStringLiteral("Actions"));
  more->setToolTip(tr("What can be done to the selected deliveries; also by the right button or the menu key in the "
                      "table"));
  more->setMenu(part.menu);
  part.panel->query()->addButton(more);
  addAction(part, tr("Look at the payload"), tr("Shows the payload below; this changes nothing"),
            QKeySequence(Qt::Key_F3), "queuePeek", [this] { peek(); });
  addAction(part, tr("Edit and resend…"),
            tr("Fills the composer with device and payload; what is here stays until it is cancelled"),
            QKeySequence(Qt::Key_F2), "queueEdit", [this] { editAndResend(); });
  addAction(part, tr("Show the ladder"), tr("What became of this push until now, stage by stage"),
            QKeySequence(Qt::Key_F4), "queueLadder", [this] { showLadder(); });
  part.menu->addSeparator();
}

QAction* QueuesPage::addAction(Part& part, const QString& text, const QString& tip, const QKeySequence& key,
                               const char* objectName, std::function<void()> act) {
  QAction* action = makeAction(part.panel->view(), {objectName, text, tip, key, Qt::WidgetShortcut}, std::move(act));
  part.menu->addAction(action);
  part.actions << action;
  return action;
}

QAction* QueuesPage::addManage(Part& part, const QString& text, const QString& tip, const QKeySequence& key,
                               QueueAction what, const char* objectName) {
  return addAction(part, text, tip, key, objectName,
                   [this, what, name = QString(text).remove(QChar(0x2026))] { manage(name, what); });
}

void QueuesPage::addButton(Part& part, QAction* action) {
  QPushButton* button = makeButton(action, part.panel);
  button->setObjectName(action->objectName() + QStringLiteral("Button"));
  part.panel->query()->addButton(button);
}

ListPanel& QueuesPage::shown() const {
  return m_tabs->currentWidget() == m_dead.panel ? *m_dead.panel : *m_waiting.panel;
}

std::vector<DeliveryName> QueuesPage::selected() const {
  std::vector<DeliveryName> names;
  const QList<uint64_t> rows = shown().view()->selectedSourceRows();
  if (&shown() == m_dead.panel)
    addNames(m_context.world().lists().of<DeadLetter>(), rows, names);
  else
    addNames(m_context.world().lists().of<Queued>(), rows, names);
  return names;
}

void QueuesPage::selectionChanged() {
  allow();
  QList<Row> devices;
  for (const DeliveryName& name : selected())
    if (const auto row = m_context.world().devices().find(name.device); row && !devices.contains(*row)) {
      devices << *row;
      if (devices.size() == qsizetype(maxTargets))
        break;
    }
  if (!devices.isEmpty())
    m_context.selectDevices(devices);
}

// What cannot be done now says why instead of what it does.
void QueuesPage::allow() {
  const qsizetype count = shown().view()->selectionModel()->selectedRows().size();
  for (const Part* part : {&m_waiting, &m_dead})
    for (QAction* action : part->actions) {
      const bool ofOne = action->objectName() == QLatin1String("queuePeek") ||
                         action->objectName() == QLatin1String("queueEdit") ||
                         action->objectName() == QLatin1String("queueLadder");
      const QString why = !m_context.isLive()  ? tr("Not in a replay: go back to live first (Ctrl+L)")
                          : action == m_purge  ? QString()
                          : count == 0         ? tr("Select a delivery first")
                          : ofOne && count > 1 ? tr("Select one delivery alone")
                                               : QString();
      pushscope::allow(action, why);
    }
}

void QueuesPage::contextMenu(const QPoint& position) {
  // Not exec(): its loop would run while this table may be replaced.
  QMenu* menu = &shown() == m_dead.panel ? m_dead.menu : m_waiting.menu;
  menu->popup(shown().view()->viewport()->mapToGlobal(position));
}

void QueuesPage::manage(const QString& name, QueueAction action) {
  const std::vector<DeliveryName> names = selected();
  if (names.empty())
    return;
  const bool postpones = action == QueueAction::postpone;
  if (names.size() == 1 && !postpones)
    return m_context.manage(name, action, {}, names);
  const QString some = names.size() == 1 ? tr("1 delivery") : tr("%1 deliveries").arg(countForPeople(names.size()));
  auto* dialog = new ManageDialog({name,
                                   tr("%1: %2, as they were selected. Those that have ended meanwhile are left "
                                      "alone, and counted in the answer.")
                                       .arg(name, some),
                                   tr("%1: %2").arg(name, countForPeople(names.size())), names.size(), postpones},
                                  this);
  connect(dialog, &QDialog::accepted, this, [this, dialog, name, action, names, postpones] {
    m_context.manage(name, action, postpones ? m_context.feed().now() + dialog->howLong() : WallTime{}, names);
  });
  dialog->open();
}

void QueuesPage::purge() {
  const PulledList<Queued>& queue = m_context.feed().world().lists().of<Queued>();
  std::map<LinkId, uint32_t> counts;
  for (uint64_t row = queue.first(); row < queue.end(); ++row)
    if (const auto& entry = *queue.find(row); entry.there)
      ++counts[entry.link];
  if (counts.empty())
    return say(tr("Purge: nothing waits."), true);
  QStringList lines;
  uint64_t total = 0;
  for (const auto& [link, count] : counts) {
    const World::LinkInfo& info = m_context.feed().world().links()[link.value];
    lines << tr("%1: %2").arg(plain(info.name(), 40), countForPeople(count));
    total += count;
  }
  auto* dialog = new ManageDialog({tr("Purge all that waits"),
                                   tr("Every delivery that waits is cancelled, on each server:\n%1\nIf another number "
                                      "waits there by then, that server does nothing and says so.")
                                       .arg(lines.join(QLatin1Char('\n'))),
                                   tr("Cancel all %1").arg(countForPeople(total)), total, false},
                                  this);
  connect(dialog, &QDialog::accepted, this, [this, counts] {
    for (const auto& [link, count] : counts)
      m_context.purge(link, count);
  });
  dialog->open();
}

void QueuesPage::peek() {
  const std::vector<DeliveryName> names = selected();
  if (names.size() != 1 || !m_context.isLive())
    return;
  m_context.peek(names.front(), this, [this, device = plain(names.front().device, 60)](const Result<Peeked>& peeked) {
    if (!peeked.ok())
      return m_payload->say(Sentences::error(peeked.error(), tr("The delivery")));
    m_peeked = device;
    m_payload->show(tr("Payload for %1").arg(device), peeked.value());
  });
}

void QueuesPage::editAndResend() {
  const std::vector<DeliveryName> names = selected();
  if (names.size() != 1 || !m_context.isLive())
    return;
  m_context.peek(names.front(), this, [this, device = names.front().device](const Result<Peeked>& peeked) {
    if (!peeked.ok())
      return m_payload->say(Sentences::error(peeked.error(), tr("The delivery")));
    if (!isText(peeked.value().payload)) {
      m_peeked = plain(device, 60);
      m_payload->show(tr("No text, so it cannot be edited: payload for %1").arg(plain(device, 60)), peeked.value());
      return;
    }
    PushDraft draft;
    draft.targets = QString::fromStdString(device);
    draft.payload = QString::fromUtf8(QByteArrayView(asText(peeked.value().payload)));
    draft.highPriority = peeked.value().highPriority;
    emit m_context.draftWanted(draft);
  });
}

void QueuesPage::showLadder() {
  if (const std::vector<DeliveryName> names = selected(); names.size() == 1)
    emit m_context.ladderWanted(names.front().uuid);
}

void QueuesPage::say(const QString& sentence, bool good) {
  setTint(m_answer, good ? Tint::none : Tint::wrong);
  m_answer->setText(sentence);
  m_answer->show();
}

std::any QueuesPage::handOver() const {
  const auto peeked = m_payload->shown();
  return peeked ? std::any(ShownPayload{m_peeked, *peeked}) : std::any();
}

void QueuesPage::takeOver(const std::any& before) {
  if (const auto* shown = std::any_cast<ShownPayload>(&before)) {
    m_peeked = shown->device;
    m_payload->show(tr("Payload for %1").arg(m_peeked), shown->peeked);
  }
}

void QueuesPage::reset(const World& world, WallTime now) {
  m_answer->hide();
  m_payload->hide();
  for (const Part* part : {&m_waiting, &m_dead})
    part->panel->reset(world, now);
  allow();
}

void QueuesPage::refresh(const World& world, const World::Changes& changes, WallTime now) {
  shown().refresh(changes, now);
  if (changes.lists)
    m_sum = summaryOf(world.lists().of<Queued>());
  const QueueSummary& summary = m_sum;
  const size_t dead = world.lists().of<DeadLetter>().size();
  m_tabs->setTabText(0, summary.all() > 0 ? tr("Waiting (%1)").arg(countForPeople(summary.all())) : tr("Waiting"));
  m_tabs->setTabText(1, dead > 0 ? tr("Dead letters (%1)").arg(countForPeople(dead)) : tr("Dead letters"));
  QStringList parts;
  for (const auto& [count, words] : {std::pair(summary.queued, tr("%1 queued")),
                                     {summary.retrying, tr("%1 retrying")},
                                     {summary.held, tr("%1 held")},
                                     {summary.offline, tr("%1 offline")}})
    if (count > 0)
      parts << words.arg(countForPeople(count));
  m_summary->setVisible(summary.all() > 0);
  if (summary.all() > 0)
    m_summary->setText(tr("%1: %2; the oldest was accepted %3; %4 of payload")
                           .arg(summary.all() == 1 ? tr("1 delivery waits")
                                                   : tr("%1 deliveries wait").arg(countForPeople(summary.all())),
                                parts.join(QStringLiteral(", ")), timeForPeople(summary.oldest, now),
                                bytesForPeople(summary.bytes)));
}

} // namespace pushscope
