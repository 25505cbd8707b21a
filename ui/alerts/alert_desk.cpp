#include "ui/alerts/alert_desk.h"

#include <utility>

namespace pushscope {

AlertDesk::AlertDesk(ConsoleContext& context, QObject* parent) : QObject(parent), m_context(context) {
  m_liveWorld = m_context.feed().worldNumber();
  m_live.load(defaultAlertLines());
  m_more.setSingleShot(true);
  m_more.setInterval(Feed::tickInterval);
  connect(&m_more, &QTimer::timeout, this, &AlertDesk::stepLive);
  connect(&m_context.feed(), &WorldSource::changed, this, &AlertDesk::stepLive);
  connect(&m_context, &ConsoleContext::sourceChanged, this, &AlertDesk::sourceChanged);
  connect(&m_context, &ConsoleContext::changed, this, &AlertDesk::stepReplay);
}

void AlertDesk::load(const QString& rules) {
  m_live.load(rules);
  if (m_replay)
    m_replay = m_live.sameRules();
  emit changed();
}

void AlertDesk::edited() {
  emit rulesEdited(m_live.text());
  emit changed();
}

std::optional<uint64_t> AlertDesk::add(const AlertRule& rule) {
  const auto number = m_live.add(rule);
  if (number && m_replay)
    m_replay->add(rule);
  if (number)
    edited();
  return number;
}

void AlertDesk::change(uint64_t number, const AlertRule& rule) {
  m_live.change(number, rule);
  if (m_replay)
    m_replay->change(number, rule);
  edited();
}

void AlertDesk::setMuted(uint64_t number, bool muted) {
  const AlertWatch::Slot* slot = m_live.find(number);
  if (!slot || !slot->hasRule() || slot->rule().muted == muted)
    return;
  AlertRule rule = slot->rule();
  rule.muted = muted;
  change(number, rule);
}

void AlertDesk::remove(uint64_t number) {
  m_live.remove(number);
  if (m_replay)
    m_replay->remove(number);
  edited();
}

void AlertDesk::hideUntilNext() {
  m_firstUnseen = m_live.endRecord();
  emit changed();
}

void AlertDesk::setGivesNotices(bool gives) {
  if (std::exchange(m_givesNotices, gives) != gives)
    emit noticesChanged(gives);
}

void AlertDesk::stepLive() {
  Feed& feed = m_context.feed();
  bool isOther = std::exchange(m_liveWorld, feed.worldNumber()) != feed.worldNumber();
  if (isOther)
    m_live.restart();
  for (const AlertEvent& event : m_live.step({feed.world(), feed.now(), feed.lag()})) {
    isOther = true;
    const AlertRecord* record = m_live.record(event.record);
    if (!record || record->as.muted)
      continue;
    const bool raised = event.change == AlertState::Change::raised;
    emit m_context.said(raised ? tr("Alert: %1").arg(record->sentence())
                               : tr("Alert over: %1").arg(alertNameShown(record->as)));
    if (event.worthANotice && m_givesNotices)
      emit noticeWanted(alertNameShown(record->as), record->sentence(), record->as.severity);
  }
  if (isOther)
    emit changed();
  if (m_live.isUnderWay())
    m_more.start();
}

void AlertDesk::sourceChanged() {
  m_replay.reset();
  if (!m_context.isLive()) {
    m_replay = m_live.sameRules();
    m_replayWorld = m_context.source().worldNumber();
  }
  emit changed();
}

void AlertDesk::stepReplay() {
  if (!m_replay)
    return;
  const WorldSource& source = m_context.source();
  if (std::exchange(m_replayWorld, source.worldNumber()) != source.worldNumber())
    m_replay->restart();
  if (!m_replay->step({source.world(), source.now(), {}}).empty())
    emit changed();
}

} // namespace pushscope
