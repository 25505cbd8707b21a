#pragma once

#include "models/recording/recording_reader.h"
#include "models/recording/recording_writer.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace pushscope {

inline std::string contentOf(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

inline Result<RecordingReader> openText(const std::string& bytes) {
  return RecordingReader::open(std::make_unique<std::istringstream>(bytes), "a.psrec");
}

} // namespace pushscope
