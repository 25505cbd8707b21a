#include "ui/replay/replay_bar.h"

#include "models/text/format.h"
#include "ui/actions/action.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"
#include "ui/theme/tint.h"

#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace pushscope {
namespace {

constexpr Duration oneStep = std::chrono::seconds(1);
constexpr std::chrono::milliseconds cursorInterval{50};
constexpr double speeds[] = {0.5, 1, 2, 10, 60};

} // namespace

ReplayBar::ReplayBar(TimeTravel& travel, QAction* backToLive, QWidget* parent) : QWidget(parent), m_travel(travel) {
  setObjectName(QStringLiteral("replayBar"));
  m_badge = plainLabel({}, this);
  m_badge->setObjectName(QStringLiteral("replayBadge"));
  m_badge->setText(tr("REPLAY"));
  QFont bold = font();
  bold.setBold(true);
  bold.setPixelSize(16);
  m_badge->setFont(bold);
  m_badge->setAutoFillBackground(true);
  m_badge->setContentsMargins(Theme::unit, 2, Theme::unit, 2);
  setTint(m_badge, Tint::badge);
  m_badge->setToolTip(tr("A recording is shown, not what is now. The live feed goes on beside it."));
  m_name = plainLabel({}, this);
  m_name->setObjectName(QStringLiteral("replayName"));
  m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  m_time = plainLabel({}, this);
  m_time->setObjectName(QStringLiteral("replayTime"));
  m_time->setAccessibleName(tr("Time of the replay"));
  m_back = makeAction(this, {"replayBack", tr("−1 s"), tr("A second back"), QKeySequence(Qt::ALT | Qt::Key_Left)},
                      [this] { move(-oneStep); });
  m_play = makeAction(this, {"replayPlay", tr("Play"), tr("Play or pause"), QKeySequence(Qt::Key_F5)},
                      [this] { playOrPause(); });
  m_forward = makeAction(this, {"replayForward", tr("+1 s"), tr("A second on"), QKeySequence(Qt::ALT | Qt::Key_Right)},
                         [this] { move(oneStep); });
  QPushButton *live = makeButton(backToLive, this), *back = named(makeButton(m_back, this), m_back),
              *forward = named(makeButton(m_forward, this), m_forward);
  live->setObjectName(QStringLiteral("replayLive"));
  m_speed = new QComboBox(this);
  m_speed->setObjectName(QStringLiteral("replaySpeed"));
  m_speed->setAccessibleName(tr("Speed"));
  m_speed->setToolTip(tr("How fast it plays"));
  for (const double factor : speeds)
    m_speed->addItem(tr("%1×").arg(factor), factor);
  m_speed->addItem(tr("fastest"), Replay::fastest);
  m_speed->setCurrentIndex(1);
  m_slider = new TimeSlider(this);
  m_slider->setObjectName(QStringLiteral("replayCursor"));
  m_slider->setAccessibleName(tr("Time cursor"));

  auto* upper = new QHBoxLayout;
  upper->setSpacing(Theme::unit);
  upper->addWidget(m_badge);
  upper->addWidget(m_name, 1);
  upper->addWidget(m_time);
  upper->addWidget(live);
  auto* lower = new QHBoxLayout;
  lower->setSpacing(Theme::unit);
  for (QWidget* widget : std::initializer_list<QWidget*>{back, makeButton(m_play, this), forward, m_speed})
    lower->addWidget(widget);
  lower->addWidget(m_slider, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * Theme::unit, Theme::unit, 2 * Theme::unit, 0);
  layout->setSpacing(4);
  layout->addLayout(upper);
  layout->addLayout(lower);

  connect(m_speed, &QComboBox::currentIndexChanged, this, [this] {
    if (Replay* replay = m_travel.replay(); replay && replay->isPlaying())
      replay->play(speed());
  });
  connect(m_slider, &TimeSlider::timeChosen, this, [this](WallTime time) {
    if (Replay* replay = m_travel.replay())
      replay->seek(time);
  });
  connect(&m_travel, &TimeTravel::watchedChanged, this, &ReplayBar::watched);
  m_timer.setInterval(cursorInterval);
  connect(&m_timer, &QTimer::timeout, this, &ReplayBar::showState);
  watched();
}

// What a sign means is in the tip.
QPushButton* ReplayBar::named(QPushButton* button, QAction* action) {
  button->setAccessibleName(tipOf(*action));
  return button;
}

void ReplayBar::watched() {
  Replay* replay = m_travel.replay();
  setVisible(replay != nullptr);
  m_timer.stop();
  if (!replay)
    return;
  m_file = QDir::toNativeSeparators(QString::fromStdString(replay->playback().recording().name()));
  m_slider->setSpan(replay->playback().begin(), replay->playback().end());
  m_slider->setToolTip(
      asToolTip(tr("Time cursor of all pages, from %1 to %2. Arrow keys move it by a second.")
                    .arg(absoluteTime(replay->playback().begin()), absoluteTime(replay->playback().end()))));
  connect(replay, &Replay::stateChanged, this, &ReplayBar::showState);
  connect(replay, &Replay::changed, this, &ReplayBar::showState);
  showName();
  showState();
}

void ReplayBar::showState() {
  const Replay* replay = m_travel.replay();
  if (!replay)
    return;
  if (replay->isPlaying() != m_timer.isActive())
    replay->isPlaying() ? m_timer.start() : m_timer.stop();
  m_play->setText(replay->isPlaying() ? tr("Pause") : tr("Play"));
  allow(m_back, replay->now() > replay->playback().begin() ? QString() : tr("This is the beginning"));
  allow(m_forward, replay->now() < replay->playback().end() ? QString() : tr("This is the end"));
  m_time->setText(absoluteTime(replay->now()));
  m_slider->setAccessibleDescription(m_time->text());
  m_slider->setTime(replay->now());
}

void ReplayBar::showName() {
  const QString name = plain(m_file.section(QDir::separator(), -1).toStdString());
  m_name->setText(m_name->fontMetrics().elidedText(name, Qt::ElideMiddle, std::max(m_name->width(), 40)));
  m_name->setToolTip(asToolTip(plain(m_file.toStdString(), 1000)));
  m_name->setAccessibleName(name);
}

void ReplayBar::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  showName();
}

double ReplayBar::speed() const {
  return m_speed->currentData().toDouble();
}

void ReplayBar::playOrPause() {
  Replay* replay = m_travel.replay();
  if (replay->isPlaying())
    replay->pause();
  else
    replay->play(speed());
}

void ReplayBar::move(Duration by) {
  Replay* replay = m_travel.replay();
  replay->seek(std::clamp(replay->now() + by, replay->playback().begin(), replay->playback().end()));
}

} // namespace pushscope
