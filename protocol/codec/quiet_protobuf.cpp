#include "protocol/codec/quiet_protobuf.h"

#include <google/protobuf/stubs/common.h>
#if __has_include(<google/protobuf/stubs/logging.h>)
#include <google/protobuf/stubs/logging.h>
#endif

namespace pushscope {

void quietProtobuf() {
#if GOOGLE_PROTOBUF_VERSION < 4000000
  google::protobuf::SetLogHandler(nullptr);
#endif
}

} // namespace pushscope
