#pragma once

#include "models/command/payload_template.h"
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
  QString payload;    // JSON, with places for values (payload_template.h)
  QString timeToLive; // "24h"; empty: the server's default
  bool highPriority = false;
  QString expectation; // "acknowledged within 2s, no resend" (protocol/scenario/push_line.h); may be empty
  QString collapseKey; // a newer push with the same key takes the place of an older one that waits; may be empty
  QString values;      // "name=Anna; room=7", for {{name}} and {{room}} in the payload; three are known of themselves:
                       // {{n}} (1, 2, 3 of what is repeated), {{time}} and {{device}}
  QString repeat;      // "10"; empty: once
  QString every;       // "500ms" between two of them; empty: a second

  static constexpr uint32_t mostRepeats = 10'000;                             // an hour at three a second
  static constexpr Duration shortestInterval = std::chrono::milliseconds(10); // a console's tick is longer anyway
  static constexpr Duration longestInterval = std::chrono::hours(24);
  static constexpr Duration usualInterval = std::chrono::seconds(1); // if none is written
  // A push has one payload, so {{device}} makes one of each device: of so many at most, which one server answers within
  // a second.
  static constexpr qsizetype mostOwnPayloads = 1000;

  enum class Field {
    none,
    targets,
    query,
    payload,
    timeToLive,
    notBefore,
    expectation,
    collapseKey,
    values,
    repeat,
    every
  };
  struct Problem {
    Field field = Field::none;
    qsizetype position = -1; // in the field's text
    QString sentence;
  };

  bool operator==(const PushDraft&) const = default;

  QStringList devices() const;
  Problem problem() const;
  // Each device gets a push of its own, because the payload names it.
  bool isOfOneDevice() const;
  // What follows only when there is no problem.
  uint32_t repeats() const;
  Duration interval() const;
  // The payload of the n-th push; `device` only if isOfOneDevice().
  QString filledPayload(WallTime composed, uint32_t n, const QString& device) const;
  // One push. To all of them, or to this device alone.
  Inject inject(WallTime composed, Random& random, uint32_t n = 1, const QString& device = {}) const;
  std::vector<scenario::Expectation> expectations() const;

 private:
  PayloadTemplate::Filled fill(WallTime composed, uint32_t n, const QString& device) const;
};

} // namespace pushscope
