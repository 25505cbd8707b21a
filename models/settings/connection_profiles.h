#pragma once

#include "models/settings/connection_profile.h"

#include <optional>

class QSettings;

namespace pushscope {

// The profiles that a person keeps, and the connections that were made last without being named, newest use first. The
// file is believed in nothing: what of it is no profile is left where it is, and a sentence says what and why. pushctl
// calls a profile a context.
//
// In the file, NAME percent-encoded, 01 counting links:
//   connections/NAME/named, used (the greater the later), 01/kind (server, fleet), 01/address, 01/token_file, 01/trust
//   connections_current   the profile that pushctl takes when it is told of no server
class ConnectionProfiles {
 public:
  static constexpr qsizetype mostNamed = 64; // a list that is looked through by eye
  static constexpr qsizetype mostRecent = 8; // that nobody named; the oldest goes

  struct Known {
    ConnectionProfile profile;
    bool named = false;
  };
  struct Reading {
    QList<Known> profiles;
    QStringList problems;
  };

  explicit ConnectionProfiles(QSettings& settings);

  Reading read() const;
  std::optional<ConnectionProfile> find(const QString& name) const;
  // The profile was used now. One without a name has that of an unnamed one with the same links, or is given one. Paths
  // are made absolute. Returns its name; `usage` with a sentence if there is no room for another named one.
  Result<QString> remember(ConnectionProfile profile);
  // Empty, or why not.
  QString rename(const QString& from, const QString& to);
  void forget(const QString& name);

  QString current() const;
  void setCurrent(const QString& name);

 private:
  void takeOverRecentServers();
  void write(const ConnectionProfile& profile, bool named, qint64 used);
  QString freeName(const QString& wish, const QList<Known>& among) const;

  QSettings& m_settings;
};

// Where a settings key may have any text for a name: percent-encoded, so that it has no slash.
QString settingsKey(const QString& name);
QString nameOfSettingsKey(const QString& key);
// The file that console and pushctl keep their settings in; QSettings reads it as IniFormat.
QString settingsFile();

} // namespace pushscope
