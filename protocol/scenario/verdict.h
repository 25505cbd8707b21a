#pragma once

#include "protocol/base/ids.h"

#include <string>
#include <vector>

namespace pushscope::scenario {

struct Example {
  std::string device;
  Uuid push; // null: no push is concerned
};

// What became of one expectation.
struct Verdict {
  static constexpr size_t maxExamples = 5;

  std::string expectation; // what was asked, in words
  bool passed = false;
  std::string sentence;          // what was found, with the numbers
  std::vector<Example> examples; // of what went otherwise
  uint32_t line = 0;             // of the scenario file; 0: asked of every scenario
};

// `make` makes an example; it is not called when there are as many as a verdict shows.
template <class Make>
void addExample(std::vector<Example>& examples, Make make) {
  if (examples.size() < Verdict::maxExamples)
    examples.push_back(make());
}

} // namespace pushscope::scenario
