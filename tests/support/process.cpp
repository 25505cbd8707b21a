#include "tests/support/process.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/wait.h>
#include <unistd.h>

namespace pushscope::bench {
namespace {

constexpr int patienceMs = 10'000;

} // namespace

Process::Process(const std::vector<std::string>& command, const std::string& log) {
  std::vector<char*> arguments;
  for (const std::string& word : command)
    arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  int ends[2];
  if (::pipe(ends) != 0)
    return;
  const int errors = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  m_pid = ::fork();
  if (m_pid == 0) {
#ifdef __linux__
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    ::dup2(ends[1], STDOUT_FILENO);
    ::dup2(errors, STDERR_FILENO);
    // What this process holds open (sockets of a load, other programs' pipes) is none of the child's business.
    for (int fd = 3; fd < 1024; ++fd)
      ::close(fd);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  ::close(errors);
  m_output = ends[0];
}

Process::~Process() {
  kill(SIGKILL);
  wait();
  if (m_output >= 0)
    ::close(m_output);
}

std::string Process::readyLine() {
  std::string line;
  pollfd watched{m_output, POLLIN, 0};
  char c = 0;
  while (::poll(&watched, 1, patienceMs) > 0 && ::read(m_output, &c, 1) == 1) {
    if (c == '\n')
      return line;
    line += c;
  }
  return {};
}

void Process::kill(int signal) {
  if (m_pid > 0)
    ::kill(m_pid, signal);
}

int Process::wait() {
  int status = -1;
  if (m_pid > 0)
    while (::waitpid(m_pid, &status, 0) < 0 && errno == EINTR) {
    }
  m_pid = -1;
  return status;
}

bool Process::running() {
  int status = 0;
  if (m_pid > 0 && ::waitpid(m_pid, &status, WNOHANG) == m_pid)
    m_pid = -1;
  return m_pid > 0;
}

std::string readyMember(const std::string& readyLine, const std::string& name) {
  const std::string key = "\"" + name + "\":\"";
  const size_t at = readyLine.find(key);
  if (at == std::string::npos)
    return {};
  const size_t begin = at + key.size();
  return readyLine.substr(begin, readyLine.find('"', begin) - begin);
}

uint16_t portOf(const std::string& address) {
  return uint16_t(std::strtoul(address.substr(address.rfind(':') + 1).c_str(), nullptr, 10));
}

std::string firstLine(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

} // namespace pushscope::bench
