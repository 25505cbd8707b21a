#include "models/export/junit.h"

#include "models/export/destination.h"

#include <QSaveFile>
#include <QXmlStreamWriter>

#include <algorithm>

namespace pushscope {
namespace {

QString textOf(const std::string& text) {
  return QString::fromStdString(text);
}

QString examplesOf(const scenario::Verdict& verdict) {
  QStringList lines;
  for (const scenario::Example& example : verdict.examples)
    lines << textOf(example.device + (example.push.isNull() ? "" : " push " + example.push.text()));
  return lines.join('\n');
}

void writeCase(QXmlStreamWriter& xml, const JunitSuite& suite, const scenario::Verdict& verdict) {
  xml.writeStartElement("testcase");
  xml.writeAttribute("classname", suite.kind + '.' + suite.name);
  xml.writeAttribute("name", textOf(verdict.expectation));
  if (verdict.line > 0)
    xml.writeAttribute("line", QString::number(verdict.line));
  if (!verdict.passed) {
    xml.writeStartElement("failure");
    xml.writeAttribute("message", textOf(verdict.sentence));
    xml.writeCharacters(examplesOf(verdict));
    xml.writeEndElement();
  } else {
    xml.writeTextElement("system-out", textOf(verdict.sentence));
  }
  xml.writeEndElement();
}

void writeSkipped(QXmlStreamWriter& xml, const JunitSuite& suite, const JunitSkipped& skipped) {
  xml.writeStartElement("testcase");
  xml.writeAttribute("classname", suite.kind + '.' + suite.name);
  xml.writeAttribute("name", skipped.name);
  xml.writeStartElement("skipped");
  xml.writeAttribute("message", skipped.reason);
  xml.writeEndElement();
  xml.writeEndElement();
}

} // namespace

Status writeJunit(const QString& path, const JunitSuite& suite, const std::vector<scenario::Verdict>& verdicts,
                  const std::vector<JunitSkipped>& skipped) {
  QSaveFile file(path);
  const auto failed = [&] { return Error{ErrorCode::file, (path + ": " + file.errorString()).toStdString()}; };
  if (!file.open(QIODevice::WriteOnly))
    return failed();
  const auto failures = std::count_if(verdicts.begin(), verdicts.end(), [](const auto& v) { return !v.passed; });
  QXmlStreamWriter xml(&file);
  xml.setAutoFormatting(true);
  xml.writeStartDocument();
  xml.writeStartElement("testsuites");
  xml.writeStartElement("testsuite");
  xml.writeAttribute("name", suite.name);
  xml.writeAttribute("tests", QString::number(verdicts.size() + skipped.size()));
  xml.writeAttribute("failures", QString::number(failures));
  if (!skipped.empty())
    xml.writeAttribute("skipped", QString::number(skipped.size()));
  xml.writeAttribute("time", QString::number(double(suite.took.count()) / 1e6, 'f', 3));
  for (const scenario::Verdict& verdict : verdicts)
    writeCase(xml, suite, verdict);
  for (const JunitSkipped& each : skipped)
    writeSkipped(xml, suite, each);
  xml.writeEndDocument();
  if (xml.hasError())
    return failed();
  return commitFile(file);
}

} // namespace pushscope
