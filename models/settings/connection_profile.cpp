#include "models/settings/connection_profile.h"

#include "models/feed/token_reader.h"
#include "models/text/format.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

namespace pushscope {
namespace {

using Field = ProfileMistake::Field;

struct Texts {
  Q_DECLARE_TR_FUNCTIONS(ConnectionProfile)
};

QString shown(const QString& text) {
  return plain(text.toStdString(), 100);
}

// With what the links before it lend to this one.
struct Resolver {
  QString tokenFile, trust;

  ProfileLink operator()(ProfileLink link) {
    if (!link.tokenFile.isEmpty())
      tokenFile = link.tokenFile;
    if (!link.trust.isEmpty())
      trust = link.trust;
    link.tokenFile = tokenFile;
    link.trust = trust;
    return link;
  }
};

Result<Trust> trustOf(const ProfileLink& link) {
  return link.trust == QLatin1String("none") ? Trust{} : parseTrust(link.trust);
}

QString trustSentence(const Error& error) {
  return error.code == ErrorCode::file
             ? Texts::tr("The file with certificates could not be read. %1").arg(plain(error.detail))
             : Texts::tr("“%1” is not the fingerprint of a certificate. Copy it from the server's ready line: sha256: "
                         "and 64 digits.")
                   .arg(plain(error.detail));
}

QString joined(const QStringList& texts) {
  return texts.join(QLatin1Char(','));
}

const QString& ofOrder(const QStringList& texts, qsizetype place) {
  return texts[std::min(place, texts.size() - 1)];
}

} // namespace

QString nameProblem(const QString& name) {
  if (name.trimmed().isEmpty())
    return Texts::tr("A name is needed.");
  if (name.size() > ConnectionProfile::longestName)
    return Texts::tr("The name is too long: at most %1 characters.").arg(ConnectionProfile::longestName);
  if (name != name.trimmed() || plain(name.toStdString()) != name)
    return Texts::tr("The name has blanks at its ends, or characters that cannot be shown.");
  return {};
}

QString nameOfLinks(const QList<ProfileLink>& links) {
  if (links.isEmpty())
    return {};
  const QString first = shown(links[0].address);
  const QString name = links.size() == 1   ? first
                       : links.size() == 2 ? Texts::tr("%1 with %2").arg(first, shown(links[1].address))
                                           : Texts::tr("%1 and %2 more").arg(first, QString::number(links.size() - 1));
  return name.left(ConnectionProfile::longestName).trimmed();
}

OpenedProfile openProfile(const ConnectionProfile& profile) {
  OpenedProfile opened;
  const auto wrong = [&](qsizetype link, Field field, const QString& sentence, ErrorCode code = ErrorCode::malformed) {
    opened.mistakes << ProfileMistake{link, field, code, sentence};
  };
  if (profile.links.isEmpty())
    wrong(-1, Field::links, Texts::tr("There is no server and no fleet to connect to."));
  if (profile.links.size() > ConnectionProfile::mostLinks)
    wrong(-1, Field::links,
          Texts::tr("These are %1 servers and fleets; a console watches at most %2.")
              .arg(profile.links.size())
              .arg(ConnectionProfile::mostLinks));
  Resolver resolve;
  QSet<QString> addresses;
  for (qsizetype i = 0; i < std::min(profile.links.size(), ConnectionProfile::mostLinks); ++i) {
    const ProfileLink link = resolve(profile.links[i]);
    const Result<HostPort> place = parseHostPort(link.address);
    const Result<std::string> token = readToken(link.tokenFile);
    const Result<Trust> trust = trustOf(link);
    opened.links << link;
    if (!place.ok())
      wrong(i, Field::address,
            Texts::tr("“%1” is not an address. Write host and port, for example %2.")
                .arg(shown(link.address), link.kind == LinkKind::node ? QStringLiteral("127.0.0.1:7802")
                                                                      : QStringLiteral("127.0.0.1:7803")));
    else if (addresses.contains(link.address))
      wrong(i, Field::address, Texts::tr("%1 is there twice.").arg(shown(link.address)));
    addresses.insert(link.address);
    // What a link before lent is said there.
    if (!token.ok() && (i == 0 || !profile.links[i].tokenFile.isEmpty()))
      wrong(i, Field::tokenFile, Texts::tr("The token file could not be read. %1").arg(plain(token.error().detail)),
            ErrorCode::file);
    if (!trust.ok() && (i == 0 || !profile.links[i].trust.isEmpty()))
      wrong(i, Field::trust, trustSentence(trust.error()), trust.error().code);
    if (place.ok() && token.ok() && trust.ok())
      opened.targets.push_back({link.kind, place.value().host, place.value().port, token.value(), trust.value()});
  }
  if (!opened.mistakes.isEmpty())
    opened.targets.clear();
  return opened;
}

Result<ConnectionProfile> profileOf(const LinkArguments& arguments) {
  const auto usage = [](const QString& sentence) { return Error{ErrorCode::usage, sentence.toStdString()}; };
  const QString pins = joined(arguments.pins), fleetPins = joined(arguments.fleetPins);
  for (const QString& each : {pins, fleetPins})
    if (!each.isEmpty() && !each.startsWith(QLatin1String("sha256:")))
      return usage(Texts::tr("--tls-pin %1: not sha256: and 64 hex digits").arg(shown(each)));
  if (!arguments.authorities.isEmpty() && !(pins + fleetPins).isEmpty())
    return usage(Texts::tr("--tls-pin and --tls-ca exclude each other: a pin alone decides"));
  const QStringList& fleetFiles =
      arguments.fleetTokenFiles.isEmpty() ? arguments.tokenFiles : arguments.fleetTokenFiles;
  if ((!arguments.servers.isEmpty() && arguments.tokenFiles.isEmpty()) ||
      (!arguments.fleets.isEmpty() && fleetFiles.isEmpty()))
    return usage(
        Texts::tr("a server needs --token-file, and a fleet needs --fleet-token-file: the file with its token"));
  if ((!arguments.servers.isEmpty() && arguments.tokenFiles.size() > arguments.servers.size()) ||
      arguments.fleetTokenFiles.size() > arguments.fleets.size())
    return usage(Texts::tr("there are more token files than servers or fleets that they could be for"));
  const QString trust = arguments.authorities.isEmpty() ? pins : arguments.authorities;
  ConnectionProfile profile;
  for (qsizetype i = 0; i < arguments.servers.size(); ++i)
    profile.links << ProfileLink{LinkKind::node, arguments.servers[i], ofOrder(arguments.tokenFiles, i), trust};
  for (qsizetype i = 0; i < arguments.fleets.size(); ++i)
    profile.links << ProfileLink{LinkKind::fleet, arguments.fleets[i], ofOrder(fleetFiles, i),
                                 fleetPins.isEmpty() ? trust : fleetPins};
  return profile;
}

} // namespace pushscope
