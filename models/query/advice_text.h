#pragma once

#include "models/query/heartbeat_advice.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace pushscope {

// What the advisor says, for people; the same words in the console and in pushctl.
class AdviceText {
 public:
  AdviceText(const HeartbeatAdvice& advice, const AdviceWish& wish) : m_advice(advice), m_wish(wish) {}

  // The interval and why it is this one, or what is missing.
  QString sentence() const;
  // On how many observations it stands.
  QString confidence() const;
  // What changes with it; empty if what rules now is not known, or is the same.
  QString change() const;
  // "241s/15s/3"; empty without an interval.
  QString policy() const;
  // What sets it for all phones of a server, and for one device; empty without an interval.
  QString serverLine() const;
  QString deviceLine() const;
  // For scripts: snake_case English with units; unknown is null.
  QJsonObject json() const;

  static QString network(const std::optional<NetworkPath>& network);

 private:
  const HeartbeatAdvice& m_advice;
  const AdviceWish& m_wish;
};

} // namespace pushscope
