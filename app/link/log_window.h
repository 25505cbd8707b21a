#pragma once

#include "protocol/base/time.h"

#include <cstdint>
#include <string>
#include <utility>

namespace pushscope {

// Keeps a flood of bad connections from becoming a flood of log lines: so many in ten seconds (6-trust TD8), and with
// the first one after that a line that says how many were left out.
class LogWindow {
 public:
  // `about`: what the lines are about, for that line.
  LogWindow(uint32_t lines, std::string about) : m_lines(lines), m_about(std::move(about)) {}

  // Whether one more line may be written now.
  bool admits(MonoTime now);

 private:
  static constexpr Duration length = std::chrono::seconds(10);

  uint32_t m_lines;
  std::string m_about;
  uint32_t m_asked = 0; // in this window
  MonoTime m_end{};
};

} // namespace pushscope
