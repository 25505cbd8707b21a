#pragma once

#include "protocol/base/result.h"
#include "protocol/scenario/scenario.h"

#include <QString>
#include <QStringList>

namespace pushscope {

// A scenario file as it is, whatever is in it.
struct ScenarioText {
  QString path;
  std::string text; // at most a byte more than scenario::maxScenarioBytes, so that too much is seen
};
// `file` with the path and the cause.
Result<ScenarioText> readScenarioText(const QString& path);

// A scenario file, read. `file` with the path and the cause; `malformed` and its like with the path, the line and the
// mistake.
Result<scenario::Scenario> readScenario(const QString& path);

// What is wrong with the text of a scenario, and where.
struct ScenarioMistake {
  uint32_t line = 0; // 0: nowhere in particular
  QString sentence;
};
// Of an error of scenario::parse(), whose detail begins with the place.
ScenarioMistake scenarioMistake(const Error& error);

// The paths of those that came with the program, by name.
QStringList sampleScenarios();

} // namespace pushscope
