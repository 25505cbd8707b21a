#pragma once

#include <google/protobuf/stubs/common.h>
#if __has_include(<google/protobuf/stubs/logging.h>)
#include <google/protobuf/stubs/logging.h>
#endif

namespace pushscope {

// Protobuf prints a line for each string that is not UTF-8; tests feed it millions. Versions from 22 on log
// through Abseil and cannot be silenced without it: there this does nothing.
struct QuietProtobuf {
  QuietProtobuf() {
#if GOOGLE_PROTOBUF_VERSION < 4000000
    google::protobuf::SetLogHandler(nullptr);
#endif
  }
};

} // namespace pushscope
