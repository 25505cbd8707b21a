#include "models/export/redaction.h"

#include "models/text/format.h"

#include <QMessageAuthenticationCode>
#include <QRegularExpression>

#include <algorithm>
#include <cctype>

namespace pushscope {
namespace {

// Free texts repeat themselves: kinds of phones, names of nodes.
constexpr size_t mostFreeTexts = 64;
// Hexadecimal digits of a placeholder, until two would be the same.
constexpr qsizetype fewestDigits = 6;

bool isWordByte(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

// So that a device called "1" is not found in every number.
bool isApart(std::string_view text, size_t begin, size_t end) {
  const bool before = begin == 0 || !isWordByte(text[begin - 1]) || !isWordByte(text[begin]);
  const bool after = end == text.size() || !isWordByte(text[end - 1]) || !isWordByte(text[end]);
  return before && after;
}

// IPv4, or IPv6 in brackets, or bare with two colons side by side; with a port or without.
const QRegularExpression& addressPattern() {
  static const QRegularExpression pattern(QStringLiteral(
      R"((?<![\w.])(?:\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?(?![\w.]*\d)|\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.%\w]*\](?::\d{1,5})?|(?:[0-9A-Fa-f]{1,4}:){1,7}:(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4})*)?|::[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4})*|(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}))"));
  return pattern;
}

const QRegularExpression& tokenPattern() {
  static const QRegularExpression pattern(QStringLiteral(R"([A-Za-z0-9+/_\-]{20,}={0,2})"));
  return pattern;
}

bool isCredential(const QString& word) {
  static const QRegularExpression uuid(QStringLiteral("\\A[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\\z"));
  const bool digit = std::any_of(word.begin(), word.end(), [](QChar c) { return c.isDigit(); });
  const bool letter = std::any_of(word.begin(), word.end(), [](QChar c) { return c.isLetter(); });
  return digit && letter && !uuid.match(word).hasMatch();
}

template <class Replace>
QString replaced(const QString& text, const QRegularExpression& pattern, Replace replace) {
  QString out;
  qsizetype done = 0;
  for (auto matches = pattern.globalMatch(text); matches.hasNext();) {
    const QRegularExpressionMatch match = matches.next();
    out += QStringView(text).mid(done, match.capturedStart() - done);
    out += replace(match.captured());
    done = match.capturedEnd();
  }
  return out += QStringView(text).mid(done);
}

} // namespace

const char* Redaction::name(Kind kind) {
  switch (kind) {
  case Kind::device:
    return "device";
  case Kind::address:
    return "address";
  case Kind::client:
    return "client";
  case Kind::token:
    return "token";
  }
  return "";
}

bool Redaction::replaces(Kind kind) const {
  return kind == Kind::device ? m_choice.devices : kind == Kind::token || m_choice.addresses;
}

std::string Redaction::text(TextMeaning meaning, std::string_view text) {
  if (text.empty())
    return {};
  switch (meaning) {
  case TextMeaning::device:
    return m_choice.devices ? placeholder(Kind::device, text) : std::string(text);
  case TextMeaning::address:
    return m_choice.addresses ? placeholder(Kind::address, text) : std::string(text);
  case TextMeaning::client:
    return m_choice.addresses ? placeholder(Kind::client, text) : freeText(text);
  case TextMeaning::other:
    break;
  }
  return freeText(text);
}

QString Redaction::words(TextMeaning meaning, const QString& in) {
  return QString::fromStdString(text(meaning, in.toStdString()));
}

std::string Redaction::placeholder(Kind kind, std::string_view text) {
  Count& count = m_counts[size_t(kind)];
  ++count.times;
  const auto [found, isNew] = m_known[size_t(kind)].try_emplace(std::string(text));
  if (!isNew)
    return found->second;
  const QByteArray digits =
      QMessageAuthenticationCode::hash(QByteArray(name(kind)) + '\0' + QByteArray(text.data(), qsizetype(text.size())),
                                       m_salt, QCryptographicHash::Sha256)
          .toHex();
  qsizetype length = fewestDigits;
  do
    found->second = std::string(name(kind)) + '-' + digits.left(length++).toStdString();
  while (!m_taken.insert(found->second).second && length <= digits.size());
  if (++count.values == 1)
    m_samples[size_t(kind)] = {plain(text, 60), QString::fromStdString(found->second)};
  std::string made = found->second;
  if (kind == Kind::device || kind == Kind::address) {
    noteSpelling(kind, text, made);
    // As sentences have it: plain, and some of them cut.
    for (const qsizetype longest : {40, 200})
      if (const std::string shown = plain(text, longest).toStdString(); shown != text)
        noteSpelling(kind, shown, made);
  }
  return made;
}

void Redaction::noteSpelling(Kind kind, std::string_view text, const std::string& placeholder) {
  m_known[size_t(kind)].try_emplace(std::string(text), placeholder);
  m_lengths.insert(text.size());
  std::erase_if(m_free, [&](const auto& each) { return each.first.find(text) != std::string::npos; });
}

std::string Redaction::freeText(std::string_view text) {
  const auto remembered = m_free.find(std::string(text));
  if (remembered != m_free.end())
    return remembered->second;
  std::string written = withPatternsReplaced(withKnownReplaced(text));
  if (m_free.size() >= mostFreeTexts)
    m_free.clear();
  m_free.emplace(text, written);
  return written;
}

std::string Redaction::withKnownReplaced(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t before = at;
    for (const size_t length : m_lengths) {
      if (length > text.size() - at || !isApart(text, at, at + length))
        continue;
      const std::string word(text.substr(at, length));
      for (const Kind kind : {Kind::device, Kind::address})
        if (at == before && m_known[size_t(kind)].contains(word)) {
          out += placeholder(kind, word);
          at += length;
        }
      if (at > before)
        break;
    }
    if (at == before)
      out += text[at++];
  }
  return out;
}

std::string Redaction::withPatternsReplaced(const std::string& text) {
  // Nothing that the patterns find is shorter.
  if (text.size() < 2)
    return text;
  QString line = QString::fromStdString(text);
  line = replaced(line, tokenPattern(), [this](const QString& word) {
    return isCredential(word) ? QString::fromStdString(placeholder(Kind::token, word.toStdString())) : word;
  });
  if (m_choice.addresses)
    line = replaced(line, addressPattern(), [this](const QString& word) {
      return QString::fromStdString(placeholder(Kind::address, word.toStdString()));
    });
  return line.toStdString();
}

} // namespace pushscope
