#pragma once

#include "models/recording/text_meaning.h"

#include <QByteArray>
#include <QString>

#include <array>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

namespace pushscope {

// Puts placeholders where a text would name somebody: "device-3f2a91" for the same device wherever it occurs, and for
// no other one. A placeholder says nothing about the text without the salt, which is random and kept nowhere, so the
// placeholders of two reports do not match. Used by one thread at a time.
//
// What looks like a credential (20 characters and more of letters and digits that are no uuid) is always replaced in
// free text; so are devices and addresses that were replaced before, and whatever else is an address of IP.
class Redaction {
 public:
  enum class Kind : uint8_t { device, address, client, token };
  static constexpr std::array<Kind, 4> kinds{Kind::device, Kind::address, Kind::client, Kind::token};
  struct Choice {
    bool devices = true;
    bool addresses = true; // and client names
  };

  Redaction(QByteArray salt, Choice choice) : m_salt(std::move(salt)), m_choice(choice) {}

  const Choice& choice() const { return m_choice; }
  bool replaces(Kind kind) const;
  // The text as it may be written. An empty one stays empty.
  std::string text(TextMeaning meaning, std::string_view text);
  QString words(TextMeaning meaning, const QString& text);

  struct Count {
    uint64_t values = 0; // different ones
    uint64_t times = 0;
  };
  Count count(Kind kind) const { return m_counts[size_t(kind)]; }
  // The first text of that kind, and what stands for it; empty: there was none.
  const std::pair<QString, QString>& sample(Kind kind) const { return m_samples[size_t(kind)]; }

  // "device", as in placeholders and in the manifest.
  static const char* name(Kind kind);

 private:
  std::string placeholder(Kind kind, std::string_view text);
  void noteSpelling(Kind kind, std::string_view text, const std::string& placeholder);
  std::string freeText(std::string_view text);
  std::string withKnownReplaced(std::string_view text);
  std::string withPatternsReplaced(const std::string& text);

  QByteArray m_salt;
  Choice m_choice;
  std::array<std::unordered_map<std::string, std::string>, kinds.size()> m_known; // by text
  std::set<std::string> m_taken;
  std::set<size_t, std::greater<>> m_lengths; // of known devices and addresses
  std::unordered_map<std::string, std::string> m_free;
  std::array<Count, kinds.size()> m_counts{};
  std::array<std::pair<QString, QString>, kinds.size()> m_samples;
};

} // namespace pushscope
