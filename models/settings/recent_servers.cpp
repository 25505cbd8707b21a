#include "models/settings/recent_servers.h"

#include <QSettings>

namespace pushscope {

QList<RecentServers::Entry> RecentServers::entries() const {
  QList<Entry> entries;
  const int size = std::min<int>(m_settings.beginReadArray(QStringLiteral("recentServers")), int(capacity));
  for (int i = 0; i < size; ++i) {
    m_settings.setArrayIndex(i);
    entries << Entry{m_settings.value(QStringLiteral("server")).toString(),
                     m_settings.value(QStringLiteral("tokenFile")).toString(),
                     m_settings.value(QStringLiteral("fleet")).toString(),
                     m_settings.value(QStringLiteral("fleetTokenFile")).toString(),
                     m_settings.value(QStringLiteral("trust")).toString(),
                     m_settings.value(QStringLiteral("fleetTrust")).toString()};
  }
  m_settings.endArray();
  return entries;
}

void RecentServers::remember(const Entry& entry) {
  QList<Entry> all = entries();
  all.removeAll(entry);
  all.prepend(entry);
  m_settings.beginWriteArray(QStringLiteral("recentServers"), int(std::min(all.size(), capacity)));
  for (int i = 0; i < int(std::min(all.size(), capacity)); ++i) {
    m_settings.setArrayIndex(i);
    m_settings.setValue(QStringLiteral("server"), all[i].server);
    m_settings.setValue(QStringLiteral("tokenFile"), all[i].tokenFile);
    m_settings.setValue(QStringLiteral("fleet"), all[i].fleet);
    m_settings.setValue(QStringLiteral("fleetTokenFile"), all[i].fleetTokenFile);
    m_settings.setValue(QStringLiteral("trust"), all[i].trust);
    m_settings.setValue(QStringLiteral("fleetTrust"), all[i].fleetTrust);
  }
  m_settings.endArray();
}

} // namespace pushscope
