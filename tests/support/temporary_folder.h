#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>
#include <unistd.h>

namespace pushscope {

// A folder of its own for tokens, configurations, stores and recordings, removed when this ends.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "pushscope-XXXXXX").string();
    m_path = ::mkdtemp(pattern.data()) ? pattern : std::string(".");
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    if (m_path != ".")
      std::filesystem::remove_all(m_path, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::string path(const std::string& name) const { return m_path + "/" + name; }

 private:
  std::string m_path;
};

} // namespace pushscope
