#pragma once

#include <QStringList>
#include <QWidget>

class QLabel;
class QLineEdit;
class QListWidget;

namespace pushscope {

// What a console needs to reach a server, as a person writes it.
struct ConnectRequest {
  QString server, tokenFile;
  QString fleet, fleetTokenFile; // empty: no fleet
  QString trust{}, fleetTrust{}; // whose certificate is believed, as parseTrust() reads it; empty: see Trust

  friend bool operator==(const ConnectRequest&, const ConnectRequest&) = default;
};

// The first thing that a person without a server sees: recent servers, a form, and a sandbox.
class ConnectPage : public QWidget {
  Q_OBJECT
 public:
  explicit ConnectPage(QWidget* parent = nullptr);

  void setRecent(const QList<ConnectRequest>& recent);
  // Why the last try failed, at the form; nothing typed is lost.
  void setProblem(const QString& sentence);

 signals:
  void connectWanted(const pushscope::ConnectRequest& request);
  void sandboxWanted();
  void recordingWanted();

 private:
  void chooseFile(QLineEdit* field);
  QWidget* makeForm();

  QListWidget* m_recent;
  QLabel* m_recentTitle;
  QLabel* m_problem;
  QLineEdit *m_server, *m_tokenFile, *m_trust, *m_fleet, *m_fleetTokenFile, *m_fleetTrust;
  QList<ConnectRequest> m_known;
};

} // namespace pushscope
