#include "models/scenario/scenario_file.h"

#include "models/text/format.h"
#include "protocol/scenario/parser.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

namespace pushscope {
namespace {

// A sentence with the names of all that could stand there.
constexpr qsizetype longestMistake = 1000;

} // namespace

Result<ScenarioText> readScenarioText(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly))
    return {ErrorCode::file, (path + ": " + file.errorString()).toStdString()};
  return ScenarioText{path, file.read(qint64(scenario::maxScenarioBytes) + 1).toStdString()};
}

Result<scenario::Scenario> readScenario(const QString& path) {
  const Result<ScenarioText> text = readScenarioText(path);
  if (!text.ok())
    return text.error();
  auto scenario = scenario::parse(text.value().text);
  if (scenario.ok())
    return scenario;
  return {scenario.error().code, path.toStdString() + ", " + scenario.error().detail};
}

ScenarioMistake scenarioMistake(const Error& error) {
  static const QRegularExpression place(QStringLiteral("^line (\\d{1,9}): (.*)$"),
                                        QRegularExpression::DotMatchesEverythingOption);
  const QString detail = plain(error.detail, longestMistake);
  const QRegularExpressionMatch found = place.match(detail);
  return found.hasMatch() ? ScenarioMistake{found.captured(1).toUInt(), found.captured(2)} : ScenarioMistake{0, detail};
}

QStringList sampleScenarios() {
  const QDir folder(QStringLiteral(":/scenarios"));
  QStringList paths;
  for (const QString& name : folder.entryList({QStringLiteral("*.toml")}, QDir::Files, QDir::Name))
    paths << folder.filePath(name);
  return paths;
}

} // namespace pushscope
