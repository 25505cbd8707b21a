#include "tests/bench/figure.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

namespace pushscope {
namespace {

constexpr int runs = 7;

} // namespace

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

Figure figureOf(const std::string& id, const std::string& name, const std::string& unit,
                const std::vector<double>& values, const std::vector<double>& baselines) {
  std::vector<double> ratios;
  for (size_t i = 0; i < values.size(); ++i)
    ratios.push_back(values[i] / baselines[i]);
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return {id, name, unit, median(values), median(baselines), median(ratios), int(values.size()), *low, *high};
}

Figure figureBeside(double target, const std::string& id, const std::string& name, const std::string& unit,
                    const std::vector<double>& values) {
  return figureOf(id, name + " (beside: target)", unit, values, std::vector<double>(values.size(), target));
}

Figure measure(const std::string& id, const std::string& name, const std::string& unit, const Measure& subject,
               const Measure& baseline) {
  subject(); // caches and allocators warm
  baseline();
  std::vector<double> values, baselines;
  for (int i = 0; i < runs; ++i) {
    values.push_back(subject());
    baselines.push_back(baseline());
  }
  return figureOf(id, name, unit, values, baselines);
}

void printTable(const std::vector<Figure>& figures) {
  std::printf("%-12s %-58s %14s %14s %8s %6s\n", "id", "figure", "value", "baseline", "ratio", "runs");
  for (const Figure& f : figures)
    std::printf("%-12s %-58s %14.1f %14.1f %8.2f %6d   %s, min %.1f max %.1f\n", f.id.c_str(), f.name.c_str(), f.value,
                f.baseline, f.ratio, f.runs, f.unit.c_str(), f.min, f.max);
}

bool writeJson(const std::vector<Figure>& figures, const std::string& path) {
  std::error_code ignored;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
  std::ofstream out(path);
  out << "[\n";
  for (size_t i = 0; i < figures.size(); ++i) {
    const Figure& f = figures[i];
    out << "  {\"id\": \"" << f.id << "\", \"name\": \"" << f.name << "\", \"value\": " << f.value << ", \"unit\": \""
        << f.unit << "\", \"baseline\": " << f.baseline << ", \"ratio\": " << f.ratio << ", \"runs\": " << f.runs
        << ", \"min\": " << f.min << ", \"max\": " << f.max << "}" << (i + 1 < figures.size() ? "," : "") << "\n";
  }
  out << "]\n";
  return bool(out);
}

} // namespace pushscope
