#include "ui/compose/compose_page.h"

#include "ui/alerts/alert_menu.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QFontDatabase>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTextBlock>
#include <QVBoxLayout>

namespace pushscope {
namespace {

QLabel* plainLabel(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setTextFormat(Qt::PlainText);
  return label;
}

// Draws a line under the place of a mistake, without touching the text.
void markMistake(QPlainTextEdit* edit, qsizetype position, const QColor& color) {
  QList<QTextEdit::ExtraSelection> marks;
  if (position >= 0) {
    QTextEdit::ExtraSelection mark;
    mark.cursor = edit->textCursor();
    const int last = edit->document()->characterCount() - 1;
    mark.cursor.setPosition(std::clamp<int>(int(position) - 1, 0, std::max(0, last - 1)));
    mark.cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor);
    mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
    mark.format.setUnderlineColor(color);
    marks << mark;
  }
  edit->setExtraSelections(marks);
}

} // namespace

ComposePage::ComposePage(ConsoleContext& context, QWidget* parent)
    : Page(parent), m_context(context), m_model(std::make_unique<JudgedDeliveryRows>(context.verdicts())) {
  m_model.setNaturalOrder(Qt::DescendingOrder);
  auto* splitter = new QSplitter(this);
  splitter->setChildrenCollapsible(false);
  splitter->addWidget(makeForm());
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
  connect(&m_context, &ConsoleContext::deliverySelected, this, [this] {
    m_ladder->show(m_context.world(), m_context.delivery(), m_context.now());
    showVerdict();
  });
  check();
}

QWidget* ComposePage::makeForm() {
  auto* form = new QWidget(this);
  form->setMinimumWidth(280);
  m_targets = new QPlainTextEdit(form);
  m_targets->setObjectName(QStringLiteral("pushTargets"));
  m_targets->setPlaceholderText(tr("Device ids, one a line"));
  m_targets->setAccessibleName(tr("To"));
  m_targets->setTabChangesFocus(true);
  m_targets->setMaximumHeight(88);
  m_payload = new QPlainTextEdit(form);
  m_payload->setObjectName(QStringLiteral("pushPayload"));
  m_payload->setAccessibleName(tr("Payload"));
  m_payload->setTabChangesFocus(true);
  m_payload->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  m_payload->setPlainText(QStringLiteral("{\"alert\": \"Hello\"}"));
  m_size = plainLabel({}, form);
  m_timeToLive = new QLineEdit(form);
  m_timeToLive->setPlaceholderText(tr("24h"));
  m_timeToLive->setAccessibleName(tr("Time to live"));
  m_timeToLive->setToolTip(tr("How long the server keeps trying, for example 30s or 10m; 7 days at most"));
  m_highPriority = new QCheckBox(tr("High priority"), form);
  m_highPriority->setToolTip(tr("Decides only when a sleeping phone is woken, never the order"));
  m_expectation = new QLineEdit(form);
  m_expectation->setObjectName(QStringLiteral("pushExpectation"));
  m_expectation->setAccessibleName(tr("Expect"));
  m_expectation->setPlaceholderText(tr("acknowledged within 2s, no resend"));
  m_expectation->setToolTip(
      tr("What is to become of it on each device: stages, such as “shown within 5s”, “no resend”, "
         "“no duplicate”, “attempts <=2”, with commas between them; each is said to pass or to fail"));
  m_status = plainLabel({}, form);
  m_status->setObjectName(QStringLiteral("pushStatus"));
  m_status->setWordWrap(true);
  m_status->setMinimumHeight(3 * m_status->fontMetrics().lineSpacing());
  m_status->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  m_verdict = plainLabel({}, form);
  m_verdict->setObjectName(QStringLiteral("pushVerdict"));
  m_verdict->setWordWrap(true);
  m_verdict->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_verdict->hide();
  m_send = new QPushButton(tr("Send"), form);
  m_send->setObjectName(QStringLiteral("pushSend"));
  m_send->setToolTip(tr("Send now (Ctrl+Enter)"));
  m_send->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return));
  m_send->setDefault(true);

  auto* toLabel = plainLabel(tr("To"), form);
  toLabel->setBuddy(m_targets);
  auto* payloadLabel = plainLabel(tr("Payload, JSON"), form);
  payloadLabel->setBuddy(m_payload);
  auto* lifeRow = new QHBoxLayout;
  lifeRow->addWidget(plainLabel(tr("Time to live"), form));
  lifeRow->addWidget(m_timeToLive);
  lifeRow->addSpacing(Theme::unit);
  lifeRow->addWidget(m_highPriority);
  auto* expectRow = new QHBoxLayout;
  expectRow->addWidget(plainLabel(tr("Expect"), form));
  expectRow->addWidget(m_expectation);
  auto* head = new QHBoxLayout;
  head->addWidget(payloadLabel, 1);
  head->addWidget(m_size);
  auto* layout = new QVBoxLayout(form);
  layout->setContentsMargins(0, 0, Theme::unit, 0);
  layout->setSpacing(Theme::unit);
  layout->addWidget(toLabel);
  layout->addWidget(m_targets);
  layout->addLayout(head);
  layout->addWidget(m_payload, 1);
  layout->addLayout(lifeRow);
  layout->addLayout(expectRow);
  layout->addWidget(m_verdict);
  layout->addWidget(m_status);
  layout->addWidget(m_send);

  connect(m_targets, &QPlainTextEdit::textChanged, this, &ComposePage::check);
  connect(m_payload, &QPlainTextEdit::textChanged, this, &ComposePage::check);
  connect(m_timeToLive, &QLineEdit::textChanged, this, &ComposePage::check);
  connect(m_expectation, &QLineEdit::textChanged, this, &ComposePage::check);
  connect(m_send, &QPushButton::clicked, this, &ComposePage::send);
  return form;
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

