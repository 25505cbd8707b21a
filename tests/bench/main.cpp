#include "tests/bench/figure.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>

using namespace pushscope;

// pushscope_bench [ids]: measures all figures, or those named. S1 names both "S1 floor" and "S1 mosquitto". TG1 takes
// ten minutes and is measured only if it is named.
int main(int argc, char** argv) {
  const std::vector<std::pair<std::string, std::vector<Figure> (*)()>> known{
#ifdef __linux__
      {"S1", measureRelaying}, {"S2", measureRelaying},  {"S3", measureIdle},
      {"S4", measureConnects}, {"S5", measureDurable},   {"S6", measureConsoles},
      {"S7", measureRestart},  {"S8", measureLatency},   {"growth", measureGrowth},
      {"C2", measureLive},     {"C3", measureMillion},   {"C4", measureStart},
      {"C5", measureExport},   {"C6", measureQuiet},     {"console-growth", measureConsoleGrowth},
      {"TG1", measureLong},    {"F2", measurePhones},
#endif
      {"C1", measurePipeline}, {"C7", measureRecording}, {"F1", measureNight}};
  std::vector<std::string> wanted(argv + 1, argv + argc);
  if (wanted.empty())
    for (const auto& [id, unused] : known)
      if (id != "TG1")
        wanted.push_back(id);
  std::vector<std::vector<Figure> (*)()> measures; // in the order asked for, each once
  for (const std::string& id : wanted) {
    const auto found = std::find_if(known.begin(), known.end(), [&](const auto& entry) { return entry.first == id; });
    if (found == known.end()) {
      std::string ids;
      for (const auto& [name, unused] : known)
        ids += " " + name;
      std::fprintf(stderr, "There is no figure %s yet; there are:%s.\n", id.c_str(), ids.c_str());
      return 2;
    }
    if (std::find(measures.begin(), measures.end(), found->second) == measures.end())
      measures.push_back(found->second);
  }
  std::vector<Figure> figures;
  for (const auto measureThese : measures) {
    const std::vector<Figure> measured = measureThese();
    // S1 and S2 are measured together; only what was asked for is reported.
    std::copy_if(measured.begin(), measured.end(), std::back_inserter(figures), [&](const Figure& figure) {
      const std::string id = figure.id.substr(0, figure.id.find(' '));
      return std::find(wanted.begin(), wanted.end(), id) != wanted.end();
    });
  }
  printTable(figures);
  if (writeJson(figures, "out/bench.json"))
    return 0;
  std::fprintf(stderr, "out/bench.json could not be written.\n");
  return 6;
}
