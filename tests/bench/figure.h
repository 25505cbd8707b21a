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

double median(std::vector<double> values);
// Of values that were measured in turn: one figure, ratios run by run.
Figure figureOf(const std::string& id, const std::string& name, const std::string& unit,
                const std::vector<double>& values, const std::vector<double>& baselines);
// Stands beside its target, for want of a peer.
Figure figureBeside(double target, const std::string& id, const std::string& name, const std::string& unit,
                    const std::vector<double>& values);

using Measure = std::function<double()>;
Figure measure(const std::string& id, const std::string& name, const std::string& unit, const Measure& subject,
               const Measure& baseline);

void printTable(const std::vector<Figure>& figures);
// False if it cannot be written.
bool writeJson(const std::vector<Figure>& figures, const std::string& path);

std::vector<Figure> measurePipeline();
std::vector<Figure> measureRecording(); // C7
std::vector<Figure> measureNight();
#ifdef __linux__
std::vector<Figure> measureRelaying();      // S1, S2
std::vector<Figure> measureIdle();          // S3
std::vector<Figure> measureConnects();      // S4
std::vector<Figure> measureDurable();       // S5
std::vector<Figure> measureConsoles();      // S6
std::vector<Figure> measureRestart();       // S7
std::vector<Figure> measureLatency();       // S8
std::vector<Figure> measureGrowth();        // a table only
std::vector<Figure> measureLive();          // C2
std::vector<Figure> measureMillion();       // C3
std::vector<Figure> measureStart();         // C4
std::vector<Figure> measureExport();        // C5
std::vector<Figure> measureQuiet();         // C6
std::vector<Figure> measureConsoleGrowth(); // a table only
std::vector<Figure> measureLong();          // TG1
std::vector<Figure> measurePhones();        // F2
#endif

} // namespace pushscope
