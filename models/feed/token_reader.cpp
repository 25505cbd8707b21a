#include "models/feed/token_reader.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>

namespace pushscope {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(TokenReader)
};

// QString::toUInt() alone takes signs and blanks, too.
bool isNumber(const QString& text) {
  return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

// Far from a check, but what a person types for an address of another kind is said to be none.
bool mayBeHost(const QString& text) {
  return !text.isEmpty() && std::none_of(text.begin(), text.end(), [](QChar c) { return c.isSpace() || c == u'/'; });
}

// Or write: who puts another token there makes us send it. Windows tells nothing that could be compared with this.
bool othersMayRead(const QFile& file) {
#ifdef Q_OS_WIN
  return false;
#else
  return file.permissions() & (QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther |
                               QFile::WriteOther | QFile::ExeOther);
#endif
}

} // namespace

Result<std::string> readToken(const QString& path) {
  constexpr qint64 longest = 512;
  if (path.isEmpty())
    return {ErrorCode::file, Words::tr("no token file is named").toStdString()};
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly))
    return {ErrorCode::file, (path + ": " + file.errorString()).toStdString()};
  if (othersMayRead(file))
    return {ErrorCode::file, (path + ": can be read by others; make it private with chmod 600").toStdString()};
  const QByteArray line = file.readLine(longest + 2).trimmed();
  if (line.isEmpty() || line.size() > longest)
    return {ErrorCode::file, Words::tr("%1: holds no token on its first line").arg(path).toStdString()};
  return line.toStdString();
}

Result<HostPort> parseHostPort(const QString& text) {
  const Error bad{ErrorCode::malformed, text.left(100).toStdString()};
  const qsizetype colon = text.lastIndexOf(':');
  const QString digits = text.mid(colon + 1);
  const uint port = isNumber(digits) ? digits.toUInt() : 0;
  QString host = text.left(std::max<qsizetype>(colon, 0)).trimmed();
  if (host.startsWith('[') && host.endsWith(']'))
    host = host.mid(1, host.size() - 2);
  if (port == 0 || port > 65535 || !mayBeHost(host))
    return bad;
  return HostPort{host.toStdString(), uint16_t(port)};
}

} // namespace pushscope
