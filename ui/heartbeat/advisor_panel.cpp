#include "ui/heartbeat/advisor_panel.h"

#include "models/text/format.h"
#include "ui/actions/action.h"
#include "ui/heartbeat/evidence_painter.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHelpEvent>
#include <QLabel>
#include <QPainter>
#include <QSpinBox>
#include <QToolButton>
#include <QToolTip>
#include <QVBoxLayout>

namespace pushscope {
namespace {

// One a day is no heartbeat, and one each second is what a phone cannot spend.
constexpr int fewestWakes = 24, mostWakes = 86'400;

} // namespace

class EvidenceView : public QWidget {
 public:
  using QWidget::QWidget;

  void show(const HeartbeatAdvice& advice) {
    m_advice = advice;
    update();
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    paintEvidence(painter, rect(), m_advice, palette(), font());
  }
  bool event(QEvent* event) override {
    if (event->type() != QEvent::ToolTip)
      return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), asToolTip(evidenceWordsAt(rect(), m_advice, help->pos())), this);
    return true;
  }

 private:
  HeartbeatAdvice m_advice;
};

AdvisorPanel::AdvisorPanel(QWidget* parent) : QWidget(parent) {
  const auto label = [&](const char* name) {
    QLabel* made = paragraph({}, this);
    made->setObjectName(QLatin1String(name));
    return made;
  };
  m_toggle = new QToolButton(this);
  m_toggle->setObjectName(QStringLiteral("advisorToggle"));
  m_toggle->setText(tr("Advisor"));
  m_toggle->setToolTip(tr("Which heartbeat interval to choose, and what is known in support of it"));
  m_toggle->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_toggle->setAutoRaise(true);
  m_toggle->setFocusPolicy(Qt::StrongFocus);
  makeAction(this,
             {"advisorShow", tr("Advisor on or off"),
              tr("Which heartbeat interval to choose, and what is known in support of it")},
             [this] { m_toggle->toggle(); });
  m_toggle->setCheckable(true);
  m_sentence = label("advice");
  m_wakes = new QSpinBox(this);
  m_wakes->setObjectName(QStringLiteral("advisorWakes"));
  m_wakes->setRange(fewestWakes, mostWakes);
  m_wakes->setSingleStep(20);
  m_wakes->setValue(int(m_wish.wakesADay));
  m_wakes->setAccessibleName(tr("Wakes a day that a phone may spend on heartbeats"));
  m_wakes->setToolTip(tr("Wakes a day that a phone may spend on heartbeats"));
  m_network = new QComboBox(this);
  m_network->setObjectName(QStringLiteral("advisorNetwork"));
  m_network->setAccessibleName(tr("Network"));
  m_network->setToolTip(tr("Connections by this network alone. Which it is, only a fleet knows of its phones"));
  m_network->addItem(AdviceText::network(std::nullopt), -1);
  for (const NetworkPath path : {NetworkPath::wifi, NetworkPath::cellular, NetworkPath::unknown})
    m_network->addItem(AdviceText::network(path), int(path));
  m_evidence = new EvidenceView(this);
  m_evidence->setAccessibleName(tr("Beats that passed and beats that found no connection, by the silence before them"));
  m_evidence->setMinimumHeight(15 * Theme::unit);
  m_confidence = label("adviceConfidence");
  m_change = label("adviceChange");
  m_spent = label("adviceSpent");
  m_lines = label("adviceLines");
  m_lines->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);

  auto* head = new QHBoxLayout;
  head->setSpacing(Theme::unit);
  head->addWidget(m_toggle, 0, Qt::AlignTop);
  head->addWidget(m_sentence, 1);
  m_details = new QWidget(this);
  auto* wish = new QHBoxLayout;
  wish->setSpacing(Theme::unit);
  auto* wakesLabel = plainLabel(tr("&Wakes a day for heartbeats"), this);
  wakesLabel->setBuddy(m_wakes);
  wish->addWidget(wakesLabel);
  wish->addWidget(m_wakes);
  wish->addWidget(m_network);
  wish->addStretch(1);
  auto* words = new QVBoxLayout;
  words->setSpacing(Theme::unit / 2);
  words->addLayout(wish);
  for (QLabel* each : {m_confidence, m_change, m_spent, m_lines})
    words->addWidget(each);
  words->addStretch(1);
  auto* details = new QHBoxLayout(m_details);
  details->setContentsMargins(0, 0, 0, 0);
  details->setSpacing(2 * Theme::unit);
  details->addWidget(m_evidence, 1);
  details->addLayout(words, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Theme::unit);
  layout->addLayout(head);
  layout->addWidget(m_details);
  setOpen(false);

  connect(m_toggle, &QToolButton::toggled, this, &AdvisorPanel::setOpen);
  connect(m_wakes, &QSpinBox::valueChanged, this, [this](int wakes) {
    m_wish.wakesADay = uint32_t(wakes);
    emit wishChanged();
  });
  connect(m_network, &QComboBox::currentIndexChanged, this, [this] {
    const int path = m_network->currentData().toInt();
    m_wish.network = path < 0 ? std::nullopt : std::optional(NetworkPath(path));
    emit wishChanged();
  });
}

bool AdvisorPanel::isOpen() const {
  return m_toggle->isChecked();
}

void AdvisorPanel::setOpen(bool open) {
  m_toggle->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
  m_details->setVisible(open);
  emit opened(open);
}

void AdvisorPanel::show(const SilenceLog& silences) {
  m_advice = adviseHeartbeat(silences, m_wish);
  const AdviceText text(m_advice, m_wish);
  m_sentence->setText(text.sentence());
  m_confidence->setText(text.confidence());
  m_change->setText(text.change());
  m_change->setVisible(!text.change().isEmpty());
  m_spent->setText(tr("Seen: %1 wakes for heartbeats alone, %2 for pushes; %3 of %4 beats found no connection.")
                       .arg(countForPeople(silences.wakesForBeats()), countForPeople(silences.wakesForPushes()),
                            countForPeople(m_advice.dead), countForPeople(m_advice.held + m_advice.dead)));
  m_lines->setText(
      m_advice.interval
          ? tr("For all phones of a server: %1\nFor one device: %2").arg(text.serverLine(), text.deviceLine())
          : QString());
  m_lines->setVisible(m_advice.interval.has_value());
  m_evidence->show(m_advice);
  m_evidence->setAccessibleDescription(text.sentence());
}

} // namespace pushscope
