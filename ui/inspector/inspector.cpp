#include "ui/inspector/inspector.h"

#include "models/items/column.h"
#include "ui/theme/theme.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace pushscope {

Inspector::Inspector(ConsoleContext& context, QWidget* parent) : QWidget(parent), m_context(context) {
  m_title = new QLabel(this);
  m_title->setTextFormat(Qt::PlainText);
  m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_title->setWordWrap(true);
  QFont bold = m_title->font();
  bold.setBold(true);
  m_title->setFont(bold);
  m_hint = new QLabel(tr("Select a device to see all that is known of it."), this);
  m_hint->setTextFormat(Qt::PlainText);
  m_hint->setWordWrap(true);
  m_body = new QWidget(this);
  m_form = new QFormLayout;
  m_form->setLabelAlignment(Qt::AlignLeft);
  m_form->setHorizontalSpacing(2 * Theme::unit);
  m_form->setVerticalSpacing(4);
  for (size_t i = 1; i < deviceRows().columns().size(); ++i) {
    auto* value = addField(columnTitle(deviceRows().columns()[i]));
    value->setToolTip(columnHelp(deviceRows().columns()[i]));
    m_fields.append({int(i), value});
  }
  m_push = new QPushButton(tr("Push…"), m_body);
  m_foreground = new QPushButton(tr("To foreground"), m_body);
  m_background = new QPushButton(tr("To background"), m_body);
  for (QPushButton* button : {m_foreground, m_background})
    button->setToolTip(tr("Only for simulated phones: asks the fleet to change the app's state"));
  auto* phone = new QHBoxLayout;
  phone->addWidget(m_foreground);
  phone->addWidget(m_background);
  auto* body = new QVBoxLayout(m_body);
  body->setContentsMargins(0, 0, 0, 0);
  body->setSpacing(Theme::unit);
  body->addLayout(m_form);
  body->addSpacing(Theme::unit);
  body->addWidget(m_push);
  body->addLayout(phone);
  body->addStretch(1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(Theme::unit, Theme::unit, Theme::unit, Theme::unit);
  layout->addWidget(m_title);
  layout->addWidget(m_hint);
  layout->addWidget(m_body, 1);
  layout->addStretch(0);
  setMinimumWidth(220);

  connect(m_push, &QPushButton::clicked, this, [this] {
    QStringList devices;
    for (Row row : m_context.devices())
      devices << QString::fromStdString(m_context.world().devices().device(row));
    emit m_context.composeWanted(devices);
  });
  connect(m_foreground, &QPushButton::clicked, this,
          [this] { m_context.control(PhoneAction::foreground, m_context.devices()); });
  connect(m_background, &QPushButton::clicked, this,
          [this] { m_context.control(PhoneAction::background, m_context.devices()); });
  connect(&m_context, &ConsoleContext::devicesSelected, this, [this] { refresh(Feed::now()); });
  refresh({});
}

QLabel* Inspector::addField(const QString& name) {
  auto* label = new QLabel(name, m_body);
  label->setTextFormat(Qt::PlainText);
  QPalette faint = palette();
  faint.setColor(QPalette::WindowText, Theme::faintText(palette()));
  label->setPalette(faint);
  auto* value = new QLabel(m_body);
  value->setTextFormat(Qt::PlainText);
  value->setTextInteractionFlags(Qt::TextSelectableByMouse);
  value->setWordWrap(true);
  value->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  m_form->addRow(label, value);
  return value;
}

void Inspector::refresh(WallTime now) {
  const QList<Row>& devices = m_context.devices();
  const bool one = devices.size() == 1 && devices.first() < m_context.world().devices().size();
  m_hint->setVisible(devices.isEmpty());
  m_title->setVisible(!devices.isEmpty());
  m_body->setVisible(!devices.isEmpty());
  m_title->setText(one ? plain(m_context.world().devices().device(devices.first()))
                       : tr("%1 devices selected").arg(devices.size()));
  bool simulated = false;
  for (Row row : devices)
    simulated |= row < m_context.world().devices().size() && m_context.world().devices().truth(row).known;
  m_foreground->setEnabled(simulated);
  m_background->setEnabled(simulated);
  for (const auto& [column, label] : m_fields) {
    label->setVisible(one);
    m_form->labelForField(label)->setVisible(one);
    if (!one)
      continue;
    const Column& spec = deviceRows().columns()[size_t(column)];
    const QString text = forPeople(spec.kind, spec.value(m_context.world(), devices.first()), now);
    if (label->text() != text)
      label->setText(text);
  }
}

} // namespace pushscope
