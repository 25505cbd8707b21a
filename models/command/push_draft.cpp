#include "models/command/push_draft.h"

#include "models/command/payload_template.h"
#include "models/text/format.h"
#include "models/text/json_reader.h"
#include "protocol/base/duration_text.h"
#include "protocol/message/device_query.h"
#include "protocol/scenario/push_line.h"

#include <QCoreApplication>

#include <algorithm>

namespace pushscope {
namespace {

// The wire has whole milliseconds; less would be sent as "the server's default".
constexpr Duration shortestTimeToLive = std::chrono::milliseconds(1);

struct Words {
  Q_DECLARE_TR_FUNCTIONS(PushDraft)
};

const QString devicePlace = QStringLiteral("device");

// Nothing: it is none, or not one of these.
std::optional<Duration> durationBetween(const QString& text, Duration least, Duration most) {
  const Result<Duration> value = parseDuration(text.trimmed().toStdString());
  return value.ok() && value.value() >= least && value.value() <= most ? std::optional(value.value()) : std::nullopt;
}

} // namespace

QStringList PushDraft::devices() const {
  QStringList ids;
  for (const QString& line : targets.split('\n'))
    if (const QString id = line.trimmed(); !id.isEmpty())
      ids << id;
  ids.removeDuplicates();
  return ids;
}

PushDraft::Problem PushDraft::problem() const {
  const QStringList ids = devices();
  const QString words = query.trimmed();
  if (ids.isEmpty() && tag.trimmed().isEmpty() && words.isEmpty())
    return {Field::targets, 0,
            Words::tr("No device is named. Type a device id, or select devices on the Sessions page.")};
  if (ids.size() > qsizetype(maxTargets))
    return {
        Field::targets, 0,
        Words::tr("%1 devices are more than the %2 of one push. Send it in parts.").arg(ids.size()).arg(maxTargets)};
  for (const QString& id : ids)
    if (!checkDeviceId(id.toStdString()).ok())
      return {Field::targets, targets.indexOf(id),
              Words::tr("“%1” cannot be a device id: 1 to %2 bytes without control characters.")
                  .arg(plain(id.toStdString(), 40), QString::number(maxDeviceIdBytes))};
  if (!words.isEmpty())
    if (const Result<DeviceQuery> parsed = DeviceQuery::parse(words.toStdString()); !parsed.ok())
      return {
          Field::query, query.indexOf(QString::fromStdString(parsed.error().detail)),
          Words::tr("“%1” is no condition. Write for example profile:ios-voip, tag:qa, link:online, device~part, and a "
                    "minus in front for “not”.")
              .arg(plain(parsed.error().detail, 40))};
  if (isOfOneDevice() && (!tag.trimmed().isEmpty() || !words.isEmpty()))
    return {
        Field::payload, payload.indexOf(QStringLiteral("{{device}}")),
        Words::tr(
            "{{device}} gives each device a payload of its own, so the devices have to be named, not found by tag or "
            "query.")};
  if (isOfOneDevice() && ids.size() > mostOwnPayloads)
    return {Field::targets, 0,
            Words::tr("%1 devices are more than the %2 that can have a payload of their own. Send it in parts.")
                .arg(ids.size())
                .arg(mostOwnPayloads)};
  const TemplateValues given = TemplateValues::parse(values);
  if (given.mistake)
    return {Field::values, given.mistake->position,
            Words::tr("“%1” gives no value. Write name=value once for each name, with semicolons between them.")
                .arg(plain(given.mistake->part.toStdString(), 40))};
  const auto longest =
      std::max_element(ids.begin(), ids.end(), [](const QString& a, const QString& b) { return a.size() < b.size(); });
  const PayloadTemplate::Filled filled = fill({}, mostRepeats, longest == ids.end() ? QString() : *longest);
  if (!filled.missing.isEmpty())
    return {
        Field::payload, payload.indexOf(QStringLiteral("{{%1}}").arg(filled.missing.first())),
        Words::tr("{{%1}} has no value. Give it below as %1=…; {{n}}, {{time}} and {{device}} are known of themselves.")
            .arg(filled.missing.first())};
  const QByteArray json = filled.text.toUtf8();
  if (json.size() > qsizetype(maxPayloadBytes))
    return {Field::payload, 0,
            Words::tr("The payload has %1 bytes; %2 are allowed.").arg(json.size()).arg(maxPayloadBytes)};
  if (const JsonRead read = readJson(json); read.mistake)
    return {Field::payload, filled.origin(QString::fromUtf8(json.left(read.mistake->position)).size()),
            Words::tr("The payload is not JSON: %1.").arg(read.mistake->what)};
  if (!timeToLive.trimmed().isEmpty() && !durationBetween(timeToLive, shortestTimeToLive, std::chrono::hours(168)))
    return {Field::timeToLive, 0,
            Words::tr("“%1” is no time to live. Write for example 30s, 10m or 24h; 7 days at most.").arg(timeToLive)};
  if (!notBefore.trimmed().isEmpty() && !durationBetween(notBefore, Duration(1), std::chrono::hours(168)))
    return {Field::notBefore, 0,
            Words::tr("“%1” is no time to wait. Write for example 30s, 10m or 24h; 7 days at most.").arg(notBefore)};
  if (const qsizetype bytes = collapseKey.trimmed().toUtf8().size(); bytes > qsizetype(maxCollapseKey))
    return {Field::collapseKey, 0,
            Words::tr("The collapse key has %1 bytes; %2 are allowed.").arg(bytes).arg(maxCollapseKey)};
  if (const QString count = repeat.trimmed(); !count.isEmpty()) {
    bool isNumber = false;
    const uint times = count.toUInt(&isNumber);
    if (!isNumber || times < 1 || times > mostRepeats)
      return {Field::repeat, 0, Words::tr("“%1” is no number of times: 1 to %2.").arg(count).arg(mostRepeats)};
  }
  if (!every.trimmed().isEmpty() && !durationBetween(every, shortestInterval, longestInterval))
    return {Field::every, 0,
            Words::tr("“%1” is no interval. Write for example 500ms, 2s or 10m; 10ms to 24h.").arg(every)};
  const QByteArray line = expectation.toUtf8();
  if (const auto parsed = scenario::parsePushLine(line.toStdString()); parsed.mistake)
    return {
        Field::expectation, QString::fromUtf8(line.left(qsizetype(parsed.mistake->position))).size(),
        Words::tr("What is expected cannot be read: %1. Write for example acknowledged within 2s, shown within 5s, no "
                  "resend.")
            .arg(plain(parsed.mistake->sentence, 300))};
  return {};
}

bool PushDraft::isOfOneDevice() const {
  return PayloadTemplate(payload).names().contains(devicePlace);
}

uint32_t PushDraft::repeats() const {
  return repeat.trimmed().isEmpty() ? 1 : repeat.trimmed().toUInt();
}

Duration PushDraft::interval() const {
  return durationBetween(every, shortestInterval, longestInterval).value_or(usualInterval);
}

PayloadTemplate::Filled PushDraft::fill(WallTime composed, uint32_t n, const QString& device) const {
  QHash<QString, QString> all = TemplateValues::parse(values).values;
  const auto known = [&](const QString& name, const QString& value) {
    if (!all.contains(name))
      all.insert(name, value);
  };
  known(QStringLiteral("n"), QString::number(n));
  known(QStringLiteral("time"), rfc3339(composed));
  known(devicePlace, device);
  return PayloadTemplate(payload).filled(all);
}

QString PushDraft::filledPayload(WallTime composed, uint32_t n, const QString& device) const {
  return fill(composed, n, device).text;
}

Inject PushDraft::inject(WallTime composed, Random& random, uint32_t n, const QString& device) const {
  Inject inject;
  inject.uuid = Uuid::make(composed, random);
  for (const QString& id : device.isEmpty() ? devices() : QStringList{device})
    inject.devices.push_back(id.toStdString());
  const QByteArray json = filledPayload(composed, n, device).toUtf8();
  inject.payload.assign(json.begin(), json.end());
  inject.composed = composed;
  if (!timeToLive.trimmed().isEmpty())
    inject.timeToLive = parseDuration(timeToLive.trimmed().toStdString()).value();
  inject.highPriority = highPriority;
  inject.collapseKey = collapseKey.trimmed().toStdString();
  inject.tag = tag.trimmed().toStdString();
  inject.query = query.trimmed().toStdString();
  if (!notBefore.trimmed().isEmpty())
    inject.notBefore = composed + parseDuration(notBefore.trimmed().toStdString()).value();
  return inject;
}

std::vector<scenario::Expectation> PushDraft::expectations() const {
  return scenario::parsePushLine(expectation.toStdString()).expectations;
}

} // namespace pushscope
