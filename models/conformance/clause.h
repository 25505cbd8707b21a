#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pushscope::conformance {

// What protocol/README.md asks of a server, one sentence each. The order is that of the table in clause.cpp and of what
// is printed.
enum class Clause : uint8_t {
  helloFirst,
  wrongToken,
  helloVersion,
  malformedHello,
  helloLimit,
  welcome,
  welcomeNames,
  welcomeRole,
  welcomeHeartbeat,
  sameIncarnation,
  secondHello,
  pong,
  pongEcho,
  stampOrder,
  frameTooLong,
  frameTooShort,
  malformedBody,
  unknownCommand,
  unknownLives,
  unknownOneWay,
  subscribed,
  snapshotFirst,
  snapshotLast,
  pageSize,
  pageOrder,
  deviceIds,
  blockSequence,
  blockIncarnation,
  columnLength,
  handleDefined,
  handleMeaning,
  foreignCursor,
  resume,
  listAnswered,
  listCount,
  listEnds,
  viewerRefused,
  deviceWelcome,
  openingPing,
  devicePong,
  onlineTold,
  injectAccepted,
  pushArrives,
  injectOnce,
  stagesTold,
  stageOrder,
  phoneStages,
  traceLadder,
  traceOrder,
  traceUnknown,
  injectUnknown,
  injectTooLarge,
  injectNoTarget,
  offlineTold,
  expires,
  deadLetter,
  deadListed,
  waitsForHello,
  superseded,
  oneEnd,
};
inline constexpr size_t clauseCount = size_t(Clause::oneEnd) + 1;

struct ClauseText {
  Clause clause;
  const char* id;       // as scripts know it; never changed once published
  const char* section;  // of protocol/README.md
  const char* sentence; // what must be so
};
std::span<const ClauseText> clauseTexts();

enum class Outcome : uint8_t { untried, holds, fails };
std::string_view outcomeName(Outcome outcome);

struct Finding {
  Outcome outcome = Outcome::untried;
  std::string reason; // what was found instead, or why it was not tried
};

// What was found of each clause. One failure outweighs whatever held elsewhere; the first one is kept.
class Findings {
 public:
  void holds(Clause clause);
  void fails(Clause clause, std::string reason);
  void untried(Clause clause, const std::string& reason);
  // Of all clauses from one to another, both included, of which nothing is known.
  void untried(Clause from, Clause to, const std::string& reason);
  // `holds` if it is so.
  void check(bool isSo, Clause clause, const std::string& otherwise);

  const Finding& of(Clause clause) const { return m_findings[size_t(clause)]; }
  size_t count(Outcome outcome) const;

 private:
  std::vector<Finding> m_findings = std::vector<Finding>(clauseCount);
};

} // namespace pushscope::conformance
