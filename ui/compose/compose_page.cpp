#include "ui/compose/compose_page.h"

#include "models/command/push_preview.h"
#include "models/command/target_list.h"
#include "models/text/format.h"
#include "models/text/sentences.h"
#include "ui/actions/action.h"
#include "ui/alerts/alert_menu.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"
#include "ui/theme/tint.h"

#include <QAction>
#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

namespace pushscope {
namespace {

// What a menu shows of a push that was sent.
QString asMenuText(const PushDraft& draft) {
  return QStringLiteral("%1 → %2").arg(plain(draft.payload.simplified().toStdString(), 48),
                                       plain(draft.devices().value(0).toStdString(), 32));
}

} // namespace

ComposePage::ComposePage(ConsoleContext& context, QWidget* parent)
    : Page(parent), m_context(context), m_model(std::make_unique<JudgedDeliveryRows>(context.verdicts())) {
  m_model.setNaturalOrder(Qt::DescendingOrder);
  auto* splitter = new QSplitter(this);
  splitter->setChildrenCollapsible(false);
  splitter->addWidget(makeLeft());
  splitter->addWidget(makeHistory());
  splitter->setStretchFactor(0, 2);
  splitter->setStretchFactor(1, 5);
  splitter->setSizes({340, 720});
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit, 2 * Theme::unit);
  layout->addWidget(splitter);
  connect(&m_context, &ConsoleContext::pushAnswered, this,
          [this](const QString& sentence, bool good) { say(sentence, good ? Tone::alive : Tone::dead); });
  connect(&m_context, &ConsoleContext::sourceChanged, this, &ComposePage::check);
  connect(&m_context, &ConsoleContext::seriesChanged, this, &ComposePage::showSending);
  connect(&m_context, &ConsoleContext::deliverySelected, this, [this] {
    m_ladder->show(m_context.world(), m_context.delivery(), m_context.now());
    showVerdict();
  });
  check();
}

QWidget* ComposePage::makeLeft() {
  auto* left = new QWidget(this);
  left->setMinimumWidth(320);
  m_form = new PushForm(left);
  m_status = paragraph({}, left);
  m_status->setObjectName(QStringLiteral("pushStatus"));
  m_status->setMinimumHeight(3 * m_status->fontMetrics().lineSpacing());
  m_status->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  m_verdict = paragraph({}, left);
  m_verdict->setObjectName(QStringLiteral("pushVerdict"));
  m_verdict->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_verdict->hide();
  auto* layout = new QVBoxLayout(left);
  layout->setContentsMargins(0, 0, Theme::unit, 0);
  layout->setSpacing(Theme::unit);
  layout->addWidget(m_form, 1);
  layout->addWidget(m_verdict);
  layout->addWidget(m_status);
  layout->addWidget(makeButtons(left));
  connect(m_form, &PushForm::edited, this, &ComposePage::check);
  return left;
}

QWidget* ComposePage::makeButtons(QWidget* parent) {
  auto* row = new QWidget(parent);
  m_send = makeAction(this, {"pushSend", tr("Send"), tr("Send now"), QKeySequence(Qt::CTRL | Qt::Key_Return)},
                      [this] { sendOrStop(); });
  m_try = makeAction(this,
                     {"pushTry", tr("Dry run"), tr("Says what sending would do, and sends nothing"),
                      QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Return)},
                     [this] { tryOut(); });
  m_saveTemplate =
      makeAction(this, {"pushSaveTemplate", tr("&Save as template…"), tr("Keeps all but the targets under a name")},
                 [this] { askTemplateName(); });
  m_fromFile =
      makeAction(this, {"pushFromFile", tr("Devices from a &file…"), tr("The targets: device ids, one a line")},
                 [this] { chooseList(); });
  m_copyCommand =
      makeAction(this, {"pushCopyCommand", tr("&Copy as pushctl"), tr("The same push as a line for a shell")},
                 [this] { copyCommand(); });
  QAction* more = makeAction(this,
                             {"pushMore", tr("More"),
                              tr("Templates, pushes that were sent before, devices from a file, the line for pushctl"),
                              QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D)},
                             [this] { m_more->menu()->popup(m_more->mapToGlobal(m_more->rect().bottomLeft())); });
  m_more = new QToolButton(row);
  m_more->setObjectName(more->objectName());
  m_more->setText(more->text());
  m_more->setToolTip(more->toolTip());
  m_more->setAccessibleName(tr("More about this push"));
  m_more->setFocusPolicy(Qt::StrongFocus);
  m_more->setPopupMode(QToolButton::InstantPopup);
  auto* menu = new QMenu(m_more);
  menu->setObjectName(QStringLiteral("pushMoreMenu"));
  m_more->setMenu(menu);
  QPushButton* send = makeButton(m_send, row);
  send->setDefault(true);
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::unit);
  layout->addWidget(send, 1);
  layout->addWidget(makeButton(m_try, row));
  layout->addWidget(m_more);
  connect(menu, &QMenu::aboutToShow, this, &ComposePage::fillMore);
  return row;
}

