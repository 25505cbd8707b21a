#include "models/command/push_preview.h"

#include "models/command/push_routing.h"
#include "models/text/format.h"

#include <QCoreApplication>

namespace pushscope {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(PushPreview)
};

// As it stands in a sentence: "1 device", "3 devices".
QString devices(size_t count) {
  return count == 1 ? Words::tr("1 device") : Words::tr("%1 devices").arg(countForPeople(count));
}

struct Reach {
  size_t connected = 0, suspended = 0, offline = 0, unknown = 0;
};

Reach reachOf(const QStringList& ids, const World& world) {
  Reach reach;
  for (const QString& id : ids) {
    const auto row = world.devices().find(id.toStdString());
    if (!row || !world.devices().belief(*row).known)
      ++reach.unknown;
    else if (const DeviceTable::Belief& belief = world.devices().belief(*row); belief.link != LinkState::online)
      ++reach.offline;
    else
      ++(belief.app == AppState::suspended ? reach.suspended : reach.connected);
  }
  return reach;
}

QString quoted(QString text) {
  return QLatin1Char('\'') + text.replace(QLatin1Char('\''), QStringLiteral("'\\''")) + QLatin1Char('\'');
}

} // namespace

QString previewOf(const PushDraft& draft, const World& world, WallTime now) {
  const QStringList ids = draft.devices();
  const QString first = draft.isOfOneDevice() ? ids.value(0) : QString();
  const QString payload = draft.filledPayload(now, 1, first);
  QStringList lines;
  const QString bytes = countForPeople(uint64_t(payload.toUtf8().size()));
  const uint64_t pushes = uint64_t(draft.repeats()) * uint64_t(draft.isOfOneDevice() ? ids.size() : 1);
  lines << (pushes == 1 ? Words::tr("Nothing was sent. It would be one push of %1 bytes.").arg(bytes)
                        : Words::tr("Nothing was sent. It would be %1 pushes, the first of %2 bytes.")
                              .arg(countForPeople(pushes), bytes));
  if (draft.repeats() > 1)
    lines << Words::tr("The last of them %1 after the first.")
                 .arg(durationForPeople(draft.interval() * int64_t(draft.repeats() - 1)));
  if (!draft.notBefore.trimmed().isEmpty())
    lines << Words::tr("Each is kept back for %1.").arg(draft.notBefore.trimmed());
  if (!ids.isEmpty()) {
    const Reach reach = reachOf(ids, world);
    QStringList parts;
    if (reach.connected > 0)
      parts << Words::tr("%1 connected").arg(countForPeople(reach.connected));
    if (reach.suspended > 0)
      parts << Words::tr("%1 connected and suspended, which it would wake").arg(countForPeople(reach.suspended));
    if (reach.offline > 0)
      parts << Words::tr("%1 not connected, for which it would wait").arg(countForPeople(reach.offline));
    if (reach.unknown > 0)
      parts
          << Words::tr("%1 that no connected server knows, which would be refused").arg(countForPeople(reach.unknown));
    lines << Words::tr("%1: %2.").arg(devices(size_t(ids.size())), parts.join(QStringLiteral(", ")));
  }
  if (!draft.tag.trimmed().isEmpty() || !draft.query.trimmed().isEmpty())
    lines << Words::tr(
        "And whom the tag or the query finds on each server, which only the server knows when it is sent.");
  Random any(0);
  const auto parts = splitByNode(draft.inject(now, any, 1, first), world);
  QStringList servers;
  for (const auto& [link, part] : parts)
    servers << plain(world.links()[link.value].name(), 40);
  lines << (servers.isEmpty() ? Words::tr("No server is connected that could take it.")
                              : Words::tr("Asked of %1.").arg(servers.join(QStringLiteral(", "))));
  if (payload != draft.payload)
    lines << Words::tr("First payload: %1").arg(plain(payload.toStdString(), 200));
  return lines.join(QLatin1Char('\n'));
}

QString commandLineOf(const PushDraft& draft, const World& world) {
  QStringList words{QStringLiteral("pushctl"), QStringLiteral("push")};
  const auto add = [&](const char* flag, const QString& value) {
    if (!value.trimmed().isEmpty())
      words << QString::fromLatin1(flag) << quoted(value);
  };
  for (const LinkId link : world.openLinks(LinkKind::node))
    add("--server", QString::fromStdString(world.links()[link.value].target));
  for (const QString& id : draft.devices())
    add("--device", id);
  add("--tag", draft.tag.trimmed());
  add("--query", draft.query.trimmed());
  add("--payload", draft.payload);
  for (const QString& value : draft.values.split(QLatin1Char(';')))
    add("--set", value.trimmed());
  add("--ttl", draft.timeToLive.trimmed());
  add("--not-before", draft.notBefore.trimmed());
  add("--collapse-key", draft.collapseKey.trimmed());
  add("--repeat", draft.repeat.trimmed());
  add("--every", draft.every.trimmed());
  if (draft.highPriority)
    words << QStringLiteral("--high-priority");
  add("--expect", draft.expectation.trimmed());
  return words.join(QLatin1Char(' '));
}

} // namespace pushscope
