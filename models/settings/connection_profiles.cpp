#include "models/settings/connection_profiles.h"

#include "models/feed/token_reader.h"
#include "models/text/format.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

#include <algorithm>
#include <limits>
#include <tuple>

namespace pushscope {
namespace {

struct Texts {
  Q_DECLARE_TR_FUNCTIONS(ConnectionProfiles)
};

const QString group = QStringLiteral("connections");
const QString currentKey = QStringLiteral("connections_current");

QString absolute(const QString& path) {
  return path.isEmpty() ? path : QFileInfo(path).absoluteFilePath();
}
bool isPath(const QString& trust) {
  return !trust.isEmpty() && trust != QLatin1String("system") && trust != QLatin1String("none") &&
         !trust.startsWith(QLatin1String("sha256:"), Qt::CaseInsensitive);
}

// Enters a group for as long as it lives.
class Inside {
 public:
  Inside(QSettings& settings, const QString& name) : m_settings(settings) { m_settings.beginGroup(name); }
  ~Inside() { m_settings.endGroup(); }
  Inside(const Inside&) = delete;

 private:
  QSettings& m_settings;
};

std::optional<ProfileLink> readLink(const QSettings& settings) {
  const QString kind = settings.value(QStringLiteral("kind")).toString();
  ProfileLink link{kind == QLatin1String("fleet") ? LinkKind::fleet : LinkKind::node,
                   settings.value(QStringLiteral("address")).toString(),
                   settings.value(QStringLiteral("token_file")).toString(),
                   settings.value(QStringLiteral("trust")).toString()};
  for (const QString& text : {link.address, link.tokenFile, link.trust})
    if (text.size() > ConnectionProfile::longestText)
      return std::nullopt;
  const bool knownKind = kind == QLatin1String("fleet") || kind == QLatin1String("server");
  return knownKind && parseHostPort(link.address).ok() ? std::optional(link) : std::nullopt;
}

// Inside its group.
QList<ProfileLink> readLinks(QSettings& settings, const QString& name, QStringList& problems) {
  QList<ProfileLink> links;
  int skipped = 0;
  QStringList places = settings.childGroups();
  std::sort(places.begin(), places.end());
  for (const QString& place : places) {
    const Inside inside(settings, place);
    const std::optional<ProfileLink> link = readLink(settings);
    if (link && links.size() < ConnectionProfile::mostLinks)
      links << *link;
    else
      ++skipped;
  }
  if (skipped > 0)
    problems << Texts::tr(
                    "The connection “%1” has %2 in the settings file that cannot be read; the rest of it is used.")
                    .arg(name, skipped == 1 ? Texts::tr("an entry") : Texts::tr("%1 entries").arg(skipped));
  return links;
}

} // namespace

QString settingsKey(const QString& name) {
  return QString::fromLatin1(name.toUtf8().toPercentEncoding());
}
QString nameOfSettingsKey(const QString& key) {
  return QString::fromUtf8(QByteArray::fromPercentEncoding(key.toUtf8()));
}

QString settingsFile() {
  return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
         QStringLiteral("/pushscope/pushscope.conf");
}

ConnectionProfiles::ConnectionProfiles(QSettings& settings) : m_settings(settings) {
  takeOverRecentServers();
}

// What earlier versions kept: one server, perhaps with a fleet, without a name.
void ConnectionProfiles::takeOverRecentServers() {
  const QString old = QStringLiteral("recentServers");
  if (!m_settings.contains(old + QStringLiteral("/size")))
    return;
  QList<ConnectionProfile> profiles;
  const int size = std::clamp(m_settings.beginReadArray(old), 0, int(mostRecent));
  for (int i = 0; i < size; ++i) {
    m_settings.setArrayIndex(i);
    const auto text = [this](const char* key) {
      return m_settings.value(QLatin1String(key)).toString().left(ConnectionProfile::longestText);
    };
    ConnectionProfile profile{{}, {{LinkKind::node, text("server"), text("tokenFile"), text("trust")}}};
    if (!text("fleet").isEmpty())
      profile.links << ProfileLink{LinkKind::fleet, text("fleet"), text("fleetTokenFile"), text("fleetTrust")};
    if (parseHostPort(profile.links.first().address).ok())
      profiles.prepend(profile);
  }
  m_settings.endArray();
  for (const ConnectionProfile& profile : profiles)
    std::ignore = remember(profile); // there is always room for one without a name
  m_settings.remove(old);
}

ConnectionProfiles::Reading ConnectionProfiles::read() const {
  struct Used {
    Known known;
    qint64 used;
  };
  QList<Used> found;
  Reading reading;
  const Inside inside(m_settings, group);
  for (const QString& key : m_settings.childGroups()) {
    const Inside entry(m_settings, key);
    const QString name = nameOfSettingsKey(key);
    const QString shown = plain(name.toStdString(), ConnectionProfile::longestName);
    ConnectionProfile profile{name, readLinks(m_settings, shown, reading.problems)};
    if (!nameProblem(name).isEmpty() || profile.links.isEmpty()) {
      reading.problems << Texts::tr("The connection “%1” in the settings file cannot be used. Forget it, or mend it in "
                                    "%2.")
                              .arg(shown, m_settings.fileName());
      continue;
    }
    found << Used{{profile, m_settings.value(QStringLiteral("named")).toBool()},
                  m_settings.value(QStringLiteral("used")).toLongLong()};
  }
  std::stable_sort(found.begin(), found.end(), [](const Used& a, const Used& b) { return a.used > b.used; });
  for (const Used& each : found)
    if (reading.profiles.size() < mostNamed + mostRecent)
      reading.profiles << each.known;
  return reading;
}

std::optional<ConnectionProfile> ConnectionProfiles::find(const QString& name) const {
  for (const Known& known : read().profiles)
    if (known.profile.name == name)
      return known.profile;
  return std::nullopt;
}

void ConnectionProfiles::write(const ConnectionProfile& profile, bool named, qint64 used) {
  const Inside inside(m_settings, group);
  const Inside entry(m_settings, settingsKey(profile.name));
  m_settings.remove(QString());
  m_settings.setValue(QStringLiteral("named"), named);
  m_settings.setValue(QStringLiteral("used"), used);
  for (qsizetype i = 0; i < profile.links.size(); ++i) {
    const Inside place(m_settings, QStringLiteral("%1").arg(i + 1, 2, 10, QLatin1Char('0')));
    const ProfileLink& link = profile.links[i];
    m_settings.setValue(QStringLiteral("kind"),
                        link.kind == LinkKind::fleet ? QStringLiteral("fleet") : QStringLiteral("server"));
    m_settings.setValue(QStringLiteral("address"), link.address);
    m_settings.setValue(QStringLiteral("token_file"), link.tokenFile);
    m_settings.setValue(QStringLiteral("trust"), link.trust);
  }
}

QString ConnectionProfiles::freeName(const QString& wish, const QList<Known>& among) const {
  const auto isFree = [&](const QString& name) {
    return std::none_of(among.begin(), among.end(), [&](const Known& k) { return k.profile.name == name; });
  };
  QString name = wish;
  for (int number = 2; !isFree(name); ++number) {
    const QString end = QStringLiteral(" (%1)").arg(number);
    name = wish.left(ConnectionProfile::longestName - end.size()) + end;
  }
  return name;
}

Result<QString> ConnectionProfiles::remember(ConnectionProfile profile) {
  for (ProfileLink& link : profile.links) {
    link.tokenFile = absolute(link.tokenFile);
    if (isPath(link.trust))
      link.trust = absolute(link.trust);
  }
  const QList<Known> all = read().profiles;
  qint64 used = 0;
  for (const Known& known : all)
    used = std::max(used, m_settings.value(group + '/' + settingsKey(known.profile.name) + "/used").toLongLong());
  used = std::min(used, std::numeric_limits<qint64>::max() - 1) + 1;
  bool named = !profile.name.isEmpty();
  for (const Known& known : all)
    if (named ? known.profile.name == profile.name : known.profile.links == profile.links) {
      // Nothing new: what of it could not be read stays in the file.
      if (known.profile.links == profile.links) {
        m_settings.setValue(group + '/' + settingsKey(known.profile.name) + "/used", used);
        return known.profile.name;
      }
      named = known.named || named;
    }
  const auto countOf = [&](bool which) {
    return std::count_if(all.begin(), all.end(), [&](const Known& k) { return k.named == which; });
  };
  if (named && !find(profile.name) && countOf(true) >= mostNamed)
    return {ErrorCode::usage,
            Texts::tr("%1 connections have names already. Forget one first.").arg(mostNamed).toStdString()};
  if (!named) {
    profile.name = freeName(nameOfLinks(profile.links), all);
    qsizetype kept = 0;
    for (const Known& known : all)
      if (!known.named && ++kept >= mostRecent)
        forget(known.profile.name);
  }
  write(profile, named, used);
  return profile.name;
}

QString ConnectionProfiles::rename(const QString& from, const QString& to) {
  if (const QString problem = nameProblem(to); !problem.isEmpty())
    return problem;
  const std::optional<ConnectionProfile> profile = find(from);
  if (!profile)
    return Texts::tr("There is no connection “%1” any more.").arg(plain(from.toStdString()));
  if (to != from && find(to))
    return Texts::tr("There is a connection “%1” already.").arg(to);
  const qint64 used = m_settings.value(group + '/' + settingsKey(from) + "/used").toLongLong();
  const bool wasCurrent = current() == from;
  m_settings.remove(group + '/' + settingsKey(from));
  write({to, profile->links}, true, used);
  if (wasCurrent)
    setCurrent(to);
  return {};
}

void ConnectionProfiles::forget(const QString& name) {
  m_settings.remove(group + '/' + settingsKey(name));
  if (current() == name)
    m_settings.remove(currentKey);
}

QString ConnectionProfiles::current() const {
  return m_settings.value(currentKey).toString();
}
void ConnectionProfiles::setCurrent(const QString& name) {
  m_settings.setValue(currentKey, name);
}

} // namespace pushscope
