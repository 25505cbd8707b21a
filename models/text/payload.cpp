#include "models/text/payload.h"

#include "models/text/format.h"
#include "protocol/base/ids.h"
#include "protocol/message/admin.h"

#include <QStringList>

#include <algorithm>

namespace pushscope {
namespace {

constexpr size_t bytesPerLine = 16;

std::string_view textOf(BytesView payload) {
  return asText(payload.first(std::min(payload.size(), maxPayloadBytes)));
}

} // namespace

bool isText(BytesView payload) {
  const std::string_view text = asText(payload);
  const auto isControl = [](char c) {
    const auto u = static_cast<unsigned char>(c);
    return (u < 0x20 && c != '\t' && c != '\n' && c != '\r') || u == 0x7f;
  };
  return isValidUtf8(text) && std::none_of(text.begin(), text.end(), isControl);
}

QString payloadAsText(BytesView payload) {
  QStringList lines;
  std::string_view rest = textOf(payload);
  while (true) {
    const size_t end = rest.find('\n');
    std::string line(rest.substr(0, end));
    if (!line.empty() && line.back() == '\r')
      line.pop_back();
    std::replace(line.begin(), line.end(), '\t', ' ');
    lines << plain(line, qsizetype(maxPayloadBytes));
    if (end == std::string_view::npos)
      return lines.join(QLatin1Char('\n'));
    rest.remove_prefix(end + 1);
  }
}

QString payloadAsHex(BytesView payload) {
  const std::string_view bytes = textOf(payload);
  QStringList lines;
  for (size_t from = 0; from < bytes.size(); from += bytesPerLine) {
    const std::string_view line = bytes.substr(from, bytesPerLine);
    QString hex, ascii;
    for (const char c : line) {
      hex += QString::number(static_cast<unsigned char>(c), 16).rightJustified(2, QLatin1Char('0')) + QLatin1Char(' ');
      ascii += c >= 0x20 && c < 0x7f ? QLatin1Char(c) : QLatin1Char('.');
    }
    lines << QStringLiteral("%1  %2 %3")
                 .arg(QString::number(from, 16).rightJustified(4, QLatin1Char('0')),
                      hex.leftJustified(qsizetype(bytesPerLine) * 3), ascii);
  }
  return lines.join(QLatin1Char('\n'));
}

} // namespace pushscope
