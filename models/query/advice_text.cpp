#include "models/query/advice_text.h"

#include "models/text/format.h"
#include "protocol/message/policy_text.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>

#include <cmath>

namespace pushscope {
namespace {

using Basis = HeartbeatAdvice::Basis;

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Advice)
};
// As a policy has it, not "4 min 1 s".
QString seconds(Duration d) {
  return Words::tr("%1 s").arg(QLocale().toString(double(d.count()) / 1e6, 'f', d < std::chrono::seconds(10) ? 1 : 0));
}
QString percent(double share) {
  return share < 0.1 ? QLocale().toString(share * 100, 'f', 1) : QLocale().toString(std::ceil(share * 100), 'f', 0);
}
QJsonValue secondsJson(const std::optional<Duration>& d) {
  return d ? QJsonValue(double(d->count()) / 1e6) : QJsonValue();
}

} // namespace

QString AdviceText::network(const std::optional<NetworkPath>& network) {
  if (!network)
    return Words::tr("all networks");
  switch (*network) {
  case NetworkPath::wifi:
    return Words::tr("Wi-Fi");
  case NetworkPath::cellular:
    return Words::tr("cellular");
  case NetworkPath::unknown:
    break;
  }
  return Words::tr("unknown network");
}

QString AdviceText::sentence() const {
  const HeartbeatAdvice& a = m_advice;
  const QString held = a.longestHeld ? seconds(*a.longestHeld) : QString();
  switch (a.basis) {
  case Basis::tooFew:
    return Words::tr("Too little was seen to advise an interval: %1 beats after a silence, and %2 are needed. Keep the "
                     "console "
                     "connected while phones sleep; pushes in between hide how long a connection was silent.")
        .arg(countForPeople(a.held + a.dead), countForPeople(HeartbeatAdvice::enough));
  case Basis::tooEarly:
    return Words::tr(
               "Too early to advise an interval: silences as long as %1 wakes a day ask for can be seen only after %2 "
               "more. Keep the console connected.")
        .arg(countForPeople(m_wish.wakesADay), durationForPeople(a.watchFor));
  case Basis::unclear:
    return Words::tr(
               "%1 of %2 beats found no connection, and no much shorter silences were seen to compare with, so it "
               "cannot be "
               "told whether a NAT ended them. Give some devices a quarter of their interval, and look again.")
        .arg(countForPeople(a.dead), countForPeople(a.held + a.dead));
  case Basis::wakes:
    return Words::tr(
               "Choose %1: it finds dead links soonest for %2 wakes a day, and connections are known to hold for that "
               "long.")
        .arg(seconds(*a.interval), countForPeople(m_wish.wakesADay));
  case Basis::limit:
    return Words::tr(
               "Choose %1: connections begin to be lost after %2 of silence. It takes %3 wakes a day; %4 would be too "
               "few to "
               "keep connections.")
        .arg(seconds(*a.interval), seconds(*a.limit), countForPeople(a.wakesADay), countForPeople(m_wish.wakesADay));
  case Basis::untried:
    return Words::tr(
               "Choose %1 for now: no connection was seen to hold for much longer than %2. It takes %3 wakes a day "
               "instead of "
               "%4; to find out more, give some devices a longer interval.")
        .arg(seconds(*a.interval), held, countForPeople(a.wakesADay), countForPeople(m_wish.wakesADay));
  }
  return {};
}

QString AdviceText::confidence() const {
  const HeartbeatAdvice& a = m_advice;
  if (!a.interval)
    return Words::tr("Confidence: none.");
  const QString word = a.confidence == HeartbeatAdvice::Confidence::good   ? Words::tr("good")
                       : a.confidence == HeartbeatAdvice::Confidence::fair ? Words::tr("fair")
                       : a.confidence == HeartbeatAdvice::Confidence::low  ? Words::tr("low")
                                                                           : Words::tr("none");
  const QString stands =
      Words::tr("Confidence: %1; %2 beats passed after such a silence.").arg(word, countForPeople(a.supporting));
  return a.mostLost
             ? stands + ' ' + Words::tr("At most %1 % of them find no connection (95 %).").arg(percent(*a.mostLost))
             : stands;
}

