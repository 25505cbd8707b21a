#include "ui/replay/replay_bar.h"

#include "models/text/format.h"
#include "ui/theme/theme.h"

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

QLabel* plainLabel(QWidget* parent, const char* name) {
  auto* label = new QLabel(parent);
  label->setTextFormat(Qt::PlainText);
  label->setObjectName(QLatin1String(name));
  return label;
}

} // namespace

ReplayBar::ReplayBar(TimeTravel& travel, QWidget* parent) : QWidget(parent), m_travel(travel) {
  setObjectName(QStringLiteral("replayBar"));
  m_badge = plainLabel(this, "replayBadge");
  m_badge->setText(tr("REPLAY"));
  QFont bold = font();
  bold.setBold(true);
  bold.setPixelSize(16);
  m_badge->setFont(bold);
  m_badge->setAutoFillBackground(true);
  m_badge->setContentsMargins(Theme::unit, 2, Theme::unit, 2);
  QPalette colors = palette();
  colors.setColor(QPalette::Window, Theme::tone(Tone::info, palette()));
  colors.setColor(QPalette::WindowText, palette().color(QPalette::Base));
  m_badge->setPalette(colors);
  m_badge->setToolTip(tr("A recording is shown, not what is now. The live feed goes on beside it."));
  m_name = plainLabel(this, "replayName");
  m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  m_time = plainLabel(this, "replayTime");
  m_time->setAccessibleName(tr("Time of the replay"));
  m_live = addButton(tr("Back to live"), "replayLive", tr("Show what is now"), QKeySequence(Qt::CTRL | Qt::Key_L));
  m_back = addButton(tr("−1 s"), "replayBack", tr("A second back"), QKeySequence(Qt::ALT | Qt::Key_Left));
  m_play = addButton(tr("Play"), "replayPlay", tr("Play or pause"), QKeySequence(Qt::Key_F5));
  m_forward = addButton(tr("+1 s"), "replayForward", tr("A second on"), QKeySequence(Qt::ALT | Qt::Key_Right));
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
  upper->addWidget(m_live);
  auto* lower = new QHBoxLayout;
  lower->setSpacing(Theme::unit);
  for (QWidget* widget : {static_cast<QWidget*>(m_back), static_cast<QWidget*>(m_play),
                          static_cast<QWidget*>(m_forward), static_cast<QWidget*>(m_speed)})
    lower->addWidget(widget);
  lower->addWidget(m_slider, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * Theme::unit, Theme::unit, 2 * Theme::unit, 0);
  layout->setSpacing(4);
  layout->addLayout(upper);
  layout->addLayout(lower);

  connect(m_live, &QPushButton::clicked, &m_travel, &TimeTravel::backToLive);
  connect(m_play, &QPushButton::clicked, this, &ReplayBar::playOrPause);
  connect(m_back, &QPushButton::clicked, this, [this] { move(-oneStep); });
  connect(m_forward, &QPushButton::clicked, this, [this] { move(oneStep); });
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
  hide();
}

QPushButton* ReplayBar::addButton(const QString& text, const char* name, const QString& tip,
                                  const QKeySequence& shortcut) {
  auto* button = new QPushButton(text, this);
  button->setObjectName(QLatin1String(name));
  button->setAccessibleName(tip);
  button->setToolTip(tr("%1 (%2)").arg(tip, shortcut.toString(QKeySequence::NativeText)));
  button->setShortcut(shortcut);
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
  m_slider->setToolTip(tr("Time cursor of all pages, from %1 to %2. Arrow keys move it by a second.")
                           .arg(absoluteTime(replay->playback().begin()), absoluteTime(replay->playback().end())));
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
  // The text of a button with a shortcut takes that away when it changes.
  if (const QString text = replay->isPlaying() ? tr("Pause") : tr("Play"); m_play->text() != text) {
    const QKeySequence shortcut = m_play->shortcut();
    m_play->setText(text);
    m_play->setShortcut(shortcut);
  }
  m_back->setEnabled(replay->now() > replay->playback().begin());
  m_forward->setEnabled(replay->now() < replay->playback().end());
  m_time->setText(absoluteTime(replay->now()));
  m_slider->setAccessibleDescription(m_time->text());
  m_slider->setTime(replay->now());
}

void ReplayBar::showName() {
  const QString name = plain(m_file.section(QDir::separator(), -1).toStdString());
  m_name->setText(m_name->fontMetrics().elidedText(name, Qt::ElideMiddle, std::max(m_name->width(), 40)));
  m_name->setToolTip(QStringLiteral("<qt>%1</qt>").arg(plain(m_file.toStdString(), 1000).toHtmlEscaped()));
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
