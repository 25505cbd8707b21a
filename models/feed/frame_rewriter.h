#pragma once

#include "models/recording/record.h"

namespace pushscope {

// The body of a telemetry frame with other texts in it, and without what this version does not know: nobody has looked
// at what that names. `malformed` if applying the frame would do nothing.
Result<Bytes> rewriteFrame(const RecordedFrame& frame, const TextRewriter& rewrite);

} // namespace pushscope
