#pragma once

#include "models/settings/connection_profiles.h"

#include <QWidget>

class QLabel;
class QAction;
class QTreeWidget;

namespace pushscope {

// The connections that are known from before: Enter connects, F2 renames at the place, Delete forgets. What of the
// settings file could not be read is said below.
class KnownConnections : public QWidget {
  Q_OBJECT
 public:
  explicit KnownConnections(QWidget* parent = nullptr);

  void setReading(const ConnectionProfiles::Reading& reading);
  // Why the chosen one could not be used; empty: all is well.
  void setProblem(const QString& sentence);

  const QList<ConnectionProfiles::Known>& known() const { return m_known; }

 signals:
  void connectWanted(const pushscope::ConnectionProfile& profile);
  // Into the form.
  void editWanted(const pushscope::ConnectionProfile& profile);
  void renameWanted(const QString& from, const QString& to);
  void forgetWanted(const QString& name);

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;

 private:
  const ConnectionProfiles::Known* chosen() const;
  void enableButtons();
  void say();

  QList<ConnectionProfiles::Known> m_known;
  QStringList m_flaws; // of the settings file
  QString m_trouble;   // of the one that was chosen
  QTreeWidget* m_list;
  QLabel* m_problem;
  QList<QAction*> m_actions; // on the one that is chosen
};

} // namespace pushscope
