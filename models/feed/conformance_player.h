#pragma once

#include "models/conformance/conformance.h"
#include "models/feed/token_reader.h"
#include "models/feed/trust.h"

#include <QTcpSocket>
#include <QTimer>

#include <map>
#include <memory>
#include <optional>

namespace pushscope {

// Plays a Conformance over sockets, and knows nothing of what it checks. Under TLS if `trust` says whom to believe; not
// one byte is sent before the certificate is believed. Plain it goes to this computer alone.
class ConformancePlayer : public QObject {
  Q_OBJECT
 public:
  ConformancePlayer(conformance::Conformance& conformance, HostPort admin, std::optional<HostPort> device, Trust trust);
  ~ConformancePlayer() override;

  void start();
  // Why the last connection failed, for a server that was not reached at all.
  const QString& lastProblem() const { return m_problem; }

 signals:
  void finished();

 private:
  void carryOut();
  void open(conformance::Wire::Line line, Port port);
  void opened(conformance::Wire::Line line);
  void readable(conformance::Wire::Line line);
  void ended(conformance::Wire::Line line, const QString& problem);
  void forget(conformance::Wire::Line line);

  conformance::Conformance& m_conformance;
  HostPort m_admin;
  std::optional<HostPort> m_device;
  Trust m_trust;
  std::map<conformance::Wire::Line, std::unique_ptr<QTcpSocket>> m_sockets;
  QTimer m_timer;
  QString m_problem = QStringLiteral("nothing answered within 10 s");
  bool m_finished = false;
};

} // namespace pushscope
