#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <unistd.h>

namespace pushscope {

// A folder of its own for a test, gone afterwards. In memory where that can be had: what a disk would forget is
// simulated, never waited for.
class ScratchFolder {
 public:
  ScratchFolder() {
    const char* memory = "/dev/shm";
    const bool usable = ::access(memory, W_OK) == 0;
    std::string name =
        (usable ? std::string(memory) : std::filesystem::temp_directory_path().string()) + "/pushscope-store-XXXXXX";
    if (!::mkdtemp(name.data()))
      std::abort();
    m_path = name;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  std::string operator/(const std::string& name) const { return m_path + "/" + name; }
  const std::string& path() const { return m_path; }

 private:
  std::string m_path;
};

} // namespace pushscope
