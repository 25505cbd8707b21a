#pragma once

#include <QList>
#include <QString>

class QSettings;

namespace pushscope {

// The servers that a person connected to last, newest first, each with the certificate that it is to have. Holds paths
// of token files, never tokens.
class RecentServers {
 public:
  struct Entry {
    QString server, tokenFile, fleet, fleetTokenFile;
    QString trust{}, fleetTrust{}; // as parseTrust() reads it
    friend bool operator==(const Entry&, const Entry&) = default;
  };
  static constexpr qsizetype capacity = 8;

  explicit RecentServers(QSettings& settings) : m_settings(settings) {}

  QList<Entry> entries() const;
  void remember(const Entry& entry);

 private:
  QSettings& m_settings;
};

} // namespace pushscope
