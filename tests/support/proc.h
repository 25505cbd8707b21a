#pragma once

#include <ctime>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <sys/types.h>

namespace pushscope {

// What the system says of a process; zero where it does not say.

// Resident memory.
inline long residentKiB(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(file, line);)
    if (line.rfind("VmRSS:", 0) == 0)
      return std::stol(line.substr(6));
  return 0;
}

// How large a core dump of it may become; as the system writes it.
inline std::string coreLimit(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/limits");
  for (std::string line, name = "Max core file size"; std::getline(file, line);)
    if (line.rfind(name, 0) == 0) {
      const size_t begin = line.find_first_not_of(' ', name.size());
      return line.substr(begin, line.find(' ', begin) - begin);
    }
  return {};
}

// The most that this process ever had.
inline long mostResidentKiB() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
#ifdef __APPLE__
  return usage.ru_maxrss / 1024;
#else
  return usage.ru_maxrss;
#endif
}

// Of all its threads, user and system, to the nanosecond.
inline double cpuSeconds(pid_t pid) {
  clockid_t clock{};
  timespec spent{};
  if (::clock_getcpuclockid(pid, &clock) != 0 || ::clock_gettime(clock, &spent) != 0)
    return 0;
  return double(spent.tv_sec) + double(spent.tv_nsec) * 1e-9;
}

} // namespace pushscope
