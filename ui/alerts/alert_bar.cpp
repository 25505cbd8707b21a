#include "ui/alerts/alert_bar.h"

#include "ui/actions/action.h"
#include "ui/theme/icons.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

namespace pushscope {
namespace {

constexpr int shapeSize = 14;
// More lines would push the page out of a small window.
constexpr size_t mostLines = 3;

} // namespace

AlertBar::AlertBar(AlertDesk& desk, ConsoleContext& context, QWidget* parent) : QWidget(parent), m_desk(desk) {
  setObjectName(QStringLiteral("alertBar"));
  m_shape = plainLabel({}, this);
  m_text = paragraph({}, this);
  m_text->setObjectName(QStringLiteral("alertText"));
  m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  QAction* show = makeAction(this, {"alertShow", tr("Show alerts"), tr("Opens the page of the alerts")},
                             [&context] { emit context.pageWanted(QStringLiteral("alerts")); });
  QAction* hide =
      makeAction(this,
                 {"alertHide", tr("Hide alerts"),
                  tr("Hides this until another alert is raised. A rule can be muted on the page of the alerts.")},
                 [this] { m_desk.hideUntilNext(); });
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(2 * Theme::unit, Theme::unit, 2 * Theme::unit, 0);
  layout->addWidget(m_shape);
  layout->addWidget(m_text, 1);
  layout->addWidget(makeButton(show, this));
  layout->addWidget(makeButton(hide, this));
  connect(&m_desk, &AlertDesk::changed, this, &AlertBar::refresh);
  refresh();
}

void AlertBar::refresh() {
  const std::vector<uint64_t> open = m_desk.live().open();
  const bool wanted =
      std::any_of(open.begin(), open.end(), [this](uint64_t record) { return record >= m_desk.firstUnseen(); });
  setVisible(wanted);
  if (!wanted)
    return;
  QStringList lines;
  for (size_t i = 0; i < std::min(open.size(), mostLines); ++i)
    lines << m_desk.live().record(open[i])->sentence();
  if (open.size() > mostLines)
    lines.last() += tr("  (and %1 more)").arg(open.size() - mostLines);
  m_text->setText(lines.join('\n'));
  const Tone tone = alertTone(m_desk.live().record(open.front())->as.severity);
  m_shape->setPixmap(toneIcon(tone, palette()).pixmap(shapeSize, shapeSize));
}

// The shape has its colour from when it was drawn.
void AlertBar::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange)
    refresh();
  QWidget::changeEvent(event);
}

AlertBadge::AlertBadge(AlertDesk& desk, ConsoleContext& context, QWidget* parent) : QToolButton(parent), m_desk(desk) {
  setObjectName(QStringLiteral("alertBadge"));
  setAutoRaise(true);
  setFocusPolicy(Qt::StrongFocus);
  setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  setToolTip(tr("Alerts of the live feed that fire and are not muted. Opens their page."));
  connect(this, &QToolButton::clicked, &context, [&context] { emit context.pageWanted(QStringLiteral("alerts")); });
  connect(&m_desk, &AlertDesk::changed, this, &AlertBadge::refresh);
  refresh();
}

void AlertBadge::refresh() {
  const std::vector<uint64_t> open = m_desk.live().open();
  setVisible(!open.empty());
  if (open.empty())
    return;
  setText(open.size() == 1 ? tr("1 alert") : tr("%1 alerts").arg(open.size()));
  setIcon(toneIcon(alertTone(m_desk.live().record(open.front())->as.severity), palette()));
}

} // namespace pushscope