QString AdviceText::change() const {
  const HeartbeatAdvice& a = m_advice;
  if (!a.interval || !a.intervalNow)
    return {};
  const auto wakes = int64_t(a.wakesADay) - int64_t(*a.wakesNow);
  const Duration later = a.foundAfter - *a.foundNow;
  const QString now = Words::tr("Sleeping apps are pinged every %1 now, up to %2 wakes a day.")
                          .arg(seconds(*a.intervalNow), countForPeople(*a.wakesNow));
  if (std::abs(later.count()) < 2'000'000)
    return now + ' ' + Words::tr("That is what is advised.");
  const QString cost = wakes <= 0 ? Words::tr("%1 wakes a day fewer").arg(countForPeople(uint64_t(-wakes)))
                                  : Words::tr("%1 wakes a day more").arg(countForPeople(uint64_t(wakes)));
  const QString found = later.count() > 0 ? Words::tr("a dead link is found up to %1 later").arg(seconds(later))
                                          : Words::tr("a dead link is found up to %1 sooner").arg(seconds(-later));
  return now + ' ' + Words::tr("The change: %1, %2 (after %3 at the latest).").arg(cost, found, seconds(a.foundAfter));
}

QString AdviceText::policy() const {
  if (!m_advice.interval)
    return {};
  HeartbeatPolicy policy = m_wish.policy;
  policy.interval = *m_advice.interval;
  return QString::fromStdString(policyText(policy));
}

QString AdviceText::serverLine() const {
  return m_advice.interval ? QStringLiteral("pushnode --background-heartbeat %1 …").arg(policy()) : QString();
}

QString AdviceText::deviceLine() const {
  const QString foreground = QString::fromStdString(policyText(HeartbeatPolicy{}));
  return m_advice.interval
             ? QStringLiteral("pushctl … session heartbeat --device DEVICE --foreground %1 --background %2")
                   .arg(foreground, policy())
             : QString();
}

QJsonObject AdviceText::json() const {
  const HeartbeatAdvice& a = m_advice;
  static constexpr const char* bases[] = {"too_few", "too_early", "unclear", "wakes", "limit", "untried"};
  static constexpr const char* confidences[] = {"none", "low", "fair", "good"};
  static constexpr const char* networks[] = {"unknown", "wifi", "cellular"};
  QJsonArray evidence;
  for (const HeartbeatAdvice::Evidence& line : a.evidence)
    evidence << QJsonObject{{"silence_from_s", secondsJson(line.from)},
                            {"silence_to_s", secondsJson(line.to)},
                            {"held", qint64(line.held)},
                            {"dead", qint64(line.dead)}};
  return {{"basis", bases[size_t(a.basis)]},
          {"confidence", confidences[size_t(a.confidence)]},
          {"network", m_wish.network ? QJsonValue(networks[size_t(*m_wish.network)]) : QJsonValue()},
          {"wished_wakes_per_day", qint64(m_wish.wakesADay)},
          {"interval_s", secondsJson(a.interval)},
          {"policy", a.interval ? QJsonValue(policy()) : QJsonValue()},
          {"wakes_per_day", a.interval ? QJsonValue(qint64(a.wakesADay)) : QJsonValue()},
          {"found_after_s", a.interval ? secondsJson(a.foundAfter) : QJsonValue()},
          {"limit_s", secondsJson(a.limit)},
          {"longest_held_s", secondsJson(a.longestHeld)},
          {"supporting", qint64(a.supporting)},
          {"most_lost", a.mostLost ? QJsonValue(*a.mostLost) : QJsonValue()},
          {"interval_now_s", secondsJson(a.intervalNow)},
          {"wakes_per_day_now", a.wakesNow ? QJsonValue(qint64(*a.wakesNow)) : QJsonValue()},
          {"held", qint64(a.held)},
          {"dead", qint64(a.dead)},
          {"evidence", evidence},
          {"sentence", sentence()}};
}

} // namespace pushscope
