#include "ui/inspector/inspector.h"

#include "models/items/column.h"
#include "models/query/device_wakes.h"
#include "models/text/sentences.h"
#include "ui/actions/action.h"
#include "ui/chart/resume_gauge.h"
#include "ui/sessions/device_actions.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"
#include "ui/theme/tint.h"

#include <QFormLayout>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

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

Inspector::Inspector(ConsoleContext& context, const DeviceActions& actions, QWidget* parent)
    : QWidget(parent), m_context(context) {
  m_title = wrapping(heading({}, this));
  m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_hint = paragraph(tr("Select a device to see all that is known of it."), this);
  m_body = new QWidget(this);
  m_details = new QWidget(m_body);
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
  m_gauge = new ResumeGauge(m_details);
  m_form = new QFormLayout;
  m_form->setLabelAlignment(Qt::AlignLeft);
  m_form->setHorizontalSpacing(2 * Theme::unit);
  m_form->setVerticalSpacing(4);
  for (size_t i = 0; i < deviceRows().columns().size(); ++i)
    if (!isLeftOut(deviceRows().columns()[i]))
      addField(int(i));
  auto* details = new QVBoxLayout(m_details);
  details->setContentsMargins(0, 0, 0, 0);
  details->setSpacing(Theme::unit);
  details->addLayout(m_roads);
  details->addWidget(m_gaugeText);
  details->addWidget(m_gauge);
  details->addLayout(m_form);
  auto* body = new QVBoxLayout(m_body);
  body->setContentsMargins(0, 0, 0, 0);
  body->setSpacing(Theme::unit);
  addButtons(body, actions);
  body->addWidget(m_details);
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

void Inspector::addButtons(QVBoxLayout* layout, const DeviceActions& actions) {
  auto* upper = new QHBoxLayout;
  QPushButton* push = makeButton(actions.push(), m_body);
  push->setObjectName(QStringLiteral("inspectorPush"));
  upper->addWidget(push, 1);
  upper->addWidget(actions.makePhoneButton("inspectorPhone", m_body), 1);
  auto* lower = new QHBoxLayout;
  lower->addWidget(makeButton(actions.toForeground(), m_body));
  lower->addWidget(makeButton(actions.toBackground(), m_body));
  layout->addLayout(upper);
  layout->addLayout(lower);
}

// A value if it has no name, else a name in faint ink.
QLabel* Inspector::addValue(const QString& name) {
  QLabel* label = plainLabel(name, m_details);
  if (name.isEmpty()) {
    wrapping(label);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    return label;
  }
  setTint(label, Tint::faint);
  return label;
}

void Inspector::addField(int column) {
  const Column& spec = deviceRows().columns()[size_t(column)];
  QLabel* value = addValue();
  value->setToolTip(asToolTip(columnHelp(spec)));
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

void Inspector::refreshRoads(Row device, WallTime now) {
  const World& world = m_context.world();
  const auto resumes = resumesOf(world, device);
  m_gauge->show(resumes);
  m_gaugeText->setVisible(resumes && resumes->limit > 0);
  if (resumes)
    setText(m_gaugeText, keepsItselfAwake(world, device)
                             ? tr("%1; it keeps itself awake").arg(m_gauge->accessibleName())
                             : m_gauge->accessibleName());
  for (const Road& road : m_roadRows) {
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
  m_details->setVisible(one); // at once: each field alone would have all of them laid out again
  if (!one)
    return;
  refreshRoads(devices.first(), now);
  for (const auto& [column, label] : m_fields) {
    const Column& spec = deviceRows().columns()[size_t(column)];
    setText(label, forPeople(spec.kind, spec.value(world, devices.first()), now));
  }
}

} // namespace pushscope
