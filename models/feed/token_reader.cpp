#include "models/feed/token_reader.h"

#include <QFile>

namespace pushscope {

Result<std::string> readToken(const QString& path) {
  constexpr qint64 longest = 512;
  if (path.isEmpty())
    return {ErrorCode::file, "no token file is named"};
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly))
    return {ErrorCode::file, (path + ": " + file.errorString()).toStdString()};
  const QByteArray line = file.readLine(longest + 2).trimmed();
  if (line.isEmpty() || line.size() > longest)
    return {ErrorCode::file, (path + ": holds no token on its first line").toStdString()};
  return line.toStdString();
}

Result<HostPort> parseHostPort(const QString& text) {
  const Error bad{ErrorCode::malformed, text.left(100).toStdString()};
  const qsizetype colon = text.lastIndexOf(':');
  bool isNumber = false;
  const uint port = colon < 0 ? 0 : QStringView(text).mid(colon + 1).toUInt(&isNumber);
  QString host = text.left(std::max<qsizetype>(colon, 0)).trimmed();
  if (host.startsWith('[') && host.endsWith(']'))
    host = host.mid(1, host.size() - 2);
  if (!isNumber || port == 0 || port > 65535 || host.isEmpty() || host.contains(' '))
    return bad;
  return HostPort{host.toStdString(), uint16_t(port)};
}

} // namespace pushscope