PushDraft ComposePage::draft() const {
  PushDraft draft;
  draft.targets = m_targets->toPlainText();
  draft.payload = m_payload->toPlainText();
  draft.timeToLive = m_timeToLive->text();
  draft.highPriority = m_highPriority->isChecked();
  draft.expectation = m_expectation->text();
  return draft;
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
  const QColor color = Theme::tone(Tone::dead, palette());
  markMistake(m_targets,
              problem.field == PushDraft::Field::targets && !m_targets->toPlainText().isEmpty() ? problem.position + 1
                                                                                                : -1,
              color);
  markMistake(m_payload, problem.field == PushDraft::Field::payload ? problem.position : -1, color);
  m_size->setText(tr("%1 bytes").arg(QLocale().toString(m_payload->toPlainText().toUtf8().size())));
  const qsizetype devices = draft().devices().size();
  m_send->setText(devices > 1 ? tr("Send to %1 devices").arg(devices) : tr("Send"));
  m_send->setEnabled(problem.field == PushDraft::Field::none && m_context.isLive());
  say(m_context.isLive() ? problem.sentence
                         : tr("This is a replay: nothing can be sent into the past. Go back to live first (Ctrl+L)."),
      Tone::neutral);
}

void ComposePage::say(const QString& sentence, Tone tone) {
  QPalette colors = palette();
  colors.setColor(QPalette::WindowText,
                  tone == Tone::dead ? Theme::tone(Tone::dead, palette()) : palette().color(QPalette::WindowText));
  m_status->setPalette(colors);
  m_status->setText(sentence);
}

void ComposePage::send() {
  if (draft().problem().field != PushDraft::Field::none || !m_context.isLive())
    return check();
  m_sent = m_context.sendPush(draft());
  if (m_sent)
    say(tr("Sending…"), Tone::neutral);
  else
    say(tr("No server is connected, so nothing was sent. The text stays here; send it when the status bar shows a live "
           "server."),
        Tone::dead);
}

void ComposePage::compose(const QStringList& devices) {
  if (!devices.isEmpty())
    m_targets->setPlainText(devices.join('\n'));
  m_payload->setFocus();
}

void ComposePage::compose(const PushDraft& draft) {
  m_targets->setPlainText(draft.targets);
  m_payload->setPlainText(draft.payload);
  m_timeToLive->setText(draft.timeToLive);
  m_highPriority->setChecked(draft.highPriority);
  m_payload->setFocus();
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
