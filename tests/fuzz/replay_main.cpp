#include "protocol/base/bytes.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

std::vector<std::filesystem::path> filesBelow(const char* folder) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    if (entry.is_regular_file())
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

pushscope::Bytes contentOf(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

// Runs a fuzz target over the inputs that are kept, where the compiler has no libFuzzer.
int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: %s FOLDER\n", arguments[0]);
    return 2;
  }
  const auto files = filesBelow(arguments[1]);
  for (const auto& file : files) {
    std::printf("%s\n", file.filename().string().c_str());
    // If this input crashes, its name is the last line.
    std::fflush(stdout);
    const pushscope::Bytes input = contentOf(file);
    LLVMFuzzerTestOneInput(input.data(), input.size());
  }
  if (files.empty())
    std::fprintf(stderr, "There is no input in %s.\n", arguments[1]);
  return files.empty() ? 1 : 0;
}
