#include "ui/alerts/alert_bar.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

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
  m_shape = new QLabel(this);
  m_shape->setTextFormat(Qt::PlainText);
  m_text = new QLabel(this);
  m_text->setObjectName(QStringLiteral("alertText"));
  m_text->setTextFormat(Qt::PlainText);
  m_text->setWordWrap(true);
  m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* show = new QPushButton(tr("Show"), this);
  show->setObjectName(QStringLiteral("alertShow"));
  show->setToolTip(tr("Opens the page of the alerts"));
  auto* hide = new QPushButton(tr("Hide"), this);
  hide->setObjectName(QStringLiteral("alertHide"));
  hide->setToolTip(tr("Hides this until another alert is raised. A rule can be muted on the page of the alerts."));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(2 * Theme::unit, Theme::unit, 2 * Theme::unit, 0);
  layout->addWidget(m_shape);
  layout->addWidget(m_text, 1);
  layout->addWidget(show);
  layout->addWidget(hide);
  connect(show, &QPushButton::clicked, &context, [&context] { emit context.pageWanted(QStringLiteral("alerts")); });
  connect(hide, &QPushButton::clicked, this, [this] {
    m_hiddenUntil = m_desk.live().endRecord();
    refresh();
  });
  connect(&m_desk, &AlertDesk::changed, this, &AlertBar::refresh);
  QWidget::hide();
}

void AlertBar::refresh() {
  const std::vector<uint64_t> open = m_desk.live().open();
  const bool wanted =
      std::any_of(open.begin(), open.end(), [this](uint64_t record) { return record >= m_hiddenUntil; });
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

AlertBadge::AlertBadge(AlertDesk& desk, ConsoleContext& context, QWidget* parent) : QToolButton(parent), m_desk(desk) {
  setObjectName(QStringLiteral("alertBadge"));
  setAutoRaise(true);
  setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  setToolTip(tr("Alerts of the live feed that fire and are not muted. Opens their page."));
  connect(this, &QToolButton::clicked, &context, [&context] { emit context.pageWanted(QStringLiteral("alerts")); });
  connect(&m_desk, &AlertDesk::changed, this, &AlertBadge::refresh);
  hide();
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
