#pragma once

#include "protocol/base/bytes.h"

#include <QString>

namespace pushscope {

// A payload for eyes. It comes from whoever sent the push: control characters and direction overrides are replaced, as
// by plain(), but lines stay lines. Cut at maxPayloadBytes; what does not fit is said by who shows it.
QString payloadAsText(BytesView payload);
// 16 bytes a line: offset, hex digits, and what of them is ASCII.
QString payloadAsHex(BytesView payload);
// Whether it is text: valid UTF-8 without control characters but tabs and line ends.
bool isText(BytesView payload);

} // namespace pushscope
