#include "models/query/health.h"

#include "models/query/device_wakes.h"

#include <QCoreApplication>

namespace pushscope {

Health healthOf(const World& world, Row device) {
  using State = Health::State;
  const auto& belief = world.devices().belief(device);
  if (!belief.known)
    return {};
  if (belief.stale)
    return {State::stale};
  if (belief.link == LinkState::offline && !belief.closing.goodbye)
    return {State::lost, belief.waiting};
  if (belief.link == LinkState::suspect)
    return {State::suspect, belief.missed};
  if (world.devices().differs(device))
    return {State::differs};
  if (keepsItselfAwake(world, device))
    return {State::keepsAwake};
  if (const auto resumes = resumesOf(world, device); resumes && isShort(resumes->used, resumes->limit))
    return {State::shortOfResumes, resumes->used};
  if (belief.link == LinkState::online && belief.missed > 0)
    return {State::missedBeats, belief.missed};
  if (belief.waiting > 0)
    return {State::waiting, belief.waiting};
  if (belief.link == LinkState::offline)
    return {State::gone};
  return {State::well, Duration(belief.roundTrip).count()};
}

QString healthWord(Health::State state) {
  const auto word = [](const char* text) { return QCoreApplication::translate("Columns", text); };
  switch (state) {
  case Health::State::lost:
    return word(QT_TRANSLATE_NOOP("Columns", "lost"));
  case Health::State::suspect:
    return word(QT_TRANSLATE_NOOP("Columns", "suspect"));
  case Health::State::differs:
    return word(QT_TRANSLATE_NOOP("Columns", "differs from the truth"));
  case Health::State::keepsAwake:
    return word(QT_TRANSLATE_NOOP("Columns", "keeps itself awake"));
  case Health::State::shortOfResumes:
    return word(QT_TRANSLATE_NOOP("Columns", "short of resumes"));
  case Health::State::missedBeats:
    return word(QT_TRANSLATE_NOOP("Columns", "missed beats"));
  case Health::State::waiting:
    return word(QT_TRANSLATE_NOOP("Columns", "deliveries wait"));
  case Health::State::well:
    return word(QT_TRANSLATE_NOOP("Columns", "well"));
  case Health::State::gone:
    return word(QT_TRANSLATE_NOOP("Columns", "said goodbye"));
  case Health::State::stale:
    return word(QT_TRANSLATE_NOOP("Columns", "not heard"));
  case Health::State::unknown:
    return word(QT_TRANSLATE_NOOP("Columns", "unknown"));
  }
  return {};
}

} // namespace pushscope
