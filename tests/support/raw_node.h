#pragma once

#include "tests/support/proc.h"
#include "tests/support/process.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/wire.h"

#include <cstdio>
#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace pushscope {

// A real pushnode on free ports, without Qt: its log is a file, so that nobody has to read it for it to go on.
class RawNode {
 public:
  struct Started {
    std::vector<std::string> flags;
    unsigned descriptors = 0;         // ulimit -n; 0: as it is
    std::vector<std::string> wrapper; // a command in front: env NAME=VALUE
    std::string log;                  // a file that stays; empty: one that goes with this
  };
  explicit RawNode(std::vector<std::string> flags = {}) : RawNode(Started{std::move(flags), 0, {}, {}}) {}
  explicit RawNode(Started how) : m_how(std::move(how)) { start("127.0.0.1:0", "127.0.0.1:0"); }

  bool ready() const { return !m_readyLine.empty(); }
  uint16_t device() const { return bench::portOf(bench::readyMember(m_readyLine, "device")); }
  uint16_t admin() const { return bench::portOf(bench::readyMember(m_readyLine, "admin")); }
  std::string tokenFile() const { return m_folder.path("token"); }
  std::string token() const { return bench::firstLine(tokenFile()); }
  std::string path(const std::string& name) const { return m_folder.path(name); }
  bench::Process& process() { return *m_process; }
  std::string log() const {
    std::ifstream file(logPath());
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  // The same ports, token and store again.
  void restart() {
    const std::string device = bench::readyMember(m_readyLine, "device");
    const std::string admin = bench::readyMember(m_readyLine, "admin");
    m_process = nullptr;
    start(device, admin);
  }
  // One more on them that is not waited for: who lets it go kills it while it starts.
  bench::Process stillborn() const {
    return bench::Process(
        commandLine(bench::readyMember(m_readyLine, "device"), bench::readyMember(m_readyLine, "admin")), logPath());
  }
  pid_t pid() const { return m_process->pid(); }
  long residentKiB() const { return pushscope::residentKiB(pid()); }
  std::string tlsPin() const { return bench::readyMember(m_readyLine, "tls"); }

  // Already welcome.
  Wire console() const {
    Wire wire(admin());
    Hello hello;
    hello.credential = token();
    hello.client = "test";
    wire.hello(Port::admin, hello);
    return wire;
  }
  Wire phone(const std::string& id, int receiveBuffer = 0) const {
    Wire wire(device(), receiveBuffer);
    wire.hello(Port::device, helloOf(id));
    return wire;
  }
  static Hello helloOf(const std::string& id) {
    Hello hello;
    hello.device = id;
    hello.profile = "desktop";
    hello.client = "test";
    hello.appState = AppState::foreground;
    return hello;
  }

  // Standard output of pushctl; what it says to people goes there, too.
  std::string ctl(const std::string& arguments) const {
    const std::string line = std::string(PUSHSCOPE_BIN "/pushctl --server 127.0.0.1:") + std::to_string(admin()) +
                             " --token-file " + tokenFile() + (tlsPin().empty() ? "" : " --tls-pin " + tlsPin()) + " " +
                             arguments + " 2>&1";
    std::string out;
    if (FILE* pipe = ::popen(line.c_str(), "r")) {
      char bytes[4096];
      for (size_t n; (n = std::fread(bytes, 1, sizeof bytes, pipe)) > 0;)
        out.append(bytes, n);
      ::pclose(pipe);
    }
    return out;
  }

 private:
  void start(const std::string& device, const std::string& admin) {
    const std::vector<std::string> command = commandLine(device, admin);
    m_process = std::make_unique<bench::Process>(command, logPath());
    m_readyLine = m_process->readyLine();
  }
  std::string logPath() const { return m_how.log.empty() ? m_folder.path("log") : m_how.log; }
  std::vector<std::string> commandLine(const std::string& device, const std::string& admin) const {
    std::vector<std::string> command;
    if (m_how.descriptors > 0)
      command = {"/bin/sh", "-c", "ulimit -n " + std::to_string(m_how.descriptors) + "; exec \"$@\"", "sh"};
    command.insert(command.end(), m_how.wrapper.begin(), m_how.wrapper.end());
    command.insert(command.end(), {PUSHSCOPE_BIN "/pushnode", "--device-listen", device, "--admin-listen", admin,
                                   "--token-file", tokenFile(), "--node", "stage"});
    command.insert(command.end(), m_how.flags.begin(), m_how.flags.end());
    return command;
  }

  TemporaryFolder m_folder;
  Started m_how;
  std::unique_ptr<bench::Process> m_process;
  std::string m_readyLine;
};

} // namespace pushscope
