#pragma once

namespace pushscope {

// Protobuf writes a line to standard error for each text that is not UTF-8: any stranger who may send a frame could
// fill a log, and a console's terminal. What is wrong with a frame is told by the codec's answer alone. Each program
// calls this before it reads anything. Majors from 22 on log through Abseil, which is left as it is.
void quietProtobuf();

} // namespace pushscope
