#pragma once

#include "protocol/base/random.h"
#include "protocol/message/admin.h"
#include "protocol/scenario/scenario.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace pushscope {

// A push as a person writes it. Nothing typed is lost when it is wrong: problem() says what and where.
struct PushDraft {
  QString targets;    // device ids, one a line: an id may hold spaces and commas
  QString tag;        // and every device with this tag
  QString query;      // and every device that fits, as the server sees it (protocol/message/device_query.h)
  QString notBefore;  // "10m" from now; empty: at once
  QString payload;    // JSON
  QString timeToLive; // "24h"; empty: the server's default
  bool highPriority = false;
  QString expectation; // "acknowledged within 2s, no resend" (protocol/scenario/push_line.h); may be empty

  enum class Field { none, targets, query, payload, timeToLive, notBefore, expectation };
  struct Problem {
    Field field = Field::none;
    qsizetype position = -1; // in the field's text
    QString sentence;
  };

  QStringList devices() const;
  Problem problem() const;
  // Only when there is no problem.
  Inject inject(WallTime composed, Random& random) const;
  std::vector<scenario::Expectation> expectations() const;
};

} // namespace pushscope
