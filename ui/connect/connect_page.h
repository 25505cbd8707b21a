#pragma once

#include "models/settings/connection_profiles.h"

#include <QWidget>

class QAction;

namespace pushscope {

class ConnectForm;
class KnownConnections;

// The first thing that a person without a server sees: a sandbox, known connections, a form for others.
class ConnectPage : public QWidget {
  Q_OBJECT
 public:
  // What needs no server: the window's actions.
  ConnectPage(QAction* sandbox, QAction* recording, QWidget* parent = nullptr);

  void setKnown(const ConnectionProfiles::Reading& reading);
  const QList<ConnectionProfiles::Known>& known() const;
  // Into the form, with one more row for a server if that is wanted.
  void edit(const ConnectionProfile& profile, bool oneMore);
  // As it stands in the form.
  ConnectionProfile draft() const;
  // Why the last try failed, each at its place; nothing typed is lost.
  void setMistakes(const QList<ProfileMistake>& mistakes);
  void setProblem(const QString& sentence);

 signals:
  void connectWanted(const pushscope::ConnectionProfile& profile);
  void renameWanted(const QString& from, const QString& to);
  void forgetWanted(const QString& name);

 private:
  KnownConnections* m_known;
  ConnectForm* m_form;
  bool m_knownAsked = false; // the last try was one of the list
};

} // namespace pushscope