QWidget* ComposePage::makeHistory() {
  m_list = new TableView(&m_model, this);
  m_list->setObjectName(QStringLiteral("pushHistory"));
  m_list->showOnly({"device", "sequence", "state", "verdict", "state_reason", "notification", "attempts",
                    "acknowledged_after_ms", "accepted", "uuid"});
  m_list->setSelectionMode(QAbstractItemView::SingleSelection);
  m_list->setAccessibleName(tr("Deliveries"));
  installAlertMenu(m_context, m_list, AlertRows::deliveries);
  m_query = new QueryBar(&m_model, QStringLiteral("pushFilter"), this);
  m_query->edit()->setPlaceholderText(tr("Query: words, or verdict:FAIL state:retrying ack>1s  (Ctrl+F)"));
  m_query->edit()->setAccessibleName(tr("Query of the deliveries"));
  m_ladder = new LadderView(m_context.verdicts(), this);
  m_ladder->setEmptyText(tr("The ladder of the chosen delivery appears here."));
  connect(m_list, &TableView::selectedRowsChanged, this, [this] {
    if (const auto rows = m_list->selectedSourceRows(); !rows.isEmpty())
      m_context.selectDelivery(rows.first());
  });
  connect(m_list, &TableView::rowActivated, this, [this] { emit m_context.pageWanted(QStringLiteral("ladder")); });
  auto* splitter = new QSplitter(Qt::Vertical, this);
  splitter->setChildrenCollapsible(false);
  auto* list = new QWidget(this);
  auto* listLayout = new QVBoxLayout(list);
  listLayout->setContentsMargins(0, 0, 0, 0);
  listLayout->setSpacing(4);
  listLayout->addWidget(m_query);
  listLayout->addWidget(m_list, 1);
  splitter->addWidget(list);
  splitter->addWidget(m_ladder);
  m_list->setMinimumHeight(5 * Theme::rowHeight);
  splitter->setStretchFactor(0, 1);
  splitter->setStretchFactor(1, 3);
  splitter->setSizes({168, 432});
  return splitter;
}

// Of the push that is chosen, which after sending is the new one.
void ComposePage::showVerdict() {
  const DeliveryRow* row = m_context.delivery() ? m_context.world().deliveries().find(*m_context.delivery()) : nullptr;
  const PushVerdicts::OfPush* push = row ? m_context.verdicts().of(row->uuid) : nullptr;
  m_verdict->setVisible(push != nullptr);
  if (!push)
    return;
  const QString text = tr("Expected “%1”: %2.").arg(plain(push->expected.toStdString()), push->sentence());
  if (text != m_verdict->text())
    m_verdict->setText(text);
}

void ComposePage::check() {
  const PushDraft::Problem problem = draft().problem();
  m_whyNot = problem.sentence;
  m_form->mark(problem);
  for (QAction* action : {m_try, m_copyCommand})
    allow(action, m_whyNot);
  showSending();
  say(m_context.isLive() ? m_whyNot : inThePast(), Tone::neutral);
}

QString ComposePage::inThePast() const {
  return tr("This is a replay: nothing can be sent into the past. Go back to live first (Ctrl+L).");
}

// A series that goes on can be stopped at any time, whatever is typed meanwhile.
void ComposePage::showSending() {
  if (const PushSeries* series = m_context.series()) {
    m_send->setText(tr("Stop (%1 of %2)").arg(series->taken()).arg(series->repeats()));
    allow(m_send, {});
    return;
  }
  const qsizetype devices = draft().devices().size();
  m_send->setText(devices > 1 ? tr("Send to %1 devices").arg(devices) : tr("Send"));
  allow(m_send, m_context.isLive() ? m_whyNot : inThePast());
}

void ComposePage::say(const QString& sentence, Tone tone) {
  setTint(m_status, tone == Tone::dead ? Tint::wrong : Tint::none);
  m_status->setText(sentence);
}

void ComposePage::sendOrStop() {
  if (m_context.series())
    m_context.stopSeries();
  else
    send();
}

void ComposePage::send() {
  const PushDraft typed = draft();
  if (typed.problem().field != PushDraft::Field::none || !m_context.isLive())
    return check();
  say(tr("Sending…"), Tone::neutral);
  m_sent = m_context.sendPush(typed);
  if (!m_sent)
    return say(
        tr("No server is connected, so nothing was sent. The text stays here; send it when the status bar shows a "
           "live server."),
        Tone::dead);
  m_sentDrafts.removeOne(typed);
  m_sentDrafts.prepend(typed);
  m_sentDrafts.resize(std::min(m_sentDrafts.size(), mostSent));
}

