#include "ui/compose/push_form.h"

#include "ui/compose/json_highlighter.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"
#include "ui/theme/tint.h"

#include <QCheckBox>
#include <QEvent>
#include <QFontDatabase>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QTextBlock>

namespace pushscope {
namespace {

using Field = PushDraft::Field;

// Draws a line under the place of a mistake, without touching the text.
void markText(QPlainTextEdit* edit, qsizetype position, const QColor& color) {
  QList<QTextEdit::ExtraSelection> marks;
  if (position >= 0) {
    QTextEdit::ExtraSelection mark;
    mark.cursor = edit->textCursor();
    const int last = edit->document()->characterCount() - 1;
    mark.cursor.setPosition(std::clamp<int>(int(position), 0, std::max(0, last - 1)));
    mark.cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor);
    mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
    mark.format.setUnderlineColor(color);
    marks << mark;
  }
  edit->setExtraSelections(marks);
}

} // namespace

PushForm::PushForm(QWidget* parent) : QWidget(parent) {
  m_targets = new QPlainTextEdit(this);
  m_targets->setObjectName(QStringLiteral("pushTargets"));
  m_targets->setPlaceholderText(tr("Device ids, one a line"));
  m_targets->setAccessibleName(tr("To"));
  m_targets->setTabChangesFocus(true);
  m_targets->setMinimumHeight(48);
  m_targets->setMaximumHeight(88);
  m_payload = new QPlainTextEdit(this);
  m_payload->setObjectName(QStringLiteral("pushPayload"));
  m_payload->setAccessibleName(tr("Payload"));
  m_payload->setTabChangesFocus(true);
  m_payload->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  m_payload->setMinimumHeight(64);
  m_payload->setPlainText(QStringLiteral("{\"alert\": \"Hello\"}"));
  m_marks = new JsonHighlighter(m_payload->document());
  m_size = plainLabel({}, this);
  m_size->setObjectName(QStringLiteral("pushSize"));
  m_highPriority = new QCheckBox(tr("High priority"), this);
  m_highPriority->setToolTip(tr("Decides only when a sleeping phone is woken, never the order"));

  auto* toLabel = plainLabel(tr("To"), this);
  toLabel->setBuddy(m_targets);
  auto* payloadLabel = plainLabel(tr("Payload, JSON"), this);
  payloadLabel->setBuddy(m_payload);

  QLineEdit* tag = addLine(Field::targets, &PushDraft::tag, "pushTag", tr("Tag"), {},
                           tr("And every device with this tag, on each connected server"));
  QLineEdit* query = addLine(Field::query, &PushDraft::query, "pushQuery", tr("Query"), tr("profile:ios link:online"),
                             tr("And every device that fits, as each server sees it: device, profile, client, address, "
                                "tag, link and app with : for equal or ~ for a part; a minus in front for “not”"));
  QLineEdit* values =
      addLine(Field::values, &PushDraft::values, "pushValues", tr("Values"), tr("name=Anna; room=7"),
              tr("For {{name}} and {{room}} in the payload. Known of themselves: {{device}}, which gives "
                 "each device a payload of its own, {{n}}, which counts repetitions, and {{time}}"));
  QLineEdit* timeToLive =
      addLine(Field::timeToLive, &PushDraft::timeToLive, "pushTimeToLive", tr("Time to live"), tr("24h"),
              tr("How long the server keeps trying, for example 30s or 10m; 7 days at most"));
  QLineEdit* notBefore =
      addLine(Field::notBefore, &PushDraft::notBefore, "pushNotBefore", tr("Not before"), tr("at once"),
              tr("How long the server keeps it back, for example 10m; 7 days at most"));
  QLineEdit* collapseKey =
      addLine(Field::collapseKey, &PushDraft::collapseKey, "pushCollapseKey", tr("Collapse key"), {},
              tr("A newer push with the same key takes the place of an older one that still waits"));
  QLineEdit* repeat = addLine(Field::repeat, &PushDraft::repeat, "pushRepeat", tr("Repeat"), tr("once"),
                              tr("How many times it is sent, each time as a new push"));
  QLineEdit* every = addLine(Field::every, &PushDraft::every, "pushEvery", tr("Every"), tr("1s"),
                             tr("Between two of them, for example 500ms or 10s"));
  QLineEdit* expectation =
      addLine(Field::expectation, &PushDraft::expectation, "pushExpectation", tr("Expect"),
              tr("acknowledged within 2s, no resend"),
              tr("What is to become of it on each device: stages, such as “shown within 5s”, “no resend”, "
                 "“no duplicate”, “attempts <=2”, with commas between them; each is said to pass or to fail"));

  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(Theme::unit);
  grid->setVerticalSpacing(Theme::unit / 2);
  int row = 0;
  const auto whole = [&](QWidget* widget) { grid->addWidget(widget, row++, 0, 1, 4); };
  const auto label = [&](QLineEdit* edit, int column) {
    QLabel* name = plainLabel(edit->accessibleName(), this);
    name->setBuddy(edit);
    grid->addWidget(name, row, column);
  };
  const auto two = [&](QLineEdit* left, QLineEdit* right) {
    label(left, 0);
    grid->addWidget(left, row, 1);
    label(right, 2);
    grid->addWidget(right, row++, 3);
  };
  const auto one = [&](QLineEdit* edit) {
    label(edit, 0);
    grid->addWidget(edit, row++, 1, 1, 3);
  };
  whole(toLabel);
  whole(m_targets);
  // A query is longer than a tag.
  auto* found = new QHBoxLayout;
  found->setSpacing(Theme::unit);
  for (QLineEdit* edit : {tag, query}) {
    QLabel* name = plainLabel(edit->accessibleName(), this);
    name->setBuddy(edit);
    found->addWidget(name);
    found->addWidget(edit, edit == query ? 3 : 1);
  }
  grid->addLayout(found, row++, 0, 1, 4);
  grid->addWidget(payloadLabel, row, 0, 1, 2);
  grid->addWidget(m_size, row++, 2, 1, 2, Qt::AlignRight);
  grid->setRowStretch(row, 1);
  whole(m_payload);
  one(values);
  two(timeToLive, notBefore);
  two(repeat, every);
  label(collapseKey, 0);
  grid->addWidget(collapseKey, row, 1);
  grid->addWidget(m_highPriority, row++, 2, 1, 2);
  one(expectation);
  grid->setColumnStretch(1, 1);
  grid->setColumnStretch(3, 1);

  connect(m_targets, &QPlainTextEdit::textChanged, this, &PushForm::edited);
  connect(m_payload, &QPlainTextEdit::textChanged, this, &PushForm::edited);
  connect(m_highPriority, &QCheckBox::toggled, this, &PushForm::edited);
}

