#pragma once

#include <functional>
#include <string>
#include <vector>

namespace pushscope {

// One measured figure: the median of several runs, beside a baseline measured in turn with it, so that a machine whose
// speed drifts slows both.
struct Figure {
  std::string id, name, unit;
  double value = 0, baseline = 0; // medians
  double ratio = 0;               // median of the ratios, run by run
  int runs = 0;
  double min = 0, max = 0;
};

using Measure = std::function<double()>;
Figure measure(const std::string& id, const std::string& name, const std::string& unit, const Measure& subject,
               const Measure& baseline);

void printTable(const std::vector<Figure>& figures);
// False if it cannot be written.
bool writeJson(const std::vector<Figure>& figures, const std::string& path);

std::vector<Figure> measurePipeline();
std::vector<Figure> measureNight();

} // namespace pushscope