void ComposePage::tryOut() {
  if (draft().problem().field == PushDraft::Field::none)
    say(previewOf(draft(), m_context.feed().world(), m_context.feed().now()), Tone::neutral);
}

void ComposePage::copyCommand() {
  QGuiApplication::clipboard()->setText(commandLineOf(draft(), m_context.feed().world()));
  say(tr("The line for pushctl was copied. It names no token file: add --token-file, or use a context."),
      Tone::neutral);
}

void ComposePage::chooseList() {
  auto* dialog = new QFileDialog(window(), tr("Device ids, one a line"));
  dialog->setObjectName(QStringLiteral("pushListFile"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this, &ComposePage::takeList);
  dialog->open();
}

void ComposePage::takeList(const QString& path) {
  const Result<QStringList> list = readTargetList(path);
  if (!list.ok())
    return say(Sentences::error(list.error(), path), Tone::dead);
  m_form->setTargets(list.value());
}

void ComposePage::offerTemplates(PushTemplates& templates) {
  m_templates = &templates;
}

void ComposePage::fillMore() {
  QMenu* menu = m_more->menu();
  qDeleteAll(menu->findChildren<QMenu*>(Qt::FindDirectChildrenOnly)); // which clear() leaves
  menu->clear();
  const QStringList names = m_templates ? m_templates->names() : QStringList();
  QMenu* use = menu->addMenu(tr("&Use template"));
  QMenu* remove = menu->addMenu(tr("&Delete template"));
  for (QMenu* each : {use, remove})
    each->setEnabled(!names.isEmpty());
  for (const QString& name : names) {
    connect(addLine(use, name), &QAction::triggered, this, [this, name] { takeTemplate(name); });
    connect(addLine(remove, name), &QAction::triggered, this, [this, name] {
      m_templates->forget(name);
      say(tr("The template “%1” was deleted.").arg(name), Tone::neutral);
    });
  }
  menu->addAction(m_saveTemplate);
  QMenu* again = menu->addMenu(tr("Sent &before"));
  again->setEnabled(!m_sentDrafts.isEmpty());
  for (const PushDraft& sent : m_sentDrafts)
    connect(addLine(again, asMenuText(sent)), &QAction::triggered, this, [this, sent] { compose(sent); });
  menu->addSeparator();
  menu->addAction(m_fromFile);
  menu->addAction(m_copyCommand);
}

void ComposePage::takeTemplate(const QString& name) {
  std::optional<PushDraft> found = m_templates->find(name);
  if (!found)
    return say(tr("The template “%1” cannot be read: the settings file is damaged there. Delete it, or save it anew.")
                   .arg(name),
               Tone::dead);
  const PushDraft typed = draft();
  found->targets = typed.targets;
  found->tag = typed.tag;
  found->query = typed.query;
  compose(*found);
}

void ComposePage::askTemplateName() {
  auto* dialog = new QInputDialog(window());
  dialog->setObjectName(QStringLiteral("templateName"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(tr("Save as template"));
  dialog->setLabelText(tr("Name of this template, which keeps all but the targets; one of the same name is replaced:"));
  connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString& name) {
    const QString problem = m_templates->save(name.trimmed(), draft());
    say(problem.isEmpty() ? tr("Saved as the template “%1”.").arg(name.trimmed()) : problem,
        problem.isEmpty() ? Tone::neutral : Tone::dead);
  });
  dialog->open();
}

void ComposePage::takeOver(const std::any& before) {
  if (const auto* sent = std::any_cast<QList<PushDraft>>(&before))
    m_sentDrafts = *sent;
}

void ComposePage::compose(const QStringList& devices) {
  if (!devices.isEmpty())
    m_form->setTargets(devices);
  m_form->focusPayload();
}

void ComposePage::compose(const PushDraft& draft) {
  m_form->setDraft(draft);
  m_form->focusPayload();
}

void ComposePage::reset(const World& world, WallTime now) {
  m_model.setWorld(&world, now);
  m_query->refresh();
  m_ladder->show(world, m_context.delivery(), now);
}

void ComposePage::refresh(const World& world, const World::Changes& changes, WallTime now) {
  m_model.refresh(changes, now);
  m_query->refresh();
  m_list->setEmptyText(m_model.unfilteredCount() > 0 ? tr("No delivery matches the query. Clear it to see all.")
                                                     : tr("What you send appears here, one row for each device."));
  m_ladder->refresh(world, changes, now);
  showVerdict();
  if (m_sent && changes.deliveries)
    if (const auto found = world.deliveries().ofPush(*m_sent); !found.empty()) {
      m_sent.reset();
      m_list->selectSourceRow(found.front());
    }
}

} // namespace pushscope
