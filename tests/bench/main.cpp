#include "tests/bench/figure.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>

using namespace pushscope;

// pushscope_bench [ids]: measures all figures, or those named.
int main(int argc, char** argv) {
  const std::map<std::string, std::vector<Figure> (*)()> known{{"C1", measurePipeline}, {"F1", measureNight}};
  std::vector<std::string> wanted(argv + 1, argv + argc);
  if (wanted.empty())
    for (const auto& [id, unused] : known)
      wanted.push_back(id);
  std::vector<Figure> figures;
  for (const std::string& id : wanted) {
    const auto found = known.find(id);
    if (found == known.end()) {
      std::fprintf(stderr, "There is no figure %s yet; there are C1 and F1.\n", id.c_str());
      return 2;
    }
    const std::vector<Figure> measured = found->second();
    figures.insert(figures.end(), measured.begin(), measured.end());
  }
  printTable(figures);
  if (writeJson(figures, "out/bench.json"))
    return 0;
  std::fprintf(stderr, "out/bench.json could not be written.\n");
  return 6;
}
