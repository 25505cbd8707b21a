#include "models/command/target_list.h"

#include "models/text/format.h"
#include "protocol/message/admin.h"

#include <QCoreApplication>
#include <QFile>
#include <QSet>

namespace pushscope {
namespace {

// Longer lines cannot be ids, but a comment may be long.
constexpr qint64 longestLine = 4096;
constexpr int mostLines = 100'000;

Error problem(const QString& sentence) {
  return {ErrorCode::file, sentence.toStdString()};
}

struct Words {
  Q_DECLARE_TR_FUNCTIONS(TargetList)
};

} // namespace

Result<QStringList> readTargetList(const QString& path) {
  const QString shown = plain(path.toStdString(), 200);
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly))
    return problem(Words::tr("%1 cannot be read: %2.").arg(shown, file.errorString()));
  QStringList ids;
  QSet<QString> seen;
  for (int number = 1; !file.atEnd(); ++number) {
    const QByteArray line = file.readLine(longestLine).trimmed();
    if (number > mostLines)
      return problem(Words::tr("%1 has more than %2 lines.").arg(shown).arg(mostLines));
    if (line.isEmpty() || line.startsWith('#'))
      continue;
    if (!checkDeviceId(line.toStdString()).ok())
      return problem(
          Words::tr("%1, line %2: “%3” cannot be a device id: 1 to %4 bytes without control characters.")
              .arg(shown, QString::number(number), plain(line.toStdString(), 40), QString::number(maxDeviceIdBytes)));
    const QString id = QString::fromUtf8(line);
    if (seen.contains(id))
      continue;
    seen << id;
    ids << id;
    if (ids.size() > qsizetype(maxTargets))
      return problem(
          Words::tr("%1 names more than the %2 devices of one push. Send it in parts.").arg(shown).arg(maxTargets));
  }
  if (ids.isEmpty())
    return problem(Words::tr("%1 names no device. Write one device id a line.").arg(shown));
  return ids;
}

} // namespace pushscope
