#include "ui/inspector/inspector.h"

#include "models/items/column.h"
#include "models/query/device_wakes.h"
#include "models/text/sentences.h"
#include "ui/chart/resume_gauge.h"
#include "ui/sessions/phone_menu.h"
#include "ui/theme/heading.h"
#include "ui/theme/theme.h"

#include <QFormLayout>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace pushscope {
namespace {

// Said above, road by road or by the gauge.
// Said above the list, or of use in a table alone.
bool isLeftOut(const Column& column) {
  static const QStringList leftOut{"chosen_beats", "device",      "link",         "app_state",         "app_cause",
                                   "truth",        "truth_cause", "resumes_300s", "most_resumes_300s", "session"};
  return leftOut.contains(QLatin1String(column.id));
}

void setText(QLabel* label, const QString& text) {
  if (label->text() != text)
    label->setText(text);
}

QString orDash(const QString& text) {
  return text.isEmpty() ? QStringLiteral("–") : text;
}

} // namespace

Inspector::Inspector(ConsoleContext& context, QWidget* parent) : QWidget(parent), m_context(context) {
  m_title = heading({}, this);
  m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_title->setWordWrap(true);
  m_hint = new QLabel(tr("Select a device to see all that is known of it."), this);
  m_hint->setTextFormat(Qt::PlainText);
  m_hint->setWordWrap(true);
  m_body = new QWidget(this);
  m_roads = new QGridLayout;
  m_roads->setHorizontalSpacing(Theme::unit);
  m_roads->setVerticalSpacing(4);
  m_roads->setColumnStretch(1, 1);
  m_roads->setColumnStretch(2, 1);
  m_roadHeads << addValue(tr("Server")) << addValue(tr("Truth"));
  m_roadHeads[0]->setToolTip(tr("What the server believes"));
  m_roadHeads[1]->setToolTip(tr("What the fleet knows of its phone; ≠ where the server believes otherwise"));
  m_roads->addWidget(m_roadHeads[0], 0, 1);
  m_roads->addWidget(m_roadHeads[1], 0, 2);
  addRoad(tr("Link"), [](const World& w, Row r, LinkKind road, WallTime) {
    return Sentences::linkState(w.devices().told(r, road).link);
  });
  addRoad(tr("App"), [](const World& w, Row r, LinkKind road, WallTime) {
    return Sentences::appState(w.devices().told(r, road).app);
  });
  addRoad(tr("Cause"), [](const World& w, Row r, LinkKind road, WallTime) {
    const Cause cause = w.devices().told(r, road).cause;
    return cause == Cause::unknown ? QString() : Sentences::cause(cause);
  });
  addRoad(tr("Since"), [](const World& w, Row r, LinkKind road, WallTime now) {
    const WallTime since = w.devices().told(r, road).appSince;
    return since == WallTime{} ? QString() : timeForPeople(since, now);
  });
  addRoad(tr("Session"), [](const World& w, Row r, LinkKind road, WallTime) {
    const auto& told = w.devices().told(r, road);
    return told.link == LinkState::unknown ? QString() : told.resumed ? tr("resumed") : tr("new");
  });
  m_gaugeText = addValue();
  m_gauge = new ResumeGauge(m_body);
  m_form = new QFormLayout;
  m_form->setLabelAlignment(Qt::AlignLeft);
  m_form->setHorizontalSpacing(2 * Theme::unit);
  m_form->setVerticalSpacing(4);
  for (size_t i = 0; i < deviceRows().columns().size(); ++i)
    if (!isLeftOut(deviceRows().columns()[i]))
      addField(int(i));
  auto* body = new QVBoxLayout(m_body);
  body->setContentsMargins(0, 0, 0, 0);
  body->setSpacing(Theme::unit);
  addButtons(body);
  body->addLayout(m_roads);
  body->addWidget(m_gaugeText);
  body->addWidget(m_gauge);
  body->addLayout(m_form);
  body->addStretch(1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(Theme::unit, Theme::unit, Theme::unit, Theme::unit);
  layout->addWidget(m_title);
  layout->addWidget(m_hint);
  layout->addWidget(m_body, 1);
  layout->addStretch(0);
  setMinimumWidth(220);
  connect(&m_context, &ConsoleContext::devicesSelected, this, [this] { refresh(m_context.now()); });
  refresh({});
}

void Inspector::addButtons(QVBoxLayout* layout) {
  m_push = new QPushButton(tr("Push…"), m_body);
  m_phone = new QPushButton(tr("Phone"), m_body);
  m_phone->setToolTip(tr("What can be done to the selected simulated phones"));
  m_phoneMenu = new QMenu(m_phone);
  m_phone->setMenu(m_phoneMenu);
  m_foreground = new QPushButton(tr("To foreground"), m_body);
  m_background = new QPushButton(tr("To background"), m_body);
  auto* upper = new QHBoxLayout;
  upper->addWidget(m_push, 1);
  upper->addWidget(m_phone, 1);
  auto* lower = new QHBoxLayout;
  lower->addWidget(m_foreground);
  lower->addWidget(m_background);
  layout->addLayout(upper);
  layout->addLayout(lower);
  connect(m_push, &QPushButton::clicked, this, [this] { emit m_context.composeWanted(m_context.deviceIds()); });
  connect(m_foreground, &QPushButton::clicked, this, [this] {
    m_context.control({m_foreground->text(), PhoneAction::foreground}, m_context.devices());
  });
  connect(m_background, &QPushButton::clicked, this, [this] {
    m_context.control({m_background->text(), PhoneAction::background}, m_context.devices());
  });
  connect(m_phoneMenu, &QMenu::aboutToShow, this, [this] {
    m_phoneMenu->clear();
    addPhoneActions(m_phoneMenu, m_context);
  });
}

// A value if it has no name, else a name in faint ink.
QLabel* Inspector::addValue(const QString& name) {
  auto* label = new QLabel(name, m_body);
  label->setTextFormat(Qt::PlainText);
  if (name.isEmpty()) {
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setWordWrap(true);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    return label;
  }
  QPalette faint = palette();
  faint.setColor(QPalette::WindowText, Theme::faintText(palette()));
  label->setPalette(faint);
  return label;
}

void Inspector::addField(int column) {
  const Column& spec = deviceRows().columns()[size_t(column)];
  QLabel* value = addValue();
  value->setToolTip(columnHelp(spec));
  m_form->addRow(addValue(columnTitle(spec)), value);
  m_fields.append({column, value});
}

void Inspector::addRoad(const QString& name, QString (*value)(const World&, Row, LinkKind, WallTime)) {
  const Road road{addValue(name), addValue(), addValue(), value};
  const int row = m_roads->rowCount();
  m_roads->addWidget(road.name, row, 0, Qt::AlignTop);
  m_roads->addWidget(road.believed, row, 1, Qt::AlignTop);
  m_roads->addWidget(road.real, row, 2, Qt::AlignTop);
  m_roadRows << road;
}

void Inspector::refreshRoads(Row device, bool one, WallTime now) {
  const World& world = m_context.world();
  for (QLabel* head : m_roadHeads)
    head->setVisible(one);
  const auto resumes = one ? resumesOf(world, device) : std::nullopt;
  m_gauge->show(resumes);
  m_gaugeText->setVisible(resumes && resumes->limit > 0);
  if (resumes)
    setText(m_gaugeText, keepsItselfAwake(world, device)
                             ? tr("%1; it keeps itself awake").arg(m_gauge->accessibleName())
                             : m_gauge->accessibleName());
  for (const Road& road : m_roadRows) {
    for (QLabel* label : {road.name, road.believed, road.real})
      label->setVisible(one);
    if (!one)
      continue;
    const auto value = [&](LinkKind kind) {
      return world.devices().told(device, kind).known ? orDash(road.value(world, device, kind, now))
                                                      : QStringLiteral("–");
    };
    const bool isState = road.name == m_roadRows[0].name || road.name == m_roadRows[1].name;
    const QString believed = value(LinkKind::node), real = value(LinkKind::fleet);
    setText(road.believed, believed);
    setText(road.real,
            isState && believed != real && world.devices().differs(device) ? QStringLiteral("≠ ") + real : real);
  }
}

void Inspector::refresh(WallTime now) {
  const QList<Row>& devices = m_context.devices();
  const World& world = m_context.world();
  const bool one = devices.size() == 1 && devices.first() < world.devices().size();
  m_hint->setVisible(devices.isEmpty());
  m_title->setVisible(!devices.isEmpty());
  m_body->setVisible(!devices.isEmpty());
  setText(m_title,
          one ? plain(world.devices().device(devices.first())) : tr("%1 devices selected").arg(devices.size()));
  const bool simulated = std::any_of(devices.begin(), devices.end(), [&](Row row) {
    return row < world.devices().size() && world.devices().truth(row).known;
  });
  m_phone->setEnabled(simulated);
  for (QPushButton* button : {m_foreground, m_background}) {
    button->setEnabled(simulated && m_context.isLive());
    button->setToolTip(m_context.isLive() ? tr("Only for simulated phones: asks the fleet to change the app's state")
                                          : tr("Not in a replay: go back to live first"));
  }
  refreshRoads(one ? devices.first() : 0, one, now);
  for (const auto& [column, label] : m_fields) {
    label->setVisible(one);
    m_form->labelForField(label)->setVisible(one);
    if (!one)
      continue;
    const Column& spec = deviceRows().columns()[size_t(column)];
    setText(label, forPeople(spec.kind, spec.value(world, devices.first()), now));
  }
}

} // namespace pushscope
