#include "models/command/push_draft.h"

#include "models/text/format.h"
#include "protocol/base/duration_text.h"
#include "protocol/message/device_query.h"
#include "protocol/scenario/push_line.h"

#include <QCoreApplication>
#include <QJsonDocument>

namespace pushscope {
namespace {

// The wire has whole milliseconds; less would be sent as "the server's default".
constexpr Duration shortestTimeToLive = std::chrono::milliseconds(1);

QString tr(const char* text) {
  return QCoreApplication::translate("PushDraft", text);
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
    return {Field::targets, 0, tr("No device is named. Type a device id, or select devices on the Sessions page.")};
  if (ids.size() > qsizetype(maxTargets))
    return {Field::targets, 0,
            tr("%1 devices are more than the %2 of one push. Send it in parts.").arg(ids.size()).arg(maxTargets)};
  for (const QString& id : ids)
    if (!checkDeviceId(id.toStdString()).ok())
      return {Field::targets, targets.indexOf(id),
              tr("“%1” cannot be a device id: 1 to %2 bytes without control characters.")
                  .arg(plain(id.toStdString(), 40), QString::number(maxDeviceIdBytes))};
  if (!words.isEmpty())
    if (const Result<DeviceQuery> parsed = DeviceQuery::parse(words.toStdString()); !parsed.ok())
      return {Field::query, query.indexOf(QString::fromStdString(parsed.error().detail)),
              tr("“%1” is no condition. Write for example profile:ios-voip, tag:qa, link:online, device~part, and a "
                 "minus in front for “not”.")
                  .arg(plain(parsed.error().detail, 40))};
  const QByteArray json = payload.toUtf8();
  if (json.size() > qsizetype(maxPayloadBytes))
    return {Field::payload, 0, tr("The payload has %1 bytes; %2 are allowed.").arg(json.size()).arg(maxPayloadBytes)};
  QJsonParseError error;
  QJsonDocument::fromJson(json, &error);
  if (error.error != QJsonParseError::NoError)
    return {Field::payload, QString::fromUtf8(json.left(error.offset)).size(),
            tr("The payload is not JSON: %1.").arg(error.errorString())};
  if (!timeToLive.trimmed().isEmpty()) {
    const Result<Duration> value = parseDuration(timeToLive.trimmed().toStdString());
    if (!value.ok() || value.value() < shortestTimeToLive || value.value() > std::chrono::hours(168))
      return {Field::timeToLive, 0,
              tr("“%1” is no time to live. Write for example 30s, 10m or 24h; 7 days at most.").arg(timeToLive)};
  }
  if (!notBefore.trimmed().isEmpty()) {
    const Result<Duration> value = parseDuration(notBefore.trimmed().toStdString());
    if (!value.ok() || value.value() <= Duration::zero() || value.value() > std::chrono::hours(168))
      return {Field::notBefore, 0,
              tr("“%1” is no time to wait. Write for example 30s, 10m or 24h; 7 days at most.").arg(notBefore)};
  }
  const QByteArray line = expectation.toUtf8();
  if (const auto parsed = scenario::parsePushLine(line.toStdString()); parsed.mistake)
    return {Field::expectation, QString::fromUtf8(line.left(qsizetype(parsed.mistake->position))).size(),
            tr("What is expected cannot be read: %1. Write for example acknowledged within 2s, shown within 5s, no "
               "resend.")
                .arg(plain(parsed.mistake->sentence, 300))};
  return {};
}

Inject PushDraft::inject(WallTime composed, Random& random) const {
  Inject inject;
  inject.uuid = Uuid::make(composed, random);
  for (const QString& id : devices())
    inject.devices.push_back(id.toStdString());
  const QByteArray json = payload.toUtf8();
  inject.payload.assign(json.begin(), json.end());
  inject.composed = composed;
  if (!timeToLive.trimmed().isEmpty())
    inject.timeToLive = parseDuration(timeToLive.trimmed().toStdString()).value();
  inject.highPriority = highPriority;
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
