#pragma once

#include "models/feed/request.h"

#include <QList>

namespace pushscope {

// A server or a fleet as a person names it. Holds the path of a token file, never a token.
struct ProfileLink {
  LinkKind kind = LinkKind::node;
  QString address;     // host:port
  QString tokenFile{}; // empty: that of the link before
  QString trust{};     // whose certificate is believed, as parseTrust() reads it; empty: as the link before; "none"

  friend bool operator==(const ProfileLink&, const ProfileLink&) = default;
};

// The servers and fleets that a person watches together, under a name of theirs.
struct ConnectionProfile {
  QString name; // empty: nobody gave it one
  QList<ProfileLink> links;

  friend bool operator==(const ConnectionProfile&, const ConnectionProfile&) = default;

  // Each link is a socket, a heartbeat and a line in the status bar's menu: more is no longer looked through by eye.
  static constexpr qsizetype mostLinks = 64;
  // A name stands in a title and in a menu.
  static constexpr qsizetype longestName = 64;
  // The longest path of the usual systems; fingerprints of some fifty certificates.
  static constexpr qsizetype longestText = 4096;
};

// What is wrong with a profile, and where.
struct ProfileMistake {
  enum class Field : uint8_t { name, links, address, tokenFile, trust };
  qsizetype link = -1; // -1: of the whole
  Field field = Field::links;
  ErrorCode code = ErrorCode::malformed; // `file`: something outside the profile cannot be read
  QString sentence;
};

// Empty: it may be the name of a profile. Else the sentence that says why not.
QString nameProblem(const QString& name);
// What a list says of a profile without a name of its own: its first addresses.
QString nameOfLinks(const QList<ProfileLink>& links);

// A profile whose token files and certificates have been read.
struct OpenedProfile {
  std::vector<LinkTarget> targets; // one for each link, in their order; none if there is any mistake
  QList<ProfileLink> links;        // the same as they were written, with what links before them lent written out
  QList<ProfileMistake> mistakes;  // all of them, each where it was written
};
OpenedProfile openProfile(const ConnectionProfile& profile);

// The same as a command line has it.
struct LinkArguments {
  QStringList servers, tokenFiles, fleets, fleetTokenFiles;
  QStringList pins, fleetPins; // fingerprints; each is believed of every server, or of every fleet
  QString authorities;         // a PEM file, or "system"
};
// The first token file is that of the first server, and so on; the last one serves the rest. Fleets have token files of
// their own or, in the same way, those of the servers. `usage` with what is wrong.
Result<ConnectionProfile> profileOf(const LinkArguments& arguments);

} // namespace pushscope
