#include "ui/connect/status_panel.h"

#include "models/text/sentences.h"
#include "ui/actions/action.h"
#include "ui/connect/link_buttons.h"
#include "ui/theme/icons.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>

#include <algorithm>

namespace pushscope {
namespace {

constexpr int shapeSize = 14;
constexpr int mostSentences = 3;

} // namespace

StatusPanel::StatusPanel(ConsoleContext& context, QWidget* parent) : QWidget(parent), m_context(context) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(Theme::unit, 0, Theme::unit, 0);
  layout->setSpacing(6);
  m_links = new LinkButtons(m_context.feed(), this);
  connect(m_links, &LinkButtons::addLinkWanted, this, &StatusPanel::addLinkWanted);
  connect(m_links, &LinkButtons::disconnectWanted, this, &StatusPanel::disconnectWanted);
  layout->addWidget(m_links);
  m_rates = plainLabel({}, this);
  // Cut where there is no room for it, rather than a window that cannot be made smaller.
  m_rates->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  m_rates->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  layout->addWidget(m_rates, 1);
}

void StatusPanel::refresh(WallTime now) {
  const auto& links = m_context.feed().world().links();
  m_links->refresh(now);
  if (now - m_lastTime < std::chrono::milliseconds(950))
    return;
  const uint64_t facts = m_context.feed().world().factCount();
  if (m_lastTime != WallTime{} && facts >= m_lastFacts)
    m_factsPerSecond = double(facts - m_lastFacts) * 1e6 / double((now - m_lastTime).count());
  m_lastFacts = facts;
  m_lastTime = now;
  uint64_t missed = 0;
  bool door = false;
  for (const World::LinkInfo& link : links) {
    missed += link.missedBlocks;
    door |= link.status.openDoor && link.status.state == LinkStatus::State::online;
  }
  const size_t lag = m_context.feed().lag();
  QStringList parts;
  if (door)
    parts << tr("device port open to all");
  if (const RecordingStatus& recording = m_context.feed().recording(); recording.recording)
    parts << tr("● recording %1").arg(bytesForPeople(recording.bytes));
  else if (recording.reachesBack != WallTime{})
    parts << tr("recorder: last %1")
                 .arg(durationForPeople(
                     std::chrono::seconds(std::max<int64_t>((now - recording.reachesBack).count() / 1'000'000, 0))));
  if (!links.empty())
    parts << tr("%1 facts/s").arg(QLocale().toString(qlonglong(m_factsPerSecond + 0.5)))
          << tr("tick p99 %1").arg(durationForPeople(m_context.feed().tickTime(990).value_or(Duration{})))
          << (lag == 1 ? tr("1 batch waits") : tr("%1 batches wait").arg(lag))
          << (missed == 1 ? tr("1 block missed") : tr("%1 blocks missed").arg(missed));
  m_rates->setText(parts.join(QStringLiteral("   ")));
  m_rates->setToolTip(asToolTip(parts.join(QLatin1Char('\n'))));
}

ProblemBar::ProblemBar(ConsoleContext& context, QWidget* parent) : QWidget(parent), m_context(context) {
  m_shape = plainLabel({}, this);
  m_text = paragraph({}, this);
  m_text->setObjectName(QStringLiteral("problemText"));
  m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  QAction* retry = makeAction(
      this, {"retryLinks", tr("Try now"), tr("Connect again at once to every server and fleet that is not there")},
      [this] {
        for (uint32_t i = 0; i < m_context.feed().world().links().size(); ++i)
          m_context.feed().retry({i}); // those that need it: the others take no notice
      });
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(2 * Theme::unit, Theme::unit, 2 * Theme::unit, 0);
  layout->addWidget(m_shape);
  layout->addWidget(m_text, 1);
  layout->addWidget(makeButton(retry, this));
  hide();
}

void ProblemBar::refresh(WallTime now) {
  QStringList sentences;
  Tone worst = Tone::neutral;
  for (const World::LinkInfo& link : m_context.feed().world().links()) {
    const auto state = link.status.state;
    const bool trouble = state == LinkStatus::State::waiting || state == LinkStatus::State::refused ||
                         (state == LinkStatus::State::connecting && link.wasOnline);
    if (!trouble)
      continue;
    sentences << Sentences::link(link, now);
    worst = state == LinkStatus::State::refused ? Tone::dead : worst == Tone::dead ? worst : Tone::late;
  }
  setVisible(!sentences.isEmpty());
  if (sentences.isEmpty())
    return;
  if (sentences.size() > mostSentences)
    sentences = sentences.mid(0, mostSentences)
                << tr("And %1 more; the status bar lists them.").arg(sentences.size() - mostSentences);
  const QString text = sentences.join('\n');
  if (text != m_text->text())
    m_text->setText(text);
  m_shape->setPixmap(toneIcon(worst, palette()).pixmap(shapeSize, shapeSize));
}

} // namespace pushscope
