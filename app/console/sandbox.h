#pragma once

#include "models/feed/request.h"

#include <QObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>

#include <memory>

namespace pushscope {

// A pushnode and a pushfleet of this console's own, on free loopback ports, with a policy of seconds so that there is
// life to see. They end when their standard input closes, so they are gone whatever way this process ends; their tokens
// exist in files only until both have started.
class Sandbox : public QObject {
  Q_OBJECT
 public:
  explicit Sandbox(int phones, QObject* parent = nullptr);
  ~Sandbox() override;

  void start();

 signals:
  void ready(const pushscope::LinkTarget& node, const pushscope::LinkTarget& fleet);
  // A sentence; nothing runs any more.
  void failed(const QString& sentence);

 private:
  struct Child;
  void startNode();
  void startFleet(const QString& deviceAddress);
  void readLine(Child& child);
  void nodeReady(const QJsonObject& ports);
  void fleetReady(const QJsonObject& ports);
  void fail(const QString& sentence);
  std::unique_ptr<Child> spawn(const QString& program, const QStringList& arguments);

  int m_phones;
  std::unique_ptr<QTemporaryDir> m_directory;
  std::unique_ptr<Child> m_node, m_fleet;
  LinkTarget m_nodeTarget;
  QTimer m_limit;
};

} // namespace pushscope
