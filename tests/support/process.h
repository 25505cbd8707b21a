#pragma once

#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace pushscope::bench {

// One of the programs that are measured or tormented, run for real; killed when this ends. Its log goes to `log`, or
// nowhere.
class Process {
 public:
  explicit Process(const std::vector<std::string>& command, const std::string& log = "/dev/null");
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // The first line of its standard output; empty if it ended without one, or said nothing for 10 s.
  std::string readyLine();
  void kill(int signal);
  // Waits for the end; the value of waitpid().
  int wait();
  bool running();
  pid_t pid() const { return m_pid; }

 private:
  pid_t m_pid = -1;
  int m_output = -1;
};

// The value of a member of the ready line: "127.0.0.1:7801".
std::string readyMember(const std::string& readyLine, const std::string& name);
uint16_t portOf(const std::string& address);
std::string firstLine(const std::string& path);

} // namespace pushscope::bench
