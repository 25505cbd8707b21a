#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace pushscope {

// One of the product's programs, run for real. It is killed when this ends.
class Program {
 public:
  Program(const QString& name, const QStringList& arguments);
  ~Program();

  // The object in the ready line; empty if the program ended or said nothing in time.
  QJsonObject waitReady();
  // Runs to the end. -1 if it had to be killed.
  int waitExit(int limitMs = 60'000);

  void signal(int number);
  void terminate();
  void killHard();
  bool isRunning() const { return m_process.state() != QProcess::NotRunning; }
  qint64 pid() const { return m_process.processId(); }
  QByteArray output();
  QByteArray log();

 private:
  QProcess m_process;
  QByteArray m_output, m_log;
};

// All that a port answers to a request, until it closes. Empty: nobody answers.
QByteArray httpGet(const QString& address, const QByteArray& request);

// What a program that ran to its end left.
struct Outcome {
  int exitCode = -1;
  QByteArray output, errors;
  QList<QJsonObject> objects() const; // of the output, one a line
};
Outcome run(const QString& program, const QStringList& arguments);

// A server and, if wanted, phones, on free ports, with tokens in a temporary folder.
class TestBed {
 public:
  explicit TestBed(const QString& heartbeat = QStringLiteral("500ms/2s/2"), const QStringList& serverFlags = {});

  void startFleet(int phones, const QStringList& flags = {});
  // The same ports and the same token again.
  void restartServer();

  QString admin() const { return m_admin; }
  QString device() const { return m_device; }
  QString control() const { return m_control; }
  // What its metrics port says, of a server that was started with one.
  QByteArray metrics() const;
  // The fingerprints of server and fleet; empty: plain.
  QString tls() const { return m_tls; }
  QString controlTls() const { return m_controlTls; }
  QString tokenFile() const { return m_folder.filePath(QStringLiteral("token")); }
  QString fleetTokenFile() const { return m_folder.filePath(QStringLiteral("fleet-token")); }
  QString path(const QString& name) const { return m_folder.filePath(name); }

  Program& server() { return *m_server; }
  Program& fleet() { return *m_fleet; }

  // Runs pushctl against this server, as its administrator unless the arguments say whose token to use.
  Outcome ctl(const QStringList& arguments) const;

 private:
  void startServer(const QString& device, const QString& admin);

  QTemporaryDir m_folder;
  QString m_heartbeat;
  QStringList m_serverFlags;
  QString m_device, m_admin, m_control, m_metrics, m_tls, m_controlTls;
  std::unique_ptr<Program> m_server, m_fleet;
};

} // namespace pushscope
