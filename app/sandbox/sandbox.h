#pragma once

#include "models/feed/request.h"
#include "protocol/scenario/scenario.h"

#include <QObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>

#include <memory>

namespace pushscope {

// A pushnode and a pushfleet of this program's own, on free loopback ports. They end when their standard input closes,
// so they are gone whatever way this process ends; their tokens exist in files only until both have started.
class Sandbox : public QObject {
  Q_OBJECT
 public:
  // The flags of both programs, beside ports and tokens.
  struct Setup {
    QStringList node, fleet;
  };
  // So many phones, with a policy of seconds so that there is life to see.
  static Setup ofPhones(int phones);
  // The server and the phones of a scenario, which is in `file`.
  static Setup ofScenario(const scenario::Scenario& scenario, const QString& file, uint64_t seed,
                          unsigned scalePercent);

  explicit Sandbox(Setup setup, QObject* parent = nullptr);
  ~Sandbox() override;

  void start();
  // After failed(): a program did not take what it was given, such as a parameter of phones in a scenario.
  bool wasMisused() const { return m_misused; }

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

  Setup m_setup;
  std::unique_ptr<QTemporaryDir> m_directory;
  std::unique_ptr<Child> m_node, m_fleet;
  LinkTarget m_nodeTarget;
  QTimer m_limit;
  bool m_misused = false;
};

} // namespace pushscope
