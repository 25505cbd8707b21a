#pragma once

#include <cstdio>
#include <fstream>
#include <string>
#include <sys/types.h>
#include <unistd.h>

namespace pushscope {

// What the system says of a process; zero where there is no /proc.

// Resident memory.
inline long residentKiB(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(file, line);)
    if (line.rfind("VmRSS:", 0) == 0)
      return std::stol(line.substr(6));
  return 0;
}

// Of all its threads, in user and kernel.
inline double processorSeconds(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string word;
  std::getline(file, word, ')'); // the name may hold spaces
  double ticks = 0;
  for (int field = 3; field <= 15 && file >> word; ++field)
    if (field == 14 || field == 15)
      ticks += std::stod(word);
  return ticks / double(::sysconf(_SC_CLK_TCK));
}

} // namespace pushscope