QLineEdit* PushForm::addLine(Field field, QString PushDraft::*text, const char* objectName, const QString& name,
                             const QString& example, const QString& tip) {
  auto* edit = new QLineEdit(this);
  edit->setObjectName(QLatin1String(objectName));
  edit->setAccessibleName(name);
  edit->setPlaceholderText(example);
  edit->setToolTip(asToolTip(tip));
  edit->setMinimumWidth(56);
  connect(edit, &QLineEdit::textChanged, this, &PushForm::edited);
  m_lines << Line{field, text, edit};
  return edit;
}

PushDraft PushForm::draft() const {
  PushDraft draft;
  draft.targets = m_targets->toPlainText();
  draft.payload = m_payload->toPlainText();
  draft.highPriority = m_highPriority->isChecked();
  for (const Line& line : m_lines)
    draft.*line.text = line.edit->text();
  return draft;
}

void PushForm::setDraft(const PushDraft& draft) {
  m_targets->setPlainText(draft.targets);
  m_payload->setPlainText(draft.payload);
  m_highPriority->setChecked(draft.highPriority);
  for (const Line& line : m_lines)
    line.edit->setText(draft.*line.text);
}

void PushForm::setTargets(const QStringList& devices) {
  m_targets->setPlainText(devices.join(QLatin1Char('\n')));
}

void PushForm::mark(const PushDraft::Problem& problem) {
  const QColor color = Theme::tone(Tone::dead, palette());
  const bool someTarget = !m_targets->toPlainText().isEmpty();
  markText(m_targets, problem.field == Field::targets && someTarget ? problem.position : -1, color);
  markText(m_payload, problem.field == Field::payload ? problem.position : -1, color);
  for (const Line& line : m_lines) {
    const bool wrong = problem.field == line.field && !line.edit->text().isEmpty();
    setTint(line.edit, wrong ? Tint::wrong : Tint::none);
  }
  const qsizetype bytes = m_payload->toPlainText().toUtf8().size();
  m_size->setText(bytes == 1 ? tr("1 byte") : tr("%1 bytes").arg(QLocale().toString(bytes)));
}

void PushForm::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange)
    m_marks->rehighlight();
}

void PushForm::focusPayload() {
  m_payload->setFocus();
}

} // namespace pushscope
